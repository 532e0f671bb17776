import { formatReceiptNumber, type Receipt } from '../../domain/index.ts';
import type { Sql } from '../database/database.ts';
import { inSlices, marks } from './facts.ts';

/** That somebody at a register has seen to a clash. Its body names it. */
export const CLASH_SETTLED = 'clash-settled';

const CLASHES = ['double-reversal', 'same-number', 'same-z'] as const;
export type ClashKind = (typeof CLASHES)[number];

/** Of the receipt that is reversed twice; the number that stands twice; `register:number` of two reports. */
export interface Clash {
  readonly kind: ClashKind;
  readonly id: string;
}

/** What the receipts that have come make true twice. */
export async function findClashes(sql: Sql, store: string, come: readonly Receipt[]): Promise<void> {
  const numbers = await twice(
    sql,
    store,
    'number',
    come.map(({ number }) => formatReceiptNumber(number)),
  );
  const reversed = await twice(
    sql,
    store,
    'reverses_id',
    come.flatMap(({ reverses }) => (reverses ? [reverses.receiptId] : [])),
  );
  await note(sql, store, [
    ...numbers.map((id): Clash => ({ kind: 'same-number', id })),
    ...reversed.map((id): Clash => ({ kind: 'double-reversal', id })),
  ]);
}

/** Of shifts that have come, those whose register has closed another one under the same number. */
export async function findSameReports(sql: Sql, store: string, shiftIds: readonly string[]): Promise<void> {
  const found = await inSlices(shiftIds, (slice) =>
    sql.all<{ register_id: string; z_number: number }>(
      `SELECT DISTINCT s.register_id, s.z_number FROM shift s
       JOIN shift other ON other.store = s.store AND other.register_id = s.register_id
         AND other.z_number = s.z_number AND other.id <> s.id
       WHERE s.store = ? AND s.id IN (${marks(slice.length)})`,
      store,
      ...slice,
    ),
  );
  await note(
    sql,
    store,
    found.map(({ register_id, z_number }) => ({ kind: 'same-z', id: `${register_id}:${z_number}` })),
  );
}

/** Troubles with bills are settled by facts of the same kind, and are none of the books'. */
export function readSettled(body: string): Clash[] {
  const { kind, id } = JSON.parse(body) as { kind?: unknown; id?: unknown };
  const known = CLASHES.find((one) => one === kind);
  return known !== undefined && typeof id === 'string' ? [{ kind: known, id }] : [];
}

export async function settleClash(sql: Sql, store: string, { kind, id }: Clash): Promise<void> {
  await sql.run(
    `INSERT INTO clash (store, kind, id, settled) VALUES (?, ?, ?, 1)
     ON CONFLICT (store, kind, id) DO UPDATE SET settled = 1`,
    store,
    kind,
    id,
  );
}

const twice = (sql: Sql, store: string, column: 'number' | 'reverses_id', values: readonly string[]) =>
  inSlices(values, async (slice) => {
    const rows = await sql.all<{ value: string }>(
      `SELECT ${column} AS value FROM receipt WHERE store = ? AND ${column} IN (${marks(slice.length)})
       GROUP BY ${column} HAVING count(*) > 1`,
      store,
      ...slice,
    );
    return rows.map(({ value }) => value);
  });

async function note(sql: Sql, store: string, clashes: readonly Clash[]): Promise<void> {
  await sql.insertMany(
    'INSERT INTO clash (store, kind, id, settled) VALUES',
    clashes.map(({ kind, id }) => [store, kind, id, 0]),
    'ON CONFLICT (store, kind, id) DO NOTHING',
  );
}
