import { expect, test } from 'vitest';
import { parseRate, rateTable } from './rate-table.ts';

const rate = (rate_bp: number, validFrom: string) => ({
  vatClass: 'reduced',
  name: 'snížená',
  rate_bp,
  validFrom,
});

test('in force first, then coming by day, then past from the newest', () => {
  const rates = [
    rate(1000, '2020-01-01'),
    rate(1500, '2015-01-01'),
    rate(1300, '2028-01-01'),
    rate(1200, '2024-01-01'),
    rate(1100, '2027-01-01'),
  ];
  const [table] = rateTable(rates, '2026-11-24');
  expect(table?.name).toBe('snížená');
  expect(table?.rows.map(({ rate: { rate_bp }, when }) => [rate_bp, when])).toEqual([
    [1200, 'now'],
    [1100, 'future'],
    [1300, 'future'],
    [1000, 'past'],
    [1500, 'past'],
  ]);
});

test('a rate is in force on its own first day, and a class may have only a future', () => {
  expect(rateTable([rate(1100, '2027-01-01')], '2027-01-01')[0]?.rows[0]?.when).toBe('now');
  expect(rateTable([rate(1100, '2027-01-01')], '2026-12-31')[0]?.rows[0]?.when).toBe('future');
});

test('percentages', () => {
  expect(parseRate('12')).toBe(1200);
  expect(parseRate('12,5')).toBe(1250);
  expect(parseRate('0')).toBe(0);
  expect(parseRate('100')).toBe(10_000);
  for (const wrong of ['', '-1', '101', '12,555', 'x']) expect(parseRate(wrong)).toBeUndefined();
});
