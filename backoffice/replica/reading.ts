import {
  type CellRow,
  type Entry,
  type FactRow,
  type Ground,
  type Row,
  type Stamp,
  type StoredRow,
  toRow,
  type Vector,
  type Wanted,
} from '../../sync/index.ts';
import type { Sql, Value } from '../database/database.ts';

/** Rows read at once, or given to a projection. */
export const SLICE = 1000;
/** Texts of an answer may be long: fewer rows are in memory at once. */
const ANSWER_PAGE = 250;

export const FACT = 'SELECT origin, seq, hlc, kind, id, body FROM fact';

/** As the database gives it. */
type Stored<T extends Row> = Omit<T, 'is'>;

export const asFact = (row: Stored<FactRow>): FactRow => ({ is: 'fact', ...row });

export async function readVector(sql: Sql, store: string, table: 'vv' | 'floor'): Promise<Vector> {
  const rows = await sql.all<{ origin: string; seq: number }>(
    `SELECT origin, seq FROM ${table} WHERE store = ?`,
    store,
  );
  return Object.fromEntries(rows.map(({ origin, seq }) => [origin, seq]));
}

/** Rows for an answer: at most `limit`, and none after the one with which their texts become longer than `chars`. */
export async function rowsAfter(
  sql: Sql,
  store: string,
  { origin, seq, limit, chars }: Wanted,
): Promise<Row[]> {
  const rows: Row[] = [];
  let room = chars;
  for (let last = seq; rows.length < limit; ) {
    const size = Math.min(ANSWER_PAGE, limit - rows.length);
    const page = await sql.all<StoredRow>(
      `SELECT * FROM (SELECT origin, seq, hlc, tbl AS name, id, col, val AS text FROM cell
         WHERE store = ? AND origin = ? AND seq > ? ORDER BY seq LIMIT ?) AS c
       UNION ALL
       SELECT * FROM (SELECT origin, seq, hlc, kind, id, CAST(NULL AS TEXT), body FROM fact
         WHERE store = ? AND origin = ? AND seq > ? ORDER BY seq LIMIT ?) AS f
       ORDER BY seq LIMIT ?`,
      ...[store, origin, last, size, store, origin, last, size, size],
    );
    for (const stored of page) {
      rows.push(toRow(stored));
      room -= stored.text.length;
      if (room < 0) return rows;
      last = stored.seq;
    }
    if (page.length < size) break;
  }
  return rows;
}

/** Numbers that lie closer together than this are read in one go, with what lies between them. */
const GAP = 20;

/** Facts by their numbers, which are given in order, and in that order. */
export async function factsByNumber(
  sql: Sql,
  store: string,
  origin: string,
  numbers: readonly number[],
): Promise<FactRow[]> {
  const wanted = new Set(numbers);
  const facts: FactRow[] = [];
  for (const [first, last] of runs(numbers)) {
    for (let after = first - 1; after < last; ) {
      // A list of numbers would be compared one by one with every fact of the origin.
      const page = await sql.all<Stored<FactRow>>(
        `${FACT} WHERE store = ? AND origin = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ${SLICE}`,
        ...[store, origin, after, last],
      );
      for (const row of page) if (wanted.has(row.seq)) facts.push(asFact(row));
      after = page.length < SLICE ? last : (page.at(-1) as Stored<FactRow>).seq;
    }
  }
  return facts;
}

/** First and last of numbers that lie close together. */
function runs(numbers: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const number of numbers) {
    const run = found.at(-1);
    if (run && number - run[1] <= GAP) run[1] = number;
    else found.push([number, number]);
  }
  return found;
}

/** One record's fields, by column; empty when there is none. A deleted one has `DELETED` with the value `true`. */
export async function readRecord(sql: Sql, store: string, tbl: string, id: string): Promise<CellRow[]> {
  const rows = await sql.all<Stored<CellRow>>(
    'SELECT tbl, id, col, val, hlc, origin, seq FROM cell WHERE store = ? AND tbl = ? AND id = ?',
    store,
    tbl,
    id,
  );
  return rows.map((row) => ({ is: 'cell', ...row }));
}

/** What entries are to be written upon. */
export async function readGround(
  sql: Sql,
  store: string,
  entries: readonly Entry[],
): Promise<Pick<Ground, 'record' | 'latest'>> {
  const records = new Map<string, { col: string; val: string; hlc: Stamp }[]>();
  const stamps = new Map<string, Stamp>();
  const [tables, kinds] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()];
  for (const entry of entries) {
    const [by, name] = entry.is === 'cell' ? [tables, entry.tbl] : [kinds, entry.kind];
    const ids = by.get(name) ?? new Set<string>();
    by.set(name, ids.add(entry.id));
  }
  for (const [tbl, ids] of tables) {
    for (const [list, some] of lists([...ids])) {
      const cells = await sql.all<{ id: string; col: string; val: string; hlc: Stamp }>(
        `SELECT id, col, val, hlc FROM cell WHERE store = ? AND tbl = ? AND id IN (${list})`,
        store,
        tbl,
        ...some,
      );
      for (const { id, ...cell } of cells) {
        const record = records.get(place(tbl, id)) ?? [];
        records.set(place(tbl, id), record);
        record.push(cell);
      }
    }
  }
  for (const [kind, ids] of kinds) {
    for (const [list, some] of lists([...ids])) {
      const facts = await sql.all<{ id: string; hlc: Stamp }>(
        `SELECT id, MAX(hlc) AS hlc FROM fact WHERE store = ? AND kind = ? AND id IN (${list}) GROUP BY id`,
        store,
        kind,
        ...some,
      );
      for (const { id, hlc } of facts) stamps.set(place(kind, id), hlc);
    }
  }
  return {
    record: (tbl, id) => records.get(place(tbl, id)) ?? [],
    latest: (kind, id) => stamps.get(place(kind, id)),
  };
}

/** Two names as one, so that no two pairs are alike. */
export const place = (first: string, id: string) => `${first.length} ${first} ${id}`;

/**
 * The values in pieces, each with its places for `IN (…)`. The last value fills a piece up to one of a few lengths: so
 * there are but a few different statements.
 */
export function* lists<T extends Value>(values: readonly T[]): Iterable<readonly [string, readonly T[]]> {
  for (let at = 0; at < values.length; at += 200) {
    const piece = values.slice(at, at + 200);
    const length = [1, 5, 40, 200].find((size) => size >= piece.length) as number;
    const last = piece.at(-1) as T;
    yield [
      Array(length).fill('?').join(', '),
      [...piece, ...Array<T>(length - piece.length).fill(last)],
    ] as const;
  }
}
