import type { Receipt, ShiftReport } from '../../domain/index.ts';
import type { ReportPaper } from '../../paper/index.ts';
import type { BillPaper } from './bill-document.ts';
import type { CashPaper } from './cash-document.ts';
import type { Order } from './intake.ts';

/**
 * Receipts, orders and reports with every figure worked out by hand, for tests of the papers. None of them comes
 * from the code that sums bills up.
 */
const seller = {
  name: 'Hospoda U Lípy s.r.o.',
  place: 'Hospoda U Lípy',
  address: 'Žižkova 12, 130 00 Praha 3',
  ico: '12345678',
  dic: 'CZ12345678',
} as const;

const line = (
  name: string,
  unitPrice_haler: number,
  quantity: number,
  rate_bp: number,
  more: Partial<Receipt['lines'][number]> = {},
): Receipt['lines'][number] => ({
  itemId: 'i',
  name,
  categoryId: 'c',
  unit: 'ks',
  unitPrice_haler,
  quantity,
  rate_bp,
  gross_haler: (unitPrice_haler * quantity) / 1000,
  lineDiscount_haler: 0,
  billDiscount_haler: 0,
  amount_haler: (unitPrice_haler * quantity) / 1000,
  staffId: 's1',
  ...more,
});

/** Lunch for two in cash: 2 × 62 + 189 + 2 × 45 = 403; 12 % of it on food (189 + 90 = 279), 21 % on beer (124). */
export const lunch: Receipt = {
  id: 'r1',
  number: { series: 'R1', year: 2026, seq: 123 },
  issuedAt: '2026-11-24T12:34:05+01:00',
  registerId: 'pokladna-1',
  shiftId: 'sh1',
  billId: 'b1',
  staff: { id: 's1', name: 'Jana Dvořáková' },
  table: '5',
  seller,
  buyer: null,
  lines: [
    line('Pilsner Urquell 12° 0,5 l', 6200, 2000, 2100),
    line('Svíčková na smetaně, houskový knedlík, brusinky', 18900, 1000, 1200),
    line('Polévka dne', 4500, 2000, 1200),
  ],
  discount_haler: 0,
  total_haler: 40300,
  // 124,00 × 21/121 = 21,5206… ; 279,00 × 12/112 = 29,8928…
  recap: [
    { rate_bp: 2100, base_haler: 10248, vat_haler: 2152, total_haler: 12400 },
    { rate_bp: 1200, base_haler: 24911, vat_haler: 2989, total_haler: 27900 },
  ],
  payments: [
    {
      typeId: 'cash',
      name: 'Hotově',
      kind: 'cash',
      registered: true,
      amount_haler: 40300,
      tendered_haler: 50000,
      change_haler: 9700,
      foreign: null,
    },
  ],
  tip_haler: 0,
  rounding_haler: 0,
  toPay_haler: 40300,
  change_haler: 9700,
  reverses: null,
};

/**
 * Everything at once: a weighed line, a line discount, a discount off the bill, a tip, euro and card, rounding.
 * Sýr 0,345 kg × 389,00 = 134,205 → 134,21; −10 % = 13,42 → 120,79. Víno 3 × 55,00 = 165,00. Subtotal 285,79.
 * Off the bill 10,00: sýr 4,23, víno 5,77. Total 275,79 (116,56 at 12 %, 159,23 at 21 %). Tip 24,00 → 299,79.
 * Card 150,00; cash part 149,79 → 150,00 (rounding +0,21). Euro 10,00 × 24,50 = 245,00, back 95,00.
 */
export const everything: Receipt = {
  ...lunch,
  id: 'r2',
  number: { series: 'R1', year: 2026, seq: 124 },
  issuedAt: '2026-11-24T21:07:59+01:00',
  table: 'Zahrádka 3',
  lines: [
    line('Sýr Blaťácké zlato', 38900, 345, 1200, {
      unit: 'kg',
      gross_haler: 13421,
      lineDiscount_haler: 1342,
      billDiscount_haler: 423,
      amount_haler: 11656,
    }),
    line('Víno Ryzlink vlašský 0,2 l', 5500, 3000, 2100, { billDiscount_haler: 577, amount_haler: 15923 }),
  ],
  discount_haler: 1000,
  total_haler: 27579,
  // 159,23 × 21/121 = 27,6349… ; 116,56 × 12/112 = 12,4885…
  recap: [
    { rate_bp: 2100, base_haler: 13160, vat_haler: 2763, total_haler: 15923 },
    { rate_bp: 1200, base_haler: 10407, vat_haler: 1249, total_haler: 11656 },
  ],
  payments: [
    {
      typeId: 'card',
      name: 'Platební karta',
      kind: 'card',
      registered: true,
      amount_haler: 15000,
      tendered_haler: 15000,
      change_haler: 0,
      foreign: null,
    },
    {
      typeId: 'eur',
      name: 'Hotově EUR',
      kind: 'foreign-cash',
      registered: true,
      amount_haler: 15000,
      tendered_haler: 24500,
      change_haler: 9500,
      foreign: { currency: 'EUR', tendered_cents: 1000, rate_haler: 2450 },
    },
  ],
  tip_haler: 2400,
  rounding_haler: 21,
  toPay_haler: 30000,
  change_haler: 9500,
};

