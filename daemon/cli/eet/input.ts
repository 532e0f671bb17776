import { readFileSync, statSync } from 'node:fs';
import type { Terminal } from '../command.ts';
import { UsageError } from '../command.ts';

const FILE_BYTES_MAX = 1024 * 1024;

/** Standard input to its end, or as much of it as is certainly too much. */
export async function inputBytes(stdin: Terminal['stdin'], bytes_max: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of stdin) {
    const bytes = Buffer.from(part as Buffer | string);
    parts.push(bytes);
    length += bytes.length;
    if (length > bytes_max) break;
  }
  return Buffer.concat(parts);
}

export async function inputText(stdin: Terminal['stdin'], bytes_max: number): Promise<string> {
  return (await inputBytes(stdin, bytes_max)).toString('utf8');
}

/** A small file, whole. */
export function fileBytes(file: string): Buffer {
  try {
    if (statSync(file).size <= FILE_BYTES_MAX) return readFileSync(file);
  } catch (error) {
    throw new UsageError(`Soubor ${file} se nedá přečíst (${(error as NodeJS.ErrnoException).code}).`);
  }
  throw new UsageError(`Soubor ${file} je na certifikát moc velký.`);
}
