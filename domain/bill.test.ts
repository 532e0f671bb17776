import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  applyBillEvent,
  type Bill,
  type BillEvent,
  type Discount,
  type FrozenItem,
  foldBill,
  freezeItem,
  type Item,
  remaining,
  sumBill,
  unordered,
} from './index.ts';

const by = { at: '2026-11-24T12:00:00+01:00', staffId: 'jana' };

const frozen: fc.Arbitrary<FrozenItem> = fc.record({
  itemId: fc.constant('i'),
  name: fc.constant('Pivo'),
  shortName: fc.constant('Pivo'),
  unitPrice_haler: fc.oneof(fc.nat(3), fc.nat(100_000)),
  unit: fc.constantFrom('ks', 'kg'),
  vatClass: fc.constant('c'),
  rate_bp: fc.constantFrom(2100, 1200, 0),
  categoryId: fc.constant('c'),
  route: fc.constant(null),
});
const discount: fc.Arbitrary<Discount | null> = fc.option(
  fc.oneof(
    fc.record({ kind: fc.constant('percent' as const), percent_bp: fc.integer({ min: 1, max: 10_000 }) }),
    fc.record({ kind: fc.constant('amount' as const), amount_haler: fc.integer({ min: 1, max: 50_000 }) }),
  ),
);
const quantity = fc.integer({ min: 1, max: 5_000 });
// Few ids, so that events meet; some name lines that do not exist.
const lineId = fc.constantFrom('a', 'b', 'c', 'nobody');

/** Anything that may be written to a bill, in any order, as when two registers wrote at once. */
const anyEvent: fc.Arbitrary<BillEvent> = fc
  .oneof(
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('opened' as const),
        tableId: fc.constant('t2'),
        guests: fc.constant(9),
      }),
    },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('line-quantity' as const), lineId, quantity }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('line-note' as const),
        lineId,
        note: fc.constant('bez cibule'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('line-price' as const),
        lineId,
        unitPrice_haler: fc.nat(100_000),
        allowedBy: fc.constant('petr'),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('line-discount' as const),
        lineId,
        discount,
        allowedBy: fc.constant('petr'),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('line-voided' as const),
        lineId,
        quantity,
        reason: fc.constant('omyl'),
        allowedBy: fc.constant('petr'),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('line-moved' as const),
        lineId,
        quantity,
        toBillId: fc.constant('other'),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('bill-discount' as const),
        discount,
        allowedBy: fc.constant('petr'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('table' as const), tableId: fc.constantFrom('t1', null) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('guests' as const), guests: fc.constantFrom(2, null) }),
    },
  )
  .map((event) => ({ ...by, ...event }) as BillEvent);

/** Lines a, b and c are added at random places; the kitchen is told what it has not heard of. */
const story: fc.Arbitrary<readonly (BillEvent | 'order')[]> = fc
  .tuple(
    fc.array(
      fc.oneof({ weight: 5, arbitrary: anyEvent }, { weight: 1, arbitrary: fc.constant('order' as const) }),
      {
        maxLength: 25,
      },
    ),
    fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }),
    fc.array(fc.tuple(frozen, quantity, fc.nat(10), fc.boolean()), { minLength: 3, maxLength: 3 }),
  )
  .map(([events, ids, lines]) => {
    const all: (BillEvent | 'order')[] = [...events];
    ids.forEach((id, i) => {
      const [item, added, at, moved] = lines[i] as (typeof lines)[number];
      const from = moved ? { billId: 'source', lineId: 'x' } : null;
      all.splice(at, 0, { ...by, kind: 'line-added', lineId: id, item, quantity: added, note: '', from });
    });
    return [{ ...by, kind: 'opened', tableId: 't1', guests: 2 }, ...all];
  });

