import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Item } from '../../domain/index.ts';
import { Refusal } from '../../wire/index.ts';
import type { PayRequest } from '../http/contract.ts';
import { openStore } from '../store/database.ts';
import { testFolder } from '../store/folder.fixture.ts';
import type { Store } from '../store/store.ts';
import { createBooks } from './index.ts';
import type { Ledger } from './ledger.ts';
import {
  ITEMS,
  manager,
  newKey,
  silent,
  type TestShop,
  type TestWorld,
  testCatalogue,
  testShop,
  testWorld,
  waiter,
} from './shop.fixture.ts';

let folder: ReturnType<typeof testFolder>;
let world: TestWorld;
let store: Store;
let shop: TestShop;
let ledger: Ledger;

beforeEach(() => {
  folder = testFolder();
  world = testWorld();
  store = openStore({ dir: folder.dir, world, log: silent });
  store.db.pragma('synchronous = OFF');
  shop = testShop(store, world);
  ledger = shop.ledger;
  ledger.shifts.open({ float_haler: 100_000 }, waiter);
});
afterEach(() => {
  store.close();
  folder[Symbol.dispose]();
});

function refused(run: () => unknown): Refusal {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** A bill with one of each item on it. */
function bill(itemIds: readonly string[], tableId: string | null = null): string {
  const { bill } = ledger.bills.open({ tableId, guests: null }, waiter);
  for (const itemId of itemIds) ledger.bills.addLine(bill.id, { lineId: newKey(), itemId }, waiter);
  return bill.id;
}

function request(billId: string, more: Partial<PayRequest> = {}): PayRequest {
  const { total_haler } = ledger.bills.get(billId).sum;
  return {
    tenders: [{ typeId: 'hotovost', amount: total_haler + 100 }],
    tip_haler: 0,
    expectedTotal_haler: total_haler,
    ...more,
  };
}

const pay = (billId: string, more: Partial<PayRequest> = {}, key = newKey()) =>
  ledger.receipts.pay(billId, request(billId, more), key, waiter);
const sell = (...itemIds: string[]) => pay(bill(itemIds));

describe('bills', () => {
  it('are one open a table', () => {
    const first = bill(['pivo'], 't1');
    expect(ledger.bills.open({ tableId: 't1', guests: 4 }, waiter).bill.id).toBe(first);
    const other = bill([], 't2');
    const taken = refused(() => ledger.bills.patch(other, { tableId: 't1' }, waiter));
    expect(taken).toMatchObject({ code: 'table-taken', extra: { billId: first } });
    pay(first);
    expect(ledger.bills.patch(other, { tableId: 't1' }, waiter).bill.tableId).toBe('t1');
    expect(refused(() => ledger.bills.open({ tableId: 'zadny', guests: null }, waiter)).code).toBe(
      'no-table',
    );
  });

  it('freeze name, price and rate when a line is added', () => {
    const id = bill(['svickova']);
    const dearer = testCatalogue(world, [
      { ...(ITEMS[0] as Item), name: 'Svíčková XL', price_haler: 99_900 },
    ]);
    const later = testShop(store, world, dearer).ledger;
    expect(later.bills.get(id).sum.total_haler).toBe(21_900);
    expect(later.bills.get(id).bill.lines[0]?.item.name).toBe('Svíčková na smetaně');
  });

  it('take scanned codes: PLU, and the weight on a label of a scale', () => {
    const id = bill([]);
    ledger.bills.addLine(id, { lineId: newKey(), code: '12' }, waiter);
    // 0,456 kg at 399,90 Kč/kg is 182,3544 Kč.
    const { sum, bill: now } = ledger.bills.addLine(id, { lineId: newKey(), code: '2912345004569' }, waiter);
    expect(now.lines.map((l) => [l.item.itemId, l.added])).toEqual([
      ['kava', 1000],
      ['syr', 456],
    ]);
    expect(sum.total_haler).toBe(5_500 + 18_235);
    const unknown = refused(() => ledger.bills.addLine(id, { lineId: newKey(), code: '4711' }, waiter));
    expect(unknown).toMatchObject({ status: 404, code: 'unknown-code' });
  });

  it.each([
    ['dort', {}, 'sold-out'],
    ['ostatni', {}, 'price-needed'],
    ['kava', { unitPrice_haler: 1 }, 'price-fixed'],
    ['kava', { quantity: 500 }, 'not-divisible'],
    ['nic', {}, 'no-item'],
    ['ostatni', { unitPrice_haler: 9_999_999_999, quantity: 2000 }, 'amount-too-large'],
  ])('refuse %s %o: %s', (itemId, more, code) => {
    const id = bill([]);
    expect(refused(() => ledger.bills.addLine(id, { lineId: newKey(), itemId, ...more }, waiter)).code).toBe(
      code,
    );
    expect(ledger.bills.get(id).bill.version).toBe(1);
  });

  it('tell kitchen and bar once, each its part, under one number of the day', () => {
    const id = bill(['svickova', 'pivo', 'kava'], 't1');
    ledger.bills.order(id, waiter);
    ledger.bills.order(id, waiter);
    const orders = shop.printing.orders;
    expect(orders.map((o) => [o.route, o.number, o.table, o.lines.map((l) => [l.name, l.quantity])])).toEqual(
      [
        ['kuchyn', 1, 'Stůl 1', [['Svíčková na smetaně', 1000]]],
        ['bar', 1, 'Stůl 1', [['Pilsner Urquell 0,5 l', 1000]]],
      ],
    );
    ledger.bills.order(bill(['rizek']), waiter);
    expect(orders.at(-1)?.number).toBe(2);
    world.set(world.wall_ms() + 86_400_000);
    ledger.bills.order(bill(['rizek']), waiter);
    expect(orders.at(-1)?.number).toBe(1);
  });

  it('call off at once what is being cooked, by right, with a reason', () => {
    const id = bill(['svickova', 'rizek']);
    const [cooked] = ledger.bills.order(id, waiter).bill.lines;
    const take = { quantity: 1000, reason: 'host odešel' };
    const needs = refused(() => ledger.bills.voidLine(id, cooked?.id as string, take, waiter));
    expect(needs).toMatchObject({ status: 403, extra: { right: 'void-ordered' } });
    const lent = { ...waiter, approved: 'void-ordered' as const, allowedBy: 'petr' };
    ledger.bills.voidLine(id, cooked?.id as string, take, lent);
    expect(shop.printing.orders.at(-1)).toMatchObject({
      number: 2,
      lines: [{ name: 'Svíčková na smetaně', quantity: -1000 }],
    });
    expect(store.journal.facts('bill', id)).toContainEqual(
      expect.objectContaining({ kind: 'line-voided', allowedBy: 'petr', reason: 'host odešel' }),
    );
    expect(refused(() => ledger.bills.voidLine(id, cooked?.id as string, take, manager)).code).toBe(
      'not-so-many',
    );
  });

  it('change a line until it is ordered; prices and discounts only by right', () => {
    const id = bill(['rizek']);
    const lineId = ledger.bills.get(id).bill.lines[0]?.id as string;
    expect(
      ledger.bills.patchLine(id, lineId, { quantity: 3000, note: 'bez cibule' }, waiter).sum.total_haler,
    ).toBe(3 * 18_950);
    expect(
      refused(() => ledger.bills.patchLine(id, lineId, { unitPrice_haler: 1 }, waiter)).extra.right,
    ).toBe('price-override');
    expect(
      refused(() => ledger.bills.patch(id, { discount: { kind: 'percent', percent_bp: 100 } }, waiter)).extra
        .right,
    ).toBe('discount');
    ledger.bills.order(id, waiter);
    expect(refused(() => ledger.bills.patchLine(id, lineId, { quantity: 1000 }, waiter)).code).toBe(
      'already-ordered',
    );
    expect(refused(() => ledger.bills.patchLine(id, lineId, { note: 'x' }, waiter)).code).toBe(
      'already-ordered',
    );
  });

  it('split with their discounts, tell the kitchen before, and free the table when nothing is left', () => {
    const id = bill(['rizek'], 't1');
    const lineId = ledger.bills.get(id).bill.lines[0]?.id as string;
    ledger.bills.patchLine(id, lineId, { quantity: 3000 }, waiter);
    ledger.bills.patchLine(id, lineId, { discount: { kind: 'amount', amount_haler: 100 } }, manager);
    ledger.bills.patch(id, { discount: { kind: 'percent', percent_bp: 1000 } }, manager);
    const { from, to } = ledger.bills.split(id, { lines: [{ lineId, quantity: 1000 }] }, waiter);
    expect(shop.printing.orders.map((o) => o.lines[0]?.quantity)).toEqual([3000]);
    expect([from.sum.total_haler, to.sum.total_haler]).toEqual([
      Math.round((2 * 18_950 - 67) * 0.9),
      Math.round((18_950 - 33) * 0.9),
    ]);
    const rest = ledger.bills.split(id, { tableId: 't2', lines: [{ lineId, quantity: 2000 }] }, waiter);
    expect(rest.from.bill.state).toBe('discarded');
    expect(rest.to.bill.tableId).toBe('t2');
    expect(ledger.bills.open({ tableId: 't1', guests: null }, waiter).bill.id).not.toBe(id);
    expect(shop.printing.orders).toHaveLength(1);
  });

  it('are printed before paying as they stand, and nothing of them changes', () => {
    const id = bill(['svickova', 'pivo', 'pivo'], 't3');
    ledger.bills.patch(id, { discount: { kind: 'percent', percent_bp: 1000 } }, manager);
    const before = ledger.bills.get(id);
    expect(ledger.bills.print(id, waiter)).toMatchObject({ kind: 'bill', copy: false });
    expect(ledger.bills.get(id)).toEqual(before);
    // 219 + 62 + 62 = 343; 10 % of it is 34,30.
    expect(shop.printing.bills).toMatchObject([
      {
        billId: id,
        table: 'Stůl 3',
        staffName: 'Jana Nováková',
        discount_haler: 3_430,
        total_haler: 30_870,
        iban: null,
      },
    ]);
    expect(shop.printing.bills[0]?.lines.map((l) => [l.name, l.gross_haler])).toEqual([
      ['Svíčková na smetaně', 21_900],
      ['Pilsner Urquell 0,5 l', 6_200],
      ['Pilsner Urquell 0,5 l', 6_200],
    ]);
    expect(refused(() => ledger.bills.print(bill([]), waiter)).code).toBe('bill-empty');
    pay(id, { tenders: [{ typeId: 'karta', amount: 30_870 }] });
    expect(refused(() => ledger.bills.print(id, waiter)).code).toBe('bill-closed');
    expect(shop.printing.bills).toHaveLength(1);
  });

  it('close only empty or paid', () => {
    const id = bill(['kava']);
    expect(refused(() => ledger.bills.discard(id, waiter)).code).toBe('bill-not-empty');
    const lineId = ledger.bills.get(id).bill.lines[0]?.id as string;
    ledger.bills.voidLine(id, lineId, { quantity: 1000, reason: 'omyl' }, waiter);
    ledger.bills.discard(id, waiter);
    expect(refused(() => ledger.bills.order(id, waiter)).code).toBe('bill-closed');
    expect(refused(() => ledger.bills.get('zadny')).code).toBe('no-bill');
  });
});

describe('paying', () => {
  it('writes receipt, print job and bill together, and tells of them after', () => {
    const id = bill(['svickova', 'kava'], 't1');
    shop.events.length = 0;
    const view = pay(id, { tenders: [{ typeId: 'hotovost', amount: 30_000 }], tip_haler: 600 });
    expect(view.number).toBe('R1-2026-000001');
    expect(view.receipt).toMatchObject({
      issuedAt: '2026-11-24T12:00:00+01:00',
      table: 'Stůl 1',
      staff: { id: 'jana', name: 'Jana Nováková' },
      total_haler: 27_400,
      tip_haler: 600,
      toPay_haler: 28_000,
      change_haler: 2_000,
      seller: { ico: '12345678' },
      buyer: null,
    });
    expect(view.jobs).toHaveLength(1);
    expect(shop.sales).toEqual([view.receipt]);
    expect(shop.events.map((e) => e.kind)).toEqual(['bill', 'receipt', 'bill']);
    expect(ledger.bills.get(id).bill).toMatchObject({
      state: 'paid',
      payments: [{ receiptId: view.receipt.id }],
    });
    // The dish was never ordered by hand, and is cooked all the same.
    expect(shop.printing.orders.map((o) => o.route)).toEqual(['kuchyn']);
    expect(createBooks(store, { id: 'r1', name: 'Bar' }).receipt(view.receipt.id)).toEqual(view.receipt);
  });

  it('is done once for one key, and another deed under it is refused', () => {
    const id = bill(['kava']);
    const key = newKey();
    const asked = request(id);
    const first = ledger.receipts.pay(id, asked, key, waiter);
    expect(ledger.receipts.pay(id, { ...asked }, key, waiter)).toEqual(first);
    expect(shop.sales).toHaveLength(1);
    expect(refused(() => ledger.receipts.pay(id, { ...asked, tip_haler: 1 }, key, waiter))).toMatchObject({
      status: 422,
      code: 'key-reused',
    });
    expect(refused(() => ledger.shifts.cash({ amount_haler: 1, reason: 'xx' }, key, manager)).code).toBe(
      'key-reused',
    );
    expect(refused(() => ledger.receipts.pay(id, asked, newKey(), waiter))).toMatchObject({
      code: 'bill-closed',
      extra: { receiptId: first.receipt.id },
    });
  });

  it.each([
    [{ expectedTotal_haler: 1 }, 'bill-changed', { total_haler: 5_500 }],
    [{ tenders: [{ typeId: 'karta', amount: 5_000 }] }, 'underpaid', { missing_haler: 500 }],
    [{ tenders: [{ typeId: 'karta', amount: 6_000 }] }, 'overpaid', { surplus_haler: 500 }],
    [{ tenders: [{ typeId: 'směnka', amount: 5_500 }] }, 'unknown-payment-type', { typeId: 'směnka' }],
    [{ tip_haler: 9_999_999_999 }, 'amount-too-large', {}],
  ])('refuses %o: %s', (more, code, extra) => {
    const id = bill(['kava']);
    expect(refused(() => pay(id, more))).toMatchObject({ code, extra });
    expect(ledger.bills.get(id).bill.state).toBe('open');
    expect(sell('kava').receipt.number.seq).toBe(1);
  });

  it('needs an open shift and something on the bill', () => {
    expect(refused(() => pay(bill([]))).code).toBe('bill-empty');
    const id = bill(['kava']);
    ledger.shifts.close({ counted_haler: 100_000, countedForeign: {} }, newKey(), waiter);
    const closed = refused(() => pay(id));
    expect(closed).toMatchObject({ status: 409, code: 'shift-closed' });
    expect(closed.message).toContain('Směna není otevřená');
  });

  it('keeps who buys, and prints only when wanted', () => {
    const buyer = { name: 'Firma s.r.o.', address: 'Ulice 1, Brno', ico: '87654321', dic: null };
    const view = pay(bill(['kava']), { buyer, print: false });
    expect(view.receipt.buyer).toEqual(buyer);
    expect(view.jobs).toEqual([]);
    expect(shop.printing.receipts).toEqual([]);
    expect(ledger.receipts.reprint(view.receipt.id)).toMatchObject({ kind: 'receipt', copy: true });
  });
});

describe('taking back', () => {
  it('is done by a linked receipt, once, and never to a reversal', () => {
    const sale = sell('svickova', 'pivo');
    const key = newKey();
    const lent = { ...waiter, approved: 'reverse-receipt' as const, allowedBy: 'petr' };
    const back = ledger.receipts.reverse(sale.receipt.id, { reason: 'špatný stůl' }, key, lent);
    expect(back.number).toBe('R1-2026-000002');
    expect(back.receipt).toMatchObject({
      total_haler: -28_100,
      reverses: { receiptId: sale.receipt.id, reason: 'špatný stůl', number: sale.receipt.number },
    });
    expect(store.journal.facts('reversal-allowed', back.receipt.id)).toEqual([{ allowedBy: 'petr' }]);
    expect(ledger.receipts.reverse(sale.receipt.id, { reason: 'špatný stůl' }, key, lent)).toEqual(back);
    expect(ledger.receipts.get(sale.receipt.id).reversedBy).toEqual({
      id: back.receipt.id,
      number: back.number,
    });
    const again = (id: string) =>
      refused(() => ledger.receipts.reverse(id, { reason: 'znovu' }, newKey(), manager)).code;
    expect(again(sale.receipt.id)).toBe('already-reversed');
    expect(again(back.receipt.id)).toBe('reversal-final');
    expect(again('zadna')).toBe('no-receipt');
  });

  it('is the only way: the database itself keeps receipts, facts, movements and closed shifts', () => {
    sell('kava');
    ledger.shifts.cash({ amount_haler: 100, reason: 'drobné' }, newKey(), manager);
    ledger.shifts.close({ counted_haler: 0, countedForeign: {} }, newKey(), waiter);
    for (const sql of [
      'UPDATE receipt SET total_haler = 0',
      'DELETE FROM receipt',
      "UPDATE fact SET body = '{}'",
      'DELETE FROM fact',
      'UPDATE cash_movement SET amount_haler = 0',
      'DELETE FROM cash_movement',
      'UPDATE shift SET takings_haler = 0',
      'DELETE FROM shift',
    ]) {
      expect(() => store.db.exec(sql), sql).toThrow(/never/);
    }
  });
});

describe('shifts', () => {
  it('are one open at a time; closing is blind, numbered, done once, and carries open bills over', () => {
    expect(refused(() => ledger.shifts.open({ float_haler: 0 }, waiter)).code).toBe('shift-open');
    const open = bill(['pivo'], 't1');
    sell('kava');
    const cashKey = newKey();
    for (const _again of [1, 2]) {
      ledger.shifts.cash({ amount_haler: -20_000, reason: 'pečivo' }, cashKey, manager);
    }
    expect(ledger.shifts.current()).toMatchObject({
      receiptCount: 1,
      names: { jana: 'Jana Nováková', petr: 'Petr Šéf' },
    });
    // One slip and one opening of the drawer, however often the request is repeated.
    expect(shop.printing.slips).toMatchObject([{ amount_haler: -20_000, reason: 'pečivo', staffId: 'petr' }]);
    expect(shop.cashMovements).toEqual(shop.printing.slips);
    const key = newKey();
    const asked = { counted_haler: 85_000, countedForeign: {} };
    const z = ledger.shifts.close(asked, key, waiter);
    expect(z.openBills).toBe(1);
    expect(z.names).toEqual({ jana: 'Jana Nováková', petr: 'Petr Šéf' });
    expect(z.report).toMatchObject({
      close: { zNumber: 1, counted_haler: 85_000, by: 'jana' },
      expected_haler: 100_000 + 5_500 - 20_000,
      cashOut_haler: 20_000,
    });
    expect(ledger.shifts.close(asked, key, waiter)).toEqual(z);
    expect(shop.printing.reports).toEqual([{ id: z.report.shiftId, kind: 'z', copy: false }]);
    expect(ledger.shifts.current()).toEqual({ shift: null, openBills: 1, receiptCount: 0, names: {} });
    ledger.shifts.open({ float_haler: 0 }, waiter);
    pay(open);
    expect(
      ledger.shifts.close({ counted_haler: 0, countedForeign: {} }, newKey(), waiter).report,
    ).toMatchObject({
      close: { zNumber: 2 },
      receiptCount: 1,
    });
    expect(ledger.shifts.list().map((s) => [s.zNumber, s.takings_haler, s.difference_haler])).toEqual([
      [2, 6_200, -6_200],
      [1, 5_500, -500],
    ]);
    expect(ledger.shifts.reprint(z.report.shiftId, waiter).copy).toBe(true);
    expect(ledger.shifts.reportOf(z.report.shiftId, waiter)).toEqual(z);
  });

  it('never give out more than there is', () => {
    sell('kava');
    const out = (amount_haler: number) =>
      ledger.shifts.cash({ amount_haler, reason: 'výběr' }, newKey(), manager);
    expect(refused(() => out(-105_501))).toMatchObject({
      code: 'not-enough-cash',
      extra: { there_haler: 105_500 },
    });
    expect(out(-105_500).shift?.movements).toHaveLength(1);
    expect(refused(() => out(-1)).code).toBe('not-enough-cash');
    expect(refused(() => out(0)).code).toBe('bad-amount');
  });

  it('show X at any time, and print it', () => {
    sell('kava', 'pivo');
    expect(ledger.shifts.report().report).toMatchObject({ takings_haler: 11_700, close: null });
    expect(ledger.shifts.printReport()).toMatchObject({
      report: { takings_haler: 11_700 },
      job: { kind: 'report', copy: false },
    });
    expect(shop.printing.reports).toMatchObject([{ kind: 'x' }]);
  });

  it('do not tell whoever is going to count what is expected', () => {
    sell('kava', 'pivo');
    const shiftId = ledger.shifts.current().shift?.id ?? '';
    expect(ledger.shifts.list()).toMatchObject([
      { id: shiftId, zNumber: null, takings_haler: null, difference_haler: null },
    ]);
    for (const ask of [ledger.shifts.reportOf, ledger.shifts.reprint]) {
      expect(refused(() => ask(shiftId, waiter))).toMatchObject({
        code: 'needs-approval',
        extra: { right: 'cash-movement' },
      });
    }
    expect(shop.printing.reports).toEqual([]);
    expect(ledger.shifts.reportOf(shiftId, manager).report.takings_haler).toBe(11_700);
    const approved = { ...waiter, approved: 'cash-movement', allowedBy: 'petr' } as const;
    expect(ledger.shifts.reprint(shiftId, approved)).toMatchObject({ kind: 'report', copy: false });
    expect(refused(() => ledger.shifts.reportOf('other', waiter)).code).toBe('no-shift');
    // Counted and closed: nothing is spoilt any more.
    ledger.shifts.close({ counted_haler: 111_700, countedForeign: {} }, newKey(), waiter);
    expect(ledger.shifts.reportOf(shiftId, waiter).report.takings_haler).toBe(11_700);
  });
});

describe('history', () => {
  it('finds by number, item, table, staff and amount, without diacritics, all words at once', () => {
    const table = pay(bill(['svickova'], 't2'));
    const coffee = sell('kava', 'kava');
    const found = (q: string) => ledger.receipts.list({ q }).receipts.map((r) => r.number);
    expect(found('')).toEqual([coffee.number, table.number]);
    for (const q of [
      '000001',
      'r1-2026-000001',
      'svickova',
      'SVÍČKOVÁ',
      'stul 2',
      '219',
      '219,00',
      '219.00',
      '219 Kč',
    ]) {
      expect(found(q), q).toEqual([table.number]);
    }
    expect(found('cerna 110')).toEqual([coffee.number]);
    expect(found('novakova')).toHaveLength(2);
    expect(found('svickova 110')).toEqual([]);
    expect(found("100%_'")).toEqual([]);
  });

  it('pages, keeps to days and shifts, and marks what was taken back', () => {
    const numbers = Array.from({ length: 5 }, () => sell('kava'));
    world.set(world.wall_ms() + 86_400_000);
    const late = sell('pivo');
    const first = ledger.receipts.list({ limit: 4 });
    const second = ledger.receipts.list({ limit: 4, before: first.next as string });
    expect([...first.receipts, ...second.receipts].map((r) => r.number)).toEqual(
      [...numbers, late].map((v) => v.number).reverse(),
    );
    expect(second.next).toBeNull();
    expect(ledger.receipts.list({ from: '2026-11-25' }).receipts.map((r) => r.number)).toEqual([late.number]);
    expect(ledger.receipts.list({ to: '2026-11-24' }).receipts).toHaveLength(5);
    expect(ledger.receipts.list({ shiftId: late.receipt.shiftId }).receipts).toHaveLength(6);
    expect(ledger.receipts.list({ shiftId: 'zadna' }).receipts).toEqual([]);
    ledger.receipts.reverse(late.receipt.id, { reason: 'omyl' }, newKey(), manager);
    expect(ledger.receipts.list({ limit: 2 }).receipts).toMatchObject([
      { reversal: true, reversed: false, total_haler: -6_200 },
      { reversal: false, reversed: true, payments: ['hotovost'], itemCount: 1, staff: 'Jana Nováková' },
    ]);
  });
});

describe('a wrong clock', () => {
  it('never breaks numbering, and is told', () => {
    expect(ledger.clockSuspect()).toBe(false);
    world.set(Date.UTC(2026, 11, 31, 22, 59, 59));
    expect(sell('kava').number).toBe('R1-2026-000001');
    world.set(Date.UTC(2026, 11, 31, 23, 0, 0));
    expect(sell('kava').number).toBe('R1-2027-000001');
    expect(ledger.clockSuspect()).toBe(false);

    // A step back by NTP is hidden: time on receipts stands still.
    world.set(Date.UTC(2026, 11, 31, 22, 58));
    const still = sell('kava');
    expect([still.number, still.receipt.issuedAt]).toEqual(['R1-2027-000002', '2027-01-01T00:00:00+01:00']);
    expect(ledger.clockSuspect()).toBe(false);

    // A year back is told as it is.
    world.set(Date.UTC(2025, 11, 31));
    expect(ledger.clockSuspect()).toBe(true);
    const back = sell('kava');
    expect([back.number, back.receipt.issuedAt]).toEqual(['R1-2027-000003', '2025-12-31T01:00:00+01:00']);
  });

  it('that was never set is suspect from the start, and the series is of the program’s year at least', () => {
    world.set(0);
    expect(ledger.clockSuspect()).toBe(true);
    expect(sell('kava').number).toBe('R1-2026-000001');
  });
});
