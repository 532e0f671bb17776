import { expect, it } from 'vitest';
import { matching } from './matching.ts';

const items = [
  { name: 'Plzeňská dvanáctka', plu: '1' },
  { name: 'Müller Thurgau', plu: null },
];

it('finds by every word without diacritics, or by the beginning of a PLU', () => {
  expect(matching(items, '')).toEqual(items);
  expect(matching(items, 'plzen 12')).toEqual([]);
  expect(matching(items, ' DVANACTKA plzen ')).toEqual([items[0]]);
  expect(matching(items, 'muller')).toEqual([items[1]]);
  expect(matching(items, '1')).toEqual([items[0]]);
});
