import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Beside the built program: which files it was made of, and what they then held. */
export interface MadeOf {
  /** Paths from the root of the project. */
  readonly files: readonly string[];
  readonly digest: string;
}

export const BUILT = { folder: 'daemon/dist', entry: 'run.js', madeOf: 'made-of.json' } as const;

/** SHA-256 of the names and contents of files. Contents and not times: a copy of a folder is the same program. */
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
    const { files, digest } = JSON.parse(readFileSync(join(folder, BUILT.madeOf), 'utf8')) as MadeOf;
    return digestOf(root, files) === digest ? join(folder, BUILT.entry) : undefined;
  } catch {
    return undefined;
  }
}
