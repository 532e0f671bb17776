import { divideRounded, type Haler } from './money.ts';

/** A value that something has from a moment on: a price, or a class of VAT. Set ahead, the same on every register. */
export interface Planned<T> {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly from_ms: number;
  readonly value: T;
}

/**
 * The planned value that holds now; undefined when the one set by hand does. Nothing is written when a plan comes
 * into effect: each register finds the same by itself, also one that was off at that moment. Whatever was set later
 * wins, by hand or by plan; `byHand_ms` is when somebody last set it by hand, null when nobody has since it is there.
 */
export function planInEffect<T>(
  plans: readonly Planned<T>[],
  byHand_ms: number | null,
  now_ms: number,
): Planned<T> | undefined {
  let best: Planned<T> | undefined;
  for (const plan of plans) {
    if (plan.from_ms > now_ms || (byHand_ms !== null && plan.from_ms <= byHand_ms)) continue;
    const later =
      !best || plan.from_ms > best.from_ms || (plan.from_ms === best.from_ms && plan.id > best.id);
    if (later) best = plan;
  }
  return best;
}

/** Hours of a week in which something costs less. Either a price or a percentage off is set. */
export interface HappyHour {
  readonly id: string;
  /** ISO 8601: 1 is Monday. The days on which it begins. */
  readonly weekdays: readonly number[];
  /** Local time, `16:00`. */
  readonly fromTime: string;
  /** Exclusive. When it is not later than `fromTime`, it is a time of the next day. */
  readonly toTime: string;
  readonly price_haler: Haler | null;
  /** Hundredths of a percent off. */
  readonly percent_bp: number | null;
}

/** What the clock on the wall shows, whatever the zone and the season. */
export interface LocalMoment {
  /** ISO 8601: 1 is Monday. */
  readonly weekday: number;
  /** `16:05`. */
  readonly time: string;
}

export function isHappy(hour: HappyHour, { weekday, time }: LocalMoment): boolean {
  const today = hour.weekdays.includes(weekday);
  if (hour.fromTime < hour.toTime) return today && time >= hour.fromTime && time < hour.toTime;
  const yesterday = hour.weekdays.includes(weekday === 1 ? 7 : weekday - 1);
  return (today && time >= hour.fromTime) || (yesterday && time < hour.toTime);
}

/**
 * The price in happy hours that hold now, and which of them makes it: of several the lowest for the guest. They make
 * nothing dearer: undefined when the regular price is as low.
 */
export function happyPrice(
  regular_haler: Haler,
  hours: readonly HappyHour[],
): { readonly price_haler: Haler; readonly hour: HappyHour } | undefined {
  let best: { price_haler: Haler; hour: HappyHour } | undefined;
  for (const hour of hours) {
    const price_haler = hour.price_haler ?? lessPercent(regular_haler, hour.percent_bp ?? 0);
    if (price_haler >= (best?.price_haler ?? regular_haler)) {
      if (price_haler !== best?.price_haler || hour.id >= best.hour.id) continue;
    }
    best = { price_haler, hour };
  }
  return best;
}

function lessPercent(amount: Haler, percent_bp: number): Haler {
  return amount - divideRounded(BigInt(amount) * BigInt(percent_bp), 10_000n);
}
