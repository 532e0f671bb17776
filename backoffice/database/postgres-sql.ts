import pg from 'pg';
import type { Sql, Value } from './database.ts';
import { unstorableRefusal } from './faults.ts';
import { insertOfLists, type ListType, numbered, places } from './statements.ts';

const { builtins } = pg.types;
/** Sums of whole numbers come as NUMERIC. */
const WHOLE: ReadonlySet<number> = new Set([builtins.INT8, builtins.NUMERIC]);
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    WHOLE.has(oid) ? toNumber : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

/** Statements that the server keeps ready, by name; each connection has its own. */
const known = new Map<string, pg.QueryConfig>();
const KNOWN_MAX = 500;
const PAGE = 500;
/** Rows in one statement; their texts are there twice while it goes to the server. */
const ROWS_MAX = 2000;

/** The statements of one transaction; after `end` they throw. */
export function postgresSql(client: pg.ClientBase): { readonly sql: Sql; readonly end: () => void } {
  let open = true;
  let cursors = 0;

  async function query(
    text: string,
    values: readonly (Value | readonly Value[])[],
    named = true,
  ): Promise<pg.QueryResult> {
    if (!open) throw new Error('the transaction has ended');
    for (const value of values) {
      if (Array.isArray(value)) for (const one of value) requirePlain(one);
      else requirePlain(value as Value);
    }
    return client.query({
      ...(named ? prepared(text) : { text: numbered(text), types }),
      values: [...values],
    });
  }

  /**
   * Columns go as lists: so one statement, made ready once, takes any number of rows, and the server has not to read
   * a place for each value.
   */
  async function insert(text: string, rows: readonly (readonly Value[])[], tail: string) {
    const results: pg.QueryResult[] = [];
    for (let at = 0; at < rows.length; at += ROWS_MAX) {
      const piece = rows.slice(at, at + ROWS_MAX);
      // In a list of fractions one that belongs to a whole column would be rounded, by itself it is refused.
      if (piece.some((row) => row.some(isFraction))) {
        for (const row of piece) results.push(await query(`${text} ${places(row.length)} ${tail}`, row));
        continue;
      }
      const columns = (piece[0] as readonly Value[]).map((_, column) =>
        piece.map((row) => row[column] as Value),
      );
      const lists = columns.map(listType);
      results.push(
        await query(
          insertOfLists(text, lists, tail),
          columns.filter((_, column) => lists[column] !== null),
        ),
      );
    }
    return results;
  }

  const sql: Sql = {
    all: async <T>(text: string, ...values: readonly Value[]) => (await query(text, values)).rows as T[],
    get: async <T>(text: string, ...values: readonly Value[]) =>
      (await query(text, values)).rows[0] as T | undefined,
    run: async (text, ...values) => (await query(text, values)).rowCount ?? 0,
    async *each<T>(text: string, ...values: readonly Value[]) {
      const name = `walk_${++cursors}`;
      await query(`DECLARE ${name} NO SCROLL CURSOR FOR ${text}`, values, false);
      try {
        for (;;) {
          const { rows } = await query(`FETCH ${PAGE} FROM ${name}`, [], false);
          yield* rows as T[];
          if (rows.length < PAGE) return;
        }
      } finally {
        // After a fault of the server the cursor is gone with the transaction.
        if (open) await query(`CLOSE ${name}`, [], false).catch(() => {});
      }
    },
    insertMany: async (text, rows, tail = '') =>
      (await insert(text, rows, tail)).reduce((sum, { rowCount }) => sum + (rowCount ?? 0), 0),
    insertReturning: async <T>(text: string, rows: readonly (readonly Value[])[], tail: string) =>
      (await insert(text, rows, tail)).flatMap((result) => result.rows as T[]),
    async nested(inner) {
      await query('SAVEPOINT nested', [], false);
      try {
        const result = await inner();
        await query('RELEASE SAVEPOINT nested', [], false);
        return result;
      } catch (error) {
        if (open) await query('ROLLBACK TO SAVEPOINT nested; RELEASE SAVEPOINT nested', [], false);
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

function prepared(text: string): pg.QueryConfig {
  const there = known.get(text);
  if (there) return there;
  const made: pg.QueryConfig = { text: numbered(text), types };
  if (known.size >= KNOWN_MAX) return made;
  const named = { ...made, name: `s${known.size + 1}` };
  known.set(text, named);
  return named;
}

/** Of which type a column's values are; null when there is none among them. */
function listType(values: readonly Value[]): ListType | null {
  const first = values.find((value) => value !== null) ?? null;
  return first === null ? null : typeof first === 'string' ? 'text' : 'bigint';
}

const isFraction = (value: Value): boolean => typeof value === 'number' && !Number.isInteger(value);

function requirePlain(value: Value): void {
  if (typeof value === 'string' && value.includes('\0')) throw unstorableRefusal();
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw new Error(`${value} is no safe integer`);
  }
}

function toNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw new Error(`${text} is no safe integer`);
  return value;
}
