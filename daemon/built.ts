import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Beside the built program: which files it was made of, and what they then held. */
export interface MadeOf {
  /** Paths from the root of the project. */
  readonly files: readonly string[];
  readonly digest: string;
  /** Their sizes and times, which are looked at much sooner than their contents. */
  readonly stamp: string | null;
}

/** Two edits within a tick of the file system have the same time: files this young at the build prove nothing by it. */
const SETTLED_MS = 1_000;

export const BUILT = {
  folder: 'daemon/dist',
  /** What main.ts runs. */
  entry: 'program.js',
  /** What runs where no sources lie. */
  installed: 'kasad.js',
  madeOf: 'made-of.json',
} as const;

/** SHA-256 of the names, sizes and times of files; null when one was changed after `until_ms`, since 1970. */
export function stampOf(root: string, files: readonly string[], until_ms: number): string | null {
  const hash = createHash('sha256');
  for (const file of files) {
    const { size, mtimeMs } = statSync(join(root, file));
    if (mtimeMs > until_ms) return null;
    hash.update(`${file}\0${size}\0${mtimeMs}\0`);
  }
  return hash.digest('hex');
}

/** SHA-256 of the names and contents of files: a copy of a folder, with other times, is the same program. */
export function digestOf(root: string, files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  return hash.digest('hex');
}

/**
 * The program in few files, as `npm run build` makes it: its address, or undefined when it was never built or is not
 * of the very sources that lie here. What is edited runs as it stands, with nothing to be built first.
 */
export function builtProgram(root: string): string | undefined {
  try {
    const folder = join(root, BUILT.folder);
    const note = join(folder, BUILT.madeOf);
    const { files, digest, stamp } = JSON.parse(readFileSync(note, 'utf8')) as MadeOf;
    const untouched = stampOf(root, files, statSync(note).mtimeMs - SETTLED_MS) === stamp && stamp !== null;
    return untouched || digestOf(root, files) === digest ? join(folder, BUILT.entry) : undefined;
  } catch {
    return undefined;
  }
}
