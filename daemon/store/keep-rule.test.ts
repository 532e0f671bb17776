import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyDay, datedBack, KEPT_ELSEWHERE, KEPT_HERE, keptDays } from './keep-rule.ts';

const BUILT = Date.UTC(2026, 10, 1);
const DAY_MS = 86_400_000;
const dayOf = (number: number) => new Date(Date.UTC(2020, 0, 1) + number * DAY_MS).toISOString().slice(0, 10);
const days = fc.uniqueArray(fc.integer({ min: 0, max: 20_000 }).map(dayOf), { maxLength: 80 });
const rule = fc.record({
  days: fc.integer({ min: 0, max: 9 }),
  weeks: fc.integer({ min: 0, max: 6 }),
  months: fc.integer({ min: 0, max: 13 }),
});

describe('what is kept of the copies', () => {
  it('is a week by days, then weeks, then a year by months', () => {
    const all = Array.from({ length: 800 }, (_, i) => dayOf(i));
    expect(keptDays(all, KEPT_HERE)).toEqual(all.slice(-7).reverse());
    // The last day is Friday 2022-03-11.
    expect(keptDays(all, KEPT_ELSEWHERE)).toEqual([
      ...['2022-03-10', '2022-03-09', '2022-03-08', '2022-03-07', '2022-03-06', '2022-03-05', '2022-03-04'],
      ...['2022-02-28', '2022-02-27', '2022-02-20', '2022-01-31', '2021-12-31', '2021-11-30', '2021-10-31'],
      ...['2021-09-30', '2021-08-31', '2021-07-31', '2021-06-30', '2021-05-31', '2021-04-30'],
    ]);
  });

  it('always holds the newest one, is bounded, and is the same when asked again', () => {
    fc.assert(
      fc.property(days, rule, (all, kept) => {
        const left = keptDays(all, kept);
        expect(left.length).toBeLessThanOrEqual(Math.max(1, kept.days + kept.weeks + kept.months));
        expect(left[0]).toBe([...all].sort().at(-1));
        expect(all).toEqual(expect.arrayContaining(left));
        expect(keptDays(left, kept)).toEqual(left);
      }),
    );
  });

  it('is the same whether the rule is applied each day or once at the end', () => {
    fc.assert(
      fc.property(days, rule, (all, kept) => {
        let left: string[] = [];
        for (const day of [...all].sort()) left = keptDays([...left, day], kept);
        expect(left).toEqual(keptDays(all, kept));
      }),
    );
  });

  it('reaches back as many months as it says when a copy is made each day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 400, max: 1500 }), fc.integer({ min: 0, max: 9_000 }), (length, from) => {
        const all = Array.from({ length }, (_, i) => dayOf(from + i));
        const months = new Set(keptDays(all, KEPT_ELSEWHERE).map((day) => day.slice(0, 7)));
        expect(months.size).toBe(12);
      }),
      { numRuns: 30 },
    );
  });
});

describe('copies of a clock that stood wrong', () => {
  it('of the future come before today in the order in which they were made, and none takes the place of another', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 20_000 }).map(dayOf), (all, today) => {
        const standing = new Set(all);
        for (const { from, to } of datedBack(all, today)) {
          expect(standing.has(to)).toBe(false);
          standing.delete(from);
          standing.add(to);
        }
        expect(standing.size).toBe(all.length);
        for (const day of standing) expect(day <= today).toBe(true);
        // Those that stood right stay where they are.
        const right = all.filter((day) => day <= today).length === all.length;
        if (right) expect([...standing].sort()).toEqual([...all].sort());
      }),
    );
  });

  it('without a battery take the place of the newest one, and push no other out', () => {
    const all = ['2027-01-31', '2027-02-28', '2027-03-01'];
    expect(copyDay(0, all, BUILT)).toBe('2027-03-01');
    expect(copyDay(0, [], BUILT)).toBe('2026-11-01');
    expect(copyDay(Date.UTC(2027, 2, 2, 23), all, BUILT)).toBe('2027-03-02');
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: BUILT - 1 }), (some, wall_ms) => {
        const day = copyDay(wall_ms, some, BUILT);
        expect(datedBack(some, day)).toEqual([]);
      }),
    );
  });
});
