import {
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { diskRefusal, isDamage } from './disk-fault.ts';
import { databaseFile, keepPrivate, syncPath } from './files.ts';
import { lockFolder } from './folder-lock.ts';

/** That of the version before, and that of the one before it, should an older version be put in again. */
const KEPT = 2;
const COPY = /^kasad-.+\.db$/;

const folderOf = (dir: string): string => path.join(dir, 'before-upgrade');

/** Copies taken before upgrades, the latest first. */
export function listUpgradeCopies(dir: string): string[] {
  const folder = folderOf(dir);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => COPY.test(name))
    .map((name) => path.join(folder, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
}

/**
 * Copies the database as the program of this `version` leaves it, for put-back.ts; the register not running. Answers
 * null when there is nothing to copy, or only a damaged file, which the register does not start with anyhow. Throws a
 * Refusal `already-running` or `disk-full`.
 */
export function takeUpgradeCopy(dir: string, version: string): string | null {
  if (!existsSync(databaseFile(dir))) return null;
  const unlock = lockFolder(dir);
  const folder = folderOf(dir);
  const copy = path.join(folder, `kasad-${version}.db`);
  const part = `${copy}.part`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    leaveOneFile(databaseFile(dir));
    rmSync(part, { force: true });
    keepPrivate(part);
    copyFileSync(databaseFile(dir), part, constants.COPYFILE_FICLONE);
    leaveOneFile(part, 'DELETE');
    syncPath(part);
    renameSync(part, copy);
    syncPath(folder);
    for (const old of listUpgradeCopies(dir).slice(KEPT)) rmSync(old);
    return copy;
  } catch (error) {
    rmSync(part, { force: true });
    if (isDamage(error)) return null;
    throw diskRefusal(error);
  } finally {
    unlock();
  }
}

/** All that the log beside a database holds goes into it; whoever closes it last takes the log away. */
export function leaveOneFile(file: string, mode: 'WAL' | 'DELETE' = 'WAL'): void {
  const db = new Database(file, { timeout: 5000 });
  try {
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.pragma(`journal_mode = ${mode}`);
  } finally {
    db.close();
  }
}
