import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Refusal } from '../../wire/index.ts';
import type { PayRequest } from '../http/contract.ts';
import { CLAIM_MS } from './claims.ts';
import { manager, newKey, waiter } from './shop.fixture.ts';
import { type TestRegister, testRegister } from './two-registers.fixture.ts';

let bar: TestRegister;
let hall: TestRegister;

beforeEach(() => {
  bar = testRegister();
  hall = testRegister({ id: 'r2', name: 'Sál', series: 'R2' });
  for (const one of [bar, hall]) one.ledger.shifts.open({ float_haler: 100_000 }, waiter);
  meet();
});
afterEach(() => {
  bar.stop();
  hall.stop();
});

function meet(): void {
  bar.hear(hall);
  hall.hear(bar);
}

function refused(run: () => unknown): Refusal {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** A bill on a table with these items, on one register. */
function bill(at: TestRegister, tableId: string | null, ...itemIds: string[]): string {
  const { bill } = at.ledger.bills.open({ tableId, guests: null }, waiter);
  for (const itemId of itemIds) add(at, bill.id, itemId);
  return bill.id;
}

function add(at: TestRegister, billId: string, itemId: string): string {
  const lineId = newKey();
  at.ledger.bills.addLine(billId, { lineId, itemId }, waiter);
  return lineId;
}

function pay(at: TestRegister, billId: string, more: Partial<PayRequest> = {}) {
  const { total_haler } = at.ledger.bills.get(billId).sum;
  const request = {
    tenders: [{ typeId: 'karta', amount: total_haler }],
    tip_haler: 0,
    expectedTotal_haler: total_haler,
    ...more,
  };
  return at.ledger.receipts.pay(billId, request, newKey(), waiter);
}

const reverse = (at: TestRegister, receiptId: string) =>
  at.ledger.receipts.reverse(receiptId, { reason: 'dvakrát' }, newKey(), manager);
const kinds = (at: TestRegister) => at.ledger.troubles.list().map(({ kind }) => kind);
const told = (at: TestRegister) =>
  at.ledger.health().flatMap(({ state, cs }) => (state === 'attention' ? [cs] : []));

describe('a bill that was opened elsewhere', () => {
  it('is shown, added to, ordered, split and paid like an own one, in the shift of who is paid', () => {
    const id = bill(bar, 't1', 'pivo');
    bar.ledger.bills.order(id, waiter);
    meet();
    expect(hall.ledger.bills.list().map((view) => view.bill.id)).toEqual([id]);
    expect(hall.printing.orders).toEqual([]);

    add(hall, id, 'rizek');
    hall.ledger.bills.order(id, waiter);
    expect(hall.printing.orders).toHaveLength(1);
    meet();
    expect(bar.printing.orders).toHaveLength(1);
    expect(bar.ledger.bills.get(id)).toEqual(hall.ledger.bills.get(id));
    expect(bar.ledger.bills.open({ tableId: 't1', guests: null }, waiter).bill.id).toBe(id);

    const view = pay(hall, id);
    meet();
    expect(bar.ledger.bills.list()).toEqual([]);
    expect(refused(() => pay(bar, id, { tenders: [{ typeId: 'karta', amount: 25_150 }] })).code).toBe(
      'bill-closed',
    );
    expect(hall.ledger.shifts.report().report.takings_haler).toBe(25_150);
    expect(bar.ledger.shifts.report().report.takings_haler).toBe(0);
    expect(bar.ledger.receipts.get(view.receipt.id)).toMatchObject({
      number: 'R2-2026-000001',
      registerName: 'Sál',
      receipt: view.receipt,
    });
  });

  it('keeps the lines of both and counts what both raised, when they wrote at once', () => {
    const id = bill(bar, 't1', 'pivo');
    meet();
    const [line] = bar.ledger.bills.get(id).bill.lines;
    for (const at of [bar, hall]) {
      add(at, id, 'kava');
      at.ledger.bills.patchLine(id, line?.id ?? '', { quantity: 2000 }, waiter);
    }
    meet();
    const { bill: same, sum } = bar.ledger.bills.get(id);
    expect(hall.ledger.bills.get(id).bill).toEqual(same);
    expect(same.lines.map((l) => [l.item.itemId, l.added])).toEqual([
      ['pivo', 3000],
      ['kava', 1000],
      ['kava', 1000],
    ]);
    expect(sum.total_haler).toBe(3 * 6_200 + 2 * 5_500);
    expect(hall.events).toContainEqual({ kind: 'bill', billId: id, version: same.version, state: 'open' });
  });

  it('holds what was written with a clock that stands years behind', () => {
    const id = bill(bar, 't1', 'pivo');
    hall.world.set(Date.UTC(2026, 10, 3));
    meet();
    const lineId = add(hall, id, 'rizek');
    hall.ledger.bills.voidLine(id, lineId, { quantity: 1000, reason: 'omyl' }, waiter);
    add(hall, id, 'kava');
    meet();
    expect(bar.ledger.bills.get(id)).toEqual(hall.ledger.bills.get(id));
    expect(bar.ledger.bills.get(id).sum.total_haler).toBe(6_200 + 5_500);
  });

  it('survives a restart of whoever heard of it', () => {
    const id = bill(bar, 't1', 'pivo');
    meet();
    add(bar, id, 'rizek');
    meet();
    const before = hall.ledger.bills.list();
    hall = hall.restart();
    expect(hall.ledger.bills.list()).toEqual(before);
    expect(hall.ledger.bills.get(id).bill.lines).toHaveLength(2);
  });

  it('may stand beside another one on the same table, and its lines can be moved there', () => {
    const one = bill(bar, 't1', 'pivo');
    const other = bill(hall, 't1', 'kava');
    meet();
    for (const at of [bar, hall]) expect(at.ledger.bills.list()).toHaveLength(2);
    const lines = bar.ledger.bills.get(one).bill.lines.map((l) => ({ lineId: l.id, quantity: 1000 }));
    bar.ledger.bills.split(one, { tableId: 't1', lines }, waiter);
    meet();
    expect(hall.ledger.bills.list().map((view) => [view.bill.id, view.sum.total_haler])).toEqual([
      [other, 6_200 + 5_500],
    ]);
  });
});

describe('orders', () => {
  it('carry the series of their register where there are siblings, so that no two papers are alike', () => {
    const alone = testRegister({ id: 'r9', name: 'Sama', series: 'R9' });
    for (const at of [bar, hall, alone]) at.ledger.bills.order(bill(at, 't2', 'pivo'), waiter);
    const heads = [bar, hall, alone].map((at) => at.printing.orders.map((o) => [o.number, o.register]));
    expect(heads).toEqual([[[1, 'R1']], [[1, 'R2']], [[1, undefined]]]);
    alone.stop();
  });
});

describe('who takes the money', () => {
  const claim = (at: TestRegister, id: string, takesOver = false, actor = waiter) =>
    at.ledger.bills.claim(id, { takesOver }, actor);

  it('says so, and the others wait: paying and opening payment is refused with who and where', () => {
    const id = bill(bar, 't1', 'pivo');
    claim(bar, id);
    meet();
    expect(hall.ledger.bills.get(id).claim).toEqual({
      registerId: 'r1',
      registerName: 'Bar',
      staffName: 'Jana Nováková',
    });
    for (const run of [() => pay(hall, id), () => claim(hall, id)]) {
      const { code, status, message } = refused(run);
      expect([status, code]).toEqual([409, 'bill-claimed']);
      expect(message).toBe(
        'Účet se právě platí jinde: peníze bere Jana Nováková (Bar). Tady se nic nezaplatilo.',
      );
    }
    // Another round can still be ordered, and the payer sees it before the money changes hands.
    add(hall, id, 'kava');
    meet();
    expect(refused(() => pay(bar, id, { expectedTotal_haler: 6_200 })).code).toBe('bill-changed');
    pay(bar, id);
    meet();
    expect(hall.ledger.bills.get(id).bill).toMatchObject({ state: 'paid', claim: null });
  });

  it('names a register by a record that this one wrote itself, as on pairing', () => {
    bar.store.transaction(() => bar.store.journal.cells('register', 'r4', { name: 'Terasa' }));
    expect(bar.ledger.registers().map(({ name }) => name)).toEqual(['Bar', 'Sál', 'Terasa']);
  });

  it('lets go when the payment is left', () => {
    const id = bill(bar, 't1', 'pivo');
    claim(bar, id);
    bar.ledger.bills.release(id, waiter);
    meet();
    pay(hall, id);
    expect(bar.ledger.bills.release(id, waiter).bill.state).toBe('open');
  });

  it('holds it for two minutes from when the news came, whatever the clocks on the walls say', () => {
    const id = bill(bar, 't1', 'pivo');
    bar.world.set(Date.UTC(2031, 0, 1));
    claim(bar, id);
    meet();
    hall.world.pass(CLAIM_MS - 1);
    expect(refused(() => pay(hall, id)).code).toBe('bill-claimed');
    hall.world.pass(1);
    expect(hall.ledger.bills.get(id).claim).toBeNull();
    expect(claim(hall, id).claim).toBeNull();
    meet();
    expect(refused(() => pay(bar, id)).code).toBe('bill-claimed');
    pay(hall, id);
  });

  it('renews it by claiming again', () => {
    const id = bill(bar, 't1', 'pivo');
    claim(bar, id);
    meet();
    for (const at of [bar, hall]) at.world.pass(CLAIM_MS - 1_000);
    claim(bar, id);
    meet();
    hall.world.pass(CLAIM_MS - 1_000);
    expect(refused(() => pay(hall, id)).code).toBe('bill-claimed');
  });

  it('gives it up to a manager', () => {
    const id = bill(bar, 't1', 'pivo');
    claim(bar, id);
    meet();
    expect(refused(() => claim(hall, id, true)).code).toBe('needs-approval');
    claim(hall, id, true, manager);
    pay(hall, id);
    const other = bill(bar, 't2', 'pivo');
    claim(bar, other);
    meet();
    claim(hall, other, true, manager);
    meet();
    expect(refused(() => pay(bar, other)).code).toBe('bill-claimed');
  });

  it('of two at once, the first has it on both', () => {
    const id = bill(bar, 't1', 'pivo');
    meet();
    claim(bar, id);
    hall.world.pass(1_000);
    claim(hall, id);
    meet();
    expect(bar.ledger.bills.get(id).claim).toBeNull();
    expect(hall.ledger.bills.get(id).claim?.registerId).toBe('r1');
  });

  it('needs no network, and alone nothing is written for it', () => {
    const alone = testRegister({ id: 'r9', name: 'Sama', series: 'R9' });
    alone.ledger.shifts.open({ float_haler: 0 }, waiter);
    const id = bill(alone, 't1', 'pivo');
    const before = alone.store.journal.factRows('bill', id).length;
    claim(alone, id);
    expect(alone.store.journal.factRows('bill', id)).toHaveLength(before);
    pay(alone, id);
    alone.stop();
  });

  it('after a restart an old claim holds nobody up, a fresh one does', () => {
    const [old, fresh] = [bill(bar, 't1', 'pivo'), bill(bar, 't2', 'pivo')];
    claim(bar, old);
    for (const at of [bar, hall]) at.world.pass(CLAIM_MS);
    claim(bar, fresh);
    meet();
    hall = hall.restart();
    expect(hall.ledger.bills.get(old).claim).toBeNull();
    expect(hall.ledger.bills.get(fresh).claim?.registerId).toBe('r1');
  });
});

describe('a bill that two registers paid while they could not hear each other', () => {
  it('is one bill with both receipts, told until one of them is taken back', () => {
    const id = bill(bar, 't1', 'pivo');
    meet();
    const receipts = [pay(bar, id).receipt, pay(hall, id).receipt];
    meet();
    for (const at of [bar, hall]) {
      const [trouble] = at.ledger.troubles.list();
      expect(trouble).toMatchObject({ kind: 'double-payment', id, table: 'Stůl 1' });
      expect(trouble?.receipts.map((r) => r.number).sort()).toEqual(['R1-2026-000001', 'R2-2026-000001']);
      expect(told(at)[0]).toBe('Stůl 1: zaplaceno dvakrát.');
      expect(trouble?.hintCs).toMatch(/^Účtenky R[12]-2026-000001 a R[12]-2026-000001\. /);
    }
    // Either register may take back either receipt.
    const [, atHall] = receipts;
    reverse(bar, atHall?.id ?? '');
    expect(kinds(bar)).toEqual([]);
    meet();
    expect(kinds(hall)).toEqual([]);
    expect(hall.ledger.receipts.get(atHall?.id ?? '').reversedBy?.number).toBe('R1-2026-000002');
    expect(hall.ledger.receipts.list({}).receipts.map((r) => [r.number, r.registerName, r.reversed])).toEqual(
      expect.arrayContaining([
        ['R2-2026-000001', 'Sál', true],
        ['R1-2026-000002', 'Bar', false],
      ]),
    );
    hall = hall.restart();
    expect(kinds(hall)).toEqual([]);
  });

  it('asks again for what only the receipt that was taken back was for', () => {
    const id = bill(bar, 't1', 'pivo');
    meet();
    add(hall, id, 'kava');
    const larger = pay(hall, id).receipt;
    pay(bar, id);
    meet();
    expect(kinds(bar)).toEqual(['double-payment']);
    reverse(bar, larger.id);
    meet();
    for (const at of [bar, hall]) {
      expect(at.ledger.troubles.list()).toMatchObject([{ kind: 'late-lines', total_haler: 5_500 }]);
    }
  });
});

describe('what came on a bill after it was paid', () => {
  it('is told with the sum, and goes on a new bill at the table by one deed', () => {
    const id = bill(bar, 't1', 'pivo');
    meet();
    pay(bar, id);
    hall.ledger.bills.addLine(id, { lineId: newKey(), itemId: 'pivo', quantity: 2000 }, waiter);
    hall.ledger.bills.order(id, waiter);
    meet();
    for (const at of [bar, hall]) {
      expect(at.ledger.troubles.list()).toMatchObject([
        { kind: 'late-lines', id, table: 'Stůl 1', total_haler: 12_400, lines: [{ quantity: 2000 }] },
      ]);
      expect(told(at)).toEqual([
        'Stůl 1: po zaplacení přibylo za 124 Kč (2× Pilsner Urquell 0,5 l) a nikdo to nezaplatil.',
      ]);
    }
    bar = bar.restart();
    expect(kinds(bar)).toEqual(['late-lines']);

    const { bill: fresh, sum } = bar.ledger.bills.takeUpLate(id, waiter);
    expect(fresh).toMatchObject({ state: 'open', tableId: 't1' });
    expect(sum.total_haler).toBe(12_400);
    expect(kinds(bar)).toEqual([]);
    // The kitchen has heard of it already.
    expect(bar.printing.orders).toEqual([]);
    expect(refused(() => bar.ledger.bills.takeUpLate(id, waiter)).code).toBe('nothing-late');
    meet();
    expect(kinds(hall)).toEqual([]);
    pay(hall, fresh.id);
    meet();
    expect(bar.ledger.bills.list()).toEqual([]);
  });

  it('that both took up at once is told as taken off twice, until a manager has seen to it', () => {
    const id = bill(bar, 't1', 'pivo');
    meet();
    pay(bar, id);
    add(hall, id, 'kava');
    meet();
    const twice = [bar.ledger.bills.takeUpLate(id, waiter), hall.ledger.bills.takeUpLate(id, waiter)];
    meet();
    expect(bar.ledger.bills.list()).toHaveLength(2);
    expect(kinds(hall)).toEqual(['excess']);
    const [line] = twice[1]?.bill.lines ?? [];
    bar.ledger.bills.voidLine(
      twice[1]?.bill.id ?? '',
      line?.id ?? '',
      { quantity: 1000, reason: 'dvakrát' },
      manager,
    );
    expect(refused(() => bar.ledger.troubles.settle({ kind: 'excess', id }, waiter)).code).toBe(
      'needs-approval',
    );
    bar.ledger.troubles.settle({ kind: 'excess', id }, manager);
    meet();
    for (const at of [bar, hall]) expect(kinds(at)).toEqual([]);
  });

  it('opens a bill again that the other register closed as empty', () => {
    const id = bill(bar, 't1');
    meet();
    bar.ledger.bills.discard(id, waiter);
    add(hall, id, 'kava');
    meet();
    for (const at of [bar, hall]) expect(at.ledger.bills.list().map((view) => view.bill.id)).toEqual([id]);
  });
});

describe('a receipt that two registers took back while they could not hear each other', () => {
  it('is told until one of the two reversals is reversed', () => {
    const { receipt } = pay(bar, bill(bar, null, 'pivo'));
    meet();
    reverse(bar, receipt.id);
    const second = reverse(hall, receipt.id);
    meet();
    for (const at of [bar, hall]) {
      expect(at.ledger.troubles.list()).toMatchObject([
        { kind: 'double-reversal', id: receipt.id, receipts: [{}, {}] },
      ]);
      expect(told(at)[0]).toContain('Účtenka R1-2026-000001 je stornovaná dvakrát');
    }
    const back = reverse(bar, second.receipt.id);
    expect(back.receipt.total_haler).toBe(6_200);
    expect(kinds(bar)).toEqual([]);
    meet();
    expect(kinds(hall)).toEqual([]);
    expect(bar.ledger.receipts.get(receipt.id).reversedBy?.number).toBe('R1-2026-000002');
    for (const id of [receipt.id, second.receipt.id]) {
      expect(refused(() => reverse(hall, id)).code).toMatch(/already-reversed/);
    }
    expect(refused(() => reverse(hall, back.receipt.id)).code).toBe('reversal-final');
  });
});

describe('shifts', () => {
  it('are each register’s own; their Z reports are everybody’s', () => {
    pay(hall, bill(hall, null, 'pivo'));
    hall.ledger.shifts.cash({ amount_haler: -20_000, reason: 'Výdej' }, newKey(), manager);
    const { id: open } = hall.ledger.shifts.current().shift ?? { id: '' };
    meet();
    expect(refused(() => bar.ledger.shifts.reportOf(open, manager)).code).toBe('not-own-shift');
    const z = hall.ledger.shifts.close({ counted_haler: 80_000, countedForeign: {} }, newKey(), waiter);
    meet();
    expect(bar.ledger.shifts.current().shift).not.toBeNull();
    expect(bar.ledger.shifts.list().map((s) => [s.registerName, s.zNumber, s.own])).toEqual(
      expect.arrayContaining([
        ['Sál', 1, false],
        ['Bar', null, true],
      ]),
    );
    expect(bar.ledger.shifts.reportOf(open, waiter)).toEqual(z);
    expect(z.registerName).toBe('Sál');
    expect(bar.events).toContainEqual({ kind: 'shift' });
    expect(bar.ledger.receipts.list({ registerId: 'r2' }).receipts).toHaveLength(1);
    expect(bar.ledger.receipts.list({ registerId: 'r1' }).receipts).toEqual([]);
    expect(bar.ledger.registers()).toEqual([
      { id: 'r1', name: 'Bar', own: true },
      { id: 'r2', name: 'Sál', own: false },
    ]);
  });
});
