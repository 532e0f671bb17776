import { createHash } from 'node:crypto';
import type { FactRow } from '../../sync/index.ts';
import type { Sql } from '../database/database.ts';
import type { Parked } from './replica.ts';

/*
 * Rows that could not be read are put aside, with what is wrong with them, so that an owner sees them and nothing waits
 * for them. What is held of them stays held and is passed on all the same.
 */

export interface Aside {
  readonly what: string;
  /** Names the row among all of this `what`. */
  readonly place: string;
  readonly origin?: string;
  readonly seq?: number;
  readonly kind?: string;
  readonly id?: string;
  readonly why: string;
  readonly text?: string;
}

/** Of a text that is no row so much is kept. */
const TEXT_MAX = 64 * 1024;
const WHY_MAX = 500;
/** Rows shown of those that were put aside. */
const SHOWN_MAX = 1000;

/** Something that came in the place of a row, `where` what is wrong with it; or a row whose texts no database takes. */
export function unreadable(value: unknown, where: string, what: 'form' | 'characters' = 'form'): Aside {
  const text = JSON.stringify(value) ?? 'undefined';
  const it = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  const name = (of: unknown) => (typeof of === 'string' && of.length <= 200 ? { text: of } : undefined);
  return {
    what,
    place: createHash('sha256').update(text).digest('hex'),
    ...(name(it.origin) ? { origin: it.origin as string } : {}),
    ...(Number.isSafeInteger(it.seq) ? { seq: it.seq as number } : {}),
    ...(name(it.kind ?? it.tbl) ? { kind: (it.kind ?? it.tbl) as string } : {}),
    ...(name(it.id) ? { id: it.id as string } : {}),
    why: where,
    text: text.slice(0, TEXT_MAX),
  };
}

export const factPlace = ({ origin, seq }: Pick<FactRow, 'origin' | 'seq'>) => `${origin}/${seq}`;

export function unreadFact(what: string, { origin, seq, kind, id }: FactRow, error: unknown): Aside {
  return { what, place: factPlace({ origin, seq }), origin, seq, kind, id, why: reason(error) };
}

export function unreadRecord(what: string, tbl: string, id: string, error: unknown): Aside {
  return { what, place: `${tbl} ${id}`, kind: tbl, id, why: reason(error) };
}

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** How many of them are there now that were not there before. */
export async function park(
  sql: Sql,
  store: string,
  asides: readonly Aside[],
  registerId: string | null,
  wall_ms: number,
): Promise<number> {
  if (asides.length === 0) return 0;
  const at = new Date(wall_ms).toISOString();
  const each = new Map(asides.map((aside) => [`${aside.what} ${aside.place}`, aside]));
  const rows = [...each.values()].map(({ what, place, origin, seq, kind, id, why, text }) => [
    ...[store, what, storable(place), storable(origin), seq ?? null, storable(kind), storable(id)],
    ...[storable(why.slice(0, WHY_MAX)), storable(text), registerId, at],
  ]);
  return sql.insertMany(
    'INSERT INTO parked (store, what, place, origin, seq, kind, id, why, text, register, at) VALUES',
    rows,
    'ON CONFLICT (store, what, place) DO NOTHING',
  );
}

/** What was put aside may hold what no database takes. */
const storable = (text: string | undefined): string | null =>
  text === undefined ? null : text.replaceAll('\0', '\u2400').toWellFormed();

/** They could be read after all. Says how many had been put aside. */
export async function unpark(
  sql: Sql,
  store: string,
  what: string,
  places: readonly string[],
): Promise<number> {
  let count = 0;
  for (const place of places) {
    count += await sql.run(
      'DELETE FROM parked WHERE store = ? AND what = ? AND place = ?',
      store,
      what,
      place,
    );
  }
  return count;
}

export const unparkAll = (sql: Sql, store: string, what: string): Promise<number> =>
  sql.run('DELETE FROM parked WHERE store = ? AND what = ?', store, what);

export async function countParked(sql: Sql, store: string): Promise<number> {
  const row = await sql.get<{ count: number }>('SELECT COUNT(*) AS count FROM parked WHERE store = ?', store);
  return row?.count ?? 0;
}

export function readParked(sql: Sql, store: string): Promise<Parked[]> {
  return sql.all<Parked>(
    `SELECT what, origin, seq, kind, id, why, text, register AS "registerId", at FROM parked
     WHERE store = ? ORDER BY at DESC, what, place LIMIT ${SHOWN_MAX}`,
    store,
  );
}
