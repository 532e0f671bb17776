import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  divideRounded,
  formatAmount,
  formatQuantity,
  isAmount,
  isQuantity,
  lineAmount,
  MAX_AMOUNT_HALER,
  MAX_QUANTITY,
  parseAmount,
  parseQuantity,
  roundCash,
} from './index.ts';

const amount = fc.integer({ min: -MAX_AMOUNT_HALER, max: MAX_AMOUNT_HALER });
const price = fc.integer({ min: 0, max: MAX_AMOUNT_HALER });
const quantity = fc.integer({ min: 1, max: MAX_QUANTITY });

/** Whether `q` is n / d to the nearest whole, halves away from zero; by comparing remainders, without dividing. */
function isNearest(q: number, n: bigint, d: bigint): boolean {
  const twice = 2n * (BigInt(q) * d - n);
  const width = d < 0n ? -d : d;
  const off = twice < 0n ? -twice : twice;
  if (off !== width) return off < width;
  // Exactly between two: the one further from zero.
  const positive = n < 0n === d < 0n;
  return positive ? twice > 0n === d > 0n : twice < 0n === d > 0n;
}

describe('rounding', () => {
  test('is to the nearest whole, halves away from zero, on either side of zero', () => {
    const big = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
    const divisor = fc.bigInt({ min: 1n, max: 20_000n });
    fc.assert(
      fc.property(big, divisor, fc.boolean(), (n, d, negative) => {
        const by = negative ? -d : d;
        const scaled = n % (d * 2n ** 40n);
        expect(isNearest(divideRounded(scaled, by), scaled, by)).toBe(true);
        expect(divideRounded(-scaled, by)).toBe(0 - divideRounded(scaled, by));
      }),
    );
  });

  test.each([
    [1n, 2n, 1],
    [-1n, 2n, -1],
    [3n, 2n, 2],
    [5n, 2n, 3],
    [-5n, 2n, -3],
    [49n, 100n, 0],
    [-49n, 100n, 0],
    [7n, -2n, -4],
    [-7n, -2n, 4],
  ])('%s / %s is %s', (n, d, expected) => {
    expect(Object.is(divideRounded(n, d), expected)).toBe(true);
  });

  // The Czech National Bank's last haléř coin left circulation in 2008: what is paid in cash is whole crowns.
  test.each([
    [10_049, 10_000],
    [10_050, 10_100],
    [10_099, 10_100],
    [10_100, 10_100],
    [49, 0],
    [50, 100],
    [-49, 0],
    [-50, -100],
    [-10_050, -10_100],
  ])('%s haléřů in cash are %s', (given, expected) => {
    expect(Object.is(roundCash(given), expected)).toBe(true);
  });

  test('cash is rounded to whole crowns by at most half a crown', () => {
    fc.assert(
      fc.property(amount, (value) => {
        const rounded = roundCash(value);
        expect(Math.abs(rounded % 100)).toBe(0);
        expect(Math.abs(rounded - value)).toBeLessThanOrEqual(50);
        expect(roundCash(rounded)).toBe(rounded);
        expect(roundCash(-value)).toBe(0 - rounded);
      }),
    );
  });
});

