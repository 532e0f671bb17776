import { expect, it } from 'vitest';
import { moved } from './moved.ts';

const at = (...positions: number[]) =>
  positions.map((position, index) => ({ id: 'abcd'[index] ?? '', position }));

it('two change places, and no more is written than that', () => {
  expect(moved(at(0, 1, 2), 2, -1)).toEqual([
    { id: 'c', position: 1 },
    { id: 'b', position: 2 },
  ]);
  expect(moved(at(0, 1, 2), 0, 1)).toEqual([
    { id: 'b', position: 0 },
    { id: 'a', position: 1 },
  ]);
});

it('moves nothing over the edge', () => {
  expect(moved(at(0, 1), 0, -1)).toEqual([]);
  expect(moved(at(0, 1), 1, 1)).toEqual([]);
  expect(moved([], 0, 1)).toEqual([]);
});

it('tells apart what stood at one place', () => {
  expect(moved(at(0, 0, 0), 1, -1)).toEqual([
    { id: 'a', position: 1 },
    { id: 'c', position: 2 },
  ]);
});
