import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BillEvent, Receipt } from '../../domain/index.ts';
import type { FactRow } from '../../sync/index.ts';
import { manager, newKey, waiter } from './shop.fixture.ts';
import { hear, type TestRegister, testRegister } from './two-registers.fixture.ts';

let bar: TestRegister;
let hall: TestRegister;
const opened: TestRegister[] = [];

beforeEach(() => {
  bar = testRegister();
  hall = testRegister({ id: 'r2', name: 'Sál', series: 'R2' });
  opened.push(bar, hall);
  for (const one of [bar, hall]) one.ledger.shifts.open({ float_haler: 100_000 }, waiter);
});
afterEach(() => {
  for (const one of opened.splice(0)) one.stop();
});

function sell(at: TestRegister, tableId: string | null = null): Receipt {
  const { bill } = at.ledger.bills.open({ tableId, guests: null }, waiter);
  at.ledger.bills.addLine(bill.id, { lineId: newKey(), itemId: 'kava' }, waiter);
  return pay(at, bill.id);
}

function pay(at: TestRegister, billId: string): Receipt {
  const { total_haler } = at.ledger.bills.get(billId).sum;
  const request = {
    tenders: [{ typeId: 'karta', amount: total_haler }],
    tip_haler: 0,
    expectedTotal_haler: total_haler,
  };
  return at.ledger.receipts.pay(billId, request, newKey(), waiter).receipt;
}

/** What everybody must agree on. */
function books(at: TestRegister) {
  const { bills, receipts, shifts, troubles } = at.ledger;
  const all = receipts.list({ limit: 200 }).receipts;
  return {
    bills: bills.list().map(({ bill, sum }) => ({ bill, sum })),
    receipts: all,
    views: all.map(({ id }) => ({ ...receipts.get(id), jobs: [] })),
    shifts: shifts.list().map(({ own: _, ...shift }) => shift),
    troubles: troubles.list(),
    rows: at.store.db.prepare('SELECT id, state, table_id, version, trouble FROM bill ORDER BY id').all(),
    movements: at.store.db.prepare('SELECT id, shift_id, amount_haler FROM cash_movement ORDER BY id').all(),
  };
}

/** As a register may write that nobody has seen before. */
function foreignFact(kind: string, id: string, body: unknown, more: Partial<FactRow> = {}): FactRow {
  const seq = ++foreignSeq;
  const hlc = `1795000000000.${seq.toString().padStart(4, '0')}.fremd`;
  return { is: 'fact', origin: 'fremd', seq, hlc, kind, id, body: JSON.stringify(body), ...more };
}
let foreignSeq = 0;

function tell(at: TestRegister, ...facts: FactRow[]): void {
  at.store.transaction(() => {
    const add = at.store.db.prepare(
      'INSERT INTO fact (origin, seq, hlc, kind, id, body) VALUES (:origin, :seq, :hlc, :kind, :id, :body)',
    );
    for (const { is: _, ...row } of facts) add.run(row);
    at.ledger.projection.take({ records: [], facts });
  });
}

function timed(run: () => void): number {
  const started = performance.now();
  run();
  return performance.now() - started;
}

