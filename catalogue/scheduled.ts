import type { HappyHour, Planned } from '../domain/index.ts';
import { instantOf, type ScheduledChangeView, type SetOn } from '../wire/index.ts';

/** A change set ahead, in one shape for the row and the cells. Which fields are set depends on the kind. */
export interface KeptChange {
  readonly id: string;
  readonly kind: 'price' | 'vat-class' | 'happy-hour';
  readonly itemId: string | null;
  readonly categoryId: string | null;
  readonly startsAt: string | null;
  readonly price_haler: number | null;
  readonly vatClass: string | null;
  readonly percent_bp: number | null;
  readonly weekdays: readonly number[];
  readonly fromTime: string | null;
  readonly toTime: string | null;
  readonly setBy: string;
  readonly setOn: SetOn;
}

const instants = new WeakMap<KeptChange, { readonly zone: string; readonly ms: number }>();

/** When a change that comes once comes; undefined for others. */
export function startOf_ms(change: KeptChange, zone: string): number | undefined {
  if (change.startsAt === null || change.kind === 'happy-hour') return undefined;
  let known = instants.get(change);
  if (known?.zone !== zone) {
    known = { zone, ms: instantOf(change.startsAt, zone) };
    instants.set(change, known);
  }
  return known.ms;
}

export function pricePlan(change: KeptChange, zone: string): Planned<number> | undefined {
  const from_ms = startOf_ms(change, zone);
  if (change.kind !== 'price' || from_ms === undefined || change.price_haler === null) return undefined;
  return { id: change.id, from_ms, value: change.price_haler };
}

export function vatPlan(change: KeptChange, zone: string): Planned<string> | undefined {
  const from_ms = startOf_ms(change, zone);
  if (change.kind !== 'vat-class' || from_ms === undefined || change.vatClass === null) return undefined;
  return { id: change.id, from_ms, value: change.vatClass };
}

/** Undefined for another kind, and for one that a newer program made of other fields. */
export function happyHour(change: KeptChange): HappyHour | undefined {
  const { id, kind, weekdays, fromTime, toTime, price_haler, percent_bp } = change;
  if (kind !== 'happy-hour' || fromTime === null || toTime === null) return undefined;
  if (price_haler === null && percent_bp === null) return undefined;
  return { id, weekdays, fromTime, toTime, price_haler, percent_bp };
}

export function scheduledView(change: KeptChange, by: string | null): ScheduledChangeView | undefined {
  const { id, kind, itemId, categoryId, startsAt, price_haler, vatClass, percent_bp, setOn } = change;
  const told = { id, by, register: setOn.name };
  if (kind === 'happy-hour') {
    const hour = happyHour(change);
    if (!hour) return undefined;
    const { fromTime, toTime } = hour;
    const weekdays = [...hour.weekdays];
    return { kind, itemId, categoryId, weekdays, fromTime, toTime, price_haler, percent_bp, ...told };
  }
  if (itemId === null || startsAt === null) return undefined;
  if (kind === 'price' && price_haler !== null) return { kind, itemId, from: startsAt, price_haler, ...told };
  if (kind === 'vat-class' && vatClass !== null) return { kind, itemId, from: startsAt, vatClass, ...told };
  return undefined;
}