/** Every state on the way, the events it came from, and the last one. */
function tell(steps: readonly (BillEvent | 'order')[]) {
  let bill: Bill | undefined;
  const events: BillEvent[] = [];
  const states: Bill[] = [];
  for (const step of steps) {
    const lines = (bill?.lines ?? []).flatMap((l) =>
      unordered(l) === 0 ? [] : [{ lineId: l.id, quantity: unordered(l) }],
    );
    const event: BillEvent = step === 'order' ? { ...by, kind: 'ordered', orderId: 'o', lines } : step;
    bill = applyBillEvent(bill, 'bill', event);
    events.push(event);
    states.push(bill);
  }
  return { events, states, bill: bill as Bill };
}

describe('a bill', () => {
  test('keeps sane quantities through any events, and counts each of them', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const { states } = tell(steps);
        states.forEach((bill, i) => {
          expect(bill.version).toBe(i + 1);
          for (const line of bill.lines) {
            expect(line.added).toBeGreaterThan(0);
            expect(line.voided).toBeGreaterThanOrEqual(0);
            expect(line.moved).toBeGreaterThanOrEqual(0);
            expect(line.added - line.voided - line.moved).toBeGreaterThanOrEqual(0);
            expect(remaining(line)).toBe(line.added - line.voided - line.moved);
            expect(line.ordered).toBeGreaterThanOrEqual(0);
          }
        });
      }),
      { numRuns: 500 },
    );
  });

  test('never loses a line, whatever else happens', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const { bill, events } = tell(steps);
        const added = events.flatMap((e) => (e.kind === 'line-added' ? [e.lineId] : []));
        expect(bill.lines.map((l) => l.id)).toEqual(added);
      }),
    );
  });

  test('is the fold of its events, and applying one leaves the state before as it was', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const { events, states, bill } = tell(steps);
        expect(foldBill('bill', events)).toEqual(bill);
        const copies = structuredClone(states);
        tell(steps);
        expect(states).toEqual(copies);
      }),
    );
  });

  test('once ordered, the kitchen knows exactly what is on it', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const { bill } = tell([...steps, 'order']);
        for (const line of bill.lines) {
          expect(unordered(line)).toBe(0);
          expect(line.ordered).toBe(line.added - line.voided);
        }
      }),
    );
  });

  test('is not opened twice: a second opening would sweep the lines off', () => {
    const item = fc.sample(frozen, 1)[0] as FrozenItem;
    const line: BillEvent = {
      ...by,
      kind: 'line-added',
      lineId: 'a',
      item,
      quantity: 1000,
      note: '',
      from: null,
    };
    const opened: BillEvent = { ...by, kind: 'opened', tableId: 't1', guests: 2 };
    const bill = foldBill('bill', [opened, line, { ...opened, tableId: 't9' }]);
    expect(bill).toMatchObject({ tableId: 't1', version: 3 });
    expect(bill?.lines).toHaveLength(1);
  });

  test('a quantity set below what is voided and moved leaves nothing, not less than nothing', () => {
    const item = fc.sample(frozen, 1)[0] as FrozenItem;
    const bill = foldBill('bill', [
      { ...by, kind: 'opened', tableId: null, guests: null },
      { ...by, kind: 'line-added', lineId: 'a', item, quantity: 3000, note: '', from: null },
      { ...by, kind: 'line-voided', lineId: 'a', quantity: 2000, reason: 'omyl', allowedBy: 'petr' },
      { ...by, kind: 'line-quantity', lineId: 'a', quantity: 1000 },
    ]);
    expect(remaining(bill?.lines[0] as Bill['lines'][number])).toBe(0);
  });

  test('what is ordered keeps its quantity', () => {
    const item = fc.sample(frozen, 1)[0] as FrozenItem;
    const bill = foldBill('bill', [
      { ...by, kind: 'opened', tableId: null, guests: null },
      { ...by, kind: 'line-added', lineId: 'a', item, quantity: 1000, note: '', from: null },
      { ...by, kind: 'ordered', orderId: 'o', lines: [{ lineId: 'a', quantity: 1000 }] },
      { ...by, kind: 'line-quantity', lineId: 'a', quantity: 5000 },
    ]);
    expect(bill?.lines[0]).toMatchObject({ added: 1000, ordered: 1000 });
  });

  test('the kitchen has heard of a line that came from another bill', () => {
    const item = fc.sample(frozen, 1)[0] as FrozenItem;
    const from = { billId: 'source', lineId: 'x' };
    const bill = foldBill('bill', [
      { ...by, kind: 'opened', tableId: null, guests: null },
      { ...by, kind: 'line-added', lineId: 'a', item, quantity: 2000, note: '', from },
      { ...by, kind: 'line-voided', lineId: 'a', quantity: 500, reason: 'omyl', allowedBy: 'petr' },
    ]) as Bill;
    expect(bill.lines.map(unordered)).toEqual([-500]);
  });

  test('once paid, what is on the receipt is as it is, whatever another register wrote before it knew', () => {
    fc.assert(
      fc.property(story, story, (steps, later) => {
        const { bill } = tell([...steps, { ...by, kind: 'paid', receiptId: 'r' }]);
        expect(bill.state).toBe('paid');
        const events: BillEvent[] = [
          ...later.filter((event) => event !== 'order'),
          { ...by, kind: 'discarded' },
        ];
        const after = events.reduce((b, event) => applyBillEvent(b, 'bill', event), bill);
        const { state, tableId, guests, discount, payments } = bill;
        expect(after).toMatchObject({ state, tableId, guests, discount, payments });
        expect(after.version).toBe(bill.version + events.length);
        for (const line of bill.lines.filter((l) => l.paid > 0)) {
          const now = after.lines.find((l) => l.id === line.id) as Bill['lines'][number];
          expect(now).toMatchObject({ item: line.item, discount: line.discount, paid: line.paid });
          expect(remaining(now)).toBeGreaterThanOrEqual(line.paid);
        }
      }),
    );
  });

  test('begins by being opened', () => {
    expect(() => applyBillEvent(undefined, 'b', { ...by, kind: 'discarded' })).toThrow('before "opened"');
    expect(foldBill('b', [])).toBeUndefined();
  });
});