/** A banquet above the limit of the simplified document: 60 × 890,00 = 53 400,00 and 40 × 62,00 = 2 480,00. */
export const invoice: Receipt = {
  ...lunch,
  id: 'r3',
  number: { series: 'R1', year: 2026, seq: 125 },
  table: null,
  buyer: {
    name: 'Stavby a rekonstrukce Příbram, spol. s r.o.',
    address: 'Dlouhá 5, 261 01 Příbram',
    ico: '87654321',
    dic: 'CZ87654321',
  },
  lines: [
    line('Slavnostní menu', 89000, 60_000, 1200, { unit: 'porce' }),
    line('Pilsner Urquell 12° 0,5 l', 6200, 40_000, 2100),
  ],
  total_haler: 5588000,
  // 2 480,00 × 21/121 = 430,4132… ; 53 400,00 × 12/112 = 5 721,4285…
  recap: [
    { rate_bp: 2100, base_haler: 204959, vat_haler: 43041, total_haler: 248000 },
    { rate_bp: 1200, base_haler: 4767857, vat_haler: 572143, total_haler: 5340000 },
  ],
  payments: [
    {
      typeId: 'transfer',
      name: 'Převodem',
      kind: 'transfer',
      registered: false,
      amount_haler: 5588000,
      tendered_haler: 5588000,
      change_haler: 0,
      foreign: null,
    },
  ],
  toPay_haler: 5588000,
  change_haler: 0,
};

/** The lunch taken back: every sum with the other sign. */
export const reversal: Receipt = {
  ...lunch,
  id: 'r4',
  number: { series: 'R1', year: 2026, seq: 126 },
  issuedAt: '2026-11-24T12:51:00+01:00',
  lines: lunch.lines.map((l) => ({
    ...l,
    quantity: -l.quantity,
    gross_haler: -l.gross_haler,
    amount_haler: -l.amount_haler,
  })),
  total_haler: -40300,
  recap: [
    { rate_bp: 2100, base_haler: -10248, vat_haler: -2152, total_haler: -12400 },
    { rate_bp: 1200, base_haler: -24911, vat_haler: -2989, total_haler: -27900 },
  ],
  payments: [
    {
      typeId: 'cash',
      name: 'Hotově',
      kind: 'cash',
      registered: true,
      amount_haler: -40300,
      tendered_haler: -40300,
      change_haler: 0,
      foreign: null,
    },
  ],
  toPay_haler: -40300,
  change_haler: 0,
  reverses: { receiptId: 'r1', number: lunch.number, reason: 'Namarkováno na jiný stůl' },
};

/** Somebody who pays no VAT. */
export const nonPayer: Receipt = {
  ...lunch,
  id: 'r5',
  number: { series: 'B', year: 2026, seq: 7 },
  table: null,
  seller: { ...seller, name: 'Božena Křížová', place: 'Bistro U Věže', dic: null },
  lines: [line('Bramborák', 4500, 1000, 0), line('Kofola 0,3 l', 3200, 2000, 0)],
  total_haler: 10900,
  recap: [{ rate_bp: 0, base_haler: 10900, vat_haler: 0, total_haler: 10900 }],
  payments: [
    {
      ...(lunch.payments[0] as Receipt['payments'][number]),
      amount_haler: 10900,
      tendered_haler: 10900,
      change_haler: 0,
    },
  ],
  toPay_haler: 10900,
  change_haler: 0,
};

/** The lunch before it is paid, over the counter: 124,00 + 189,00 + 90,00 = 403,00. No account is set. */
export const billAtCounter: BillPaper = {
  billId: 'b1',
  seller,
  table: null,
  staffName: 'Jana Dvořáková',
  at: '2026-11-24T12:31:00+01:00',
  lines: lunch.lines,
  discount_haler: 0,
  total_haler: 40300,
  iban: null,
};

/**
 * 134,21 − 13,42 + 165,00 = 285,79; 10,00 off the bill: 275,79. The account is the example of
 * the IBAN registry.
 */
