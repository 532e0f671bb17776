import { createBookReader } from '../../wire/index.ts';
import type { Store } from '../store/store.ts';
import { createBillBook } from './bill-book.ts';
import { createBills } from './bills.ts';
import { createBookClock } from './book-clock.ts';
import { createClaims } from './claims.ts';
import { createClashes } from './clashes.ts';
import { createDeeds } from './deeds.ts';
import { createKitchen } from './kitchen.ts';
import type { Books, Ledger, LedgerOptions } from './ledger.ts';
import { ledgerHealth } from './ledger-health.ts';
import { createNumbers } from './numbers.ts';
import { createOwnRecord } from './own-record.ts';
import { createProjection } from './projection.ts';
import { createReceiptRows } from './receipt-rows.ts';
import { createReceipts } from './receipts.ts';
import { createRegisters } from './registers.ts';
import { createOwnOrigins, createOwnSeries } from './series.ts';
import { createShiftBook } from './shift-book.ts';
import { createShifts } from './shifts.ts';
import { createTroubles } from './troubles.ts';
import { notSelling } from './unnamed.ts';

export type * from './ledger.ts';

export function createLedger(options: LedgerOptions): Ledger {
  const { store, catalogue, world, events, printing, staffName, register, log, onSale, onCash } = options;
  const registerId = register.id;
  const registers = createRegisters(store.journal, register);
  const ownSeries = createOwnSeries(store, register.series, registers);
  const ownOrigins = createOwnOrigins(store);
  const ownRecord = createOwnRecord(store, register, ownSeries, log);
  const numbers = createNumbers(store.db, register, ownSeries);
  const clock = createBookClock(world, register.timezone);
  const deeds = createDeeds(store.db);
  const facts = createBookReader();
  const clashes = createClashes(store.db);
  const book = createBillBook(store, events, facts, log);
  const shiftBook = createShiftBook(store, registerId, registers.name);
  const rows = createReceiptRows(store, registers.name);
  const claims = createClaims({ store, book, clock, world, registers, registerId, staffName });
  // Two registers may give one number on one day, and both papers hang in the same kitchen.
  const mark = () => (registers.hasSiblings() ? ownSeries.current() : null);
  const kitchen = createKitchen({ store, book, clock, numbers, printing, catalogue, world, mark });
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
    claims,
    registers,
    registerId,
  };
  const troubles = createTroubles({ ...shared, clashes });
  const hasSold = store.db
    .prepare<[{ id: string }], number>(
      `SELECT EXISTS (SELECT 1 FROM receipt WHERE own = 1)
         OR EXISTS (SELECT 1 FROM shift WHERE register_id = :id)`,
    )
    .pluck();
  const trade = {
    bills: createBills(shared),
    receipts: createReceipts({ ...shared, stock: options.stock, fiscal: options.fiscal, onSale }),
    shifts: createShifts({ ...shared, staffName, onCash, onOpen: ownRecord.tell }),
  };

  return {
    ...(register.unnamed ? notSelling(trade) : trade),
    troubles,
    projection: createProjection({
      ...shared,
      clashes,
      ownOrigins,
      facts,
      log,
      onRegisters: ownRecord.tell,
    }),
    start() {
      ownOrigins.start();
      shiftBook.start();
      book.start();
      claims.start();
      ownRecord.tell();
    },
    tellShop: ownRecord.tell,
    series: () => ownSeries.current(),
    registers: () => [
      { id: registerId, name: register.name, own: true },
      ...registers.others().map(({ id, name }) => ({ id, name, own: false })),
    ],
    hasSold: () => hasSold.get({ id: registerId }) === 1,
    others: () => registers.others().filter(({ gone }) => !gone),
    health: () => ledgerHealth(troubles.list(), ownSeries, registers),
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
export function createBooks(store: Store, register: { id: string; name: string }): Books {
  const registers = createRegisters(store.journal, register);
  const rows = createReceiptRows(store, registers.name);
  const shiftBook = createShiftBook(store, register.id, registers.name);
  return { receipt: (id) => rows.get(id), shift: (id) => shiftBook.get(id) };
}
