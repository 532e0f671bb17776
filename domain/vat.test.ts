import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatRate, sumRecaps, VAT_RATES, type VatRate, vatRateOn, vatRecap } from './index.ts';

const rate = fc.constantFrom(0, 1000, 1200, 1500, 2100, 10_000);
const part = fc.record({
  rate_bp: rate,
  amount_haler: fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
});
const parts = fc.array(part, { maxLength: 30 });

describe('recapitulation', () => {
  test('base and VAT add up, rate by rate, to what was paid', () => {
    fc.assert(
      fc.property(parts, (list) => {
        const recap = vatRecap(list);
        expect(recap.map((sum) => sum.rate_bp)).toEqual(
          [...new Set(list.map((p) => p.rate_bp))].sort((a, b) => b - a),
        );
        for (const sum of recap) {
          const paid = list.filter((p) => p.rate_bp === sum.rate_bp).reduce((a, p) => a + p.amount_haler, 0);
          expect(sum.total_haler).toBe(paid);
          expect(sum.base_haler + sum.vat_haler).toBe(paid);
        }
      }),
    );
  });

  test('the VAT is the nearest haléř to amount × rate / (100 + rate), by integers alone', () => {
    fc.assert(
      fc.property(part, (one) => {
        const [sum] = vatRecap([one]);
        // |vat − n/d| ≤ 1/2, as |2·vat·d − 2n| ≤ d.
        const d = BigInt(10_000 + one.rate_bp);
        const off =
          2n * BigInt(sum?.vat_haler ?? 0) * d - 2n * BigInt(one.amount_haler) * BigInt(one.rate_bp);
        expect(off <= d && -off <= d).toBe(true);
      }),
    );
  });

  test('a reversal mirrors it to the haléř', () => {
    fc.assert(
      fc.property(parts, (list) => {
        const mirrored = vatRecap(list.map((p) => ({ ...p, amount_haler: 0 - p.amount_haler })));
        expect(mirrored).toEqual(
          vatRecap(list).map((sum) => ({
            rate_bp: sum.rate_bp,
            base_haler: 0 - sum.base_haler,
            vat_haler: 0 - sum.vat_haler,
            total_haler: 0 - sum.total_haler,
          })),
        );
      }),
    );
  });

  test('does not depend on the order of lines nor on how they are cut', () => {
    fc.assert(
      fc.property(parts, fc.nat(), (list, cut) => {
        expect(vatRecap([...list].reverse())).toEqual(vatRecap(list));
        const halves = list.flatMap(({ rate_bp, amount_haler }) => {
          const first = Math.trunc(amount_haler / ((cut % 7) + 1));
          return [
            { rate_bp, amount_haler: first },
            { rate_bp, amount_haler: amount_haler - first },
          ];
        });
        expect(vatRecap(halves)).toEqual(vatRecap(list));
      }),
    );
  });

  // Worked by hand: 121 Kč holds 21 Kč of 21 %; 112 Kč 12 Kč of 12 %; 239 × 12 / 112 = 25,607 Kč.
  test.each([
    [2100, 12_100, 10_000, 2_100],
    [1200, 11_200, 10_000, 1_200],
    [1200, 23_900, 21_339, 2_561],
    [2100, 5_400, 4_463, 937],
    [2100, 1, 1, 0],
    [2100, 3, 2, 1],
    [0, 50_000, 50_000, 0],
  ])('%s: %s haléřů are %s and %s', (rate_bp, total_haler, base_haler, vat_haler) => {
    expect(vatRecap([{ rate_bp, amount_haler: total_haler }])).toEqual([
      { rate_bp, base_haler, vat_haler, total_haler },
    ]);
  });

  test('is computed from the sum of a rate, not line by line', () => {
    // Ten lines of 0,03 Kč: VAT by lines would be ten times 0,01.
    const lines = Array.from({ length: 10 }, () => ({ rate_bp: 2100, amount_haler: 3 }));
    expect(vatRecap(lines)).toEqual([{ rate_bp: 2100, base_haler: 25, vat_haler: 5, total_haler: 30 }]);
  });

  test('recapitulations of receipts are added as printed', () => {
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 6 }), (receipts) => {
        const recaps = receipts.map(vatRecap);
        const sum = sumRecaps(recaps);
        for (const key of ['base_haler', 'vat_haler', 'total_haler'] as const) {
          const expected = recaps.flat().reduce((a, one) => a + one[key], 0);
          expect(sum.reduce((a, one) => a + one[key], 0)).toBe(expected);
        }
        for (const one of sum) expect(one.base_haler + one.vat_haler).toBe(one.total_haler);
      }),
    );
  });
});

describe('rates', () => {
  const rates: VatRate[] = [
    ...VAT_RATES,
    { vatClass: 'reduced', name: 'snížená', rate_bp: 1500, validFrom: '2015-01-01' },
    { vatClass: 'reduced', name: 'snížená', rate_bp: 1100, validFrom: '2027-01-01' },
  ];

  test.each([
    ['2014-12-31', undefined],
    ['2015-01-01', 1500],
    ['2023-12-31', 1500],
    ['2024-01-01', 1200],
    ['2026-12-31', 1200],
    ['2027-01-01', 1100],
    ['2099-01-01', 1100],
  ])('the reduced rate on %s is %s', (day, expected) => {
    for (const table of [rates, [...rates].reverse()]) {
      expect(vatRateOn(table, 'reduced', day)?.rate_bp).toBe(expected);
    }
  });

  test('the law of 2024: 21 % and 12 %', () => {
    expect(vatRateOn(VAT_RATES, 'standard', '2026-11-24')?.rate_bp).toBe(2100);
    expect(vatRateOn(VAT_RATES, 'reduced', '2026-11-24')?.rate_bp).toBe(1200);
    expect(vatRateOn(VAT_RATES, 'zero', '2026-11-24')?.rate_bp).toBe(0);
    expect(vatRateOn(VAT_RATES, 'none', '2026-11-24')).toBeUndefined();
  });

  test('are the last row of the class that has begun', () => {
    const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
    const iso = day.map((date) => date.toISOString().slice(0, 10));
    const row = fc.record({
      vatClass: fc.constantFrom('a', 'b'),
      name: fc.constant('x'),
      rate_bp: fc.nat(9999),
      validFrom: iso,
    });
    const table = fc.uniqueArray(row, { selector: (r) => `${r.vatClass} ${r.validFrom}`, maxLength: 12 });
    fc.assert(
      fc.property(table, iso, (list, today) => {
        const begun = list
          .filter((r) => r.vatClass === 'a' && Date.parse(r.validFrom) <= Date.parse(today))
          .sort((x, y) => Date.parse(x.validFrom) - Date.parse(y.validFrom));
        expect(vatRateOn(list, 'a', today)).toBe(begun.at(-1));
      }),
    );
  });

  test('as text', () => {
    expect([2100, 1200, 1250, 1205, 0].map(formatRate)).toEqual(['21 %', '12 %', '12,5 %', '12,05 %', '0 %']);
  });
});
