import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Receipt } from '../../domain/index.ts';
import type { FactRow } from '../../sync/index.ts';
import { describeBoth } from '../database/both.fixture.ts';
import { openRows, prepare, type Rows } from './rows.fixture.ts';
import { createTill, JANA, PETR, type SaleDraft, type Till } from './trade.fixture.ts';

/** Tables of the books and the order of their keys. */
const TABLES = [
  ['receipt', 'id'],
  ['taking', 'day, dimension, key'],
  ['receipt_name', 'dimension, key'],
  ['shift', 'id'],
  ['cash_movement', 'id'],
  ['eet_sale', 'receipt_id'],
  ['eet_take_over', 'register_id, taken_by'],
  ['clash', 'kind, id'],
] as const;

async function everything(rows: Rows): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  for (const [table, order] of TABLES) {
    const found = (await rows.table(table, order)).map(({ store: _, ...row }) => row);
    all[table] = table === 'taking' ? found.filter(isFilled) : found;
  }
  return all;
}

/** A cell that has come to nothing is as good as none: no page shows it. */
const isFilled = ({ count, amount_haler, quantity_thousandths }: Record<string, unknown>) =>
  count !== 0 || amount_haler !== 0 || quantity_thousandths !== 0;

const sale: fc.Arbitrary<Omit<SaleDraft, 'at'>> = fc.record(
  {
    lines: fc.array(
      fc.tuple(
        fc.constantFrom('pivo', 'kava', 'svickova', 'syr', 'poukaz'),
        fc.integer({ min: 1, max: 9 }).map((n) => n * 500),
      ),
      { minLength: 1, maxLength: 5 },
    ),
    discount: fc.oneof(
      fc.integer({ min: 1, max: 3_000 }).map((percent_bp) => ({ kind: 'percent' as const, percent_bp })),
      fc.integer({ min: 1, max: 2_000 }).map((amount_haler) => ({ kind: 'amount' as const, amount_haler })),
    ),
    tip_haler: fc.integer({ min: 0, max: 5_000 }),
    by: fc.constantFrom('cash', 'card', 'mixed', 'eur', 'invoice'),
    staff: fc.constantFrom(JANA, PETR),
    table: fc.constantFrom(null, 'Stůl 1', '12'),
  },
  { requiredKeys: ['lines'] },
);
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('sell' as const), sale }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reverse' as const), nth: fc.nat(20) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('cash' as const), amount: fc.integer({ min: -500, max: 500 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('shift' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('eet' as const),
      nth: fc.nat(20),
      state: fc.constantFrom('confirmed', 'rejected', 'waiting'),
    }),
  },
);

/** A register's days: some hours between any two things, over midnight too. */
function trade(till: Till, steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[]): void {
  let hours = 0;
  const at = () => {
    hours += 5;
    const day = 10 + Math.floor(hours / 24);
    return `2026-11-${day}T${String(hours % 24).padStart(2, '0')}:15:00+01:00`;
  };
  let open = true;
  till.open(at());
  const nth = (n: number) => till.receipts[n % Math.max(1, till.receipts.length)];
  for (const one of steps) {
    if (!open && one.do !== 'eet') {
      till.open(at());
      open = true;
    }
    switch (one.do) {
      case 'sell':
        till.sell({ at: at(), ...one.sale });
        break;
      case 'reverse': {
        const receipt = nth(one.nth);
        if (receipt && !receipt.reverses) till.reverse(receipt, at());
        break;
      }
      case 'cash':
        till.cash(at(), one.amount * 100);
        break;
      case 'shift':
        till.close(at());
        open = false;
        break;
      case 'eet': {
        const receipt = nth(one.nth);
        if (receipt) till.outcome(receipt.id, { state: one.state as 'confirmed' });
        break;
      }
    }
  }
}

/**
 * A database that was put back from a copy and went on under a new name: its last receipts are there under both, and
 * the older ones, which are what stands, say that somebody else sold.
 */
function doubled(till: Till, count: number): FactRow[] {
  return till.facts
    .filter(({ kind }) => kind === 'receipt')
    .slice(-count)
    .map((fact, i) => ({
      ...fact,
      origin: `${fact.origin}-before`,
      seq: i + 1,
      hlc: `0000000000000.${String(i).padStart(4, '0')}.${fact.origin}-before`,
      body: JSON.stringify({ ...(JSON.parse(fact.body) as Receipt), staff: { id: 's9', name: 'Kdosi' } }),
    }));
}