describe('what a bill comes to', () => {
  test('every figure is the sum of its parts, none is below zero', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const { bill } = tell(steps);
        const sum = sumBill(bill);
        const of = (key: 'gross_haler' | 'lineDiscount_haler' | 'billDiscount_haler' | 'amount_haler') =>
          sum.lines.reduce((a, l) => a + l[key], 0);
        expect(sum.subtotal_haler).toBe(of('gross_haler') - of('lineDiscount_haler'));
        expect(sum.billDiscount_haler).toBe(of('billDiscount_haler'));
        expect(sum.total_haler).toBe(of('amount_haler'));
        expect(sum.total_haler).toBe(sum.subtotal_haler - sum.billDiscount_haler);
        expect(sum.recap.reduce((a, r) => a + r.total_haler, 0)).toBe(sum.total_haler);
        for (const l of sum.lines) {
          expect(l.amount_haler).toBe(l.gross_haler - l.lineDiscount_haler - l.billDiscount_haler);
          for (const n of [l.gross_haler, l.lineDiscount_haler, l.billDiscount_haler, l.amount_haler]) {
            expect(n).toBeGreaterThanOrEqual(0);
          }
        }
        const left = bill.lines.filter((l) => remaining(l) > 0);
        expect(sum.lines.map((l) => [l.lineId, l.quantity])).toEqual(left.map((l) => [l.id, remaining(l)]));
      }),
      { numRuns: 300 },
    );
  });

  test('each rate bears its fair part of the discount off the bill', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const { bill } = tell(steps);
        const sum = sumBill(bill);
        const before = sumBill({ ...bill, discount: null });
        for (const { rate_bp, total_haler } of before.recap) {
          const after = sum.recap.find((r) => r.rate_bp === rate_bp)?.total_haler ?? 0;
          if (before.total_haler === 0) continue;
          const fair = total_haler - (sum.billDiscount_haler * total_haler) / before.total_haler;
          expect(Math.abs(after - fair)).toBeLessThan(sum.lines.length + 0.01);
        }
      }),
    );
  });

  test('a discount greater than the bill leaves nothing to pay', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const { bill } = tell(steps);
        for (const off of [
          { kind: 'amount', amount_haler: 9_999_999_999 },
          { kind: 'percent', percent_bp: 10_000 },
        ] as const) {
          expect(sumBill({ ...bill, discount: off }).total_haler).toBe(0);
        }
      }),
    );
  });

  // Worked by hand: 2 beers at 54, a goulash at 219 less 10 %, and 50 Kč off the bill.
  test('an example', () => {
    const item = (unitPrice_haler: number, rate_bp: number): FrozenItem => ({
      itemId: 'i',
      name: 'x',
      shortName: 'x',
      unitPrice_haler,
      unit: 'ks',
      vatClass: 'c',
      rate_bp,
      categoryId: 'c',
      route: null,
    });
    const bill = foldBill('b', [
      { ...by, kind: 'opened', tableId: null, guests: null },
      {
        ...by,
        kind: 'line-added',
        lineId: 'a',
        item: item(5_400, 2100),
        quantity: 2000,
        note: '',
        from: null,
      },
      {
        ...by,
        kind: 'line-added',
        lineId: 'b',
        item: item(21_900, 1200),
        quantity: 1000,
        note: '',
        from: null,
      },
      {
        ...by,
        kind: 'line-discount',
        lineId: 'b',
        discount: { kind: 'percent', percent_bp: 1000 },
        allowedBy: 'p',
      },
      { ...by, kind: 'bill-discount', discount: { kind: 'amount', amount_haler: 5_000 }, allowedBy: 'p' },
    ]) as Bill;
    // 108,00 and 197,10 share 50,00 as 17,699 : 32,301; 90,30 × 21/121 = 15,672; 164,80 × 12/112 = 17,657.
    expect(sumBill(bill)).toMatchObject({
      subtotal_haler: 30_510,
      billDiscount_haler: 5_000,
      total_haler: 25_510,
      lines: [
        { gross_haler: 10_800, lineDiscount_haler: 0, billDiscount_haler: 1_770, amount_haler: 9_030 },
        { gross_haler: 21_900, lineDiscount_haler: 2_190, billDiscount_haler: 3_230, amount_haler: 16_480 },
      ],
      recap: [
        { rate_bp: 2100, base_haler: 7_463, vat_haler: 1_567, total_haler: 9_030 },
        { rate_bp: 1200, base_haler: 14_714, vat_haler: 1_766, total_haler: 16_480 },
      ],
    });
  });
});

test('a frozen item keeps the price of its moment; only an open price is given by hand', () => {
  const item: Item = {
    id: 'i',
    name: 'Menu',
    shortName: 'Menu',
    price_haler: 16_500,
    vatClass: 'reduced',
    categoryId: 'c',
    unit: 'ks',
    plu: null,
    eans: [],
    weighedEanPrefix: null,
    labels: [],
    allergens: [],
    hue: null,
    route: 'bar',
    soldOut: false,
    openPrice: false,
    stocked: false,
    prepaid: false,
  };
  expect(freezeItem(item, 'kuchyn', 1200, 1)).toMatchObject({
    unitPrice_haler: 16_500,
    route: 'kuchyn',
    rate_bp: 1200,
  });
  const open = { ...item, openPrice: true };
  expect(freezeItem(open, null, 1200, 0).unitPrice_haler).toBe(0);
  expect(freezeItem(item, null, 1200)).not.toHaveProperty('prepaid');
  expect(freezeItem({ ...item, prepaid: true }, null, 0).prepaid).toBe(true);
  expect(freezeItem(open, null, 1200).unitPrice_haler).toBe(16_500);
});
