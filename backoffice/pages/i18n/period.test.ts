import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysBetween, shiftDay, weekday } from './day.ts';
import { periodBefore, periodOf, readPeriod } from './period.ts';

describe('periods', () => {
  it('of a week begin on Monday, also on a Monday and on a Sunday', () => {
    expect(periodOf('week', '2026-11-24')).toEqual({ from: '2026-11-23', to: '2026-11-24' });
    expect(periodOf('week', '2026-11-23')).toEqual({ from: '2026-11-23', to: '2026-11-23' });
    expect(periodOf('week', '2026-11-29')).toEqual({ from: '2026-11-23', to: '2026-11-29' });
    // The week in which the clocks change is a week.
    expect(periodOf('week', '2026-10-25')).toEqual({ from: '2026-10-19', to: '2026-10-25' });
  });

  it('of a month begin on the first, and yesterday may be another month', () => {
    expect(periodOf('month', '2026-11-24')).toEqual({ from: '2026-11-01', to: '2026-11-24' });
    expect(periodOf('yesterday', '2026-12-01')).toEqual({ from: '2026-11-30', to: '2026-11-30' });
  });

  it('are compared with the same weekdays before, never with themselves', () => {
    expect(periodBefore({ from: '2026-11-24', to: '2026-11-24' })).toEqual({
      from: '2026-11-17',
      to: '2026-11-17',
    });
    expect(periodBefore({ from: '2026-11-01', to: '2026-11-24' })).toEqual({
      from: '2026-10-04',
      to: '2026-10-27',
    });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_000 }), fc.integer({ min: 0, max: 400 }), (start, days) => {
        const from = shiftDay('2010-01-01', start);
        const period = { from, to: shiftDay(from, days) };
        const before = periodBefore(period);
        expect(weekday(before.from)).toBe(weekday(period.from));
        expect(daysBetween(before.from, before.to)).toBe(days + 1);
        expect(before.to < period.from).toBe(true);
        expect(daysBetween(before.to, period.from)).toBeLessThanOrEqual(8);
      }),
    );
  });

  it('are read from an address, and what is no period is today', () => {
    const read = (query: Record<string, string>) => readPeriod(query, '2026-11-24');
    expect(read({ period: 'week' }).period.from).toBe('2026-11-23');
    expect(read({ period: 'own', from: '2026-11-01', to: '2026-11-05' })).toEqual({
      name: 'own',
      period: { from: '2026-11-01', to: '2026-11-05' },
    });
    const standing = { name: 'today', period: { from: '2026-11-24', to: '2026-11-24' } };
    expect(read({})).toEqual(standing);
    expect(read({ period: 'own', from: '2026-11-06', to: '2026-11-05' })).toEqual(standing);
    expect(read({ period: 'own', from: '2026-02-30', to: '2026-11-05' })).toEqual(standing);
    expect(read({ period: 'fortnight' })).toEqual(standing);
  });
});
