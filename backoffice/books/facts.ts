import type { FactRow } from '../../sync/index.ts';
import type { Sql } from '../database/database.ts';

/** As many names as are asked for at once. */
const ASKED = 500;

/** `?, ?, ?` for an IN with so many values. */
export const marks = (count: number): string => Array(count).fill('?').join(', ');

/** The answers to one question about many names, asked in slices that any database takes. */
export async function inSlices<T>(
  names: Iterable<string>,
  ask: (slice: readonly string[]) => Promise<T[]>,
): Promise<T[]> {
  const all = [...new Set(names)];
  const found: T[] = [];
  for (let at = 0; at < all.length; at += ASKED) found.push(...(await ask(all.slice(at, at + ASKED))));
  return found;
}

/** Facts of some things, oldest stamp first: the same order on every replica. */
export function factsOf(
  sql: Sql,
  store: string,
  kind: string,
  ids: Iterable<string>,
): Promise<Omit<FactRow, 'is'>[]> {
  return inSlices(ids, (slice) =>
    sql.all(
      `SELECT origin, seq, hlc, kind, id, body FROM fact
       WHERE store = ? AND kind = ? AND id IN (${marks(slice.length)}) ORDER BY hlc`,
      store,
      kind,
      ...slice,
    ),
  );
}

export async function bodyOf(
  sql: Sql,
  store: string,
  { origin, seq }: { readonly origin: string; readonly seq: number },
): Promise<string> {
  const row = await sql.get<{ body: string }>(
    'SELECT body FROM fact WHERE store = ? AND origin = ? AND seq = ?',
    store,
    origin,
    seq,
  );
  if (!row) throw new Error(`fact ${origin} ${seq} is not there`);
  return row.body;
}
