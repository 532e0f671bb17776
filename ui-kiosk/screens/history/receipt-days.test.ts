import { expect, test } from 'vitest';
import type { ReceiptSummary } from '../../../daemon/http/contract.ts';
import { groupByDay, refreshed, spanDays } from './receipt-days.ts';

const receipt = (id: string, issuedAt: string, reversed = false): ReceiptSummary => ({
  id,
  registerId: 'r1',
  registerName: 'Bar',
  number: id,
  issuedAt,
  staff: 'Jana',
  table: null,
  total_haler: 100,
  tip_haler: 0,
  payments: ['Hotově'],
  reversal: false,
  reversed,
  itemCount: 1,
  fiscal: null,
});
const c = receipt('c', '2026-11-24T00:10:00+01:00');
const b = receipt('b', '2026-11-23T23:50:00+01:00');
const a = receipt('a', '2026-11-23T12:00:00+01:00');

test('days break at the register’s own midnight', () => {
  expect(groupByDay([c, b, a])).toEqual([
    { day: '2026-11-24', receipts: [c] },
    { day: '2026-11-23', receipts: [b, a] },
  ]);
  expect(groupByDay([])).toEqual([]);
});

test('a new receipt comes on top, a reversed one is replaced, the older stay', () => {
  const reversedB = receipt('b', b.issuedAt, true);
  expect(refreshed([b, a], [c, reversedB])).toEqual([c, reversedB, a]);
});

test('pages that do not touch would leave a hole, so the list starts again', () => {
  expect(refreshed([a], [c, b])).toBeNull();
});

test('choices of days', () => {
  const today = '2026-03-01';
  expect(spanDays('all', today, 'x', 'y')).toEqual({});
  expect(spanDays('today', today, '', '')).toEqual({ from: today, to: today });
  expect(spanDays('yesterday', today, '', '')).toEqual({ from: '2026-02-28', to: '2026-02-28' });
  expect(spanDays('span', today, '2026-02-01', '')).toEqual({ from: '2026-02-01' });
  expect(spanDays('span', today, '2026-02-05', '2026-02-01')).toEqual({
    from: '2026-02-01',
    to: '2026-02-05',
  });
});