export const billWithCode: BillPaper = {
  ...billAtCounter,
  billId: 'b2',
  table: 'Stůl 5',
  at: '2026-11-24T21:05:00+01:00',
  lines: everything.lines,
  discount_haler: 1000,
  total_haler: 27579,
  iban: 'CZ6508000000192000145399',
};

export const order: Order = {
  id: 'o1',
  number: 14,
  billId: 'b1',
  table: '5',
  staffName: 'Jana Dvořáková',
  at: '2026-11-24T12:05:40+01:00',
  route: 'kuchyn',
  lines: [
    { quantity: 2000, name: 'Svíčková na smetaně', note: 'jedna bez brusinek' },
    { quantity: 1000, name: 'Smažený sýr, hranolky, tatarská omáčka', note: '' },
    { quantity: 500, name: 'Guláš', note: 'dětská porce' },
  ],
};

export const cancellation: Order = {
  ...order,
  id: 'o2',
  number: 15,
  lines: [{ quantity: -1000, name: 'Svíčková na smetaně', note: '' }],
};

export const correction: Order = {
  ...order,
  id: 'o3',
  number: 16,
  table: null,
  lines: [
    { quantity: -1000, name: 'Svíčková na smetaně', note: '' },
    { quantity: 1000, name: 'Řízek', note: 'bez přílohy' },
  ],
};

/**
 * A day: takings 12 345,50 = 7 345,50 at 12 % and 5 000,00 at 21 %. Float 2 000, cash sales 5 600, in 500, out 1 200:
 * there should be 6 900,00; counted 6 850,00, 50,00 short. Euro: 120,00 expected, 125,00 counted.
 */
export const report: ShiftReport = {
  shiftId: 'sh1',
  openedAt: '2026-11-24T09:58:12+01:00',
  openedBy: 's1',
  close: {
    at: '2026-11-24T23:12:44+01:00',
    by: 's2',
    zNumber: 87,
    counted_haler: 685000,
    countedForeign: { EUR: 12500 },
  },
  receiptCount: 64,
  firstNumber: 'R1-2026-000060',
  lastNumber: 'R1-2026-000123',
  reversalCount: 2,
  reversed_haler: -58900,
  takings_haler: 1234550,
  discounts_haler: 15000,
  tips_haler: 43000,
  rounding_haler: -50,
  // 5 000,00 × 21/121 = 867,7685… ; 7 345,50 × 12/112 = 787,0178…
  recap: [
    { rate_bp: 2100, base_haler: 413223, vat_haler: 86777, total_haler: 500000 },
    { rate_bp: 1200, base_haler: 655848, vat_haler: 78702, total_haler: 734550 },
  ],
  byPayment: [
    { name: 'Hotově', kind: 'cash', count: 31, amount_haler: 560000 },
    { name: 'Hotově EUR', kind: 'foreign-cash', count: 3, amount_haler: 294000 },
    { name: 'Platební karta', kind: 'card', count: 30, amount_haler: 423500 },
  ],
  byCategory: [
    { categoryId: 'c1', amount_haler: 734550 },
    { categoryId: 'c2', amount_haler: 500000 },
  ],
  byStaff: [
    { name: 'Jana Dvořáková', count: 40, amount_haler: 800000 },
    { name: 'Petr Němec', count: 24, amount_haler: 434550 },
  ],
  float_haler: 200000,
  cashSales_haler: 560000,
  cashIn_haler: 50000,
  cashOut_haler: 120000,
  expected_haler: 690000,
  expectedForeign: { EUR: 12000 },
  movements: [
    {
      id: 'm1',
      at: '2026-11-24T10:05:00+01:00',
      amount_haler: 50000,
      reason: 'Drobné z banky',
      staffId: 's1',
      allowedBy: 's1',
    },
    {
      id: 'm2',
      at: '2026-11-24T16:20:00+01:00',
      amount_haler: -120000,
      reason: 'Dodavatel pečiva',
      staffId: 's1',
      allowedBy: 's2',
    },
  ],
};

export const zPaper: ReportPaper = {
  kind: 'z',
  report,
  openBills: 2,
  seller,
  register: 'Pokladna u baru',
  at: '2026-11-24T23:12:45+01:00',
  staff: { s1: 'Jana Dvořáková', s2: 'Petr Němec' },
  categories: { c1: 'Jídla', c2: 'Pivo' },
};

export const xPaper: ReportPaper = {
  ...zPaper,
  kind: 'x',
  report: { ...report, close: null },
  at: '2026-11-24T17:00:00+01:00',
};

export const cashPaper: CashPaper = {
  movement: report.movements[1] as ShiftReport['movements'][number],
  staffName: 'Jana Dvořáková',
  allowedByName: 'Petr Němec',
  register: 'Pokladna u baru',
};
