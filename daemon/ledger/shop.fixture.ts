import pino from 'pino';
import {
  type CashMovement,
  type Item,
  type PaymentType,
  type Receipt,
  type Table,
  VAT_RATES,
} from '../../domain/index.ts';
import { localDay } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import { createEvents } from '../events.ts';
import { noFiscal } from '../fiscal/fiscal.ts';
import type { Event, PrintJobView, Settings } from '../http/contract.ts';
import type { BillPaper } from '../printing/bill-document.ts';
import type { Order } from '../printing/intake.ts';
import type { Actor } from '../staff/actor.ts';
import type { Store } from '../store/store.ts';
import { createLedger } from './index.ts';
import type { CatalogueForSale, Ledger, LedgerOptions, Printing } from './ledger.ts';

/** A small shop for tests of the ledger: a real store, everything else stands in. */
export const ZONE = 'Europe/Prague';
export const silent = pino({ level: 'silent' });

export interface TestWorld extends World {
  /** What the wall clock shows; tests move it as they like. */
  set(wall_ms: number): void;
  /** Lets time pass on the steady clock and on the wall. */
  pass(delay_ms: number): void;
}

/** 2026-11-24 12:00 in Prague unless moved. Ids are counted, so runs can be compared; each box has its own. */
export function testWorld(start_ms: number = Date.UTC(2026, 10, 24, 11), box = 0): TestWorld {
  let wall_ms = start_ms;
  let now_ms = 0;
  let id = 0;
  const group = box.toString(16).padStart(8, '0');
  return {
    wall_ms: () => wall_ms,
    set: (to_ms) => {
      wall_ms = to_ms;
    },
    pass: (delay_ms) => {
      wall_ms += delay_ms;
      now_ms += delay_ms;
    },
    now: () => now_ms,
    after: () => () => {},
    uuid: () => `${group}-0000-4000-8000-${(++id).toString(16).padStart(12, '0')}`,
    bytes: (count) => new Uint8Array(count).fill(++id + 16 * box),
  };
}

const item = (id: string, name: string, price_haler: number, more: Partial<Item> = {}): Item => ({
  id,
  name,
  shortName: name.slice(0, 20),
  price_haler,
  vatClass: 'reduced',
  categoryId: 'jidlo',
  unit: 'ks',
  plu: null,
  eans: [],
  weighedEanPrefix: null,
  labels: [],
  allergens: [],
  hue: null,
  route: 'kuchyn',
  soldOut: false,
  openPrice: false,
  stocked: false,
  prepaid: false,
  ...more,
});

export const ITEMS: readonly Item[] = [
  item('svickova', 'Svíčková na smetaně', 21_900),
  item('rizek', 'Kuřecí řízek', 18_950),
  item('pivo', 'Pilsner Urquell 0,5 l', 6_200, { vatClass: 'standard', route: 'bar', categoryId: 'napoje' }),
  item('kava', 'Černá káva', 5_500, { vatClass: 'standard', route: null, categoryId: 'napoje', plu: '12' }),
  item('syr', 'Sýr na váhu', 39_990, { unit: 'kg', weighedEanPrefix: '2912345', route: null }),
  item('ostatni', 'Ostatní', 0, { openPrice: true, route: null, vatClass: 'zero' }),
  item('dort', 'Dort', 8_900, { soldOut: true }),
];

export const TABLES: readonly Table[] = [1, 2, 3].map((n) => ({
  id: `t${n}`,
  name: `Stůl ${n}`,
  area: 'Sál',
  position: n,
}));

const type = (id: string, kind: PaymentType['kind'], more: Partial<PaymentType> = {}): PaymentType => ({
  id,
  name: id,
  kind,
  currency: 'CZK',
  rate_haler: null,
  registered: true,
  prepaid: false,
  active: true,
  ...more,
});

export const PAYMENT_TYPES: readonly PaymentType[] = [
  type('hotovost', 'cash'),
  type('karta', 'card'),
  type('eura', 'foreign-cash', { currency: 'EUR', rate_haler: 2_450 }),
];

export const SETTINGS: Settings = {
  seller: {
    name: 'U Zlatého lva s.r.o.',
    place: 'Hospoda U Lva',
    address: 'Náměstí 1, 110 00 Praha',
    ico: '12345678',
    dic: 'CZ12345678',
  },
  receiptHeader: [],
  receiptFooter: [],
  logo: null,
  iban: null,
  printReceipt: 'always',
  functionKeys: [],
  language: 'cs',
  theme: 'auto',
  lockAfter_s: 0,
  shownLabel: null,
  itemSync: true,
  itemChanges: 'at-once',
  eet: null,
};

