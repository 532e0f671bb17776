import { DEADLINE_MS } from '../../../wire/index.ts';

/** When something happens. */
export interface Moment {
  /** The running clock, milliseconds: it only grows, over restarts too. All waits are counted on it. */
  readonly now: number;
  /** The wall clock; it may be wrong and may jump. */
  readonly wall_ms: number;
  /** From 0 up to 1, drawn anew each time. */
  readonly random: number;
}

export const HOUR_MS = 3_600_000;

const WAIT_FIRST_MS = 2_000;
const WAIT_MOST_MS = 300_000;
/** The shortest a wait may be drawn, of its full length. */
const LEAST_SHARE = 0.8;

/** Two seconds, four, … five minutes; up to a fifth shorter, so that many registers do not come at once. */
export function wait_ms(step: number, random: number): number {
  const full_ms = Math.min(WAIT_FIRST_MS * 2 ** Math.min(step, 20), WAIT_MOST_MS);
  return Math.ceil(full_ms * (LEAST_SHARE + (1 - LEAST_SHARE) * random));
}

/**
 * How long a sale has been waiting: by the wall clock since it was sold, and not less than the register has been
 * running since. A clock that was set back, or stood in 1970, hides nothing.
 */
export function ageOf(sale: { readonly sold_ms: number; readonly since_ms: number }, at: Moment): number {
  return Math.max(at.wall_ms - sale.sold_ms, at.now - sale.since_ms);
}

/** 0: nothing to say; then from 12, 36 and 44 hours; 4: the 48 hours are over. */
export type AlarmLevel = 0 | 1 | 2 | 3 | 4;

const ALARMS_MS = [12 * HOUR_MS, 36 * HOUR_MS, 44 * HOUR_MS, DEADLINE_MS] as const;

export function alarmOf(age_ms: number): AlarmLevel {
  return ALARMS_MS.filter((from_ms) => age_ms >= from_ms).length as AlarmLevel;
}
