import { formatReceiptNumber, type Receipt } from '../../domain/index.ts';
import type { Sql } from '../database/database.ts';
import { inSlices, marks } from './facts.ts';

/** That somebody at a register has seen to a clash. Its body names it. */
export const CLASH_SETTLED = 'clash-settled';

const CLASHES = ['double-reversal', 'same-number', 'same-z'] as const;
/** A bill that was paid twice is settled by a reversal alone, and stands here as long as it is not. */
export type ClashKind = (typeof CLASHES)[number] | 'double-payment';

/**
 * Of the receipt that is reversed twice; the number that stands twice; `register:number` of two reports; of the bill
 * that was paid twice.
 */
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

/** Bills that are paid by more than one receipt which nobody has taken back. Each bill is for one receipt. */
export const STANDING = `r.reverses_id IS NULL AND NOT EXISTS
  (SELECT 1 FROM receipt back WHERE back.store = r.store AND back.reverses_id = r.id)`;

/**
 * Of the bills of receipts that have come, those that are paid twice now. A receipt and what takes it back may come in
 * either order, so what was paid twice for a while leaves nothing behind.
 */
export async function findDoublePayments(sql: Sql, store: string, come: readonly Receipt[]): Promise<void> {
  const reversed = new Set(come.flatMap(({ reverses }) => (reverses ? [reverses.receiptId] : [])));
  const bills = new Set(come.flatMap(({ billId }) => billId ?? []));
  const others = await inSlices(reversed, (slice) =>
    sql.all<{ bill_id: string }>(
      `SELECT bill_id FROM receipt WHERE store = ? AND bill_id IS NOT NULL AND id IN (${marks(slice.length)})`,
      store,
      ...slice,
    ),
  );
  for (const { bill_id } of others) bills.add(bill_id);
  const twiceNow = await inSlices(bills, (slice) =>
    sql.all<{ id: string }>(
      `SELECT r.bill_id AS id FROM receipt r WHERE r.store = ? AND r.bill_id IN (${marks(slice.length)})
         AND ${STANDING} GROUP BY r.bill_id HAVING count(*) > 1`,
      store,
      ...slice,
    ),
  );
  await inSlices(bills, async (slice) => {
    await sql.run(
      `DELETE FROM clash WHERE store = ? AND kind = 'double-payment' AND id IN (${marks(slice.length)})`,
      store,
      ...slice,
    );
    return [];
  });
  await note(
    sql,
    store,
    twiceNow.map(({ id }) => ({ kind: 'double-payment', id })),
  );
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
