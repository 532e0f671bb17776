import { Refusal } from '../../wire/index.ts';

/** Both days are in it. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;
/** A year and a bit: what pages draw and files hold. */
export const LONGEST_DAYS = 400;

const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;

/** `2026-11-24` and seven days on `2026-12-01`; days of the calendar, so no clock is changed in between. */
export function addDays(day: string, days: number): string {
  return new Date((dayNumber(day) + days) * DAY_MS).toISOString().slice(0, 10);
}

export const lengthOf = ({ from, to }: Period): number => dayNumber(to) - dayNumber(from) + 1;

export const daysOf = (period: Period): string[] =>
  Array.from({ length: lengthOf(period) }, (_, i) => addDays(period.from, i));

/** The same weekdays before, none of them in the period itself: as many whole weeks back as it takes. */
export function periodBefore(period: Period): Period {
  const back = Math.ceil(lengthOf(period) / WEEK_DAYS) * WEEK_DAYS;
  return { from: addDays(period.from, -back), to: addDays(period.to, -back) };
}

/** Throws a Refusal 400 `bad-period` when it ends before it begins, is too long, or names a day that is none. */
export function requirePeriod({ from, to }: Period): Period {
  const real = [from, to].every((day) => Number.isFinite(dayNumber(day)) && addDays(day, 0) === day);
  if (real && from <= to && lengthOf({ from, to }) <= LONGEST_DAYS) return { from, to };
  throw new Refusal(
    400,
    'bad-period',
    {
      cs: 'Tohle období nejde zobrazit. Prodeje se to netýká.',
      en: 'This period cannot be shown. Sales are not affected.',
    },
    {
      cs: `Zvolte první den před posledním, nejvýš ${LONGEST_DAYS} dní.`,
      en: `Choose the first day before the last, at most ${LONGEST_DAYS} days.`,
    },
  );
}
