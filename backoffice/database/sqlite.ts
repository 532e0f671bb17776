import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Database, Migration } from './database.ts';
import { closedRefusal, databaseRefusal, takenRefusal } from './faults.ts';
import { createLanes, createNesting } from './lanes.ts';
import { MIGRATION_TABLE, missingSteps, noteStep } from './migrations.ts';
import { sqliteSql } from './sqlite-sql.ts';
import { sqliteSchema, statementsOf } from './statements.ts';

/** Snapshots at once; who comes later waits. Each is a connection with a cache of its own. */
const READERS = 4;

/** One file, one process, one writer. The folder is made when it is not there. */
export function openSqlite(file: string): Database {
  const unlock = told(() => {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    // Nobody but the backoffice reads passwords' hashes and receipts: SQLite's other files take these rights over.
    for (const one of [file, `${file}.lock`]) closeSync(openSync(one, 'a', 0o600));
    return lock(`${file}.lock`);
  });
  let writer: Sqlite.Database;
  try {
    writer = told(() => openWriter(file));
  } catch (error) {
    unlock();
    throw error;
  }
  const idle: Sqlite.Database[] = [];
  const waiting: ((reader: Sqlite.Database) => void)[] = [];
  let readers = 0;
  const [writes, reads] = [createLanes(), createLanes()];
  const unnested = createNesting();
  let reading = 0;

  async function transaction<T>(
    db: Sqlite.Database,
    begin: string,
    run: (sql: ReturnType<typeof sqliteSql>['sql']) => Promise<T>,
  ): Promise<T> {
    const { sql, end } = sqliteSql(db);
    try {
      db.exec(begin);
      const result = await run(sql);
      end();
      db.exec('COMMIT');
      return result;
    } catch (error) {
      end();
      if (db.inTransaction) db.exec('ROLLBACK');
      throw databaseRefusal(error);
    }
  }

  async function reader(): Promise<Sqlite.Database> {
    const free = idle.pop();
    if (free) return free;
    if (readers === READERS) return new Promise((resolve) => waiting.push(resolve));
    const made = told(() => openReader(file));
    readers++;
    return made;
  }

  function giveBack(one: Sqlite.Database): void {
    const next = waiting.shift();
    if (next) next(one);
    else idle.push(one);
  }

  const write: Database['write'] = (run) =>
    unnested(() => writes.enter(undefined, () => transaction(writer, 'BEGIN IMMEDIATE', run)));

  let closing: Promise<void> | undefined;
  async function end(): Promise<void> {
    await Promise.all([writes.close(closedRefusal), reads.close(closedRefusal)]);
    for (const one of idle) one.close();
    writer.close();
    unlock();
  }

  return {
    kind: 'sqlite',
    write,
    read: (run) =>
      unnested(() =>
        reads.enter(`${++reading}`, async () => {
          const one = await reader();
          try {
            return await transaction(one, 'BEGIN', run);
          } finally {
            giveBack(one);
          }
        }),
      ),
    async migrate(steps: readonly Migration[]) {
      const missing = await write(async (sql) => {
        writer.exec(`${MIGRATION_TABLE} STRICT`);
        return missingSteps(sql, steps);
      });
      for (const step of missing) {
        await write(async (sql) => {
          for (const statement of statementsOf(step.sql)) writer.exec(sqliteSchema(statement));
          await noteStep(sql, step);
        });
      }
    },
    close() {
      closing ??= end();
      return closing;
    },
  };
}

function told<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw databaseRefusal(error);
  }
}

function openWriter(file: string): Sqlite.Database {
  const db = new Sqlite(file, { timeout: 5000 });
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    // A checkpoint writes all over the file: it is worth it for sixteen megabytes.
    db.pragma('wal_autocheckpoint = 4000');
    db.pragma('journal_size_limit = 67108864');
    tune(db);
    // Only this lets a transaction write while it walks over other rows.
    db.unsafeMode(true);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function openReader(file: string): Sqlite.Database {
  const db = new Sqlite(file, { readonly: true, timeout: 5000 });
  tune(db);
  return db;
}

function tune(db: Sqlite.Database): void {
  db.pragma('temp_store = MEMORY');
  db.pragma('mmap_size = 0');
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  db.pragma('cache_size = -16384');
}

/** A transaction held open on a file of its own: the kernel lets go of it when the process dies, however it dies. */
function lock(file: string): () => void {
  const held = new Sqlite(file, { timeout: 0 });
  try {
    held.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    held.close();
    const busy = error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY');
    throw busy ? takenRefusal() : error;
  }
  return () => held.close();
}
