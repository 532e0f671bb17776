import type { FactRow } from '../../sync/index.ts';
import { EET_OUTCOME, EET_SALE } from '../../wire/index.ts';
import type { Store } from '../store/store.ts';

/** Shifts of this register as the checks of the backoffice see them. */
export interface ShiftFacts {
  /** Own closed shifts that the store has not been found to hold whole, the oldest first. */
  unchecked(store: string): readonly string[];
  countUnchecked(store: string): number;
  whole(store: string, shiftId: string): void;
  /** Opening, close, cash, receipts and how these stand with the tax authority, whichever database wrote them. */
  of(shiftId: string): readonly FactRow[];
}

const OF_SHIFT = ['shift-opened', 'shift-closed'] as const;
const OF_RECEIPT = ['receipt', EET_SALE, EET_OUTCOME] as const;
const UNCHECKED = `FROM shift WHERE own = 1 AND z_number IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM backoffice_whole w WHERE w.store = ? AND w.shift_id = shift.id)`;

export function createShiftFacts({ db, journal }: Pick<Store, 'db' | 'journal'>): ShiftFacts {
  const readUnchecked = db.prepare<[string], string>(`SELECT id ${UNCHECKED} ORDER BY position`).pluck();
  const countUnchecked = db.prepare<[string], number>(`SELECT count(*) ${UNCHECKED}`).pluck();
  const insertWhole = db.prepare<[string, string]>(
    'INSERT OR IGNORE INTO backoffice_whole (store, shift_id) VALUES (?, ?)',
  );
  const readReceipts = db.prepare<[string], string>('SELECT id FROM receipt WHERE shift_id = ?').pluck();
  const readMovements = db
    .prepare<[string], string>('SELECT id FROM cash_movement WHERE shift_id = ?')
    .pluck();

  return {
    unchecked: (store) => readUnchecked.all(store),
    countUnchecked: (store) => countUnchecked.get(store) ?? 0,
    whole: (store, shiftId) => void insertWhole.run(store, shiftId),
    of: (shiftId) => [
      ...OF_SHIFT.flatMap((kind) => journal.factRows(kind, shiftId)),
      ...readMovements.all(shiftId).flatMap((id) => journal.factRows('cash-movement', id)),
      ...readReceipts.all(shiftId).flatMap((id) => OF_RECEIPT.flatMap((kind) => journal.factRows(kind, id))),
    ],
  };
}
