import { parseAmount } from '../domain/index.ts';
import type { ScheduledChangeDraft } from '../wire/index.ts';

/** What a change set ahead is for. */
export type Target = { readonly itemId: string } | { readonly categoryId: string };

/** A change being set ahead: what is typed stays text until it is saved. */
export interface ScheduleForm {
  readonly kind: ScheduledChangeDraft['kind'];
  /** `YYYY-MM-DD`, or empty while it is no day. */
  readonly day: string;
  readonly time: string;
  readonly price: string;
  readonly vatClass: string;
  readonly weekdays: readonly number[];
  readonly fromTime: string;
  readonly toTime: string;
  /** With happy hours. */
  readonly by: 'price' | 'percent';
  readonly percent: string;
}

export type ScheduleFault = 'day' | 'time' | 'amount' | 'percent' | 'weekdays' | 'missing';
export type ScheduleFaults = ReadonlyMap<keyof ScheduleForm, ScheduleFault>;

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

export function blankSchedule(target: Target, vatClass: string): ScheduleForm {
  return {
    kind: 'itemId' in target ? 'price' : 'happy-hour',
    day: '',
    time: '00:00',
    price: '',
    vatClass,
    weekdays: [1, 2, 3, 4, 5],
    fromTime: '16:00',
    toTime: '18:00',
    by: 'itemId' in target ? 'price' : 'percent',
    percent: '',
  };
}

/** A time of day as people write it, `16`, `16:30`, `16.30` or `1630`; null when there is none such. */
export function readTime(text: string): string | null {
  const m = /^\s*(\d{1,2})(?:\s*[:.,]\s*(\d{2})|(\d{2}))?\s*$/.exec(text);
  if (!m) return null;
  const [, hour = '', minute, joined] = m;
  const time = { hour: Number(hour), minute: Number(minute ?? joined ?? '0') };
  if (time.hour > 23 || time.minute > 59) return null;
  return `${String(time.hour).padStart(2, '0')}:${String(time.minute).padStart(2, '0')}`;
}

/** `20`, `12,5` to hundredths of a percent; undefined unless above 0 and at most 100. */
function readPercent(text: string): number | undefined {
  const percent_bp = parseAmount(text.replace(/%\s*$/, ''));
  return percent_bp !== undefined && percent_bp > 0 && percent_bp <= 10_000 ? percent_bp : undefined;
}

function readPrice(text: string): number | undefined {
  const price_haler = parseAmount(text);
  return price_haler !== undefined && price_haler >= 0 ? price_haler : undefined;
}

/** What the form says, or what is wrong with it and where. */
export function readSchedule(
  form: ScheduleForm,
  target: Target,
): { readonly draft: ScheduledChangeDraft } | { readonly faults: ScheduleFaults } {
  const faults = new Map<keyof ScheduleForm, ScheduleFault>();
  const itemId = 'itemId' in target ? target.itemId : null;
  const price_haler = readPrice(form.price);
  if (form.kind === 'happy-hour' || itemId === null) {
    const [fromTime, toTime] = [readTime(form.fromTime), readTime(form.toTime)];
    const percent_bp = readPercent(form.percent);
    if (form.weekdays.length === 0) faults.set('weekdays', 'weekdays');
    if (fromTime === null) faults.set('fromTime', 'time');
    if (toTime === null) faults.set('toTime', 'time');
    if (form.by === 'price' && price_haler === undefined) faults.set('price', 'amount');
    if (form.by === 'percent' && percent_bp === undefined) faults.set('percent', 'percent');
    if (faults.size > 0 || fromTime === null || toTime === null) return { faults };
    return {
      draft: {
        kind: 'happy-hour',
        itemId,
        categoryId: 'categoryId' in target ? target.categoryId : null,
        weekdays: [...form.weekdays].sort((a, b) => a - b),
        fromTime,
        toTime,
        price_haler: form.by === 'price' ? (price_haler ?? null) : null,
        percent_bp: form.by === 'percent' ? (percent_bp ?? null) : null,
      },
    };
  }
  const time = readTime(form.time);
  if (form.day === '') faults.set('day', 'day');
  if (time === null) faults.set('time', 'time');
  if (form.kind === 'price' && price_haler === undefined) faults.set('price', 'amount');
  if (form.kind === 'vat-class' && form.vatClass === '') faults.set('vatClass', 'missing');
  if (faults.size > 0) return { faults };
  const from = `${form.day}T${time}`;
  return form.kind === 'price'
    ? { draft: { kind: 'price', itemId, from, price_haler: price_haler ?? 0 } }
    : { draft: { kind: 'vat-class', itemId, from, vatClass: form.vatClass } };
}

/** Days in a row as ranges: 1, 2, 3, 5 become [1, 3] and [5, 5]. */
export function dayRanges(weekdays: readonly number[]): (readonly [number, number])[] {
  const ranges: [number, number][] = [];
  for (const day of [...weekdays].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && last[1] === day - 1) last[1] = day;
    else ranges.push([day, day]);
  }
  return ranges;
}
