/** How many copies are kept: one of each of the last days, weeks and months of which there is any. */
export interface KeepRule {
  readonly days: number;
  readonly weeks: number;
  readonly months: number;
}

/** Beside the database itself: against a mistake, not against a lost disk. */
export const KEPT_HERE: KeepRule = { days: 7, weeks: 0, months: 0 };
/** Elsewhere: a year back, in at most 23 copies. */
export const KEPT_ELSEWHERE: KeepRule = { days: 7, weeks: 4, months: 12 };

/**
 * Which of the days `YYYY-MM-DD` are kept, newest first. Counted by what is there and not by today's date: a clock that
 * stands wrong must not make all copies look old. Of a week (from Monday) and of a month the last day is kept. Days that
 * come one after another are kept the same whether the rule is applied each day or once at the end.
 */
export function keptDays(days: readonly string[], rule: KeepRule): string[] {
  const newestFirst = [...new Set(days)].sort().reverse();
  const kept = new Set<string>();
  for (const [bucket, count] of [
    [(day: string) => day, rule.days],
    [weekOf, rule.weeks],
    [(day: string) => day.slice(0, 7), rule.months],
  ] as const) {
    const seen = new Set<string>();
    for (const day of newestFirst) {
      const of = bucket(day);
      if (seen.has(of)) continue;
      if (seen.size === count) break;
      seen.add(of);
      kept.add(day);
    }
  }
  // Whatever the rule says, the last copy is never thrown away.
  if (newestFirst[0] !== undefined) kept.add(newestFirst[0]);
  return newestFirst.filter((day) => kept.has(day));
}

/**
 * Under which day a copy is put down that is made at `wall_ms`. A clock that stands before the program was written has
 * lost its battery: the copy then takes the place of the newest one, for it is newer than that whatever the clock says.
 */
export function copyDay(wall_ms: number, days: readonly string[], built_ms: number): string {
  if (wall_ms >= built_ms) return new Date(wall_ms).toISOString().slice(0, 10);
  return [...days].sort().at(-1) ?? new Date(built_ms).toISOString().slice(0, 10);
}

/**
 * Dates back the copies that were made while the clock stood in the future: they would pass for the newest ones, and a
 * restore would bring back a state of long ago. Afterwards each is older than `day`, in the same order. Returns what is
 * to be renamed, in an order in which nothing is overwritten.
 */
export function datedBack(days: readonly string[], day: string): { from: string; to: string }[] {
  let next = day;
  const due = days
    .filter((one) => one !== day)
    .sort()
    .reverse()
    .map((from) => {
      next = from < next ? from : dayBefore(next);
      return { from, to: next };
    });
  // The oldest first: each moves to a day that nothing stands on any more.
  return due.reverse().filter(({ from, to }) => from !== to);
}

/** The Monday of its week. */
function weekOf(day: string): string {
  const weekday = (new Date(day).getUTCDay() + 6) % 7;
  return new Date(Date.parse(day) - weekday * 86_400_000).toISOString().slice(0, 10);
}

const dayBefore = (day: string): string => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
