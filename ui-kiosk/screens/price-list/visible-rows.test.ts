import { expect, test } from 'vitest';
import { moved, visibleRows } from './visible-rows.ts';

test('rows in sight and around them, within the list', () => {
  expect(visibleRows(0, 560, 56, 2000, 4)).toEqual({ start: 0, end: 14 });
  expect(visibleRows(5600, 560, 56, 2000, 4)).toEqual({ start: 96, end: 114 });
  expect(visibleRows(112_000, 560, 56, 2000, 4)).toEqual({ start: 1996, end: 2000 });
  expect(visibleRows(0, 560, 56, 0)).toEqual({ start: 0, end: 0 });
});

test('a list that has become shorter than where it was scrolled', () => {
  expect(visibleRows(100_000, 560, 56, 3)).toEqual({ start: 0, end: 3 });
});

const rows = [
  { id: 'a', position: 0 },
  { id: 'b', position: 1 },
  { id: 'c', position: 2 },
];
test('only what moved is told', () => {
  expect(moved(rows, 'c', -1)).toEqual([
    { id: 'c', position: 1 },
    { id: 'b', position: 2 },
  ]);
  expect(moved(rows, 'a', -1)).toEqual([]);
  expect(moved(rows, 'c', 1)).toEqual([]);
  expect(moved(rows, 'nobody', 1)).toEqual([]);
});

test('equal positions are put in order', () => {
  const equal = rows.map(({ id }) => ({ id, position: 5 }));
  expect(moved(equal, 'a', 1)).toEqual([
    { id: 'b', position: 0 },
    { id: 'a', position: 1 },
    { id: 'c', position: 2 },
  ]);
});
