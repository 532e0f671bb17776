import type { ChangeLog, ChangesQuery, LOGGED_TABLES, LoggedChange } from '../http/contract/price-list.ts';
import { readCursor, writeCursor } from './cursor.ts';
import type { Desk, Sight } from './desk.ts';
import type { Listed } from './reading.ts';

interface Row {
  readonly origin: string;
  readonly seq: number;
  readonly hlc: string;
  readonly tbl: (typeof LOGGED_TABLES)[number];
  readonly id: string;
  readonly col: string;
  readonly was: string | null;
  readonly val: string | null;
  readonly author: string | null;
}

/** Who changed what and when, and where: newest first. */
export function readChangeLog(desk: Desk, store: string, query: ChangesQuery): Promise<ChangeLog> {
  const limit = query.limit ?? 100;
  return desk.look(store, async (sight) => {
    const conditions = ['store = ?', "tbl <> 'register'"];
    const values: (string | number)[] = [store];
    const also = (condition: string, ...more: (string | number)[]) => {
      conditions.push(condition);
      values.push(...more);
    };
    if (query.table !== undefined) also('tbl = ?', query.table);
    if (query.id !== undefined) also('id = ?', query.id);
    if (query.place !== undefined) {
      const origins = await originsOf(sight, store, query.place);
      if (origins.length === 0) return { changes: [], next: null };
      also(`origin IN (${origins.map(() => '?').join(', ')})`, ...origins);
    }
    if (query.before !== undefined) also('(hlc, seq) < (?, ?)', ...readCursor(query.before));
    const rows = await sight.sql.all<Row>(
      `SELECT origin, seq, hlc, tbl, id, col, was, val, author FROM listed_change
       WHERE ${conditions.join(' AND ')} ORDER BY hlc DESC, seq DESC LIMIT ${limit + 1}`,
      ...values,
    );
    const told = rows.slice(0, limit);
    const last = told.at(-1);
    return {
      changes: told.map((row) => viewOf(row, sight)),
      next: rows.length > limit && last ? writeCursor(last) : null,
    };
  });
}

function viewOf(row: Row, { shop, places }: Sight): LoggedChange {
  const { tbl, id, col, was, val } = row;
  const document = shop.drawers[tbl as Listed].all.get(id)?.value;
  const name = document && 'name' in document ? document.name : null;
  return {
    table: tbl,
    id,
    name,
    column: col,
    from: was === null ? null : JSON.parse(was),
    to: val === null ? null : JSON.parse(val),
    ...places.touch(row),
  };
}

/** Databases that are or were a place's. */
async function originsOf({ sql, places }: Sight, store: string, place: string): Promise<string[]> {
  const rows = await sql.all<{ origin: string }>('SELECT origin FROM vv WHERE store = ?', store);
  return rows.map(({ origin }) => origin).filter((origin) => places.of(origin).id === place);
}
