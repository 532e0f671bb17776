import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  applyBillEvent,
  type Bill,
  type BillEvent,
  type FrozenItem,
  foldBill,
  lateLines,
  remaining,
  sumBill,
  troubleOf,
} from './index.ts';

const at = '2026-11-24T12:00:00+01:00';
const by = { at, staffId: 'jana' };
const item = (unitPrice_haler: number): FrozenItem => ({
  itemId: 'i',
  name: 'Pivo',
  shortName: 'Pivo',
  unitPrice_haler,
  unit: 'ks',
  vatClass: 'c',
  rate_bp: 2100,
  categoryId: 'c',
  route: 'bar',
});

// ---- two registers that write to one bill, and hear each other late or not at all

interface Stamped {
  readonly n: number;
  readonly origin: 'a' | 'b';
  readonly seq: number;
  readonly event: BillEvent;
}

/** Stamps order as text of fixed width would. */
const before = (x: Stamped, y: Stamped) => x.n - y.n || (x.origin < y.origin ? -1 : 1);
const fold = (held: readonly Stamped[]) =>
  foldBill(
    'bill',
    [...held].sort(before).map((one) => one.event),
  );

const deed = fc.record({
  do: fc.constantFrom(
    'add',
    'add',
    'add',
    'raise',
    'void',
    'move',
    'order',
    'pay',
    'discard',
    'claim',
    'release',
    'discount',
    'reverse',
  ),
  on: fc.constantFrom('a' as const, 'b' as const),
  pick: fc.nat(20),
  price: fc.integer({ min: 1, max: 50_000 }),
  /** How far the clock of the register jumps before it writes; the other one's may be years behind. */
  jump: fc.constantFrom(0, 0, 1, 5, 1_000),
});
const hearing = fc.record({
  do: fc.constant('hear' as const),
  on: fc.constantFrom('a' as const, 'b' as const),
});
const story = fc.array(fc.oneof({ weight: 4, arbitrary: deed }, { weight: 1, arbitrary: hearing }), {
  maxLength: 40,
});
type Step = typeof story extends fc.Arbitrary<(infer S)[]> ? S : never;

/** What a register would write, from what it sees. */
function eventOf(step: Exclude<Step, { do: 'hear' }>, bill: Bill, id: string): BillEvent | undefined {
  const line = bill.lines[step.pick % Math.max(bill.lines.length, 1)];
  const live = bill.state === 'open';
  switch (step.do) {
    case 'add':
      return live
        ? {
            ...by,
            kind: 'line-added',
            lineId: id,
            item: item(step.price),
            quantity: 1000,
            note: '',
            from: null,
          }
        : undefined;
    case 'raise':
      return live && line && remaining(line) > 0
        ? { ...by, kind: 'line-quantity', lineId: line.id, quantity: line.added + 1000, was: line.added }
        : undefined;
    case 'void':
      return live && line && remaining(line) > 0
        ? { ...by, kind: 'line-voided', lineId: line.id, quantity: 1000, reason: 'omyl', allowedBy: 'petr' }
        : undefined;
    case 'move':
      return live && line && remaining(line) > 0
        ? { ...by, kind: 'line-moved', lineId: line.id, quantity: 1000, toBillId: 'other' }
        : undefined;
    case 'order':
      return live && line
        ? {
            ...by,
            kind: 'ordered',
            orderId: id,
            lines: [{ lineId: line.id, quantity: line.added - line.ordered }],
          }
        : undefined;
    case 'pay': {
      const { lines } = sumBill(bill);
      return live && lines.length > 0
        ? {
            ...by,
            kind: 'paid',
            receiptId: id,
            lines: lines.map(({ lineId, quantity }) => ({ lineId, quantity })),
          }
        : undefined;
    }
    case 'discard':
      return live && sumBill(bill).lines.length === 0 ? { ...by, kind: 'discarded' } : undefined;
    case 'claim':
      return { ...by, kind: 'claimed', registerId: step.on, takesOver: step.pick === 0 };
    case 'release':
      return { ...by, kind: 'released', registerId: step.on };
    case 'discount':
      return {
        ...by,
        kind: 'bill-discount',
        discount: { kind: 'percent', percent_bp: 1 + (step.price % 10_000) },
        allowedBy: 'petr',
      };
    case 'reverse': {
      const payment = bill.payments.find((one) => !one.reversed);
      return payment ? { ...by, kind: 'payment-reversed', receiptId: payment.receiptId } : undefined;
    }
  }
}