describe('what other registers wrote', () => {
  it('makes the same books in whatever order and however often it comes', () => {
    const shared = bar.ledger.bills.open({ tableId: 't1', guests: 2 }, waiter).bill.id;
    bar.ledger.bills.addLine(shared, { lineId: newKey(), itemId: 'pivo' }, waiter);
    hall.hear(bar);
    hall.ledger.bills.addLine(shared, { lineId: newKey(), itemId: 'rizek' }, waiter);
    const twice = sell(bar);
    bar.ledger.shifts.cash({ amount_haler: -5_000, reason: 'Výdej' }, newKey(), manager);
    hall.hear(bar);
    for (const at of [bar, hall]) at.ledger.receipts.reverse(twice.id, { reason: 'omyl' }, newKey(), manager);
    pay(hall, shared);
    pay(bar, shared);
    sell(hall, 't2');
    bar.ledger.bills.open({ tableId: 't3', guests: null }, waiter);
    hall.ledger.shifts.close({ counted_haler: 100_000, countedForeign: {} }, newKey(), waiter);
    bar.hear(hall);
    hall.hear(bar);
    const expected = books(bar);
    expect(expected.troubles.map((t) => t.kind)).toEqual(['double-payment', 'double-reversal']);
    expect(books(hall)).toEqual(expected);

    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(1_000)), fc.integer({ min: 1, max: 5 }), (dice, slices) => {
        const third = testRegister({ id: 'r3', name: 'Terasa', series: 'R3' });
        try {
          hear(
            third.store,
            { ledger: { ...third.ledger, projection: { take() {}, rebuild() {} } } },
            bar.store,
          );
          const rows = third.store.db.prepare<[], Omit<FactRow, 'is'>>('SELECT * FROM fact').all();
          const facts = rows
            .map((row) => ({ row: { is: 'fact', ...row } as FactRow, key: dice.next().value as number }))
            .sort((x, y) => x.key - y.key)
            .map(({ row }) => row);
          const size = Math.ceil(facts.length / slices);
          third.store.transaction(() => {
            for (let at = 0; at < facts.length; at += size) {
              third.ledger.projection.take({
                records: [{ tbl: 'register', id: 'r1' }],
                facts: facts.slice(at, at + size),
              });
            }
          });
          third.store.transaction(() =>
            third.ledger.projection.take({ records: [{ tbl: 'register', id: 'r2' }], facts }),
          );
          expect(books(third)).toEqual(expected);
          third.store.transaction(() => third.ledger.projection.rebuild());
          expect(books(third)).toEqual(expected);
        } finally {
          third.stop();
        }
      }),
      { numRuns: 8 },
    );
  });

  it('is forgotten when the transaction is', () => {
    const id = bar.ledger.bills.open({ tableId: 't1', guests: null }, waiter).bill.id;
    const before = hall.events.length;
    expect(() =>
      hall.store.transaction(() => {
        hall.hear(bar);
        throw new Error('power');
      }),
    ).toThrow('power');
    expect(hall.ledger.bills.list()).toEqual([]);
    expect(hall.events).toHaveLength(before);
    hall.hear(bar);
    expect(hall.ledger.bills.list().map((view) => view.bill.id)).toEqual([id]);
  });

  it('waits for its opening', () => {
    const by = { at: '2026-11-24T12:00:00+01:00', staffId: 'petr' };
    const line: BillEvent = {
      ...by,
      kind: 'line-added',
      lineId: 'l1',
      item: {
        itemId: 'pivo',
        name: 'Pivo',
        shortName: 'Pivo',
        unitPrice_haler: 6_200,
        unit: 'ks',
        vatClass: 'standard',
        rate_bp: 2100,
        categoryId: 'napoje',
        route: 'bar',
      },
      quantity: 1000,
      note: '',
      from: null,
    };
    tell(bar, foreignFact('bill', 'b1', line));
    expect(bar.ledger.bills.list()).toEqual([]);
    tell(bar, foreignFact('bill', 'b1', { ...by, kind: 'opened', tableId: 't1', guests: null }));
    expect(bar.ledger.bills.list().map((view) => view.sum.total_haler)).toEqual([6_200]);
    tell(bar, foreignFact('bill', 'b1', { ...by, kind: 'sung-to', song: 'x' }));
    tell(bar, foreignFact('bill', 'b1', { ...line, lineId: 'l2', quantity: 0.5 }));
    tell(
      bar,
      foreignFact('bill', 'b1', { ...line, lineId: 'l3', item: { ...line.item, unitPrice_haler: '62' } }),
    );
    expect(bar.ledger.bills.list().map((view) => view.sum.total_haler)).toEqual([6_200]);
  });

  it('that cannot be read is left out and keeps nothing back', () => {
    const good = sell(hall);
    const broken: unknown[] = [
      null,
      7,
      'x',
      {},
      { ...good, lines: 3 },
      { ...good, total_haler: 1.5 },
      { ...good, number: null },
    ];
    const facts = broken.flatMap((body, i) => [
      foreignFact(
        'receipt',
        `x${i}`,
        body !== null && typeof body === 'object' ? { ...body, id: `x${i}` } : body,
      ),
      foreignFact('shift-opened', `s${i}`, body),
      foreignFact('shift-closed', `s${i}`, body),
      foreignFact('cash-movement', `c${i}`, body),
      foreignFact('bill', `b${i}`, body),
      foreignFact('clash-settled', `k${i}`, body),
    ]);
    tell(
      bar,
      ...facts,
      foreignFact('receipt', 'other-id', { ...good, id: 'good' }),
      foreignFact('receipt', 'good', { ...good, id: 'good' }),
    );
    expect(bar.ledger.receipts.list({}).receipts.map((r) => r.id)).toEqual(['good']);
    expect(bar.ledger.bills.list()).toEqual([]);
    expect(bar.ledger.shifts.list()).toHaveLength(1);
  });

  it('with a number that stands already is kept beside it and told', () => {
    const own = sell(bar);
    const far = { ...own, id: 'far', registerId: 'r7', number: { ...own.number, seq: 9 } };
    tell(
      bar,
      foreignFact('receipt', 'twin', { ...own, id: 'twin', registerId: 'r7' }),
      foreignFact('receipt', 'far', far),
    );
    const list = bar.ledger.receipts.list({}).receipts;
    expect(list.map((r) => [r.number, r.registerName]).sort()).toEqual([
      ['R1-2026-000001', 'Bar'],
      ['R1-2026-000001', 'r7'],
      ['R1-2026-000009', 'r7'],
    ]);
    const [trouble] = bar.ledger.troubles.list();
    expect(trouble).toMatchObject({ kind: 'same-number', id: 'R1-2026-000001' });
    // The own series goes on without a gap.
    expect(sell(bar).number.seq).toBe(2);
    bar.ledger.troubles.settle({ kind: 'same-number', id: 'R1-2026-000001' }, manager);
    expect(bar.ledger.troubles.list()).toEqual([]);
    hall.hear(bar);
    expect(hall.ledger.troubles.list()).toEqual([]);
    expect(hall.ledger.receipts.list({}).receipts).toHaveLength(4);
  });

  it('with a Z number that stands already is kept beside it and told', () => {
    const z = bar.ledger.shifts.close({ counted_haler: 100_000, countedForeign: {} }, newKey(), waiter);
    const shift = {
      id: 'zz',
      registerId: 'r1',
      openedAt: z.report.openedAt,
      openedBy: 'jana',
      float_haler: 0,
    };
    const kept = { openBills: 0, report: { ...z.report, shiftId: 'zz' } };
    tell(bar, foreignFact('shift-closed', 'zz', kept), foreignFact('shift-opened', 'zz', shift));
    expect(bar.ledger.shifts.list().map((s) => s.zNumber)).toEqual([1, 1]);
    expect(bar.ledger.troubles.list()).toMatchObject([{ kind: 'same-z', id: 'r1:1' }]);
    expect(bar.ledger.health()[0]?.cs).toBe('Uzávěrku Z 1 (Bar) mají dvě směny.');
    // The own numbers go on above everything known.
    bar.ledger.shifts.open({ float_haler: 0 }, waiter);
    const next = bar.ledger.shifts.close({ counted_haler: 0, countedForeign: {} }, newKey(), waiter);
    expect(next.report.close?.zNumber).toBe(2);
  });

  it('never reopens or closes the own shift', () => {
    const id = bar.ledger.shifts.current().shift?.id ?? '';
    const other = {
      id: 'dead',
      registerId: 'r1',
      openedAt: '2026-11-23T10:00:00+01:00',
      openedBy: 'jana',
      float_haler: 0,
    };
    tell(bar, foreignFact('shift-opened', 'dead', other));
    expect(bar.ledger.shifts.current().shift?.id).toBe(id);
    bar = bar.restart();
    opened[0] = bar;
    expect(bar.ledger.shifts.current().shift?.id).toBe(id);
    bar.ledger.shifts.close({ counted_haler: 100_000, countedForeign: {} }, newKey(), waiter);
    bar = bar.restart();
    opened[0] = bar;
    expect(bar.ledger.shifts.current().shift).toBeNull();
  });

  it('comes by the ten thousand in a moment, and is told without a flood', () => {
    const BILLS = 1_250;
    hall.store.transaction(() => {
      for (let i = 0; i < BILLS; i++) {
        const { bill } = hall.ledger.bills.open({ tableId: null, guests: null }, waiter);
        for (let line = 0; line < 5; line++) {
          hall.ledger.bills.addLine(bill.id, { lineId: newKey(), itemId: 'kava' }, waiter);
        }
      }
    });
    hall.store.transaction(() => {
      for (const { bill } of hall.ledger.bills.list()) pay(hall, bill.id);
    });
    const before = bar.events.length;
    // The same rows with nothing made of them, in the same run: whatever else this machine does, both suffer it.
    const deaf = testRegister({ id: 'r3', name: 'Terasa', series: 'R3' });
    opened.push(deaf);
    const nothing = { ledger: { ...deaf.ledger, projection: { take() {}, rebuild() {} } } };
    const bare_ms = timed(() => hear(deaf.store, nothing, hall.store));
    let facts: readonly FactRow[] = [];
    const took_ms = timed(() => {
      facts = bar.hear(hall).facts;
    });
    expect(facts.length).toBeGreaterThanOrEqual(BILLS * 8);
    expect(bar.events.length - before).toBeLessThan(150);
    expect(bar.ledger.receipts.list({ q: '000777' }).receipts.map((r) => r.number)).toEqual([
      'R2-2026-000777',
    ]);
    // Folding each bill once is a few times the bare rows; folding it for each of its facts would be tens.
    expect(took_ms / bare_ms).toBeLessThan(8);
  }, 60_000);
});

