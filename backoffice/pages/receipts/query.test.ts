import { expect, it } from 'vitest';
import { joinMoment, readFilters, splitMoment } from './query.ts';

it('takes from an address what can be asked for', () => {
  expect(readFilters({ q: ' pivo ', eet: 'open', from: '2026-11-24T18:30', period: 'week' })).toEqual({
    q: 'pivo',
    eet: 'open',
    from: '2026-11-24T18:30',
  });
  expect(readFilters({ from: 'včera', least_haler: '12,50', most_haler: '-500', q: '' })).toEqual({
    most_haler: '-500',
  });
});

it('joins a day and a time, and takes them apart', () => {
  expect(joinMoment('2026-11-24', '18:30')).toBe('2026-11-24T18:30');
  expect(joinMoment('2026-11-24', '')).toBe('2026-11-24');
  expect(joinMoment('', '18:30')).toBe('');
  expect(splitMoment('2026-11-24T18:30')).toEqual({ day: '2026-11-24', time: '18:30' });
  expect(splitMoment(undefined)).toEqual({ day: '', time: '' });
});
