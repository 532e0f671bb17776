import type Sqlite from 'better-sqlite3';
import type { Sql, Value } from './database.ts';
import { unstorableRefusal } from './faults.ts';
import { places } from './statements.ts';

const prepared = new WeakMap<Sqlite.Database, Map<string, Sqlite.Statement<unknown[], unknown>>>();
/** Texts of statements kept ready for each connection. */
const PREPARED_MAX = 500;
/** SQLite works in this very thread: after so much work everybody else has a turn. */
const TURN_ROWS = 1000;
let sinceTurn = 0;

/** The statements of one transaction; after `end` they throw. */
export function sqliteSql(db: Sqlite.Database): { readonly sql: Sql; readonly end: () => void } {
  let open = true;
  const kept = prepared.get(db) ?? new Map<string, Sqlite.Statement<unknown[], unknown>>();
  prepared.set(db, kept);

  function statement(text: string): Sqlite.Statement<unknown[], unknown> {
    if (!open) throw new Error('the transaction has ended');
    const known = kept.get(text);
    if (known) return known;
    if (kept.size >= PREPARED_MAX) kept.clear();
    const made = db.prepare<unknown[], unknown>(text);
    kept.set(text, made);
    return made;
  }

  async function all<T>(text: string, ...values: readonly Value[]): Promise<T[]> {
    const rows = statement(text).all(...values.map(bound)) as T[];
    for (const row of rows) requireSafe(row);
    await turn(rows.length);
    return rows;
  }

  async function run(text: string, ...values: readonly Value[]): Promise<number> {
    const { changes } = statement(text).run(...values.map(bound));
    await turn(changes);
    return changes;
  }

  const sql: Sql = {
    all,
    run,
    async get<T>(text: string, ...values: readonly Value[]) {
      const row = statement(text).get(...values.map(bound)) as T | undefined;
      requireSafe(row);
      await turn(1);
      return row;
    },
    async *each<T>(text: string, ...values: readonly Value[]) {
      if (!open) throw new Error('the transaction has ended');
      // One of its own: the same text may be asked for again meanwhile.
      for (const row of db.prepare<unknown[], T>(text).iterate(...values.map(bound))) {
        requireSafe(row);
        yield row;
        await turn(1);
        if (!open) throw new Error('the transaction has ended');
      }
    },
    // Row by row: there is no way to a server, and a statement for each number of rows would fill the memory.
    async insertMany(text, rows, tail = '') {
      let changes = 0;
      for (const row of rows) changes += await run(`${text} ${places(row.length)} ${tail}`, ...row);
      return changes;
    },
    async insertReturning<T>(text: string, rows: readonly (readonly Value[])[], tail: string) {
      const back: T[] = [];
      for (const row of rows) back.push(...(await all<T>(`${text} ${places(row.length)} ${tail}`, ...row)));
      return back;
    },
    async nested(inner) {
      if (!open) throw new Error('the transaction has ended');
      db.exec('SAVEPOINT nested');
      try {
        const result = await inner();
        db.exec('RELEASE nested');
        return result;
      } catch (error) {
        // A full disk has rolled back everything already.
        if (db.inTransaction) db.exec('ROLLBACK TO nested; RELEASE nested');
        throw error;
      }
    },
  };
  return {
    sql,
    end() {
      open = false;
    },
  };
}

async function turn(rows: number): Promise<void> {
  sinceTurn += 1 + rows;
  if (sinceTurn < TURN_ROWS) return;
  sinceTurn = 0;
  await new Promise<void>((go) => setImmediate(go));
}

/** Whole numbers above 32 bits would be bound as fractions. */
function bound(value: Value): Value | bigint {
  if (typeof value === 'string') {
    if (value.includes('\0')) throw unstorableRefusal();
    return value;
  }
  if (value === null || !Number.isInteger(value)) return value;
  if (!Number.isSafeInteger(value)) throw new Error(`${value} is no safe integer`);
  return value === (value | 0) ? value : BigInt(value);
}

function requireSafe(row: unknown): void {
  for (const value of Object.values((row ?? {}) as Record<string, unknown>)) {
    if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
      throw new Error(`${value} is no safe integer`);
    }
  }
}
