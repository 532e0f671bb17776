import type { ShiftReport } from '../../../domain/index.ts';
import { createBookReader, Refusal } from '../../../wire/index.ts';
import type { Database, Sql, Value } from '../../database/database.ts';
import type { ShiftList, ShiftSummary, ShiftsQuery, ShiftView } from '../../http/contract/shifts.ts';
import { type Names, receiptNames, recordNames } from '../names.ts';
import { untilOf } from '../times.ts';
import { lackWords } from './agreement.ts';
import { closedOf } from './folding.ts';
import { heldReport } from './held.ts';

const DEFAULT_LIMIT = 50;

interface ShiftRow {
  readonly id: string;
  readonly register_id: string;
  readonly opened_at: string;
  readonly opened_local: string;
  readonly opened_by: string;
  readonly float_haler: number;
  readonly z_number: number | null;
  readonly closed_at: string | null;
  readonly closed_by: string | null;
  readonly counted_haler: number | null;
  readonly reported_count: number | null;
  readonly reported_haler: number | null;
  readonly reported_cash_haler: number | null;
  readonly held_count: number;
  readonly held_haler: number;
  readonly held_cash_haler: number;
  readonly state: ShiftSummary['state'];
  readonly lacks_receipts: number;
  readonly lacks_movements: number;
  readonly differs: 0 | 1;
}

/** Shifts of all registers of a store, from their opening on. */
export interface Shifts {
  list(store: string, query: ShiftsQuery): Promise<ShiftList>;
  /** Throws a Refusal 404 `no-shift`. */
  get(store: string, shiftId: string): Promise<ShiftView>;
}

export function createShifts(db: Pick<Database, 'read'>): Shifts {
  const read = createBookReader();

  async function viewOf(sql: Sql, store: string, shiftId: string): Promise<ShiftView> {
    const row = await sql.get<ShiftRow>('SELECT * FROM shift WHERE store = ? AND id = ?', store, shiftId);
    if (!row) throw noShift();
    const { register_id: registerId, opened_at: openedAt, opened_by: openedBy, float_haler } = row;
    const opened = { id: shiftId, registerId, openedAt, openedBy, float_haler };
    const closed = (await closedOf(sql, store, [shiftId], read)).get(shiftId);
    const held = row.state === 'whole' ? null : await heldReport(sql, store, opened, closed?.close ?? null);
    const report = closed?.report ?? held;
    if (!report) throw new Error(`shift ${shiftId} is whole and has no report`);
    const people = await staffNames(sql, store);
    return {
      ...summary(row, await recordNames(sql, store, 'register'), people),
      report,
      kind: closed ? 'z' : 'x',
      held: closed ? held : null,
      openBills: closed?.openBills ?? null,
      staff: namesOf(idsOf(report), people),
      categories: namesOf(
        report.byCategory.map(({ categoryId }) => categoryId),
        await recordNames(sql, store, 'category'),
      ),
    };
  }

  return {
    list: (store, query) => db.read((sql) => listShifts(sql, store, query)),
    get: (store, shiftId) => db.read((sql) => viewOf(sql, store, shiftId)),
  };
}

