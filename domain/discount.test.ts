import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { discountOf, shareOut } from './index.ts';

const weight = fc.oneof(fc.nat(5), fc.nat(100_000), fc.nat(9_999_999_999));
const weights = fc.array(weight, { maxLength: 20 });
/** A total of at most the weights' sum, as a discount always is. */
const shared = weights.chain((list) => {
  const sum = list.reduce((a, b) => a + b, 0);
  return fc.tuple(fc.oneof(fc.integer({ min: 0, max: sum }), fc.constant(sum)), fc.constant(list));
});

describe('sharing out', () => {
  test('gives away the whole, never less than nothing and never more than there is', () => {
    fc.assert(
      fc.property(shared, ([total, list]) => {
        const shares = shareOut(total, list);
        expect(shares).toHaveLength(list.length);
        expect(shares.reduce((a, b) => a + b, 0)).toBe(total);
        shares.forEach((share, i) => {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(list[i] as number);
        });
      }),
    );
  });

  test('is fair to less than a haléř', () => {
    fc.assert(
      fc.property(shared, ([total, list]) => {
        const sum = list.reduce((a, b) => a + BigInt(b), 0n);
        shareOut(total, list).forEach((share, i) => {
          // |share − total·w/sum| < 1
          const off = BigInt(share) * sum - BigInt(total) * BigInt(list[i] as number);
          if (sum > 0n) expect(off < sum && -off < sum).toBe(true);
        });
      }),
    );
  });

  test('what remains goes to the largest remainders, the earlier line first', () => {
    expect(shareOut(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(shareOut(2, [1, 1, 1])).toEqual([1, 1, 0]);
    // 10 over 1 : 2 : 4 is 1,43 : 2,86 : 5,71.
    expect(shareOut(10, [1, 2, 4])).toEqual([1, 3, 6]);
    expect(shareOut(5, [0, 0])).toEqual([0, 0]);
    expect(shareOut(0, [3, 4])).toEqual([0, 0]);
    expect(shareOut(7, [7, 0])).toEqual([7, 0]);
  });

  test('is the same whatever the order of lines, as long as no two weigh the same', () => {
    const distinct = fc.uniqueArray(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(distinct, fc.nat(), (list, seed) => {
        const sum = list.reduce((a, b) => a + b, 0);
        const total = seed % (sum + 1);
        const product = (w: number) => (BigInt(total) * BigInt(w)) % BigInt(sum);
        fc.pre(new Set(list.map(product)).size === list.length);
        const byWeight = new Map(shareOut(total, list).map((share, i) => [list[i], share]));
        const back = [...list].reverse();
        shareOut(total, back).forEach((share, i) => {
          expect(share).toBe(byWeight.get(back[i]));
        });
      }),
    );
  });

  test('a heavier line never gets less', () => {
    fc.assert(
      fc.property(shared, ([total, list]) => {
        const shares = shareOut(total, list);
        list.forEach((a, i) => {
          list.forEach((b, j) => {
            if (a > b) expect(shares[i]).toBeGreaterThanOrEqual(shares[j] as number);
          });
        });
      }),
    );
  });
});

describe('a discount', () => {
  test('takes off between nothing and everything', () => {
    const discount = fc.oneof(
      fc.record({ kind: fc.constant('percent' as const), percent_bp: fc.integer({ min: 1, max: 10_000 }) }),
      fc.record({ kind: fc.constant('amount' as const), amount_haler: fc.nat(9_999_999_999) }),
    );
    fc.assert(
      fc.property(fc.nat(9_999_999_999), discount, (amount, off) => {
        const taken = discountOf(amount, off);
        expect(taken).toBeGreaterThanOrEqual(0);
        expect(taken).toBeLessThanOrEqual(amount);
        expect(Number.isSafeInteger(taken)).toBe(true);
      }),
    );
  });

  test.each([
    [10_000, { kind: 'percent', percent_bp: 1000 }, 1_000],
    [9_995, { kind: 'percent', percent_bp: 1000 }, 1_000],
    [9_994, { kind: 'percent', percent_bp: 1000 }, 999],
    [333, { kind: 'percent', percent_bp: 10_000 }, 333],
    [5_000, { kind: 'amount', amount_haler: 2_000 }, 2_000],
    [1_500, { kind: 'amount', amount_haler: 2_000 }, 1_500],
    [1_500, null, 0],
  ] as const)('of %s: %o takes %s', (amount, off, expected) => {
    expect(discountOf(amount, off)).toBe(expected);
  });
});