describe('the history', () => {
  it('is in the order of what happened, page by page, though news came late', () => {
    const first = sell(bar);
    for (const at of [bar, hall]) at.world.pass(60_000);
    const [zeroth, second] = [sell(hall), sell(hall)];
    for (const at of [bar, hall]) at.world.pass(60_000);
    const third = sell(bar);
    bar.hear(hall);
    const ids = [third, second, zeroth, first].map(({ id }) => id);
    expect(bar.ledger.receipts.list({ limit: 1 }).receipts.map((r) => r.id)).toEqual(ids.slice(0, 1));
    const { receipts, next } = bar.ledger.receipts.list({ limit: 2 });
    expect(receipts.map((r) => r.id)).toEqual(ids.slice(0, 2));
    const rest = bar.ledger.receipts.list({ limit: 2, before: next ?? '' });
    expect(rest).toMatchObject({ receipts: [{ id: ids[2] }, { id: ids[3] }], next: null });
  });
});

describe('a disk that fails while other registers are heard', () => {
  it('takes nothing in, so that nothing is missing from the books when it comes again', () => {
    const receipt = sell(bar);
    const full = (facts: FactRow[]) => {
      hall.store.db.pragma('query_only = 1');
      return facts;
    };
    expect(() => hear(hall.store, hall, bar.store, full)).toThrow(/Na disk pokladny se nedá zapsat/);
    hall.store.db.pragma('query_only = 0');
    expect(hall.store.journal.factRows('receipt', receipt.id)).toEqual([]);
    hall.hear(bar);
    expect(books(hall).receipts).toEqual(books(bar).receipts);
  });

  it('nor when a bill alone cannot be written', () => {
    const { bill } = bar.ledger.bills.open({ tableId: null, guests: null }, waiter);
    const full = (facts: FactRow[]) => {
      hall.store.db.pragma('query_only = 1');
      return facts.filter(({ kind }) => kind === 'bill');
    };
    expect(() => hear(hall.store, hall, bar.store, full)).toThrow(/Na disk pokladny se nedá zapsat/);
    hall.store.db.pragma('query_only = 0');
    hall.hear(bar);
    expect(hall.ledger.bills.list().map((one) => one.bill.id)).toEqual([bill.id]);
  });
});
