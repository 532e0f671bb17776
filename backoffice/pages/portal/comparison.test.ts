import { describe, expect, it } from 'vitest';
import { openFakeBooks } from '../fake-history.fixture.ts';
import { shiftDay } from '../i18n/day.ts';
import { compare, openHours } from './comparison.ts';
import { stepNames, stepsOf } from './steps.ts';

const NOW = '2026-11-24T19:24:00';
const books = openFakeBooks(`${NOW}+01:00`);
const amounts = (rows: readonly { now: { amount_haler: number } }[]) =>
  rows.reduce((sum, { now }) => sum + now.amount_haler, 0);

describe('takings beside those before', () => {
  it('of a period that is over are compared whole', () => {
    const view = books.portal('2026-11-23', '2026-11-23');
    expect(compare(view, NOW)).toEqual({
      now_haler: view.total.now.amount_haler,
      before_haler: view.total.before.amount_haler,
      extent: { kind: 'whole' },
    });
  });

  it('of a day that still runs, up to the last full hour on both sides', () => {
    const view = books.portal('2026-11-24', '2026-11-24');
    const compared = compare(view, NOW);
    expect(compared?.extent).toEqual({ kind: 'to-hour', hour: 19 });
    const evening = view.hours.filter(({ hour }) => hour >= 19);
    const left = evening.reduce((sum, { before }) => sum + before.amount_haler, 0);
    expect(left).toBeGreaterThan(0);
    expect(compared?.before_haler).toBe(view.total.before.amount_haler - left);
  });

  it('of a week that still runs, without the day that does', () => {
    const view = books.portal('2026-11-23', '2026-11-24');
    const [monday] = view.days;
    expect(compare(view, NOW)).toEqual({
      now_haler: monday?.now.amount_haler,
      before_haler: monday?.before.amount_haler,
      extent: { kind: 'to-day', day: '2026-11-24' },
    });
  });

  it('are not compared before anything of them is over', () => {
    const view = books.portal('2026-11-24', '2026-11-24');
    expect(compare(view, '2026-11-24T09:59:00')).toBeNull();
    expect(compare(books.portal('2026-11-25', '2026-11-26'), NOW)).toBeNull();
  });
});

describe('hours worth a bar', () => {
  const hours = books.portal('2026-11-24', '2026-11-24').hours;
  it('are those of trade, and a party after midnight makes more of them', () => {
    expect(openHours(hours).map(({ hour }) => hour)).toEqual([
      10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22,
    ]);
    const late = hours.map((one) =>
      one.hour === 1 ? { ...one, now: { count: 1, amount_haler: 100 } } : one,
    );
    expect(openHours(late)[0]?.hour).toBe(1);
    const none = hours.map((one) => ({ ...one, now: { count: 0, amount_haler: 0 }, before: one.now }));
    expect(openHours(none.map((one) => ({ ...one, before: one.now })))).toHaveLength(13);
  });
});

describe('bars of a long period', () => {
  const of = (from: string, to: string) => books.portal(from, to);
  it('are days, weeks or months, and always add up', () => {
    for (const [from, by] of [
      [shiftDay('2026-11-24', -44), 'day'],
      [shiftDay('2026-11-24', -45), 'week'],
      [shiftDay('2026-11-24', -300), 'month'],
    ] as const) {
      const view = of(from, '2026-11-24');
      const steps = stepsOf(view.days);
      expect(steps.by).toBe(by);
      expect(amounts(steps.steps)).toBe(view.total.now.amount_haler);
      expect(steps.steps[0]?.from).toBe(from);
      expect(steps.steps.at(-1)?.to).toBe('2026-11-24');
    }
  });

  it('begin their weeks on Monday and their months on the first', () => {
    const weeks = stepsOf(of('2026-10-01', '2026-11-24').days).steps;
    expect(weeks.slice(0, 2).map(({ from, to }) => [from, to])).toEqual([
      ['2026-10-01', '2026-10-04'],
      ['2026-10-05', '2026-10-11'],
    ]);
    const months = stepsOf(of('2026-01-31', '2026-11-24').days);
    expect(months.steps.map(({ from }) => from).slice(0, 3)).toEqual([
      '2026-01-31',
      '2026-02-01',
      '2026-03-01',
    ]);
    expect(stepNames(months, 'cs').long[1]).toBe('únor 2026');
  });
});
