import type { PortalView } from '../../http/contract/portal.ts';

/** How much of the period is compared: all of it, or what is over of the day or of the days that still run. */
export type Extent =
  | { readonly kind: 'whole' }
  /** Up to the beginning of this hour. */
  | { readonly kind: 'to-hour'; readonly hour: number }
  /** The days before this one. */
  | { readonly kind: 'to-day'; readonly day: string };

export interface Comparison {
  readonly now_haler: number;
  readonly before_haler: number;
  readonly extent: Extent;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/**
 * The takings of a period beside those before it, as far as both are over: half of a Tuesday would always look bad
 * beside a whole one. `now` is the time in the shop, `2026-11-24T14:05:00`. Null when nothing of it is over yet.
 */
export function compare(view: PortalView, now: string): Comparison | null {
  const today = now.slice(0, 10);
  if (view.to < today) {
    return {
      now_haler: view.total.now.amount_haler,
      before_haler: view.total.before.amount_haler,
      extent: { kind: 'whole' },
    };
  }
  const over = view.days.filter(({ day }) => day < today);
  if (over.length > 0) {
    return {
      now_haler: sum(over.map((day) => day.now.amount_haler)),
      before_haler: sum(over.map((day) => day.before.amount_haler)),
      extent: { kind: 'to-day', day: today },
    };
  }
  if (view.from !== today) return null;
  const hour = Number(now.slice(11, 13));
  const hours = view.hours.filter((one) => one.hour < hour);
  if (sum(hours.map(({ before }) => before.count)) === 0) return null;
  return {
    now_haler: sum(hours.map((one) => one.now.amount_haler)),
    before_haler: sum(hours.map((one) => one.before.amount_haler)),
    extent: { kind: 'to-hour', hour },
  };
}

/** The hours worth a bar: from the first to the last in which anything was taken; the day's middle when nothing was. */
export function openHours(hours: PortalView['hours']): PortalView['hours'] {
  const used = hours
    .filter(({ now, before }) => now.count !== 0 || before.count !== 0)
    .map(({ hour }) => hour);
  const from = Math.min(10, ...used);
  const to = Math.max(22, ...used);
  return hours.filter(({ hour }) => hour >= from && hour <= to);
}
