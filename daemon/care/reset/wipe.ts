import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { databaseFile, syncPath } from '../../store/files.ts';
import { lockFolder } from '../../store/folder-lock.ts';
import { readResetMark, resetMarkFile, shaOf } from './mark.ts';

/** Where a database is put that holds receipts of which nobody has shown that they are elsewhere. */
export const SET_ASIDE = 'odlozeno';
const LOCK = 'kasad.lock';
/** As daemon/setup/config-files.ts calls what it keeps beside the configuration. */
const BESIDE = ['.previous', '.unproven', '.part'];

export interface Wiped {
  /** The database that was put aside; null when all was deleted. */
  readonly setAside: string | null;
}

/**
 * Empties the data folder where it is marked so, and deletes the configuration; undefined when it is not. May be killed
 * at any moment: the mark is the last thing to go, and all before it is done again. What is deleted is overwritten first,
 * as far as the disk lets it be. Throws a Refusal `already-running`, or what the disk says.
 */
export function finishReset(dir: string): Wiped | undefined {
  const mark = readResetMark(dir);
  if (mark === undefined) return undefined;
  const unlock = lockFolder(dir);
  try {
    if (mark.keep) putAside(dir, mark.registerId, mark.at);
    for (const name of readdirSync(dir)) {
      if (![path.basename(resetMarkFile(dir)), SET_ASIDE, LOCK].includes(name)) wipe(path.join(dir, name));
    }
    syncPath(dir);
    if (mark.config && shaOf(mark.config.file) === mark.config.sha256) {
      // What the configuration was before goes first: without the file itself nobody would come back for it.
      for (const beside of BESIDE) wipe(mark.config.file + beside);
      wipe(mark.config.file);
      syncPath(path.dirname(mark.config.file));
    }
    rmSync(resetMarkFile(dir));
    syncPath(dir);
    return { setAside: mark.keep ? asideFile(dir, mark.registerId, mark.at) : null };
  } finally {
    unlock();
  }
}

const asideFile = (dir: string, registerId: string, at: string): string =>
  path.join(dir, SET_ASIDE, `kasad-${registerId}-${at.replace(/\.\d+/, '').replaceAll(':', '-')}.db`);

/** With what SQLite keeps beside it, which goes first: moved the other way, a cut between would part the log from its database. */
function putAside(dir: string, registerId: string, at: string): void {
  const to = asideFile(dir, registerId, at);
  mkdirSync(path.dirname(to), { recursive: true, mode: 0o700 });
  for (const suffix of ['-wal', '']) {
    const from = databaseFile(dir) + suffix;
    if (existsSync(from)) renameSync(from, to + suffix);
  }
  syncPath(path.dirname(to));
}

function wipe(target: string): void {
  const found = lstatSync(target, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (found.isDirectory()) {
    for (const name of readdirSync(target)) wipe(path.join(target, name));
  } else if (found.isFile()) overwrite(target, found.size);
  rmSync(target, { recursive: true, force: true });
}

const ZEROS = Buffer.alloc(1024 * 1024);

/** A worn disk may refuse it: deleting must not hang on that. */
function overwrite(file: string, bytes: number): void {
  try {
    const fd = openSync(file, 'r+');
    try {
      for (let done = 0; done < bytes; )
        done += writeSync(fd, ZEROS, 0, Math.min(ZEROS.length, bytes - done), done);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch {
    // It is deleted all the same.
  }
}
