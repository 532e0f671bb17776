import { type Language, language } from '../../ui/language.ts';

/** `2026-11-24` of a local time with offset, as the register wrote it: its own day, whatever the browser's zone. */
export const dayOf = (at: string): string => at.slice(0, 10);
/** `14:05`. */
export const timeOf = (at: string): string => at.slice(11, 16);

/** A day moved by whole days. */
export function shiftDay(day: string, days: number): string {
  const date = new Date(`${day}T12:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

const NEAR = { cs: ['dnes', 'včera'], en: ['today', 'yesterday'] } as const;

/** `dnes`, `včera`, `sobota 21. 11. 2026`. */
export function dayWords(day: string, today: string, tongue: Language = language.value): string {
  if (day === today) return NEAR[tongue][0];
  if (day === shiftDay(today, -1)) return NEAR[tongue][1];
  return new Intl.DateTimeFormat(tongue === 'cs' ? 'cs-CZ' : 'en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'numeric',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${day}T12:00:00Z`));
}

/** `21. 11. 2026`. */
export function dateWords(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${date}.\u00a0${month}.\u00a0${year}`;
}

/** A day as people write it, `24. 11. 2026`, `24.11.26` or `24,11,2026`; null when there is no such day. */
export function readDay(text: string): string | null {
  const m = /^\s*(\d{1,2})[\s.,/-]+(\d{1,2})[\s.,/-]+(\d{4}|\d{2})\s*$/.exec(text);
  if (!m) return null;
  const [, date = '', month = '', year = ''] = m;
  const day = `${year.padStart(4, '20')}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  const real = new Date(`${day}T12:00:00Z`);
  // The 31st of June would become the 1st of July.
  return !Number.isNaN(real.getTime()) && real.toISOString().startsWith(day) ? day : null;
}

/** `21. 11. 2026 14:05`. */
export const momentWords = (at: string): string => `${dateWords(dayOf(at))} ${timeOf(at)}`;
