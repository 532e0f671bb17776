import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { syncPath } from '../../store/files.ts';
import { writeWhole } from '../whole-file.ts';

/** Says that this box is being emptied: from now on every start goes on with it until nothing is left. */
export interface ResetMark {
  readonly registerId: string;
  readonly at: string;
  /** Receipts are in no other place: the database is put aside and not deleted. */
  readonly keep: boolean;
  /** The configuration, deleted only while it is the one that was read then; null where there is no file. */
  readonly config: { readonly file: string; readonly sha256: string } | null;
}

export const resetMarkFile = (dir: string): string => path.join(dir, 'reset.json');

/** Throws what the disk says; then nothing has begun. */
export function writeResetMark(
  dir: string,
  { configFile, ...mark }: Omit<ResetMark, 'config'> & { readonly configFile: string | null },
): void {
  const sha256 = configFile === null ? undefined : shaOf(configFile);
  const config = configFile === null || sha256 === undefined ? null : { file: configFile, sha256 };
  writeWhole(resetMarkFile(dir), Buffer.from(JSON.stringify({ ...mark, config } satisfies ResetMark)));
  syncPath(dir);
}

/** Undefined when the box is not being emptied. */
export function readResetMark(dir: string): ResetMark | undefined {
  try {
    const mark = JSON.parse(readFileSync(resetMarkFile(dir), 'utf8')) as Partial<ResetMark>;
    if (typeof mark.registerId !== 'string' || typeof mark.keep !== 'boolean') return undefined;
    return mark as ResetMark;
  } catch {
    return undefined;
  }
}

/** Undefined when it cannot be read. */
export function shaOf(file: string): string | undefined {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  } catch {
    return undefined;
  }
}
