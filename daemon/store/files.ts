import { chmodSync, closeSync, existsSync, fsyncSync, openSync, readdirSync, renameSync } from 'node:fs';
import path from 'node:path';

/** Where things lie in the data folder. */
export const databaseFile = (dir: string): string => path.join(dir, 'kasad.db');
/** There while the database stands as it was closed in good order and found sound. */
export const cleanMark = (dir: string): string => path.join(dir, 'kasad.clean');
export const copiesFolder = (dir: string): string => path.join(dir, 'copies');

const COPY = /^kasad-\d{4}-\d{2}-\d{2}\.db$/;
const SET_ASIDE = /^kasad\.db\.(?:damaged|replaced)-[0-9TZ-]+$/;

/** Daily copies, newest first. */
export const listCopies = (dir: string): string[] => copiesIn(copiesFolder(dir));

export function copiesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => COPY.test(name))
    .sort()
    .reverse()
    .map((name) => path.join(folder, name));
}

/** The day of a daily copy, by its name. */
export const dayOf = (file: string): string => path.basename(file).slice(6, 16);
export const copyName = (day: string): string => `kasad-${day}.db`;

/** Databases that were put away, newest first. */
export function listSetAside(dir: string): string[] {
  if (!existsSync(dir)) return [];
  const when = (name: string) => name.slice(name.indexOf('-'));
  return readdirSync(dir)
    .filter((name) => SET_ASIDE.test(name))
    .sort((a, b) => (when(a) < when(b) ? 1 : -1))
    .map((name) => path.join(dir, name));
}

/** Where a database that is put away at this moment lies; as listSetAside finds it. */
export function asidePath(dir: string, why: 'damaged' | 'replaced', wall_ms: number): string {
  const stamp = new Date(wall_ms).toISOString().replace(/\.\d+/, '').replaceAll(':', '-');
  return `${databaseFile(dir)}.${why}-${stamp}`;
}

/**
 * Puts the database away under another name, with what SQLite keeps beside it. Nothing is copied, so it works on
 * a full disk; done before the file is closed, it also keeps SQLite from writing the log into it.
 */
export function setAside(dir: string, why: 'damaged' | 'replaced', wall_ms: number): string {
  const from = databaseFile(dir);
  const to = asidePath(dir, why, wall_ms);
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(from + suffix)) renameSync(from + suffix, to + suffix);
  }
  syncPath(dir);
  return to;
}

/**
 * Only the register's own user reads it, whatever the folder allows: it holds hashes of PINs. Makes an empty file
 * where there is none; SQLite gives what it keeps beside a database the same rights.
 */
export function keepPrivate(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}

/** fsync of a file, or of a folder after a rename in it. */
export function syncPath(target: string): void {
  const fd = openSync(target, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
