import { type FactRow, held, readRow, type Vector } from '../../sync/index.ts';
import { byName, REQUEST_ROWS_MAX, summing } from '../../wire/index.ts';
import type { Sql } from '../database/database.ts';
import { isStorable } from './hearing.ts';
import { type Aside, factPlace, park, unreadable } from './parking.ts';
import type { From } from './projection.ts';
import { factsByNumber } from './reading.ts';
import type { FactName } from './replica.ts';
import { putFacts } from './taking.ts';

/** Numbers that are looked up at once. */
const PIECE = 1000;

/**
 * Whether the named facts are there and are, by their sum, those that the register holds; otherwise which are missing,
 * or, when none is, which may differ. The sum is of all of them together, so it cannot tell which.
 */
export async function checkFacts(
  sql: Sql,
  store: string,
  names: readonly FactName[],
  sum: string,
): Promise<{ whole: boolean; lacking: FactName[] }> {
  const total = summing();
  const lacking: FactName[] = [];
  for (const [origin, numbers] of sorted(names)) {
    for (let at = 0; at < numbers.length; at += PIECE) {
      const piece = numbers.slice(at, at + PIECE);
      const there = new Map<number, FactRow>();
      for (const fact of await factsByNumber(sql, store, origin, piece)) there.set(fact.seq, fact);
      for (const seq of piece) {
        const fact = there.get(seq);
        if (fact) total.add(fact);
        else lacking.push([origin, seq]);
      }
    }
  }
  if (lacking.length > 0) return { whole: false, lacking: lacking.slice(0, REQUEST_ROWS_MAX) };
  const whole = total.sum() === sum;
  return { whole, lacking: whole ? [] : names.slice(0, REQUEST_ROWS_MAX) };
}

/** In the order of the sum, each name once. */
function sorted(names: readonly FactName[]): Map<string, number[]> {
  const inOrder = names.map(([origin, seq]) => ({ origin, seq })).sort(byName);
  const numbers = new Map<string, number[]>();
  for (const { origin, seq } of inOrder) {
    const list = numbers.get(origin) ?? [];
    numbers.set(origin, list);
    if (list.at(-1) !== seq) list.push(seq);
  }
  return numbers;
}

/**
 * Inside a transaction: puts in what is missing of what the vector says to be held. What is above it comes by the
 * exchange. A fact that is there stays as it is; another one under its name is put aside for the owner to see.
 */
export async function repairFacts(
  sql: Sql,
  store: string,
  values: readonly unknown[],
  vv: Vector,
  { registerId }: From,
  wall_ms: number,
): Promise<{ facts: readonly FactRow[]; differing: number }> {
  const asides: Aside[] = [];
  const rows: FactRow[] = [];
  for (const value of values) {
    const read = readRow(value);
    if (!read.ok) asides.push(unreadable(value, read.where));
    else if (read.row.is === 'fact' && isStorable(read.row)) rows.push(read.row);
  }
  let differing = 0;
  const missing: FactRow[] = [];
  for (const [origin, numbers] of sorted(rows.map(({ origin, seq }) => [origin, seq] as const))) {
    const there = new Map<number, FactRow>();
    for (const fact of await factsByNumber(sql, store, origin, numbers)) there.set(fact.seq, fact);
    for (const row of rows.filter((one) => one.origin === origin)) {
      const held_ = there.get(row.seq);
      if (!held_) {
        if (row.seq <= held(vv, origin)) missing.push(row);
      } else if (!isSame(held_, row)) {
        differing++;
        asides.push(differs(row));
      }
    }
  }
  const facts = await putFacts(sql, store, missing);
  await park(sql, store, asides, registerId, wall_ms);
  return { facts, differing };
}

const isSame = (a: FactRow, b: FactRow): boolean =>
  a.hlc === b.hlc && a.kind === b.kind && a.id === b.id && a.body === b.body;

const differs = (row: FactRow): Aside => ({
  what: 'differs',
  place: factPlace(row),
  origin: row.origin,
  seq: row.seq,
  kind: row.kind,
  id: row.id,
  why: 'another fact is held under this number',
  text: JSON.stringify(row),
});
