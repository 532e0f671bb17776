import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addMovement,
  foldStock,
  followStock,
  MOVEMENT_KINDS,
  NO_STOCK,
  parseStock,
  type StampedMovement,
  type StockLevel,
  stockState,
} from './index.ts';

/** Movements of one item from several registers; each stamp once, as a register never gives one twice. */
const movements: fc.Arbitrary<StampedMovement[]> = fc.uniqueArray(
  fc.record({
    kind: fc.constantFrom(...MOVEMENT_KINDS),
    quantity_thousandths: fc.integer({ min: -50_000, max: 50_000 }),
    stamp: fc
      .tuple(fc.integer({ min: 1, max: 30 }), fc.constantFrom('bar', 'sal', 'zahradka'))
      .map(([ms, origin]) => `${String(1_790_000_000_000 + ms)}.0000.${origin}`),
  }),
  { selector: (one) => one.stamp, maxLength: 25 },
);
const inOrder = (all: readonly StampedMovement[]) => [...all].sort((a, b) => (a.stamp < b.stamp ? -1 : 1));

/** As it happened, one after another: a take says what is there, everything else adds to it. */
function lived(all: readonly StampedMovement[]): StockLevel {
  let known = NO_STOCK;
  for (const { kind, quantity_thousandths: quantity, stamp } of inOrder(all)) {
    known =
      kind === 'take'
        ? { level_thousandths: quantity, take: stamp }
        : { ...known, level_thousandths: known.level_thousandths + quantity };
  }
  return known;
}

/** As a register gets to know of them. */
function heard(all: readonly StampedMovement[]): { level: StockLevel; folds: number } {
  let level = NO_STOCK;
  let folds = 0;
  all.forEach((one, index) => {
    const next = addMovement(level, one);
    if (!next) folds++;
    level = next ?? foldStock(all.slice(0, index + 1));
  });
  return { level, folds };
}

describe('the level of an item', () => {
  test('is what the movements come to one after another, in whatever order they are given', () => {
    fc.assert(
      fc.property(movements, fc.infiniteStream(fc.nat(1_000)), (all, dice) => {
        const shuffled = all
          .map((one) => ({ one, at: dice.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one);
        const expected = lived(all);
        expect(foldStock(shuffled)).toEqual(expected);
        expect(heard(shuffled).level).toEqual(expected);
      }),
      { numRuns: 1_000 },
    );
  });

  test('is folded anew for newer takes only', () => {
    fc.assert(
      fc.property(movements, (all) => {
        const takes = all.filter((one) => one.kind === 'take');
        expect(heard(inOrder(all)).folds).toBe(takes.length);
        // Backwards only the first take that is heard of is news.
        expect(heard(inOrder(all).toReversed()).folds).toBe(Math.min(takes.length, 1));
      }),
    );
  });

  test('after each of the movements is told with what a count was off by', () => {
    const at = (kind: StampedMovement['kind'], quantity_thousandths: number, n: number) => ({
      kind,
      quantity_thousandths,
      stamp: `${n}`,
    });
    const told = followStock(2_000, [at('delivery', 10_000, 1), at('sale', -500, 2), at('take', 11_000, 3)]);
    expect(told).toEqual([
      { level_thousandths: 12_000, difference_thousandths: null },
      { level_thousandths: 11_500, difference_thousandths: null },
      { level_thousandths: 11_000, difference_thousandths: -500 },
    ]);
    const first = [at('take', 4_000, 1), at('take', 3_000, 2)];
    expect(followStock(null, first).map((one) => one.difference_thousandths)).toEqual([null, -1_000]);
    fc.assert(
      fc.property(movements, (all) => {
        expect(followStock(null, inOrder(all)).at(-1)?.level_thousandths ?? 0).toBe(
          foldStock(all).level_thousandths,
        );
      }),
    );
  });
});

test('what is low depends on what it is counted in', () => {
  expect([-1, 0, 1, 5_000, 5_001].map((level) => stockState(level, 'ks'))).toEqual([
    'negative',
    'empty',
    'low',
    'low',
    'enough',
  ]);
  expect(stockState(900_000, 'g')).toBe('low');
  expect(stockState(900_000, 'kg')).toBe('enough');
});

test.each([
  ['24', 24_000],
  ['0', 0],
  ['12,5', 12_500],
  ['0.345', 345],
  ['7,', 7_000],
  ['999999,999', 999_999_999],
  ['', undefined],
  ['-1', undefined],
  ['1,2345', undefined],
  ['1000000', undefined],
])('counted: %s', (text, expected) => {
  expect(parseStock(text)).toBe(expected);
});
