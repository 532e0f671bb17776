import { type Language, language, locale } from '../../../ui/language.ts';

/*
 * Days are `YYYY-MM-DD` of the shop's own calendar, and moments are local times with an offset as the register wrote
 * them (`2026-11-24T14:05:00+01:00`): their day and hour are the shop's whatever zone the browser is in, and a day of
 * 23 or 25 hours is a day.
 */

/** The shops are in one country; what their registers write bears its offset. */
export const SHOP_ZONE = 'Europe/Prague';

/** Reckoned at noon in UTC, where no day is shorter or longer than another. */
const noon = (day: string): Date => new Date(`${day}T12:00:00Z`);

export const dayOf = (moment: string): string => moment.slice(0, 10);
/** `14:05`. */
export const timeOf = (moment: string): string => moment.slice(11, 16);

/** The local time in the shop, `2026-11-24T14:05:00`, of a moment in milliseconds since 1970. */
export function shopTime(at_ms: number): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: SHOP_ZONE,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at_ms);
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}:${of('second')}`;
}

export const today = (now_ms: number = Date.now()): string => dayOf(shopTime(now_ms));

/** A day moved by whole days. */
export function shiftDay(day: string, days: number): string {
  const date = noon(day);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** Days from the first to the second, both counted. */
export function daysBetween(from: string, to: string): number {
  return Math.round((noon(to).getTime() - noon(from).getTime()) / 86_400_000) + 1;
}

/** ISO 8601: 1 is Monday, 7 is Sunday. */
export const weekday = (day: string): number => noon(day).getUTCDay() || 7;

const NEAR = { cs: ['dnes', 'včera'], en: ['today', 'yesterday'] } as const;

/** `dnes`, `včera`, `sobota 21. 11. 2026`. */
export function dayWords(day: string, now: string = today(), tongue: Language = language.value): string {
  if (day === now) return NEAR[tongue][0];
  if (day === shiftDay(now, -1)) return NEAR[tongue][1];
  return new Intl.DateTimeFormat(locale(tongue), {
    weekday: 'long',
    day: 'numeric',
    month: 'numeric',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(noon(day));
}

/** `21. 11. 2026`, in both languages: a date of this country is not to be misread. */
export function dateWords(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${date}.\u00a0${month}.\u00a0${year}`;
}

/** `21. 11.` where the year is plain. */
export function shortDate(day: string): string {
  const [, month, date] = day.split('-').map(Number);
  return `${date}.\u00a0${month}.`;
}

/** `út 24. 11.` */
export function weekdayDate(day: string, tongue: Language = language.value): string {
  const name = new Intl.DateTimeFormat(locale(tongue), { weekday: 'short', timeZone: 'UTC' }).format(
    noon(day),
  );
  return `${name}\u00a0${shortDate(day)}`;
}

/** `listopad 2026`, or `lis 26` where there is little room. */
export function monthWords(day: string, tongue: Language, length: 'short' | 'long'): string {
  return new Intl.DateTimeFormat(locale(tongue), {
    month: length,
    year: length === 'long' ? 'numeric' : '2-digit',
    timeZone: 'UTC',
  }).format(noon(day));
}

/** `21. 11. 2026 14:05` of a moment that a register wrote. */
export const momentWords = (moment: string): string => `${dateWords(dayOf(moment))} ${timeOf(moment)}`;

/** `3. 11. – 9. 11. 2026`; a single day stands alone. */
export function spanWords(from: string, to: string): string {
  if (from === to) return dateWords(from);
  return from.slice(0, 4) === to.slice(0, 4)
    ? `${shortDate(from)} – ${dateWords(to)}`
    : `${dateWords(from)} – ${dateWords(to)}`;
}

/** A day as people write it, `24. 11. 2026`, `24.11.26` or `24,11,2026`; null when there is no such day. */
export function readDay(text: string): string | null {
  const m = /^\s*(\d{1,2})[\s.,/-]+(\d{1,2})[\s.,/-]+(\d{4}|\d{2})\s*$/.exec(text);
  if (!m) return null;
  const [, date = '', month = '', year = ''] = m;
  const day = `${year.padStart(4, '20')}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  const real = noon(day);
  // The 31st of June would become the 1st of July.
  return !Number.isNaN(real.getTime()) && real.toISOString().startsWith(day) ? day : null;
}

/** A time of day as people write it, `18:30`, `18.30` or `18`, as `18:30`; null when there is no such time. */
export function readTime(text: string): string | null {
  const m = /^\s*(\d{1,2})(?:[:.](\d{2}))?\s*$/.exec(text);
  if (!m) return null;
  const [hour, minute] = [Number(m[1]), Number(m[2] ?? 0)];
  return hour < 24 && minute < 60
    ? `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
    : null;
}

/** How long ago, for what changes while one looks: `před 3 min`. */
export function agoWords(
  at_ms: number,
  now_ms: number = Date.now(),
  tongue: Language = language.value,
): string {
  const seconds = Math.max(0, Math.round((now_ms - at_ms) / 1000));
  const relative = new Intl.RelativeTimeFormat(locale(tongue), { numeric: 'auto', style: 'short' });
  if (seconds < 45) return tongue === 'cs' ? 'právě teď' : 'just now';
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return relative.format(-minutes, 'minute');
  const hours = Math.round(minutes / 60);
  if (hours < 24) return relative.format(-hours, 'hour');
  return relative.format(-Math.round(hours / 24), 'day');
}

/** The same of a moment that the server wrote in its own zone or in UTC. */
export const shopMoment = (moment: string): string => momentWords(shopTime(Date.parse(moment)));