describeBoth('The books, whatever the order', (open) => {
  test('any order and slicing, doubled facts and a rebuild give the same rows, and the cube is the sum of receipts', async () => {
    const db = await open();
    await prepare(db);
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 25 }),
        fc.array(step, { maxLength: 15 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 80, maxLength: 80 }),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(6),
        async (here, there, weights, slice, again) => {
          const tills = [createTill('bar', { series: 'R1' }), createTill('sal', { series: 'R1' })] as const;
          trade(tills[0], here);
          trade(tills[1], there);
          const before = doubled(tills[0], again);
          const facts = [...tills[0].facts, ...tills[1].facts, ...before];
          // Whole steps of the shop, torn apart: openings after closes, reversals before what they reverse.
          const shuffled = facts
            .map((fact, i) => ({ fact, at: (weights[i % weights.length] ?? 0) + i * 1e-9 }))
            .sort((a, b) => a.at - b.at)
            .map(({ fact }) => fact);

          run++;
          const inOrder = openRows(db, `order-${run}`);
          await inOrder.hold(facts);
          const anyHow = openRows(db, `any-${run}`);
          await anyHow.hold(shuffled, slice);
          await anyHow.hold(facts, slice);
          const one = await everything(inOrder);
          expect(await everything(anyHow)).toEqual(one);
          await anyHow.rebuild();
          expect(await everything(anyHow)).toEqual(one);

          const stands = new Map(before.map(({ id, body }) => [id, JSON.parse(body) as Receipt]));
          const receipts = tills.flatMap((till) => till.receipts.map((one) => stands.get(one.id) ?? one));
          expect(one.taking).toEqual(naive(receipts));
        },
      ),
      { numRuns: open.kind === 'sqlite' ? 40 : 8 },
    );
  });
});

/** The cube by hand: one receipt after another, figure by figure. */
function naive(receipts: readonly Receipt[]): unknown[] {
  const cells = new Map<string, Record<string, number | string>>();
  for (const receipt of receipts) {
    const back = receipt.total_haler < 0;
    const one = back ? -1 : 1;
    const add = (dimension: string, key: string, count: number, amount: number, more: Partial<Sums> = {}) => {
      const day = receipt.issuedAt.slice(0, 10);
      const cell = cells.get(`${day} ${dimension} ${key}`);
      const plus = (name: string, by = 0) => Number(cell?.[name] ?? 0) + by;
      cells.set(`${day} ${dimension} ${key}`, {
        day,
        dimension,
        key,
        count: plus('count', count),
        amount_haler: plus('amount_haler', amount),
        quantity_thousandths: plus('quantity_thousandths', more.quantity),
        base_haler: plus('base_haler', more.base),
        vat_haler: plus('vat_haler', more.vat),
      });
    };
    const { total_haler: total, tip_haler, rounding_haler } = receipt;
    add('total', 'all', one, total);
    if (back) add('total', 'reversed', 1, total);
    if (tip_haler !== 0) add('total', 'tip', one, tip_haler);
    if (rounding_haler !== 0) add('total', 'rounding', one, rounding_haler);
    let off = receipt.discount_haler;
    for (const line of receipt.lines) {
      off += line.lineDiscount_haler;
      add('category', line.categoryId, one, line.amount_haler);
      add('item', line.itemId, one, line.amount_haler, { quantity: line.quantity });
    }
    if (off !== 0) add('total', 'discount', one, off);
    add('hour', receipt.issuedAt.split('T')[1]?.split(':')[0] ?? '', one, total);
    add('staff', receipt.staff.id, one, total);
    add('register', receipt.registerId, one, total);
    for (const payment of receipt.payments) add('payment', payment.typeId, one, payment.amount_haler);
    for (const rate of receipt.recap) {
      add('vat', `${rate.rate_bp}`, one, rate.total_haler, { base: rate.base_haler, vat: rate.vat_haler });
    }
  }
  return [...cells]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, cell]) => cell)
    .filter(isFilled);
}

interface Sums {
  readonly quantity: number;
  readonly base: number;
  readonly vat: number;
}
