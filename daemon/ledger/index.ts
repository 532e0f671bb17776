import type { Store } from '../store/store.ts';
import { createBillBook } from './bill-book.ts';
import { createBills } from './bills.ts';
import { createBookClock } from './book-clock.ts';
import { createDeeds } from './deeds.ts';
import { createKitchen } from './kitchen.ts';
import type { Books, Ledger, LedgerOptions } from './ledger.ts';
import { createNumbers } from './numbers.ts';
import { createReceiptRows } from './receipt-rows.ts';
import { createReceipts } from './receipts.ts';
import { createShiftBook } from './shift-book.ts';
import { createShifts } from './shifts.ts';

export type * from './ledger.ts';

export function createLedger(options: LedgerOptions): Ledger {
  const { store, catalogue, world, events, printing, staffName, register, onSale, onCash } = options;
  const registerId = register.id;
  const numbers = createNumbers(store.db, register);
  const clock = createBookClock(world, register.timezone);
  const deeds = createDeeds(store.db);
  const book = createBillBook(store, events);
  const shiftBook = createShiftBook(store, registerId);
  const rows = createReceiptRows(store);
  const kitchen = createKitchen({ store, book, clock, numbers, printing, catalogue, world });
  const shared = {
    store,
    book,
    shiftBook,
    rows,
    kitchen,
    deeds,
    numbers,
    clock,
    catalogue,
    printing,
    events,
    world,
  };
  return {
    bills: createBills(shared),
    receipts: createReceipts({ ...shared, registerId, onSale }),
    shifts: createShifts({ ...shared, registerId, staffName, onCash }),
    start() {
      shiftBook.start();
      book.start();
    },
    clockSuspect() {
      const shift = shiftBook.current();
      // One sale in the wrong year must not make the year right: the whole open shift is a witness.
      const latest_ms = shift && rows.shiftLatest_ms(shift.id);
      return clock.suspect(
        [numbers.last()?.issued_ms, latest_ms, shift && Date.parse(shift.openedAt)].filter(
          (time) => typeof time === 'number',
        ),
      );
    },
  };
}

/** For printing, which the ledger itself depends on. */
export function createBooks(store: Store, register: { id: string }): Books {
  const rows = createReceiptRows(store);
  const shiftBook = createShiftBook(store, register.id);
  return { receipt: (id) => rows.get(id), shift: (id) => shiftBook.get(id) };
}
