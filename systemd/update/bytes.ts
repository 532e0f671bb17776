import { createHash } from 'node:crypto';
import { readSync, writeSync } from 'node:fs';
import type { Statement } from './statement.ts';

const CHUNK = 256 * 1024;

/**
 * Copies the package from one open file to another while looking whether it is what the statement says; not a byte
 * more than it says is read. `truncated`, `too-long`, `altered`: it is not.
 */
export function copyPackage(
  from: number,
  to: number,
  { size, sha256 }: Pick<Statement, 'size' | 'sha256'>,
): 'good' | 'truncated' | 'too-long' | 'altered' {
  const chunk = Buffer.allocUnsafe(CHUNK);
  const hash = createHash('sha256');
  let at = 0;
  while (at < size) {
    const read = readSync(from, chunk, 0, Math.min(CHUNK, size - at), at);
    if (read === 0) return 'truncated';
    const piece = chunk.subarray(0, read);
    hash.update(piece);
    for (let written = 0; written < read; ) written += writeSync(to, piece, written);
    at += read;
  }
  if (readSync(from, chunk, 0, 1, size) > 0) return 'too-long';
  return hash.digest('hex') === sha256 ? 'good' : 'altered';
}
