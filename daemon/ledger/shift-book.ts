import type { CashMovement, Shift, ShiftClose, ShiftReport } from '../../domain/index.ts';
import type { ShiftSummary } from '../http/contract.ts';
import { Refusal } from '../refusal.ts';
import type { Store } from '../store/store.ts';
import type { KeptReport } from './ledger.ts';

/** As many shifts as the overview shows: more than a year of one a day. */
const LISTED = 400;

/** Shifts as rows and facts. The open one is held in memory. */
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
}

export function createShiftBook({ db, journal, afterCommit }: Store, registerId: string): ShiftBook {
  let open: Shift | undefined;
  const read = db.prepare<[string], ShiftRow>('SELECT * FROM shift WHERE id = ?');
  const readOpen = db
    .prepare<[string], string>('SELECT id FROM shift WHERE register_id = ? AND z_number IS NULL')
    .pluck();
  const readList = db.prepare<[number], ShiftRow>('SELECT * FROM shift ORDER BY position DESC LIMIT ?');
  const readMovements = db.prepare<[string], CashMovement>(
    `SELECT id, at, amount_haler, reason, staff_id AS staffId, allowed_by AS allowedBy
     FROM cash_movement WHERE shift_id = ? ORDER BY position`,
  );
  const insert = db.prepare(
    'INSERT INTO shift (id, register_id, opened_at, opened_by, float_haler) VALUES (?, ?, ?, ?, ?)',
  );
  const insertMovement = db.prepare(
    `INSERT INTO cash_movement (id, shift_id, at, amount_haler, reason, staff_id, allowed_by)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const update = db.prepare(
    'UPDATE shift SET z_number = ?, closed = ?, takings_haler = ?, difference_haler = ? WHERE id = ?',
  );

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
        'Směna není otevřená, proto se nic neprodalo ani nezměnilo.',
        'Otevřete směnu a zkuste to znovu.',
      );
    },
    get,
    zReport: (shiftId) => journal.facts('shift-closed', shiftId)[0] as KeptReport | undefined,
    list: () =>
      readList.all(LISTED).map((row) => ({
        id: row.id,
        zNumber: row.z_number,
        openedAt: row.opened_at,
        closedAt: row.closed === null ? null : (JSON.parse(row.closed) as ShiftClose).at,
        takings_haler: row.takings_haler,
        difference_haler: row.difference_haler,
      })),

    add(shift) {
      journal.fact('shift-opened', shift.id, shift);
      insert.run(shift.id, shift.registerId, shift.openedAt, shift.openedBy, shift.float_haler);
      afterCommit(() => {
        open = shift;
      });
    },
    move(shift, movement) {
      journal.fact('cash-movement', movement.id, { shiftId: shift.id, ...movement });
      const { id, at, amount_haler, reason, staffId, allowedBy } = movement;
      insertMovement.run(id, shift.id, at, amount_haler, reason, staffId, allowedBy);
      afterCommit(() => {
        open = { ...shift, movements: [...shift.movements, movement] };
      });
    },
    close(shift, close, kept) {
      journal.fact('shift-closed', shift.id, kept);
      const difference_haler = differenceOf(close, kept.report);
      update.run(close.zNumber, JSON.stringify(close), kept.report.takings_haler, difference_haler, shift.id);
      afterCommit(() => {
        open = undefined;
      });
    },
  };
}

/** Counted less expected, in crowns: negative when money is missing. */
export function differenceOf(close: ShiftClose, report: ShiftReport): number {
  return close.counted_haler - report.expected_haler;
}
