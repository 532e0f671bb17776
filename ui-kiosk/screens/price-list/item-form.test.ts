import { expect, test } from 'vitest';
import type { ItemView } from '../../../daemon/http/contract.ts';
import { filterItems, fold } from './item-filter.ts';
import { blankForm, duplicateOf, formOf, patchOf, readForm, toggled } from './item-form.ts';

const svickova: ItemView = {
  id: 'i1',
  name: 'Svíčková na smetaně',
  shortName: 'Svíčková',
  price_haler: 123_450,
  vatClass: 'reduced',
  categoryId: 'hlavni',
  unit: 'porce',
  plu: '42',
  eans: ['4006381333931'],
  weighedEanPrefix: null,
  labels: ['oblíbené'],
  allergens: [1, 7],
  hue: null,
  route: null,
  soldOut: false,
  openPrice: false,
  stocked: false,
  prepaid: false,
};
const kofola: ItemView = {
  ...svickova,
  id: 'i2',
  name: 'Kofola 0,3 l',
  shortName: 'Kofola',
  plu: '101',
  eans: [],
  labels: [],
  categoryId: 'nealko',
};

test('an item goes through the form unchanged', () => {
  const read = readForm(formOf(svickova));
  const { id: _, ...fields } = svickova;
  expect(read).toEqual({ draft: fields });
  expect('draft' in read && patchOf(svickova, read.draft)).toEqual({});
});

test('a patch holds only what has changed', () => {
  const read = readForm({ ...formOf(svickova), price: '199', allergens: [7, 1, 3] });
  expect('draft' in read && patchOf(svickova, read.draft)).toEqual({
    price_haler: 19_900,
    allergens: [1, 3, 7],
  });
});

test('in a happy hour the regular price is edited', () => {
  const happy: ItemView = {
    ...svickova,
    price_haler: 99_900,
    regularPrice_haler: 123_450,
    happyUntil: '18:00',
    priceChange: {
      at: '2026-11-24T12:04:00+01:00',
      from_haler: 100,
      register: { id: 'r1', name: 'Bar' },
      by: null,
      planned: false,
    },
  };
  const form = formOf(happy);
  expect([form.price, 'priceChange' in form, 'happyUntil' in form]).toEqual(['1 234,50', false, false]);
  const read = readForm({ ...form, plu: '43' });
  expect('draft' in read && patchOf(happy, read.draft)).toEqual({ plu: '43' });
  const lower = readForm({ ...form, price: '999' });
  expect('draft' in lower && patchOf(happy, lower.draft)).toEqual({ price_haler: 99_900 });
});

test('faults stand at the fields of the API', () => {
  const read = readForm({
    ...blankForm('', ''),
    price: 'x',
    plu: '12a',
    eans: ['123'],
    weighedEanPrefix: '1234567',
  });
  expect('faults' in read && Object.fromEntries(read.faults)).toEqual({
    name: 'missing',
    price_haler: 'amount',
    vatClass: 'missing',
    categoryId: 'missing',
    plu: 'plu',
    eans: 'ean',
    weighedEanPrefix: 'prefix',
  });
});

test('a negative price is not a price', () => {
  const read = readForm({ ...formOf(svickova), price: '-5' });
  expect('faults' in read && read.faults.get('price_haler')).toBe('amount');
});

test('a missing short name is the beginning of the name', () => {
  const read = readForm({ ...formOf(svickova), name: 'Vepřové koleno pečené na pivu', shortName: ' ' });
  expect('draft' in read && read.draft.shortName).toBe('Vepřové koleno pečen');
});

test('a copy shares no code with its model', () => {
  const copy = duplicateOf(formOf(svickova), 'Svíčková dětská');
  expect([copy.name, copy.plu, copy.eans, copy.weighedEanPrefix]).toEqual(['Svíčková dětská', '', [], '']);
  expect(copy.allergens).toEqual([1, 7]);
});

test('items are found without diacritics, by words in any order, by PLU and EAN', () => {
  const find = (q: string) =>
    filterItems([svickova, kofola], { q, categoryId: '', label: '' }).map((item) => item.id);
  expect(fold('ŘÍZEK')).toBe('rizek');
  expect(find('smetane SVIC')).toEqual(['i1']);
  expect(find('10')).toEqual(['i2']);
  expect(find('40063')).toEqual(['i1']);
  expect(find('')).toEqual(['i1', 'i2']);
  expect(filterItems([svickova, kofola], { q: '', categoryId: 'nealko', label: '' })).toEqual([kofola]);
  expect(filterItems([svickova, kofola], { q: '', categoryId: '', label: 'oblíbené' })).toEqual([svickova]);
});

test('a chip goes on and off', () => {
  expect(toggled([1], 2)).toEqual([1, 2]);
  expect(toggled([1, 2], 1)).toEqual([2]);
});
