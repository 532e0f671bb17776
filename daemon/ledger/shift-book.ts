import type { CashMovement, Shift, ShiftClose, ShiftReport } from '../../domain/index.ts';
import type { KeptReport } from '../../wire/index.ts';
import { Refusal } from '../../wire/index.ts';
import type { ShiftSummary } from '../http/contract.ts';
import type { Store } from '../store/store.ts';

/** As many shifts as the overview shows: more than a year of one a day. */
const LISTED = 400;

/** Shifts as rows and facts, of all registers of the shop. The one open here is held in memory. */
export interface ShiftBook {
  start(): void;
  current(): Shift | undefined;
  /** Throws a Refusal 409 `shift-closed`. */
  mustBeOpen(): Shift;
  get(shiftId: string): Shift | undefined;
  /** The Z report as it was written; undefined while the shift is open. */
  zReport(shiftId: string): KeptReport | undefined;
  /** Newest first. */
  list(): ShiftSummary[];

  // Each inside the caller's transaction.
  add(shift: Shift): void;
  move(shift: Shift, movement: CashMovement): void;
  close(shift: Shift, close: ShiftClose, kept: KeptReport): void;

  // Of other registers; each inside a transaction, and repeated it changes nothing.
  takeOpened(shift: Shift): void;
  takeMovement(shiftId: string, movement: CashMovement): void;
  /** False when the shift is not known yet or was closed already. */
  takeClosed(shiftId: string, kept: KeptReport): boolean;
  /** Shifts of one register with the very same number: one, unless a box took another's place. */
  numbered(registerId: string, zNumber: number): Shift[];
}

interface ShiftRow {
  readonly id: string;
  readonly register_id: string;
  readonly opened_at: string;
  readonly opened_by: string;
  readonly float_haler: number;
  readonly z_number: number | null;
  readonly closed: string | null;
  readonly takings_haler: number | null;
  readonly difference_haler: number | null;
  readonly own: 0 | 1;
}

export function createShiftBook(
  { db, journal, afterCommit }: Store,
  registerId: string,
  registerName: (registerId: string) => string,
): ShiftBook {
  let open: Shift | undefined;
  const read = db.prepare<[string], ShiftRow>('SELECT * FROM shift WHERE id = ?');
  const readOpen = db
    .prepare<[string], string>('SELECT id FROM shift WHERE own = 1 AND register_id = ? AND z_number IS NULL')
    .pluck();
  const readList = db.prepare<[number], ShiftRow>('SELECT * FROM shift ORDER BY hlc DESC LIMIT ?');
  const readNumbered = db
    .prepare<[string, number], string>(
      'SELECT id FROM shift WHERE register_id = ? AND z_number = ? ORDER BY hlc',
    )
    .pluck();
  const readMovements = db.prepare<[string], CashMovement>(
    `SELECT id, at, amount_haler, reason, staff_id AS staffId, allowed_by AS allowedBy
     FROM cash_movement WHERE shift_id = ? ORDER BY position`,
  );
  // The stamp is the fact's. What is written here must be new; what comes from elsewhere may come twice.
  const inserting = (insert: 'INSERT' | 'INSERT OR IGNORE', own: 0 | 1) =>
    db.prepare(
      `${insert} INTO shift (id, register_id, opened_at, opened_by, float_haler, own, hlc)
       SELECT :id, :registerId, :openedAt, :openedBy, :float_haler, ${own}, hlc
       FROM fact WHERE id = :id AND kind = 'shift-opened' ORDER BY hlc LIMIT 1`,
    );
  const insert = inserting('INSERT', 1);
  const insertTaken = inserting('INSERT OR IGNORE', 0);
  const insertMovement = db.prepare(
    `INSERT OR IGNORE INTO cash_movement (id, shift_id, at, amount_haler, reason, staff_id, allowed_by)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = db.prepare(
    `UPDATE shift SET z_number = ?, closed = ?, takings_haler = ?, difference_haler = ?
     WHERE id = ? AND z_number IS NULL`,
  );

  const columns = ({ id, registerId, openedAt, openedBy, float_haler }: Shift) => ({
    id,
    registerId,
    openedAt,
    openedBy,
    float_haler,
  });

  function closeRow(shiftId: string, close: ShiftClose, { report }: KeptReport): boolean {
    const difference_haler = differenceOf(close, report);
    const closed = JSON.stringify(close);
    return update.run(close.zNumber, closed, report.takings_haler, difference_haler, shiftId).changes > 0;
  }

  function addMovement(shiftId: string, movement: CashMovement): void {
    const { id, at, amount_haler, reason, staffId, allowedBy } = movement;
    insertMovement.run(id, shiftId, at, amount_haler, reason, staffId, allowedBy);
  }

  function get(shiftId: string): Shift | undefined {
    const row = read.get(shiftId);
    if (!row) return undefined;
    return {
      id: row.id,
      registerId: row.register_id,
      openedAt: row.opened_at,
      openedBy: row.opened_by,
      float_haler: row.float_haler,
      movements: readMovements.all(shiftId),
      closed: row.closed === null ? null : (JSON.parse(row.closed) as ShiftClose),
    };
  }

  return {
    start() {
      const id = readOpen.get(registerId);
      open = id === undefined ? undefined : get(id);
    },
    current: () => open,
    mustBeOpen() {
      if (open) return open;
      throw new Refusal(
        409,
        'shift-closed',
        {
          cs: 'Směna není otevřená, proto se nic neprodalo ani nezměnilo.',
          en: 'No shift is open, so nothing was sold or changed.',
        },
        { cs: 'Otevřete směnu a zkuste to znovu.', en: 'Open a shift and try again.' },
      );
    },
    get,
    zReport: (shiftId) => journal.facts('shift-closed', shiftId)[0] as KeptReport | undefined,
    list: () =>
      readList.all(LISTED).map((row) => ({
        id: row.id,
        registerId: row.register_id,
        registerName: registerName(row.register_id),
        own: row.own === 1,
        zNumber: row.z_number,
        openedAt: row.opened_at,
        closedAt: row.closed === null ? null : (JSON.parse(row.closed) as ShiftClose).at,
        takings_haler: row.takings_haler,
        difference_haler: row.difference_haler,
      })),

    add(shift) {
      journal.fact('shift-opened', shift.id, shift);
      insert.run(columns(shift));
      afterCommit(() => {
        open = shift;
      });
    },
    move(shift, movement) {
      journal.fact('cash-movement', movement.id, { shiftId: shift.id, ...movement });
      addMovement(shift.id, movement);
      afterCommit(() => {
        open = { ...shift, movements: [...shift.movements, movement] };
      });
    },
    close(shift, close, kept) {
      journal.fact('shift-closed', shift.id, kept);
      if (!closeRow(shift.id, close, kept)) throw new Error(`shift ${shift.id} is closed already`);
      afterCommit(() => {
        open = undefined;
      });
    },

    takeOpened: (shift) => void insertTaken.run(columns(shift)),
    takeMovement: addMovement,
    takeClosed: (shiftId, kept) => kept.report.close !== null && closeRow(shiftId, kept.report.close, kept),
    numbered: (registerId, zNumber) => readNumbered.all(registerId, zNumber).flatMap((id) => get(id) ?? []),
  };
}

/** Counted less expected, in crowns: negative when money is missing. */
export function differenceOf(close: ShiftClose, report: ShiftReport): number {
  return close.counted_haler - report.expected_haler;
}