export const waiter: Actor = {
  staffId: 'jana',
  name: 'Jana Nováková',
  role: 'waiter',
  approved: null,
  allowedBy: 'jana',
};
export const manager: Actor = {
  ...waiter,
  staffId: 'petr',
  name: 'Petr Šéf',
  role: 'manager',
  allowedBy: 'petr',
};

const STAFF_NAMES: Readonly<Record<string, string>> = { jana: waiter.name, petr: manager.name };

/** Remembers what it was asked to print and keeps it only when the transaction is kept. */
export interface TestPrinting extends Printing {
  readonly orders: Order[];
  readonly bills: BillPaper[];
  readonly receipts: { readonly id: string; readonly copy: boolean }[];
  readonly reports: { readonly id: string; readonly kind: string; readonly copy: boolean }[];
  readonly slips: CashMovement[];
  wakes: number;
}

export function testPrinting(store: Store): TestPrinting {
  const jobs = new Map<string, PrintJobView[]>();
  const job = (ref: string, kind: PrintJobView['kind'], copy: boolean) => {
    const view: PrintJobView = {
      id: `${ref}-${jobs.get(ref)?.length ?? 0}`,
      printerId: 'p1',
      printerName: 'Bar',
      kind,
      title: { cs: ref, en: ref },
      copy,
      state: 'queued',
      proof: null,
      attempts: 0,
      reason: null,
      hint: null,
      createdAt: '2026-11-24T12:00:00+01:00',
      insteadOf: null,
    };
    store.afterCommit(() => jobs.set(ref, [...(jobs.get(ref) ?? []), view]));
  };
  const printing: TestPrinting = {
    orders: [],
    bills: [],
    receipts: [],
    reports: [],
    slips: [],
    wakes: 0,
    receipt(id, copy) {
      job(id, 'receipt', copy);
      store.afterCommit(() => printing.receipts.push({ id, copy }));
    },
    order(order) {
      job(order.id, 'order', false);
      store.afterCommit(() => printing.orders.push(order));
    },
    bill(paper) {
      job(paper.billId, 'bill', false);
      store.afterCommit(() => printing.bills.push(paper));
    },
    report(id, kind, copy) {
      job(id, 'report', copy);
      store.afterCommit(() => printing.reports.push({ id, kind, copy }));
    },
    cash(movement) {
      job(movement.id, 'report', false);
      store.afterCommit(() => printing.slips.push(movement));
    },
    wake() {
      printing.wakes++;
    },
    jobsOf: (ref) => jobs.get(ref) ?? [],
  };
  return printing;
}

export function testCatalogue(world: World, items: readonly Item[] = ITEMS): CatalogueForSale {
  return {
    item: (id) => items.find((i) => i.id === id),
    items: () => items,
    table: (id) => TABLES.find((t) => t.id === id),
    route: (i) => i.route,
    paymentTypes: () => PAYMENT_TYPES,
    settings: () => SETTINGS,
    vatRates: () => VAT_RATES,
    day: () => localDay(world.wall_ms(), ZONE),
  };
}

export interface TestShop {
  readonly ledger: Ledger;
  readonly printing: TestPrinting;
  readonly events: Event[];
  readonly sales: Receipt[];
  readonly cashMovements: CashMovement[];
}

export function testShop(
  store: Store,
  world: World,
  catalogue = testCatalogue(world),
  register: Partial<LedgerOptions['register']> = {},
  stock: LedgerOptions['stock'] = { sold() {} },
  fiscal: LedgerOptions['fiscal'] = noFiscal,
): TestShop {
  const heard: Event[] = [];
  const sales: Receipt[] = [];
  const cashMovements: CashMovement[] = [];
  const printing = testPrinting(store);
  const events = createEvents((error) => {
    throw error;
  });
  events.listen((event) => heard.push(event));
  const ledger = createLedger({
    store,
    catalogue,
    world,
    events,
    printing,
    staffName: (id) => STAFF_NAMES[id] ?? id,
    log: silent,
    register: { id: 'r1', name: 'Bar', series: 'R1', timezone: ZONE, ...register },
    stock,
    fiscal,
    onSale: (receipt) => sales.push(receipt),
    onCash: (movement) => cashMovements.push(movement),
  });
  ledger.start();
  return { ledger, printing, events: heard, sales, cashMovements };
}

let keys = 0;
/** Another idempotency key. */
export const newKey = (): string => `10000000-0000-4000-8000-${(++keys).toString().padStart(12, '0')}`;
