import { formatReceiptNumber } from '../../domain/index.ts';
import type { FactRow } from '../../sync/index.ts';
import type { BookReader } from '../../wire/index.ts';
import type { Events } from '../events.ts';
import type { Log } from '../log.ts';
import type { Projection } from '../replication/projection.ts';
import { diskRefusal } from '../store/disk-fault.ts';
import type { Store } from '../store/store.ts';
import type { BillBook } from './bill-book.ts';
import { CLASHES, type Clash, type Clashes, zName } from './clashes.ts';
import type { Numbers } from './numbers.ts';
import type { ReceiptRows } from './receipt-rows.ts';
import { REGISTER } from './registers.ts';
import type { OwnOrigins } from './series.ts';
import type { ShiftBook } from './shift-book.ts';

/** As many receipts as are told one by one; of more, after a long absence, the newest is enough. */
const TOLD = 20;

/**
 * Other registers' facts as bills, receipts, shifts and movements of cash. They have happened: nothing that they say
 * is refused, what clashes is kept and told. In whatever order and however often they come, the same books come out.
 */
export function createProjection(parts: {
  store: Store;
  book: BillBook;
  rows: ReceiptRows;
  shiftBook: ShiftBook;
  clashes: Clashes;
  numbers: Numbers;
  ownOrigins: OwnOrigins;
  facts: BookReader;
  events: Events;
  log: Pick<Log, 'warn'>;
  /** After a commit in which the record of a register has changed, or receipts have come. */
  onRegisters: () => void;
}): Projection {
  const { store, book, rows, shiftBook, clashes, numbers, ownOrigins, facts, events, log, onRegisters } =
    parts;
  const { journal } = store;

  const unreadable = ({ kind, id, origin, seq }: FactRow) =>
    log.warn({ kind, id, origin, seq }, 'a fact of another register cannot be read');

  function found(clash: Clash): void {
    clashes.found(clash);
    log.warn(clash, 'other registers have written what can be true only once');
  }

  function takeReceipt(fact: FactRow, anew: boolean): boolean {
    const receipt = facts.receipt(fact.body);
    if (receipt?.id !== fact.id) {
      unreadable(fact);
      return false;
    }
    const added = rows.takeIn(receipt, fact);
    if (!added && !anew) return false;
    const { number, reverses } = receipt;
    if (added && ownOrigins.has(fact.origin)) numbers.lost(number);
    if (rows.countNumbered(number) > 1) found({ kind: 'same-number', id: formatReceiptNumber(number) });
    if (reverses && rows.reversalsOf(reverses.receiptId).length > 1) {
      found({ kind: 'double-reversal', id: reverses.receiptId });
    }
    return added;
  }

  /** Opening and close may come in either order, when the box was restored in between. */
  function takeShift(shiftId: string): void {
    const [opened] = journal.factRows('shift-opened', shiftId);
    if (!opened) return;
    const shift = facts.shift(opened.body);
    if (shift?.id !== shiftId) {
      unreadable(opened);
      return;
    }
    shiftBook.takeOpened(shift);
    const [closed] = journal.factRows('shift-closed', shiftId);
    if (!closed) return;
    const kept = facts.report(closed.body);
    if (kept?.report.close == null) {
      unreadable(closed);
      return;
    }
    const { zNumber } = kept.report.close;
    shiftBook.takeClosed(shiftId, kept);
    if (shiftBook.numbered(shift.registerId, zNumber).length > 1) {
      found({ kind: 'same-z', id: zName(shift.registerId, zNumber) });
    }
  }

  function takeMovement(fact: FactRow): void {
    const movement = facts.cash(fact.body);
    if (movement?.id === fact.id) shiftBook.takeMovement(movement.shiftId, movement);
    else unreadable(fact);
  }

  function takeSettled(fact: FactRow): void {
    const { kind, id } = JSON.parse(fact.body) as { kind?: unknown; id?: unknown };
    const known = CLASHES.find((one) => one === kind);
    if (known !== undefined && typeof id === 'string') clashes.settled({ kind: known, id });
  }

  /** One fact that the database or a reader stumbles over must not keep the others back. */
  function guarded<T>(fact: Pick<FactRow, 'kind' | 'id'>, run: () => T): T | undefined {
    try {
      return run();
    } catch (error) {
      // A disk that takes nothing would leave each of them out: then nothing is taken in, and all comes again.
      if (diskRefusal(error) !== error) throw error;
      log.warn({ err: error, kind: fact.kind, id: fact.id }, 'a fact of another register was left out');
      return undefined;
    }
  }

  function tell(receipts: readonly FactRow[], shifts: boolean): void {
    const newest = [...receipts].sort((a, b) => (a.hlc < b.hlc ? -1 : 1));
    const told = newest.length <= TOLD ? newest : newest.slice(-1);
    for (const { id: receiptId } of told) events.emit({ kind: 'receipt', receiptId });
    if (shifts) events.emit({ kind: 'shift' });
  }

  return {
    take({ records, facts: taken }) {
      const bills = new Set<string>();
      const shifts = new Set<string>();
      const receipts: FactRow[] = [];
      let cash = false;
      for (const fact of taken) {
        switch (fact.kind) {
          case 'bill':
            bills.add(fact.id);
            break;
          case 'receipt':
            if (guarded(fact, () => takeReceipt(fact, false))) receipts.push(fact);
            break;
          case 'shift-opened':
          case 'shift-closed':
            shifts.add(fact.id);
            break;
          case 'cash-movement':
            guarded(fact, () => takeMovement(fact));
            cash = true;
            break;
          case CLASH_SETTLED:
            guarded(fact, () => takeSettled(fact));
            break;
        }
      }
      for (const id of shifts) guarded({ kind: 'shift', id }, () => takeShift(id));
      if (bills.size > 0) book.refold(bills);
      const registers = receipts.length > 0 || records.some(({ tbl }) => tbl === REGISTER);
      if (!registers && shifts.size === 0 && !cash) return;
      store.afterCommit(() => {
        if (registers) onRegisters();
        tell(receipts, cash || shifts.size > 0);
      });
    },

    rebuild() {
      for (const fact of journal.everyFact('receipt')) guarded(fact, () => takeReceipt(fact, true));
      for (const id of journal.factIds('shift-opened')) guarded({ kind: 'shift', id }, () => takeShift(id));
      for (const fact of journal.everyFact('cash-movement')) guarded(fact, () => takeMovement(fact));
      for (const fact of journal.everyFact(CLASH_SETTLED)) guarded(fact, () => takeSettled(fact));
      book.refold(journal.factIds('bill'));
      store.afterCommit(() => {
        onRegisters();
        events.emit({ kind: 'shift' });
      });
    },
  };
}

/** That somebody has seen to a clash. Its id is `kind:id`. */
export const CLASH_SETTLED = 'clash-settled';
