import { daysBetween, shiftDay, weekday } from './day.ts';

/** Days of the shop's calendar, both ends counted. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

export const PERIODS = ['today', 'yesterday', 'week', 'month', 'own'] as const;
export type PeriodName = (typeof PERIODS)[number];

/** A named period as of a day; the week begins on Monday, week and month end with the day itself. */
export function periodOf(name: Exclude<PeriodName, 'own'>, today: string): Period {
  switch (name) {
    case 'today':
      return { from: today, to: today };
    case 'yesterday':
      return { from: shiftDay(today, -1), to: shiftDay(today, -1) };
    case 'week':
      return { from: shiftDay(today, 1 - weekday(today)), to: today };
    case 'month':
      return { from: `${today.slice(0, 8)}01`, to: today };
  }
}

/**
 * What a period is compared with: the same days of the week, whole weeks earlier, as few as it takes for the two not
 * to overlap. A Saturday stands against a Saturday.
 */
export function periodBefore({ from, to }: Period): Period {
  const back = Math.ceil(daysBetween(from, to) / 7) * 7;
  return { from: shiftDay(from, -back), to: shiftDay(to, -back) };
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const isDay = (text: string | undefined): text is string => {
  if (text === undefined || !DAY.test(text)) return false;
  const real = new Date(`${text}T12:00:00Z`);
  return !Number.isNaN(real.getTime()) && real.toISOString().startsWith(text);
};

/** From the address: `period=week`, or `period=own&from=2026-11-01&to=2026-11-24`. What cannot be read is `standard`. */
export function readPeriod(
  query: Readonly<Record<string, string>>,
  today: string,
  standard: Exclude<PeriodName, 'own'> = 'today',
): { readonly name: PeriodName; readonly period: Period } {
  const { period: name, from, to } = query;
  if (name === 'own' && isDay(from) && isDay(to) && from <= to) return { name, period: { from, to } };
  const known = PERIODS.find((one) => one === name);
  const named = known === undefined || known === 'own' ? standard : known;
  return { name: named, period: periodOf(named, today) };
}