/** Open ones first: a register that is selling is what people look for. Then the newest opening. */
export async function listShifts(sql: Sql, store: string, query: ShiftsQuery): Promise<ShiftList> {
  const where = ['store = ?'];
  const values: Value[] = [store];
  const add = (condition: string, ...more: Value[]) => {
    where.push(condition);
    values.push(...more);
  };
  if (query.from !== undefined) add('opened_local >= ?', query.from);
  if (query.to !== undefined) add('opened_local < ?', untilOf(query.to));
  if (query.registerId !== undefined) add('register_id = ?', query.registerId);
  if (query.state === 'closed') add("state <> 'open'");
  else if (query.state !== undefined) add('state = ?', query.state);
  const before = /^([01])~(.{19})~(.+)$/.exec(query.before ?? '');
  if (before) {
    add(
      `(${IS_OPEN} < ? OR (${IS_OPEN} = ? AND (opened_local, id) < (?, ?)))`,
      Number(before[1]),
      Number(before[1]),
      before[2] ?? '',
      before[3] ?? '',
    );
  }
  const limit = query.limit ?? DEFAULT_LIMIT;
  const rows = await sql.all<ShiftRow>(
    `SELECT * FROM shift WHERE ${where.join(' AND ')}
     ORDER BY ${IS_OPEN} DESC, opened_local DESC, id DESC LIMIT ?`,
    ...values,
    limit + 1,
  );
  const shown = rows.slice(0, limit);
  const registers = await recordNames(sql, store, 'register');
  const people = await staffNames(sql, store);
  const last = shown.at(-1);
  return {
    shifts: shown.map((row) => summary(row, registers, people)),
    next:
      rows.length > limit && last ? `${last.state === 'open' ? 1 : 0}~${last.opened_local}~${last.id}` : null,
  };
}

const IS_OPEN = "(CASE WHEN state = 'open' THEN 1 ELSE 0 END)";

function summary(row: ShiftRow, registers: Names, people: Names): ShiftSummary {
  const closed = closedPart(row, people);
  const lack = { receipts: row.lacks_receipts, movements: row.lacks_movements, differs: row.differs === 1 };
  return {
    id: row.id,
    registerId: row.register_id,
    registerName: registers.of(row.register_id),
    openedAt: row.opened_at,
    openedBy: { id: row.opened_by, name: people.of(row.opened_by) },
    float_haler: row.float_haler,
    closed,
    state: row.state,
    lacks: row.state === 'incomplete' ? lackWords(lack, row.reported_count ?? 0) : null,
    receiptCount: row.held_count,
    takings_haler: row.reported_haler ?? row.held_haler,
    expected_haler: row.reported_cash_haler ?? row.held_cash_haler,
  };
}

function closedPart(row: ShiftRow, people: Names): ShiftSummary['closed'] {
  const { z_number, closed_at, closed_by, counted_haler, reported_count, reported_cash_haler } = row;
  if (
    z_number === null ||
    closed_at === null ||
    closed_by === null ||
    counted_haler === null ||
    reported_count === null ||
    reported_cash_haler === null
  ) {
    return null;
  }
  return {
    at: closed_at,
    by: { id: closed_by, name: people.of(closed_by) },
    zNumber: z_number,
    counted_haler,
    difference_haler: counted_haler - reported_cash_haler,
    receiptCount: reported_count,
  };
}

/** By the list of staff; who is not on it any more is called what receipts called them. */
async function staffNames(sql: Sql, store: string): Promise<Names> {
  const listed = await recordNames(sql, store, 'staff');
  const onReceipts = await receiptNames(sql, store, 'staff');
  return {
    find: (id) => listed.find(id) ?? onReceipts.find(id),
    of: (id) => listed.find(id) ?? onReceipts.of(id),
  };
}

const idsOf = ({ openedBy, close, movements }: ShiftReport): string[] => [
  openedBy,
  ...(close ? [close.by] : []),
  ...movements.flatMap(({ staffId, allowedBy }) => [staffId, allowedBy]),
];

/** Only of those that somebody has named. */
function namesOf(ids: readonly string[], names: Names): Record<string, string> {
  return Object.fromEntries(
    ids.flatMap((id) => {
      const name = names.find(id);
      return name === undefined ? [] : [[id, name]];
    }),
  );
}

const noShift = () =>
  new Refusal(
    404,
    'no-shift',
    { cs: 'Tato směna tu není.', en: 'This shift is not here.' },
    {
      cs: 'Najděte ji v přehledu uzávěrek znovu. Právě otevřená možná teprve přijde z pokladny.',
      en: 'Find it in the overview of shifts again. One just opened may still be on its way from the register.',
    },
  );