describe('amounts as text', () => {
  test('what is written is read back', () => {
    fc.assert(
      fc.property(amount, fc.constantFrom('full', 'short'), (value, whole) => {
        const text = formatAmount(value, whole as 'full' | 'short');
        expect(parseAmount(text)).toBe(value);
        expect(text).toMatch(/^−?\d{1,3}(\u00a0\d{3})*(,\d{2})?$/);
      }),
    );
  });

  test.each([
    [0, '0,00', '0'],
    [5, '0,05', '0,05'],
    [-5, '−0,05', '−0,05'],
    [100, '1,00', '1'],
    [99_999, '999,99', '999,99'],
    [100_000, '1\u00a0000,00', '1\u00a0000'],
    [123_456_700, '1\u00a0234\u00a0567,00', '1\u00a0234\u00a0567'],
    [-9_999_999_999, '−99\u00a0999\u00a0999,99', '−99\u00a0999\u00a0999,99'],
  ])('%s haléřů', (value, full, short) => {
    expect(formatAmount(value)).toBe(full);
    expect(formatAmount(value, 'short')).toBe(short);
  });

  test.each([
    ['62', 6_200],
    ['62,5', 6_250],
    ['62.50', 6_250],
    ['1 234,50', 123_450],
    ['1\u00a0234', 123_400],
    ['1\u202f234\u202f567', 123_456_700],
    ['-12.5', -1_250],
    ['−12,05', -1_205],
    ['- 5', -500],
    [' 7 ', 700],
    ['0', 0],
    ['007', 700],
  ])('„%s“ is read', (text, value) => {
    expect(Object.is(parseAmount(text), value)).toBe(true);
  });

  test('-0 is plain zero', () => {
    expect(Object.is(parseAmount('-0'), 0)).toBe(true);
    expect(Object.is(parseAmount('−0,00'), 0)).toBe(true);
  });

  test.each([
    '',
    '-',
    ',5',
    '5,',
    '1,234',
    '1.234,50',
    '1,2,3',
    '12a',
    '1e3',
    '0x10',
    '--5',
    '5-',
    '123456789',
    'NaN',
    '10 5',
    '1 2 3',
    '12 34',
    '1 234 5',
    '1,2 5',
    '12\n345',
  ])('„%s“ is not an amount', (text) => {
    expect(parseAmount(text)).toBeUndefined();
  });

  test('whatever is read is an amount', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[-−]?[0-9 .,\u00a0]{0,14}$/), (text) => {
        const value = parseAmount(text);
        expect(value === undefined || isAmount(value)).toBe(true);
      }),
    );
  });

  test('only whole numbers within bounds are amounts', () => {
    for (const no of [0.5, Number.NaN, Number.POSITIVE_INFINITY, MAX_AMOUNT_HALER + 1, '5', null, 5n]) {
      expect(isAmount(no)).toBe(false);
    }
    for (const yes of [0, -1, MAX_AMOUNT_HALER, -MAX_AMOUNT_HALER]) expect(isAmount(yes)).toBe(true);
  });
});

describe('quantities', () => {
  test('price times quantity is exact to the haléř, whatever their size', () => {
    fc.assert(
      fc.property(price, quantity, (unitPrice, thousandths) => {
        const line = lineAmount(unitPrice, thousandths);
        expect(isNearest(line, BigInt(unitPrice) * BigInt(thousandths), 1000n)).toBe(true);
        expect(lineAmount(unitPrice, -thousandths)).toBe(0 - line);
      }),
    );
    // 0,345 kg at 389 Kč is 134,205 Kč: half a haléř goes up.
    expect(lineAmount(38_900, 345)).toBe(13_421);
    expect(lineAmount(62, 250_000)).toBe(15_500);
    expect(lineAmount(9_999_999_999, 99_999_000)).toBe(999_989_999_900_001);
  });

  test('what is written is read back', () => {
    fc.assert(
      fc.property(quantity, (value) => {
        const text = formatQuantity(value);
        expect(parseQuantity(text)).toBe(value);
        expect(text).not.toMatch(/,0*$|,\d*0$/);
        expect(formatQuantity(-value)).toBe(`−${text}`);
      }),
    );
    expect([1000, 345, 1500, 20_000, 1].map(formatQuantity)).toEqual(['1', '0,345', '1,5', '20', '0,001']);
  });

  test.each(['', '0', '0,000', '-1', '1,2345', '100000', '1.', 'x', '1 000'])('„%s“ is not one', (text) => {
    expect(parseQuantity(text)).toBeUndefined();
  });

  test('bounds', () => {
    expect([0, -1, 0.5, MAX_QUANTITY + 1, '1'].map(isQuantity)).toEqual([false, false, false, false, false]);
    expect([1, MAX_QUANTITY].map(isQuantity)).toEqual([true, true]);
    expect(parseQuantity('0.345')).toBe(345);
  });
});
