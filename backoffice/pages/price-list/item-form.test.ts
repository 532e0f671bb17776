import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ItemDraft } from '../../http/contract/price-list.ts';
import { blankForm, duplicateOf, editOf, formOf, type ItemForm, readForm, rebase } from './item-form.ts';

const draft: ItemDraft = {
  name: 'Svíčková na smetaně',
  shortName: 'Svíčková',
  price_haler: 21_950,
  vatClass: 'reduced',
  categoryId: 'hlavni',
  unit: 'ks',
  plu: '12',
  eans: ['4006381333931'],
  weighedEanPrefix: null,
  labels: ['pokl1'],
  allergens: [1, 7, 9],
  hue: 120,
  route: 'kuchyn',
  soldOut: false,
  openPrice: false,
  stocked: true,
  prepaid: false,
};
const form = formOf(draft);
const faultsOf = (part: Partial<ItemForm>) => {
  const read = readForm({ ...form, ...part }, null);
  return 'faults' in read ? Object.fromEntries(read.faults) : {};
};

describe('an item as it is being edited', () => {
  it('says what it said before when nothing was typed', () => {
    expect(readForm(form, draft.hue)).toEqual({ draft });
  });

  it('says what is wrong and where', () => {
    expect(faultsOf({ name: ' ' })).toEqual({ name: 'missing' });
    expect(faultsOf({ name: 'x'.repeat(121), shortName: 'Dlouhá' })).toEqual({ name: 'long' });
    expect(faultsOf({ shortName: 'x'.repeat(21) })).toEqual({ shortName: 'long' });
    expect(faultsOf({ price_haler: '' })).toEqual({ price_haler: 'missing' });
    expect(faultsOf({ price_haler: 'šedesát' })).toEqual({ price_haler: 'amount' });
    expect(faultsOf({ price_haler: '-5' })).toEqual({ price_haler: 'amount' });
    expect(faultsOf({ plu: '1234567' })).toEqual({ plu: 'plu' });
    expect(faultsOf({ eans: '4006381333932' })).toEqual({ eans: 'ean' });
    expect(faultsOf({ weighedEanPrefix: '123' })).toEqual({ weighedEanPrefix: 'prefix' });
    expect(readForm(blankForm('', ''), null)).toHaveProperty('faults.size', 4);
  });

  it('takes several codes however they are set apart, each once', () => {
    const read = readForm({ ...form, eans: '4006381333931, 2000000000008;4006381333931' }, null);
    expect(read).toMatchObject({ draft: { eans: ['4006381333931', '2000000000008'] } });
  });

  it('makes a short name of a long one', () => {
    const name = 'Grilovaná kotleta z přeštického prasete';
    expect(readForm({ ...form, name, shortName: '' }, null)).toMatchObject({
      draft: { shortName: 'Grilovaná kotleta z' },
    });
  });

  it('a copy has no codes: they belong to one item', () => {
    expect(duplicateOf(form, 'Kopie')).toMatchObject({ name: 'Kopie', plu: '', eans: '', labels: ['pokl1'] });
  });

  it('writes only what was changed, and tells what stood there', () => {
    expect(editOf(draft, draft)).toEqual({ set: {}, was: {} });
    expect(editOf(draft, { ...draft, price_haler: 22_000, plu: null })).toEqual({
      set: { price_haler: 22_000, plu: null },
      was: { price_haler: 21_950, plu: '12' },
    });
  });
});

describe('somebody else has changed it meanwhile', () => {
  it('what was not touched becomes what it is; what was touched stays as typed', () => {
    const typed = { ...form, name: 'Svíčková' };
    const fresh = formOf({ ...draft, price_haler: 23_000, soldOut: true });
    expect(rebase(typed, form, fresh)).toEqual({
      form: { ...typed, price_haler: '230', soldOut: true },
      theirs: [],
    });
  });

  it('tells of the very same field, unless both mean the same', () => {
    const typed = { ...form, price_haler: '240' };
    expect(rebase(typed, form, formOf({ ...draft, price_haler: 23_000 })).theirs).toEqual(['price_haler']);
    expect(rebase(typed, form, formOf({ ...draft, price_haler: 24_000 })).theirs).toEqual([]);
  });

  it('loses nothing of either, whatever they change', () => {
    const some = fc.record(
      {
        name: fc.string(),
        price_haler: fc.string(),
        soldOut: fc.boolean(),
        labels: fc.array(fc.string()),
        plu: fc.string(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(some, some, (mine, others) => {
        const typed: ItemForm = { ...form, ...mine };
        const fresh: ItemForm = { ...form, ...others };
        const { form: merged, theirs } = rebase(typed, form, fresh);
        for (const field of Object.keys(form) as (keyof ItemForm)[]) {
          const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
          const touched = !same(typed[field], form[field]);
          expect(merged[field]).toEqual(touched ? typed[field] : fresh[field]);
          const met = touched && !same(fresh[field], form[field]) && !same(fresh[field], typed[field]);
          expect(theirs.includes(field)).toBe(met);
        }
      }),
    );
  });
});
