import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  agoWords,
  daysBetween,
  dayWords,
  momentWords,
  readDay,
  readTime,
  shiftDay,
  shopMoment,
  shopTime,
  spanWords,
  today,
  weekday,
} from './day.ts';

describe('the time in the shop', () => {
  it('is its own, whatever the zone of the browser, on both sides of a change of the clocks', () => {
    // Summer time ends on 2026-10-25 at 3:00, which is 1:00 in UTC, and begins on 2026-03-29 at 2:00.
    expect(shopTime(Date.parse('2026-10-25T00:30:00Z'))).toBe('2026-10-25T02:30:00');
    expect(shopTime(Date.parse('2026-10-25T01:30:00Z'))).toBe('2026-10-25T02:30:00');
    expect(shopTime(Date.parse('2026-03-29T00:59:59Z'))).toBe('2026-03-29T01:59:59');
    expect(shopTime(Date.parse('2026-03-29T01:00:00Z'))).toBe('2026-03-29T03:00:00');
    expect(shopMoment('2026-07-01T22:05:00Z')).toBe('2.\u00a07.\u00a02026 00:05');
  });

  it('turns to another day at the midnight of the shop', () => {
    expect(today(Date.parse('2026-11-24T22:59:59Z'))).toBe('2026-11-24');
    expect(today(Date.parse('2026-11-24T23:00:00Z'))).toBe('2026-11-25');
    expect(today(Date.parse('2026-07-24T22:00:00Z'))).toBe('2026-07-25');
  });
});

describe('days', () => {
  const day = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));

  it('are moved and counted across months, years and days of 23 and 25 hours', () => {
    expect(shiftDay('2026-03-28', 2)).toBe('2026-03-30');
    expect(shiftDay('2026-10-26', -7)).toBe('2026-10-19');
    expect(shiftDay('2028-02-28', 1)).toBe('2028-02-29');
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(3);
    expect(daysBetween('2026-10-24', '2026-10-26')).toBe(3);
    fc.assert(
      fc.property(day, fc.integer({ min: 0, max: 800 }), (from, days) => {
        const to = shiftDay(from, days);
        expect(daysBetween(from, to)).toBe(days + 1);
        expect(shiftDay(to, -days)).toBe(from);
        expect((weekday(from) - 1 + days) % 7).toBe(weekday(to) - 1);
      }),
    );
  });

  it('are read as people write them, and back', () => {
    for (const text of ['24. 11. 2026', '24.11.26', '24,11,2026', ' 24/11/2026 ']) {
      expect(readDay(text)).toBe('2026-11-24');
    }
    for (const text of ['31. 6. 2026', '29. 2. 2026', '24. 11.', 'včera', ''])
      expect(readDay(text)).toBeNull();
  });

  it('near ones have names', () => {
    expect(dayWords('2026-11-24', '2026-11-24', 'cs')).toBe('dnes');
    expect(dayWords('2026-11-23', '2026-11-24', 'en')).toBe('yesterday');
    expect(dayWords('2026-11-21', '2026-11-24', 'cs')).toMatch(/^sobota 21\.\s11\.\s2026$/);
  });

  it('stand in spans without saying a year twice', () => {
    expect(spanWords('2026-11-03', '2026-11-09')).toBe('3.\u00a011. – 9.\u00a011.\u00a02026');
    expect(spanWords('2025-12-29', '2026-01-04')).toBe('29.\u00a012.\u00a02025 – 4.\u00a01.\u00a02026');
    expect(spanWords('2026-11-24', '2026-11-24')).toBe('24.\u00a011.\u00a02026');
  });
});

describe('moments', () => {
  it('of a receipt are told as its register wrote them', () => {
    expect(momentWords('2026-11-24T00:05:09+01:00')).toBe('24.\u00a011.\u00a02026 00:05');
  });

  it('lie so far back', () => {
    const now = Date.parse('2026-11-24T12:00:00Z');
    const ago = (seconds: number) => agoWords(now - seconds * 1000, now, 'cs');
    expect(ago(10)).toBe('právě teď');
    expect(ago(-5)).toBe('právě teď');
    expect(ago(180)).toMatch(/^před 3\smin\.?$/);
    expect(ago(3 * 3600)).toMatch(/^před 3\sh$/);
    expect(ago(24 * 3600)).toBe('včera');
  });

  it('are read as a time of day', () => {
    expect(['18:30', '18.30', '8', '0:05'].map(readTime)).toEqual(['18:30', '18:30', '08:00', '00:05']);
    expect(['24:00', '18:60', '18:3', 'x', ''].map(readTime)).toEqual([null, null, null, null, null]);
  });
});
