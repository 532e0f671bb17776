import {
  type CellRow,
  type Change,
  type FactRow,
  held,
  isLasting,
  type Row,
  type Stamp,
  type StoredRow,
  type Taken,
  toRow,
  type Vector,
  winner,
} from '../../sync/index.ts';
import type { Sql } from '../database/database.ts';
import { factsByNumber, place, SLICE } from './reading.ts';

/*
 * Takes a change of the exchange into the tables, by the rules of sync/sqlite/storage.ts: of two cells the one with the
 * higher stamp stays, facts that are there are left alone, rows that the vector covered before are passed over.
 */

/** Numbers of facts that are moved out of the stage by one statement. */
const MOVE = 5000;

interface Place {
  readonly tbl: string;
  readonly id: string;
}

/** Inside a transaction. `sink` is given, in slices, what has really changed, when all of the rows are there. */
export async function takeIn(
  sql: Sql,
  store: string,
  change: Change & { readonly clock?: Stamp },
  covered: Vector,
  sink: (taken: Taken) => Promise<void>,
): Promise<void> {
  const records = new Map<string, Place>();
  const touched = (places: readonly Place[]) => {
    for (const { tbl, id } of places) records.set(place(tbl, id), { tbl, id });
  };
  const from = (origin: string) => (change.repair ? 0 : held(covered, origin));
  const rows = (change.rows ?? []).filter((row) => row.seq > from(row.origin));

  if (change.sweep) touched(await sweep(sql, store, change.sweep, change.adopt === true, change.rows ?? []));
  let moved = new Map<string, number[]>();
  if (change.adopt) {
    touched(await moveCells(sql, store, from));
    moved = await moveFacts(sql, store, from);
    await unstage(sql, store);
  }
  touched(
    await putCells(
      sql,
      store,
      rows.filter((row) => row.is === 'cell'),
    ),
  );
  const facts = await putFacts(
    sql,
    store,
    rows.filter((row) => row.is === 'fact'),
  );
  await raise(sql, store, 'vv', change.vector ?? {});
  await raise(sql, store, 'floor', change.floor ?? {});
  if (change.clock !== undefined) {
    await sql.run('UPDATE replica SET clock = ? WHERE store = ?', change.clock, store);
  }

  const places = [...records.values()];
  for (let at = 0; at < places.length; at += SLICE) {
    await sink({ records: places.slice(at, at + SLICE), facts: [] });
  }
  for (const [origin, numbers] of moved) {
    for (let at = 0; at < numbers.length; at += SLICE) {
      await sink({
        records: [],
        facts: await factsByNumber(sql, store, origin, numbers.slice(at, at + SLICE)),
      });
    }
  }
  if (facts.length > 0) await sink({ records: [], facts });
}

export async function stage(sql: Sql, store: string, rows: readonly Row[]): Promise<void> {
  const named = new Map(rows.map((row) => [`${row.origin} ${row.seq}`, row]));
  await sql.insertMany(
    'INSERT INTO stage (store, origin, seq, hlc, name, id, col, text) VALUES',
    [...named.values()].map((row) =>
      row.is === 'cell'
        ? [store, row.origin, row.seq, row.hlc, row.tbl, row.id, row.col, row.val]
        : [store, row.origin, row.seq, row.hlc, row.kind, row.id, null, row.body],
    ),
    `ON CONFLICT (store, origin, seq) DO UPDATE SET hlc = excluded.hlc, name = excluded.name, id = excluded.id,
     col = excluded.col, text = excluded.text`,
  );
}

export const unstage = (sql: Sql, store: string) => sql.run('DELETE FROM stage WHERE store = ?', store);

export async function raise(sql: Sql, store: string, table: 'vv' | 'floor', vector: Vector): Promise<void> {
  await sql.insertMany(
    `INSERT INTO ${table} (store, origin, seq) VALUES`,
    Object.entries(vector).map(([origin, seq]) => [store, origin, seq]),
    `ON CONFLICT (store, origin) DO UPDATE SET seq = excluded.seq WHERE excluded.seq > ${table}.seq`,
  );
}

/** Records of which a cell was new, or newer. */
export async function putCells(sql: Sql, store: string, cells: readonly CellRow[]): Promise<Place[]> {
  const winners = new Map<string, CellRow>();
  for (const cell of cells) {
    const of = `${cell.col.length} ${cell.col} ${place(cell.tbl, cell.id)}`;
    const other = winners.get(of);
    winners.set(of, other ? winner(other, cell) : cell);
  }
  return sql.insertReturning<Place>(
    'INSERT INTO cell (store, tbl, id, col, val, hlc, origin, seq) VALUES',
    [...winners.values()].map((c) => [store, c.tbl, c.id, c.col, c.val, c.hlc, c.origin, c.seq]),
    `ON CONFLICT (store, tbl, id, col) DO UPDATE
     SET val = excluded.val, hlc = excluded.hlc, origin = excluded.origin, seq = excluded.seq
     WHERE (excluded.hlc, excluded.val) > (cell.hlc, cell.val) RETURNING tbl, id`,
  );
}

