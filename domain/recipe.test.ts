import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type RecipePart, usedBy } from './index.ts';

const kitchen = (
  stocked: readonly string[],
  recipes: Readonly<Record<string, readonly RecipePart[]>> = {},
) => ({
  isStocked: (id: string) => stocked.includes(id),
  recipe: (id: string) => recipes[id] ?? [],
});
const part = (itemId: string, quantity_thousandths: number): RecipePart => ({ itemId, quantity_thousandths });

test('lines of one item are one sale, and what is not counted is not moved', () => {
  const lines = [
    { itemId: 'cola', quantity: 2_000 },
    { itemId: 'tonic', quantity: 1_000 },
    { itemId: 'cola', quantity: 500 },
    { itemId: 'chleb', quantity: 1_000 },
  ];
  expect([...usedBy(lines, kitchen(['cola', 'tonic']))]).toEqual([
    ['cola', 2_500],
    ['tonic', 1_000],
  ]);
});

test('a dish moves what it is made of, and itself when it is counted too', () => {
  const recipes = { gulas: [part('maso', 200), part('cibule', 150), part('sul', 5)] };
  const two = [{ itemId: 'gulas', quantity: 2_000 }];
  expect([...usedBy(two, kitchen(['maso', 'cibule'], recipes))]).toEqual([
    ['maso', 400],
    ['cibule', 300],
  ]);
  expect(usedBy(two, kitchen(['gulas', 'maso'], recipes))).toEqual(
    new Map([
      ['gulas', 2_000],
      ['maso', 400],
    ]),
  );
});

test('a part that is not counted is taken apart; one that is counted is not', () => {
  const recipes = { rizek: [part('trojobal', 1_000)], trojobal: [part('vejce', 500), part('mouka', 30)] };
  const one = [{ itemId: 'rizek', quantity: 1_000 }];
  expect([...usedBy(one, kitchen(['vejce', 'mouka'], recipes))]).toEqual([
    ['vejce', 500],
    ['mouka', 30],
  ]);
  expect([...usedBy(one, kitchen(['vejce', 'mouka', 'trojobal'], recipes))]).toEqual([['trojobal', 1_000]]);
});

test('recipes that lead round in a circle come to an end', () => {
  const recipes = { a: [part('b', 1_000)], b: [part('a', 1_000), part('maso', 100)] };
  expect(usedBy([{ itemId: 'a', quantity: 1_000 }], kitchen(['maso'], recipes)).get('maso')).toBeGreaterThan(
    0,
  );
});

test('law: a reversal brings back exactly what the sale took', () => {
  const lines = fc.array(
    fc.record({
      itemId: fc.constantFrom('gulas', 'maso', 'omacka'),
      quantity: fc.integer({ min: 1, max: 99_999 }),
    }),
  );
  const amounts = fc.record({
    maso: fc.integer({ min: 1, max: 5_000 }),
    omacka: fc.integer({ min: 1, max: 5_000 }),
  });
  fc.assert(
    fc.property(lines, amounts, (all, { maso, omacka }) => {
      const recipes = { gulas: [part('maso', maso), part('omacka', omacka)], omacka: [part('maso', 7)] };
      const shop = kitchen(['maso'], recipes);
      const back = usedBy(
        all.map(({ itemId, quantity }) => ({ itemId, quantity: -quantity })),
        shop,
      );
      const sold = usedBy(all, shop);
      expect(new Map([...back].map(([id, quantity]) => [id, 0 - quantity]))).toEqual(sold);
    }),
  );
});