/** Everything that was written, and what each register folded on the way, line by line as it wrote. */
function play(steps: readonly Step[]): readonly Stamped[] {
  const opened: Stamped = {
    n: 1,
    origin: 'a',
    seq: 0,
    event: { ...by, kind: 'opened', tableId: 't1', guests: null },
  };
  const held = { a: [opened], b: [opened] };
  const clock = { a: 1, b: 1 };
  let ids = 0;
  for (const step of steps) {
    const mine = held[step.on];
    if (step.do === 'hear') {
      const other = held[step.on === 'a' ? 'b' : 'a'];
      mine.push(...other.filter((one) => !mine.includes(one)));
      continue;
    }
    const bill = fold(mine) as Bill;
    const event = eventOf(step, bill, `id-${++ids}`);
    if (!event) continue;
    // As the journal stamps: above the own clock and above everything of this bill that is held.
    clock[step.on] = Math.max(clock[step.on] + 1 + step.jump, ...mine.map(({ n }) => n + 1));
    const seq = mine.filter(({ origin }) => origin === step.on).length;
    const stamped: Stamped = { n: clock[step.on], origin: step.on, seq, event };
    mine.push(stamped);
    // What was applied to the bill on the screen is what the fold of everything says.
    expect(fold(mine)).toEqual(applyBillEvent(bill, 'bill', event));
  }
  return [...new Set([...held.a, ...held.b])];
}