/** Those that were not there before. */
export async function putFacts(sql: Sql, store: string, facts: readonly FactRow[]): Promise<FactRow[]> {
  const fresh = await sql.insertReturning<{ origin: string; seq: number }>(
    'INSERT INTO fact (store, origin, seq, hlc, kind, id, body) VALUES',
    facts.map((f) => [store, f.origin, f.seq, f.hlc, f.kind, f.id, f.body]),
    'ON CONFLICT (store, origin, seq) DO NOTHING RETURNING origin, seq',
  );
  const names = new Set(fresh.map(({ origin, seq }) => `${origin} ${seq}`));
  // Of two under one name in one message the first one stays.
  return facts.filter(({ origin, seq }) => names.delete(`${origin} ${seq}`));
}

async function moveCells(sql: Sql, store: string, from: (origin: string) => number): Promise<Place[]> {
  const touched: Place[] = [];
  for (let last: readonly [string, number] = ['', 0]; ; ) {
    const page = await sql.all<StoredRow>(
      `SELECT origin, seq, hlc, name, id, col, text FROM stage
       WHERE store = ? AND (origin, seq) > (?, ?) AND col IS NOT NULL ORDER BY origin, seq LIMIT ${SLICE}`,
      store,
      ...last,
    );
    const cells = page.map(toRow).filter((row) => row.is === 'cell' && row.seq > from(row.origin));
    for (const one of await putCells(sql, store, cells as CellRow[])) touched.push(one);
    const end = page.at(-1);
    if (!end || page.length < SLICE) return touched;
    last = [end.origin, end.seq];
  }
}

/** The bodies do not leave the database for it. Gives back the numbers of what was not there before, by origin. */
async function moveFacts(sql: Sql, store: string, from: (origin: string) => number) {
  const moved = new Map<string, number[]>();
  const origins = await sql.all<{ origin: string }>(
    'SELECT DISTINCT origin FROM stage WHERE store = ?',
    store,
  );
  for (const { origin } of origins) {
    const numbers: number[] = [];
    for (let last = from(origin); ; ) {
      const end = await sql.get<{ seq: number | null }>(
        `SELECT MAX(seq) AS seq FROM (SELECT seq FROM stage WHERE store = ? AND origin = ? AND seq > ?
         ORDER BY seq LIMIT ${MOVE}) AS piece`,
        store,
        origin,
        last,
      );
      if (end?.seq === null || end === undefined) break;
      const fresh = await sql.all<{ seq: number }>(
        `INSERT INTO fact (store, origin, seq, hlc, kind, id, body)
         SELECT store, origin, seq, hlc, name, id, text FROM stage
         WHERE store = ? AND origin = ? AND seq > ? AND seq <= ? AND col IS NULL
         ON CONFLICT (store, origin, seq) DO NOTHING RETURNING seq`,
        store,
        origin,
        last,
        end.seq,
      );
      for (const { seq } of fresh) numbers.push(seq);
      last = end.seq;
    }
    numbers.sort((a, b) => a - b);
    if (numbers.length > 0) moved.set(origin, numbers);
  }
  return moved;
}

/** Throws away what `upto` covers and neither `rows` nor, when `staged` is said, the stage holds; lasting ones never. */
async function sweep(
  sql: Sql,
  store: string,
  upto: Vector,
  staged: boolean,
  rows: readonly Row[],
): Promise<Place[]> {
  const kept = new Set(rows.map(({ origin, seq }) => `${origin} ${seq}`));
  const unstaged = `AND NOT EXISTS (SELECT 1 FROM stage
    WHERE stage.store = cell.store AND stage.origin = cell.origin AND stage.seq = cell.seq)`;
  const doomed: (Place & { readonly col: string })[] = [];
  for (const [origin, last] of Object.entries(upto)) {
    const cells = sql.each<Place & { col: string; seq: number }>(
      `SELECT tbl, id, col, seq FROM cell WHERE store = ? AND origin = ? AND seq <= ? ${staged ? unstaged : ''}`,
      store,
      origin,
      last,
    );
    for await (const cell of cells) {
      if (!kept.has(`${origin} ${cell.seq}`) && !isLasting(cell.tbl)) doomed.push(cell);
    }
  }
  for (const { tbl, id, col } of doomed) {
    await sql.run('DELETE FROM cell WHERE store = ? AND tbl = ? AND id = ? AND col = ?', store, tbl, id, col);
  }
  return doomed;
}
