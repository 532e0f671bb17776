import { chmodSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { syncPath } from '../store/files.ts';

/** Null when there is none. */
export function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Whole or not at all, also when the power goes: a part beside it, on the disk, then in its place. */
export function writeDurably(file: string, text: string, mode = 0o640): void {
  const part = `${file}.part`;
  try {
    writeFileSync(part, text, { mode, flush: true });
    const former = modeOf(file);
    if (former !== undefined) chmodSync(part, former);
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
  // A rename is on the disk only once its folder is.
  syncPath(path.dirname(file));
}

export function removeDurably(file: string): void {
  rmSync(file, { force: true });
  syncPath(path.dirname(file));
}

function modeOf(file: string): number | undefined {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat && stat.mode & 0o777;
}
