import type { BookReader, KeptReport } from '../../../wire/index.ts';
import type { Sql } from '../../database/database.ts';
import { factsOf, inSlices, marks } from '../facts.ts';
import { localOf } from '../receipts/row.ts';
import { type Lack, lackOf } from './agreement.ts';
import { heldReport, movementsOf, type Opened } from './held.ts';

/** A Z report is of a closed shift. */
export interface Closed extends KeptReport {
  readonly close: NonNullable<KeptReport['report']['close']>;
}

interface Held {
  readonly count: number;
  readonly total_haler: number;
  readonly cash_haler: number;
}

const NOTHING: Held = { count: 0, total_haler: 0, cash_haler: 0 };
const NO_LACK: Lack = { receipts: 0, movements: 0, differs: false };

const COLUMNS = `register_id, opened_at, opened_local, opened_by, float_haler, z_number, closed_at, closed_by,
  counted_haler, reported_count, reported_haler, reported_cash_haler, held_count, held_haler, held_cash_haler, state,
  lacks_receipts, lacks_movements, differs`;

/**
 * Shifts as they stand by all that is held of them: opening, movements of cash, receipts and close, in whatever order
 * they came. Nothing is shown of a shift whose opening is not here. Gives back the ids of those that are.
 */
export async function foldShifts(
  sql: Sql,
  store: string,
  ids: Iterable<string>,
  read: Pick<BookReader, 'shift' | 'report'>,
): Promise<string[]> {
  const opened = await openedOf(sql, store, ids, read);
  if (opened.size === 0) return [];
  const closed = await closedOf(sql, store, opened.keys(), read);
  const held = await heldOf(sql, store, opened.keys());
  const rows = [];
  for (const shift of opened.values()) {
    const close = closed.get(shift.id);
    const sums = held.get(shift.id) ?? NOTHING;
    const moved = (await movementsOf(sql, store, shift.id)).reduce((sum, one) => sum + one.amount_haler, 0);
    const lack = close ? await lackNow(sql, store, shift, close, sums.count) : null;
    const { receipts, movements, differs } = lack ?? NO_LACK;
    rows.push([
      store,
      shift.id,
      shift.registerId,
      shift.openedAt,
      localOf(shift.openedAt),
      shift.openedBy,
      shift.float_haler,
      close?.close.zNumber ?? null,
      close?.close.at ?? null,
      close?.close.by ?? null,
      close?.close.counted_haler ?? null,
      close?.report.receiptCount ?? null,
      close?.report.takings_haler ?? null,
      close?.report.expected_haler ?? null,
      sums.count,
      sums.total_haler,
      shift.float_haler + sums.cash_haler + moved,
      close ? (lack ? 'incomplete' : 'whole') : 'open',
      receipts,
      movements,
      differs ? 1 : 0,
    ]);
  }
  await sql.insertMany(
    `INSERT INTO shift (store, id, ${COLUMNS}) VALUES`,
    rows,
    `ON CONFLICT (store, id) DO UPDATE SET ${COLUMNS.split(',')
      .map((name) => `${name.trim()} = excluded.${name.trim()}`)
      .join(', ')}`,
  );
  return [...opened.keys()];
}

async function openedOf(
  sql: Sql,
  store: string,
  ids: Iterable<string>,
  read: Pick<BookReader, 'shift'>,
): Promise<Map<string, Opened>> {
  const opened = new Map<string, Opened>();
  for (const { id, body } of await factsOf(sql, store, 'shift-opened', ids)) {
    const shift = opened.has(id) ? undefined : read.shift(body);
    if (shift?.id === id) opened.set(id, shift);
  }
  return opened;
}

export async function closedOf(
  sql: Sql,
  store: string,
  ids: Iterable<string>,
  read: Pick<BookReader, 'report'>,
): Promise<Map<string, Closed>> {
  const closed = new Map<string, Closed>();
  for (const { id, body } of await factsOf(sql, store, 'shift-closed', ids)) {
    const kept = closed.has(id) ? undefined : read.report(body);
    if (kept?.report.close && kept.report.shiftId === id) {
      closed.set(id, { ...kept, close: kept.report.close });
    }
  }
  return closed;
}

async function heldOf(sql: Sql, store: string, ids: Iterable<string>): Promise<Map<string, Held>> {
  const rows = await inSlices(ids, (slice) =>
    sql.all<Held & { id: string }>(
      `SELECT shift_id AS id, count(*) AS count, sum(total_haler) AS total_haler, sum(cash_haler) AS cash_haler
       FROM receipt WHERE store = ? AND shift_id IN (${marks(slice.length)}) GROUP BY shift_id`,
      store,
      ...slice,
    ),
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Receipts are read only when as many are here as there should be: late ones come one by one. */
async function lackNow(
  sql: Sql,
  store: string,
  shift: Opened,
  { report, close }: Closed,
  count: number,
): Promise<Lack | null> {
  if (report.receiptCount === count) return lackOf(report, await heldReport(sql, store, shift, close));
  const held = new Set((await movementsOf(sql, store, shift.id)).map(({ id }) => id));
  return {
    receipts: report.receiptCount - count,
    movements: report.movements.filter(({ id }) => !held.has(id)).length,
    differs: false,
  };
}
