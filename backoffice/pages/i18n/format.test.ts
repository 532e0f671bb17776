import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAmount, MAX_AMOUNT_HALER } from '../../../domain/index.ts';
import { plural } from '../../../ui/language.ts';
import { amount, change, compactMoney, count, money, percent, quantity, roundMoney } from './format.ts';

describe('amounts', () => {
  it('are what the receipts say, to the haléř, up to the largest', () => {
    fc.assert(
      fc.property(fc.integer({ min: -MAX_AMOUNT_HALER, max: MAX_AMOUNT_HALER }), (haler) => {
        expect(amount(haler, 'cs')).toBe(formatAmount(haler));
      }),
    );
    expect(money(9_999_999_999, 'cs')).toBe('99\u00a0999\u00a0999,99\u00a0Kč');
    expect(money(-57_800, 'en')).toBe('−578.00\u00a0Kč');
  });

  it('are rounded where haléře are noise, and nothing is never less than nothing', () => {
    expect(roundMoney(3_295_850, 'cs')).toBe('32\u00a0959\u00a0Kč');
    expect(roundMoney(-40, 'cs')).toBe('0\u00a0Kč');
    expect(compactMoney(1_500_000, 'cs')).toBe('15\u00a0tis.');
  });

  it('of goods and rates have as many places as they need', () => {
    expect(quantity(2_000, 'cs')).toBe('2');
    expect(quantity(350, 'cs')).toBe('0,35');
    expect(percent(1_200, 'cs')).toBe('12\u00a0%');
    expect(count(12_345, 'en')).toBe('12,345');
  });
});

describe('what has changed', () => {
  it('bears its sign, and is not said where nothing was', () => {
    expect(change(112, 100, 'cs')).toBe('+12\u00a0%');
    expect(change(97, 100, 'cs')).toBe('−3\u00a0%');
    expect(change(100, 100, 'cs')).toBe('0\u00a0%');
    expect(change(99_999, 100_000, 'cs')).toBe('0\u00a0%');
    expect(change(100, 0, 'cs')).toBeNull();
    expect(change(100, -5, 'cs')).toBeNull();
  });
});

it('counts in Czech', () => {
  const of = (n: number) => plural(n, 'účtenka', 'účtenky', 'účtenek');
  expect([0, 1, 2, 4, 5, 22].map(of)).toEqual([
    'účtenek',
    'účtenka',
    'účtenky',
    'účtenky',
    'účtenek',
    'účtenek',
  ]);
});
