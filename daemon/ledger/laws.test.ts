import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BillEvent,
  cashIn,
  foldBill,
  type Receipt,
  roundCash,
  sumBill,
  sumRecaps,
} from '../../domain/index.ts';
import { Refusal } from '../../wire/index.ts';
import type { ReceiptView, ReportView } from '../http/contract.ts';
import { openStore } from '../store/database.ts';
import { testFolder } from '../store/folder.fixture.ts';
import type { Store } from '../store/store.ts';
import {
  manager,
  newKey,
  silent,
  TABLES,
  type TestShop,
  testShop,
  testWorld,
  waiter,
} from './shop.fixture.ts';

/**
 * Whatever people do in whatever order, the books agree with themselves. The commands pick bills, lines and
 * receipts by a number modulo how many there are; what makes no sense is refused, and that must change nothing.
 */
const pick = fc.nat({ max: 20 });
const command = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('open' as const), table: fc.nat({ max: 4 }) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('add' as const),
      bill: pick,
      item: fc.constantFrom('svickova', 'rizek', 'pivo', 'kava', 'syr', 'ostatni', 'dort'),
      quantity: fc.constantFrom(1000, 2000, 345, 3000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('discount' as const),
      bill: pick,
      line: fc.option(pick),
      percent_bp: fc.integer({ min: 1, max: 10_000 }),
      amount_haler: fc.option(fc.integer({ min: 1, max: 30_000 })),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('void' as const),
      bill: pick,
      line: pick,
      quantity: fc.constantFrom(1000, 345),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('order' as const), bill: pick }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('split' as const),
      bill: pick,
      line: pick,
      quantity: fc.constantFrom(1000, 345, 2000),
      to: fc.option(pick),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('pay' as const),
      bill: pick,
      how: fc.constantFrom('cash', 'card', 'euro', 'half', 'short'),
      tip_haler: fc.constantFrom(0, 0, 1_000, 1_234),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reverse' as const), receipt: pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('repeat' as const), deed: pick }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('cash' as const),
      amount_haler: fc.integer({ min: -50_000, max: 50_000 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('shift' as const), counted_haler: fc.nat({ max: 100_000 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('clock' as const),
      to_ms: fc.constantFrom(
        0,
        Date.UTC(2025, 10, 24),
        Date.UTC(2026, 11, 31, 22, 59, 50),
        Date.UTC(2027, 0, 1),
        Date.UTC(2038, 0, 1),
      ),
    }),
  },
);
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

interface Run {
  readonly store: Store;
  readonly shop: TestShop;
  readonly world: ReturnType<typeof testWorld>;
  /** What was answered, with the request that can be repeated. */
  readonly deeds: { again: () => ReceiptView; answer: ReceiptView }[];
  readonly zReports: ReportView[];
}

const nth = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(list.length, 1)];

