import { expect, it } from 'vitest';
import { BULK_KINDS, type BulkForm, blankBulk, readBulk } from './bulk-form.ts';

const form = blankBulk('c1', 'reduced');
const read = (part: Partial<BulkForm>) => readBulk({ ...form, ...part });

it('reads percents and crowns as people write them', () => {
  expect(read({ figure: '5' })).toMatchObject({ kind: 'price-percent', percent_bp: 500, round_haler: 100 });
  expect(read({ figure: '-12,5 %' })).toMatchObject({ percent_bp: -1250 });
  expect(read({ kind: 'price-amount', figure: '-5 Kč' })).toMatchObject({ amount_haler: -500 });
  expect(read({ kind: 'price-set', figure: '62,50' })).toEqual({ kind: 'price-set', price_haler: 6250 });
});

it('is nothing while a number is missing or makes no sense', () => {
  for (const figure of ['', 'mnoho', '-101', '1001']) expect(read({ figure })).toBeUndefined();
  expect(read({ kind: 'price-set', figure: '-1' })).toBeUndefined();
  expect(read({ kind: 'price-amount', figure: '100001' })).toBeUndefined();
  expect(read({ kind: 'labels' })).toBeUndefined();
  expect(read({ kind: 'allergens' })).toBeUndefined();
});

it('knows what to do for every kind that is offered', () => {
  for (const kind of BULK_KINDS) {
    expect(
      read({ kind, figure: '1', addLabels: ['bar'], removeAllergens: [1] }),
      `${kind} was not read`,
    ).toMatchObject({ kind });
  }
  expect(read({ kind: 'route' })).toEqual({ kind: 'route', route: null });
  expect(read({ kind: 'sold-out', on: false })).toEqual({ kind: 'sold-out', soldOut: false });
});