describe('a bill that two registers write to', () => {
  test('is the same on both, in whatever order the news came; and nothing of it is lost', () => {
    fc.assert(
      fc.property(story, fc.infiniteStream(fc.nat(1_000)), (steps, dice) => {
        const all = play(steps);
        const bill = fold(all) as Bill;

        // A third replica that hears everything in an order of its own, even of one register.
        const heard: Stamped[] = [];
        const shuffled = all
          .map((one) => ({ one, key: dice.next().value as number }))
          .sort((x, y) => x.key - y.key)
          .map(({ one }) => one);
        for (const one of shuffled) {
          heard.push(one);
          const so = fold(heard);
          expect(so === undefined).toBe(!heard.some(({ event }) => event.kind === 'opened'));
        }
        expect(fold(heard)).toEqual(bill);

        // Lines of both stay, at the price of their moment.
        const added = all.flatMap(({ event }) => (event.kind === 'line-added' ? [event] : []));
        expect(bill.lines.map((l) => l.id).sort()).toEqual(added.map((e) => e.lineId).sort());
        for (const { lineId, item } of added) {
          expect(bill.lines.find((l) => l.id === lineId)?.item).toEqual(item);
        }

        // Every raise counts, whoever made it.
        for (const line of bill.lines) {
          const raises = all.filter(({ event: e }) => e.kind === 'line-quantity' && e.lineId === line.id);
          expect(line.added).toBeGreaterThanOrEqual(1000 + 1000 * raises.length);
        }

        // What is on it is paid, or asked for, or told.
        const late = new Map(lateLines(bill).map(({ line, quantity }) => [line.id, quantity]));
        for (const line of bill.lines) {
          expect(remaining(line)).toBeGreaterThanOrEqual(0);
          if (bill.state === 'discarded') expect(remaining(line)).toBe(0);
          if (bill.state === 'paid') {
            expect(Math.min(line.paid, remaining(line)) + (late.get(line.id) ?? 0)).toBe(remaining(line));
          }
          // Taken off once more than there was, by a guest who paid or by another bill: it is told.
          const asked = all.flatMap(({ event: e }) =>
            (e.kind === 'line-moved' || e.kind === 'line-voided') && e.lineId === line.id ? [e] : [],
          );
          const moved = asked.filter((e) => e.kind === 'line-moved').reduce((sum, e) => sum + e.quantity, 0);
          if (moved > line.added) expect(line.excess).toBeGreaterThan(0);
        }
        const sum = sumBill(bill);
        expect(sum.total_haler).toBe(sum.lines.reduce((total, l) => total + l.amount_haler, 0));

        const standing = bill.payments.filter((p) => !p.reversed);
        const paid = all.filter(({ event }) => event.kind === 'paid');
        expect(bill.payments).toHaveLength(paid.length);
        expect(troubleOf(bill)?.paidTwice ?? []).toEqual(standing.length > 1 ? standing : []);
      }),
      { numRuns: 1_000 },
    );
  });

  const opened: BillEvent = { ...by, kind: 'opened', tableId: 't1', guests: null };
  const line = (lineId: string, price = 6_200): BillEvent => ({
    ...by,
    kind: 'line-added',
    lineId,
    item: item(price),
    quantity: 1000,
    note: '',
    from: null,
  });
  const paid = (receiptId: string, ...lineIds: string[]): BillEvent => ({
    ...by,
    kind: 'paid',
    receiptId,
    lines: lineIds.map((lineId) => ({ lineId, quantity: 1000 })),
  });
  const reversed = (receiptId: string): BillEvent => ({ ...by, kind: 'payment-reversed', receiptId });
  const told = (...events: BillEvent[]) => foldBill('bill', [opened, ...events]) as Bill;
  const late = (bill: Bill) => lateLines(bill).map((l) => [l.line.id, l.quantity]);

  test('waits for its opening', () => {
    expect(foldBill('bill', [line('x')])).toBeUndefined();
    expect(foldBill('bill', [line('x'), opened])?.lines).toHaveLength(1);
  });

  test('a line that came after the payment is nobody’s gift, stamped before it or after', () => {
    expect(late(told(line('x'), paid('r1', 'x'), line('y')))).toEqual([['y', 1000]]);
    expect(late(told(line('x'), line('y'), paid('r1', 'x')))).toEqual([['y', 1000]]);
    const raised: BillEvent = { ...by, kind: 'line-quantity', lineId: 'x', quantity: 3000, was: 1000 };
    expect(late(told(line('x'), raised, paid('r1', 'x')))).toEqual([['x', 2000]]);
    expect(late(told(line('x'), paid('r1', 'x'), raised))).toEqual([['x', 2000]]);
  });

  test('a late line is no longer late once it is on another bill or voided', () => {
    const moved: BillEvent = { ...by, kind: 'line-moved', lineId: 'y', quantity: 1000, toBillId: 'new' };
    const bill = told(line('x'), paid('r1', 'x'), line('y'), moved);
    expect(troubleOf(bill)).toBeNull();
    // Two registers took it over at once: one of the two new bills has it too many.
    const twice = applyBillEvent(bill, 'bill', { ...moved, toBillId: 'another' });
    expect(troubleOf(twice)?.excess.map((l) => l.id)).toEqual(['y']);
    expect(troubleOf(applyBillEvent(twice, 'bill', { ...by, kind: 'excess-settled' }))).toBeNull();
  });

  test('two receipts of one bill are told until one is taken back; what only that one was for is asked for again', () => {
    const twice = told(line('x'), paid('r1', 'x'), line('y'), paid('r2', 'x', 'y'));
    expect(troubleOf(twice)).toMatchObject({
      paidTwice: [{ receiptId: 'r1' }, { receiptId: 'r2' }],
      late: [],
    });
    expect(troubleOf(applyBillEvent(twice, 'bill', reversed('r1')))).toBeNull();
    const other = applyBillEvent(twice, 'bill', reversed('r2'));
    expect(troubleOf(other)).toMatchObject({ paidTwice: [] });
    expect(late(other)).toEqual([['y', 1000]]);
  });

  test('a sale taken back owes nothing', () => {
    expect(troubleOf(told(line('x'), paid('r1', 'x'), reversed('r1')))).toBeNull();
  });

  test('what a guest paid while it was being voided or moved elsewhere is told', () => {
    const voided: BillEvent = {
      ...by,
      kind: 'line-voided',
      lineId: 'x',
      quantity: 1000,
      reason: 'omyl',
      allowedBy: 'petr',
    };
    const moved: BillEvent = { ...by, kind: 'line-moved', lineId: 'x', quantity: 1000, toBillId: 'other' };
    for (const gone of [voided, moved]) {
      expect(troubleOf(told(line('x'), gone, paid('r1', 'x')))?.excess).toHaveLength(1);
      expect(troubleOf(told(line('x'), paid('r1', 'x'), gone))?.excess).toHaveLength(1);
    }
    // Two waiters who void the same beer do no harm.
    expect(troubleOf(told(line('x'), voided, voided))).toBeNull();
  });

  test('what was added to a bill that another register closed as empty opens it again', () => {
    const discarded: BillEvent = { ...by, kind: 'discarded' };
    expect(told(discarded).state).toBe('discarded');
    expect(told(discarded, line('x')).state).toBe('open');
    expect(told(line('x'), discarded).state).toBe('open');
  });

  test('the first of two that claim at once has it, until it is released, taken over or paid', () => {
    const claimed = (registerId: string, takesOver = false): BillEvent => ({
      ...by,
      kind: 'claimed',
      registerId,
      takesOver,
    });
    const released = (registerId: string): BillEvent => ({ ...by, kind: 'released', registerId });
    const holder = (...events: BillEvent[]) => told(line('x'), ...events).claim?.registerId ?? null;
    expect(holder(claimed('a'), claimed('b'))).toBe('a');
    expect(holder(claimed('a'), released('b'))).toBe('a');
    expect(holder(claimed('a'), released('a'), claimed('b'))).toBe('b');
    expect(holder(claimed('a'), claimed('b', true))).toBe('b');
    expect(holder(claimed('a'), paid('r1', 'x'))).toBeNull();
  });

  test('events that a newer program writes leave it as it is', () => {
    const newer = { ...by, kind: 'sung-to' } as unknown as BillEvent;
    expect(told(line('x'), newer)).toMatchObject({ state: 'open', version: 3, lines: [{ id: 'x' }] });
  });
});
