import type { Language } from '../../../ui/language.ts';
import type { PortalView, Taking } from '../../http/contract/portal.ts';
import { monthWords, shiftDay, shortDate, spanWords, weekday, weekdayDate } from '../i18n/day.ts';

type Day = PortalView['days'][number];

/** A bar of the chart: a day, or as many of them as still make a bar that can be seen. */
export interface Step {
  readonly from: string;
  readonly to: string;
  readonly now: Taking;
  readonly before: Taking;
}
export interface Steps {
  readonly by: 'day' | 'week' | 'month';
  readonly steps: readonly Step[];
}

/** More bars than these cannot be told apart on a phone. */
const MOST_DAYS = 45;
const MOST_WEEKS = 27;

/** Days as they are; of a long period, weeks from Monday or calendar months, the first and the last as far as they are in it. */
export function stepsOf(days: readonly Day[]): Steps {
  const by = days.length <= MOST_DAYS ? 'day' : days.length <= MOST_WEEKS * 7 ? 'week' : 'month';
  const nameOf = (day: string): string => {
    if (by === 'day') return day;
    return by === 'month' ? day.slice(0, 7) : shiftDay(day, 1 - weekday(day));
  };
  const steps = new Map<string, Step>();
  for (const { day, now, before } of days) {
    const known = steps.get(nameOf(day));
    steps.set(nameOf(day), {
      from: known?.from ?? day,
      to: day,
      now: add(known?.now, now),
      before: add(known?.before, before),
    });
  }
  return { by, steps: [...steps.values()] };
}

function add(one: Taking | undefined, other: Taking): Taking {
  return {
    count: (one?.count ?? 0) + other.count,
    amount_haler: (one?.amount_haler ?? 0) + other.amount_haler,
  };
}

/** Below a bar, and in full. */
export function stepNames({ by, steps }: Steps, tongue: Language): { short: string[]; long: string[] } {
  const few = steps.length <= 7;
  return {
    short: steps.map(({ from }) => {
      if (by === 'month') return monthWords(from, tongue, 'short');
      return by === 'day' && few ? weekdayDate(from, tongue) : shortDate(from);
    }),
    long: steps.map(({ from, to }) => {
      if (by === 'month') return monthWords(from, tongue, 'long');
      return by === 'day' ? weekdayDate(from, tongue) : spanWords(from, to);
    }),
  };
}
