import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import Database from 'better-sqlite3';
import { say } from '../../store/beside.ts';
import { databaseFile, listCopies } from '../../store/files.ts';
import type { DatabaseState, DataState } from './data-facts.ts';

/** Process: answers what the database of the folder, and its copies, say of themselves. */
const [, , dir = ''] = process.argv;

function opened<T>(file: string, read: (db: Database.Database) => T): T {
  const db = new Database(file, { readonly: true, fileMustExist: true, timeout: 2_000 });
  try {
    return read(db);
  } finally {
    db.close();
  }
}

/** Undefined where the table, of a database of another version, is not there. */
function rows<T>(db: Database.Database, sql: string): T[] | undefined {
  try {
    return db.prepare<[], T>(sql).all();
  } catch {
    return undefined;
  }
}

type Waiting = DatabaseState['jobs'][number];

function look(file: string): DatabaseState {
  const { size, birthtimeMs } = statSync(file);
  const nothing = {
    bytes: size,
    born_ms: birthtimeMs,
    version: null,
    lastReceipt_ms: null,
    jobs: [],
    sales: [],
    drawerLearnt: false,
  };
  try {
    return opened(file, (db) => {
      const said = String(db.pragma('quick_check(1)', { simple: true }));
      return {
        ...nothing,
        sound: said === 'ok',
        reason: said === 'ok' ? null : said,
        version: db.pragma('user_version', { simple: true }) as number,
        lastReceipt_ms:
          rows<{ last: number | null }>(db, 'SELECT max(issued_ms) AS last FROM receipt')?.[0]?.last ?? null,
        jobs:
          rows<Waiting>(
            db,
            `SELECT iif(parked, 'parked', state) AS state, count(*) AS count, min(created_ms) AS oldest_ms FROM print_job
             WHERE state NOT IN ('printed', 'cancelled') GROUP BY 1`,
          ) ?? [],
        sales:
          rows<Waiting>(
            db,
            'SELECT state, count(*) AS count, min(sold_ms) AS oldest_ms FROM eet_sale WHERE own AND pok IS NULL GROUP BY state',
          ) ?? [],
        drawerLearnt: (rows(db, "SELECT 1 FROM device_setting WHERE key = 'sensor'") ?? []).length > 0,
      };
    });
  } catch (error) {
    const { code = '', message } = error as { code?: string; message: string };
    const damage = /^SQLITE_(CORRUPT|NOTADB)/.test(code);
    return { ...nothing, sound: damage ? false : null, reason: code || message };
  }
}

function isSound(file: string): boolean {
  try {
    return opened(file, (db) => db.pragma('quick_check(1)', { simple: true }) === 'ok');
  } catch {
    return false;
  }
}

/** From the newest on until one is sound: the older ones are not needed as long as it is. */
function lookAtCopies(): DataState['copies'] {
  const all = listCopies(dir);
  const damaged: string[] = [];
  for (const file of all) {
    if (isSound(file)) {
      const newest = basename(file);
      return { newest, day_ms: statSync(file).mtimeMs, count: all.length, damaged };
    }
    damaged.push(basename(file));
  }
  return all.length === 0 ? null : { newest: null, day_ms: null, count: all.length, damaged };
}

const file = databaseFile(dir);
const state: DataState = {
  database: existsSync(file) && statSync(file).size > 0 ? look(file) : null,
  copies: lookAtCopies(),
};
say(state);
