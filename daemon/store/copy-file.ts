import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import Database from 'better-sqlite3';

const CHUNK = 1024 * 1024;

/** Where the SHA-256 of a copy lies when it was put down elsewhere; as `sha256sum -c` reads it. */
export const sumFile = (file: string): string => `${file}.sha256`;

/** Whether the file is what was once written; true where no sum lies beside it. */
export function matchesSum(file: string): boolean {
  if (!existsSync(sumFile(file))) return true;
  const [sum] = readFileSync(sumFile(file), 'utf8').split(' ');
  return sum === hashOf(file);
}

/** SHA-256 of all that is in it, in hexadecimal. */
export function hashOf(file: string): string {
  const hash = createHash('sha256');
  const fd = openSync(file, 'r');
  try {
    const chunk = Buffer.allocUnsafe(CHUNK);
    for (let length = readSync(fd, chunk); length > 0; length = readSync(fd, chunk)) {
      hash.update(chunk.subarray(0, length));
    }
  } finally {
    closeSync(fd);
  }
  return hash.digest('hex');
}

/** A whole database, and what was written when it was put down. */
export function isSoundCopy(file: string): boolean {
  try {
    if (!matchesSum(file)) return false;
    const db = new Database(file, { readonly: true, fileMustExist: true });
    try {
      return db.pragma('quick_check(1)', { simple: true }) === 'ok';
    } finally {
      db.close();
    }
  } catch {
    return false;
  }
}

/** The register whose database it is; undefined for one that has not sold yet, or that cannot be read. */
export function registerOf(db: Database.Database): string | undefined {
  try {
    return db
      .prepare<[], string>(
        `SELECT register_id FROM (SELECT register_id, position FROM shift WHERE own = 1
         UNION ALL SELECT register_id, position FROM receipt WHERE own = 1) ORDER BY position DESC LIMIT 1`,
      )
      .pluck()
      .get();
  } catch {
    return undefined;
  }
}
