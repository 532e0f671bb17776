import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findByCode, type Item, isDivisible, isEan, isQuantity, UNITS } from './index.ts';

function item(patch: Partial<Item>): Item {
  return {
    id: 'x',
    name: 'X',
    shortName: 'X',
    price_haler: 100,
    vatClass: 'reduced',
    categoryId: 'c',
    unit: 'ks',
    plu: null,
    eans: [],
    weighedEanPrefix: null,
    labels: [],
    allergens: [],
    hue: null,
    route: null,
    soldOut: false,
    openPrice: false,
    stocked: false,
    prepaid: false,
    ...patch,
  };
}

/** By the table of GS1's manual: positions from the left, weights 1 and 3 for thirteen digits. */
function ean13(twelve: string): string {
  const odd = [0, 2, 4, 6, 8, 10].reduce((sum, i) => sum + Number(twelve[i]), 0);
  const even = [1, 3, 5, 7, 9, 11].reduce((sum, i) => sum + Number(twelve[i]), 0);
  return twelve + String((1000 - (odd + 3 * even)) % 10);
}

describe('check digits', () => {
  // GS1 General Specifications, 7.9; ISBN-13 of the users' manual; UPC-A and EAN-8 as in Wikipedia's worked examples.
  test.each(['4006381333931', '9780306406157', '036000291452', '73513537', '96385074', '00036000291452'])(
    '%s is valid',
    (code) => expect(isEan(code)).toBe(true),
  );

  test.each(['4006381333932', '', '1', '12345670a', '0360002914521', '123456789', '40063813339310000'])(
    '„%s“ is not',
    (code) => expect(isEan(code)).toBe(false),
  );

  test('one wrong digit is always found, and so is the right one', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{12}$/),
        fc.nat(12),
        fc.integer({ min: 1, max: 9 }),
        (base, at, by) => {
          const code = ean13(base);
          expect(isEan(code)).toBe(true);
          const digit = (Number(code[at]) + by) % 10;
          expect(isEan(code.slice(0, at) + digit + code.slice(at + 1))).toBe(false);
        },
      ),
    );
  });
});

describe('finding by code', () => {
  const weighed = item({ id: 'w', unit: 'kg', weighedEanPrefix: '2900252' });

  test("a scale's label carries grams", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999 }), fc.constantFrom('kg', 'g'), (grams, unit) => {
        const code = ean13(`2900252${grams.toString().padStart(5, '0')}`);
        const found = findByCode([item({}), { ...weighed, unit: unit as 'kg' | 'g' }], code);
        expect(found?.item.id).toBe('w');
        // Thousandths of the unit: a gram is a thousandth of a kilogram.
        expect(found?.quantity).toBe(unit === 'kg' ? grams : grams * 1000);
        expect(isQuantity(found?.quantity)).toBe(true);
      }),
    );
  });

  test('a label without weight, with a wrong digit or of another item finds nothing', () => {
    expect(findByCode([weighed], ean13('290025200000'))).toBeUndefined();
    const good = ean13('290025200345');
    const bad = good.slice(0, 12) + ((Number(good[12]) + 1) % 10);
    expect(findByCode([weighed], bad)).toBeUndefined();
    expect(findByCode([weighed], ean13('290025300345'))).toBeUndefined();
  });

  test('an exact EAN goes before a label, a label before a PLU, wherever they stand in the list', () => {
    const label = ean13('290025200345');
    const exact = item({ id: 'e', eans: ['1', label] });
    for (const list of [
      [weighed, exact],
      [exact, weighed],
    ]) {
      expect(findByCode(list, label)).toEqual({ item: exact, quantity: null });
    }
    const plu = item({ id: 'p', plu: '12' });
    const short = item({ id: 's', eans: ['12'] });
    for (const list of [
      [plu, short],
      [short, plu],
    ])
      expect(findByCode(list, '12')?.item.id).toBe('s');
    expect(findByCode([plu], '12')).toEqual({ item: plu, quantity: null });
    expect(findByCode([plu], '012')).toBeUndefined();
    expect(findByCode([plu, weighed], '')).toBeUndefined();
  });
});

test('only pieces cannot be divided', () => {
  expect(UNITS.filter((unit) => !isDivisible(unit))).toEqual(['ks']);
});