function act(run: Run, c: Command): void {
  const { ledger } = run.shop;
  const { bills, receipts, shifts } = ledger;
  const view = 'bill' in c ? nth(bills.list(), c.bill) : undefined;
  const bill = view?.bill;
  switch (c.do) {
    case 'open':
      bills.open({ tableId: TABLES[c.table]?.id ?? null, guests: null }, waiter);
      return;
    case 'add': {
      if (!bill) return;
      const draft = {
        lineId: newKey(),
        itemId: c.item,
        quantity: c.quantity,
        ...(c.item === 'ostatni' ? { unitPrice_haler: 3_333 } : {}),
      };
      const once = bills.addLine(bill.id, draft, waiter);
      expect(bills.addLine(bill.id, draft, waiter)).toEqual(once);
      return;
    }
    case 'discount': {
      if (!bill) return;
      const discount =
        c.amount_haler === null
          ? { kind: 'percent' as const, percent_bp: c.percent_bp }
          : { kind: 'amount' as const, amount_haler: c.amount_haler };
      const line = c.line === null ? undefined : nth(bill.lines, c.line);
      if (line) bills.patchLine(bill.id, line.id, { discount }, manager);
      else bills.patch(bill.id, { discount }, manager);
      return;
    }
    case 'void': {
      const line = bill && nth(bill.lines, c.line);
      if (line) bills.voidLine(bill.id, line.id, { quantity: c.quantity, reason: 'omyl' }, manager);
      return;
    }
    case 'order':
      if (bill) bills.order(bill.id, waiter);
      return;
    case 'split': {
      const line = bill && nth(bill.lines, c.line);
      if (!line) return;
      const to = c.to === null ? undefined : nth(bills.list(), c.to)?.bill.id;
      const lines = [{ lineId: line.id, quantity: c.quantity }];
      bills.split(bill.id, { lines, ...(to === undefined ? {} : { toBillId: to }) }, waiter);
      return;
    }
    case 'pay': {
      if (!view) return;
      const total_haler = view.sum.total_haler;
      const due = total_haler + c.tip_haler;
      const half = Math.floor(due / 2);
      const tenders = {
        cash: [{ typeId: 'hotovost', amount: roundCash(due + 5_000) }],
        card: due > 0 ? [{ typeId: 'karta', amount: due }] : [],
        euro: [{ typeId: 'eura', amount: Math.ceil((due * 100) / 2_450) + 100 }],
        half: [
          ...(half > 0 ? [{ typeId: 'karta', amount: half }] : []),
          { typeId: 'hotovost', amount: roundCash(due) },
        ],
        short: due > 1 ? [{ typeId: 'karta', amount: due - 1 }] : [],
      }[c.how] as { typeId: string; amount: number }[];
      const request = { tenders, tip_haler: c.tip_haler, expectedTotal_haler: total_haler };
      const key = newKey();
      const again = () => receipts.pay(view.bill.id, request, key, waiter);
      run.deeds.push({ again, answer: again() });
      return;
    }
    case 'reverse': {
      const id = nth(receipts.list({ limit: 200 }).receipts, c.receipt)?.id;
      if (id === undefined) return;
      const key = newKey();
      const again = () => receipts.reverse(id, { reason: 'omyl' }, key, manager);
      run.deeds.push({ again, answer: again() });
      return;
    }
    case 'repeat': {
      const deed = nth(run.deeds, c.deed);
      if (deed) expect(deed.again().receipt).toEqual(deed.answer.receipt);
      return;
    }
    case 'cash': {
      const key = newKey();
      const request = { amount_haler: c.amount_haler, reason: 'drobné' };
      const once = shifts.cash(request, key, manager);
      expect(shifts.cash(request, key, manager)).toEqual(once);
      return;
    }
    case 'shift': {
      if (shifts.current().shift) {
        const key = newKey();
        const request = { counted_haler: c.counted_haler, countedForeign: {} };
        const z = shifts.close(request, key, waiter);
        expect(shifts.close(request, key, waiter)).toEqual(z);
        run.zReports.push(z);
      } else shifts.open({ float_haler: c.counted_haler }, waiter);
      return;
    }
    case 'clock':
      run.world.set(c.to_ms);
  }
}

/** Every number of the tables that a refused deed might have touched. */
function footprint({ store }: Run): unknown {
  const count = (table: string) => store.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  return ['fact', 'receipt', 'deed', 'shift', 'cash_movement', 'bill'].map(count);
}

function perform(run: Run, commands: readonly Command[]): void {
  for (const c of commands) {
    const before = footprint(run);
    const printed = run.shop.printing.receipts.length;
    try {
      act(run, c);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      expect(footprint(run)).toEqual(before);
      expect(run.shop.printing.receipts.length).toBe(printed);
    }
  }
}

const total = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);

