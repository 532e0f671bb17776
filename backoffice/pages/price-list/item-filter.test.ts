import { expect, it } from 'vitest';
import type { ListedItem } from '../../http/contract/price-list.ts';
import { filterItems, foldNames, type ItemFilter } from './item-filter.ts';

const item = (id: string, part: Partial<ListedItem>): ListedItem =>
  ({
    ...{ id, name: id, shortName: id, categoryId: 'c', plu: null, eans: [], labels: [], soldOut: false },
    ...part,
  }) as ListedItem;
const items = [
  item('a', { name: 'Svíčková na smetaně', plu: '12', labels: ['pokl1'] }),
  item('b', { name: 'Smetanová omáčka', eans: ['8594404110014'], categoryId: 'd' }),
  item('c', { name: 'Kulajda', soldOut: true }),
];
const found = (filter: Partial<ItemFilter>, lacking: string[] = []) =>
  filterItems(
    items,
    foldNames(items),
    { q: '', categoryId: '', label: '', state: '', ...filter },
    new Set(lacking),
  ).map(({ id }) => id);

it('finds every word without diacritics, a PLU and an EAN by their beginnings', () => {
  expect(found({})).toEqual(['a', 'b', 'c']);
  expect(found({ q: 'SMETAN svickova' })).toEqual(['a']);
  expect(found({ q: 'smetan' })).toEqual(['a', 'b']);
  expect(found({ q: '12' })).toEqual(['a']);
  expect(found({ q: '859440' })).toEqual(['b']);
  expect(found({ q: 'nic takového' })).toEqual([]);
});

it('every filter that is set holds', () => {
  expect(found({ categoryId: 'd' })).toEqual(['b']);
  expect(found({ label: 'pokl1' })).toEqual(['a']);
  expect(found({ state: 'sold-out' })).toEqual(['c']);
  expect(found({ state: 'waiting' }, ['b'])).toEqual(['b']);
  expect(found({ q: 'smetan', label: 'pokl1', state: 'sold-out' })).toEqual([]);
});
