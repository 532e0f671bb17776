import { expect, it } from 'vitest';
import { openFakeBooks } from '../fake-history.fixture.ts';
import { createArrivals, WINDOW } from './arrivals.ts';

it('tells what has come since, once, and never what was there', () => {
  const books = openFakeBooks('2026-11-24T19:24:00+01:00');
  const arrivals = createArrivals();
  const look = () =>
    arrivals.look(books.newest(WINDOW).receipts).receipts.map(({ total_haler }) => total_haler);
  expect(look()).toEqual([]);
  expect(look()).toEqual([]);
  books.sell(12_300);
  books.sell(4_500);
  expect(look()).toEqual([4_500, 12_300]);
  expect(look()).toEqual([]);
});

it('knows the first receipt of a shop that had none', () => {
  const arrivals = createArrivals();
  const [first] = openFakeBooks('2026-11-24T19:24:00+01:00').newest(WINDOW).receipts;
  expect(arrivals.look([]).receipts).toEqual([]);
  expect(arrivals.look(first ? [first] : []).receipts).toEqual([first]);
});