function checkBooks(run: Run): void {
  const { store, shop } = run;
  const receipts = store.db
    .prepare("SELECT body FROM fact WHERE kind = 'receipt' ORDER BY seq")
    .pluck()
    .all()
    .map((text) => JSON.parse(text as string) as Receipt);

  // Numbers: gapless from one in each year, years never going back.
  const years = receipts.map((r) => r.number.year);
  expect(years).toEqual([...years].sort((a, b) => a - b));
  for (const year of new Set(years)) {
    const seqs = receipts.filter((r) => r.number.year === year).map((r) => r.number.seq);
    expect(seqs).toEqual(seqs.map((_, i) => i + 1));
  }

  // Bills: each paid one has one receipt, of its very total.
  const billIds = store.db
    .prepare("SELECT DISTINCT id FROM fact WHERE kind = 'bill'")
    .pluck()
    .all() as string[];
  const folded = billIds.map((id) => {
    const bill = foldBill(id, store.journal.facts('bill', id) as BillEvent[]);
    if (!bill) throw new Error(id);
    return bill;
  });
  const sales = receipts.filter((r) => r.reverses === null);
  const paid = folded.filter((bill) => bill.state === 'paid');
  expect(sales.map((r) => r.billId).sort()).toEqual(paid.map((bill) => bill.id).sort());
  for (const bill of paid) {
    const receipt = sales.find((r) => r.billId === bill.id) as Receipt;
    expect(receipt.id).toBe(bill.payments[0]?.receiptId);
    expect(receipt.total_haler).toBe(sumBill(bill).total_haler);
    expect(total(receipt.payments.map((p) => p.amount_haler))).toBe(receipt.toPay_haler);
    expect(receipt.toPay_haler).toBe(receipt.total_haler + receipt.tip_haler + receipt.rounding_haler);
    // Whatever is made in the kitchen and paid was told to the kitchen.
    for (const line of bill.lines) {
      if (line.item.route !== null) expect(line.ordered).toBe(line.added - line.voided);
    }
  }
  // What the kitchen cooks is what stands, cancellations included; and nothing moves that it has not heard of. Of
  // what nobody makes it is not told, neither that it is wanted nor that it is not.
  for (const line of folded.flatMap((bill) => bill.lines)) {
    if (line.item.route !== null && (line.ordered > 0 || line.moved > 0)) {
      expect(line.ordered).toBe(line.added - line.voided);
    }
  }
  // Nothing gets lost between bills: what left one by a split stands on another.
  const lines = folded.flatMap((bill) => bill.lines);
  const moved = folded.flatMap((b) =>
    (store.journal.facts('bill', b.id) as BillEvent[]).filter((e) => e.kind === 'line-added' && e.from),
  );
  expect(total(lines.map((l) => l.moved))).toBe(
    total(moved.map((e) => (e.kind === 'line-added' ? e.quantity : 0))),
  );

  // The kitchen's orders add up to what the bills say that it was told.
  const told = total(shop.printing.orders.flatMap((order) => order.lines.map((l) => l.quantity)));
  const inherited = total(moved.map((e) => (e.kind === 'line-added' ? e.quantity : 0)));
  expect(told).toBe(total(lines.map((l) => l.ordered)) - inherited);

  // Reversals cancel, and each receipt is reversed at most once.
  const reversed = receipts.filter((r) => r.reverses).map((r) => r.reverses?.receiptId);
  expect(new Set(reversed).size).toBe(reversed.length);
  for (const reversal of receipts.filter((r) => r.reverses)) {
    const original = receipts.find((r) => r.id === reversal.reverses?.receiptId) as Receipt;
    expect(original.reverses).toBeNull();
    for (const sum of [
      'total_haler',
      'tip_haler',
      'rounding_haler',
      'toPay_haler',
      'discount_haler',
    ] as const) {
      expect(reversal[sum] + original[sum]).toBe(0);
    }
    for (const { base_haler, vat_haler, total_haler } of sumRecaps([original.recap, reversal.recap])) {
      expect([base_haler, vat_haler, total_haler]).toEqual([0, 0, 0]);
    }
  }

  // Shifts: Z numbers without a gap, each Z adds up by itself and agrees with the receipts.
  expect(run.zReports.map((z) => z.report.close?.zNumber)).toEqual(run.zReports.map((_, i) => i + 1));
  const open = shop.ledger.shifts.current().shift ? [shop.ledger.shifts.report()] : [];
  for (const { report } of [...run.zReports, ...open]) {
    const own = receipts.filter((r) => r.shiftId === report.shiftId);
    expect(report.receiptCount).toBe(own.length);
    expect(report.takings_haler).toBe(total(own.map((r) => r.total_haler)));
    expect(total(report.byPayment.map((p) => p.amount_haler))).toBe(
      report.takings_haler + report.tips_haler + report.rounding_haler,
    );
    expect(total(report.recap.map((r) => r.total_haler))).toBe(report.takings_haler);
    expect(total(report.byStaff.map((s) => s.amount_haler))).toBe(report.takings_haler);
    expect(total(report.byCategory.map((s) => s.amount_haler))).toBe(report.takings_haler);
    expect(report.expected_haler).toBe(
      report.float_haler + total(own.map(cashIn)) + total(report.movements.map((m) => m.amount_haler)),
    );
  }
  expect(total([...run.zReports, ...open].map((z) => z.report.receiptCount))).toBe(receipts.length);
  for (const z of run.zReports) expect(shop.ledger.shifts.reportOf(z.report.shiftId, manager)).toEqual(z);

  // A restart changes nothing of what is open.
  const again = testShop(store, run.world);
  expect(again.ledger.bills.list()).toEqual(shop.ledger.bills.list());
  expect(again.ledger.shifts.current()).toEqual(shop.ledger.shifts.current());

  // The replica is gapless too.
  const seqs = store.db
    .prepare('SELECT seq FROM fact UNION ALL SELECT seq FROM cell ORDER BY seq')
    .pluck()
    .all();
  expect(seqs).toEqual(seqs.map((_, i) => i + 1));
}

describe('the books', () => {
  it('agree with themselves whatever people do', () => {
    fc.assert(
      fc.property(fc.array(command, { minLength: 10, maxLength: 60 }), (commands) => {
        using folder = testFolder();
        const world = testWorld();
        const store = openStore({ dir: folder.dir, world, log: silent });
        // The laws are about what is written, not about power cuts.
        store.db.pragma('synchronous = OFF');
        const run: Run = { store, world, shop: testShop(store, world), deeds: [], zReports: [] };
        run.shop.ledger.shifts.open({ float_haler: 50_000 }, waiter);
        try {
          perform(run, commands);
          checkBooks(run);
        } finally {
          store.close();
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
