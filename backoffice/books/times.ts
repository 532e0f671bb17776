import { addDays } from './periods.ts';

/**
 * A moment as the clock shows it that showed `like`, RFC 3339 with its offset. Over a change of summer time it may be
 * an hour off what a clock on the wall will show; the moment is the same.
 */
export function timeLike(like: string, at_ms: number): string {
  const [, sign, hours = '00', minutes = '00'] = /([+-])(\d\d):(\d\d)$/.exec(like) ?? [];
  const offset_min = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  const local = new Date(at_ms + offset_min * 60_000).toISOString().slice(0, 19);
  return `${local}${sign === undefined ? 'Z' : `${sign}${hours}:${minutes}`}`;
}

/**
 * The end of a day or a minute that is still in a period, as a text that local times are less than:
 * `2026-11-24` to `2026-11-25`, `2026-11-24T18:30` to `2026-11-24T18:30:99`.
 */
export const untilOf = (dayOrMinute: string): string =>
  dayOrMinute.length === 10 ? addDays(dayOrMinute, 1) : `${dayOrMinute}:99`;
