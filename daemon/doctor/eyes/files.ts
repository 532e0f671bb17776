import { constants, type Dirent, type Stats, type StatsFs } from 'node:fs';
import { access, open, readdir, readlink, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Files of this box, /proc and /sys among them. Whatever is not there, or may not be looked at, is undefined: which of
 * the two, `fault` says.
 */
export interface Files {
  /** At most the first 256 kB. */
  text(path: string): Promise<string | undefined>;
  /** Names in a folder, sorted; empty when there is none. */
  list(path: string): Promise<string[]>;
  entries(path: string): Promise<Dirent[]>;
  stat(path: string): Promise<Stats | undefined>;
  /** Where a link leads, as it is written there. */
  link(path: string): Promise<string | undefined>;
  statfs(path: string): Promise<StatsFs | undefined>;
  /** Why this user may not do it: the system's code, such as ENOENT or EACCES; null when he may. */
  fault(path: string, what: 'read' | 'write'): Promise<string | null>;
}

const TEXT_BYTES = 256 * 1024;

/** `root` is put before every path that begins with /proc, /sys, /etc, /run or /usr: a fake box is a folder. */
export function createFiles(root = ''): Files {
  const at = (path: string) =>
    root !== '' && /^\/(proc|sys|etc|run|usr)(\/|$)/.test(path) ? join(root, path) : path;
  const unless = async <T>(promise: Promise<T>): Promise<T | undefined> => {
    try {
      return await promise;
    } catch {
      return undefined;
    }
  };
  return {
    text: (path) => unless(readStart(at(path))),
    list: async (path) => ((await unless(readdir(at(path)))) ?? []).sort(),
    entries: async (path) => (await unless(readdir(at(path), { withFileTypes: true }))) ?? [],
    stat: (path) => unless(stat(at(path))),
    link: (path) => unless(readlink(at(path))),
    statfs: (path) => unless(statfs(at(path))),
    async fault(path, what) {
      try {
        await access(at(path), what === 'read' ? constants.R_OK : constants.R_OK | constants.W_OK);
        return null;
      } catch (error) {
        return (error as NodeJS.ErrnoException).code ?? 'unknown';
      }
    },
  };
}

/** Without waiting: what is a pipe or a device by mistake must not keep one of the few threads. */
async function readStart(path: string): Promise<string> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const bytes = Buffer.alloc(TEXT_BYTES);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(bytes, length, TEXT_BYTES - length, null);
      length += bytesRead;
      if (bytesRead === 0 || length === TEXT_BYTES) return bytes.toString('utf8', 0, length);
    }
  } finally {
    await file.close();
  }
}
