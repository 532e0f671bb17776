import { expect, test } from 'vitest';
import { reportShift, type Shift } from '../../../domain/index.ts';
import { differences } from './difference.ts';

const shift = (closed: Shift['closed']): Shift => ({
  id: 's',
  registerId: 'r',
  openedAt: '2026-11-24T10:00:00+01:00',
  openedBy: 'jana',
  float_haler: 200_000,
  movements: [],
  closed,
});
const close = { at: '2026-11-24T22:00:00+01:00', by: 'jana', zNumber: 1 };

test('an open shift has nothing to compare', () => {
  expect(differences(reportShift(shift(null), [], () => ''))).toEqual([]);
});

test('crowns and every currency that was counted or expected', () => {
  const counted = { ...close, counted_haler: 198_000, countedForeign: { EUR: 500 } };
  expect(differences(reportShift(shift(counted), [], () => ''))).toEqual([
    { currency: 'CZK', expected: 200_000, counted: 198_000, difference: -2_000 },
    { currency: 'EUR', expected: 0, counted: 500, difference: 500 },
  ]);
});
