import {
  type HappyHour,
  happyPrice,
  isHappy,
  type LocalMoment,
  type Planned,
  planInEffect,
} from '../domain/index.ts';
import { type KeptItem, localTime, setAt_ms } from '../wire/index.ts';
import { happyHour, type KeptChange, pricePlan, startOf_ms, vatPlan } from './scheduled.ts';

/** All things of one kind, as they are now. */
export interface Kept<T> {
  values(): Iterable<T>;
}

/** An item of which changes set ahead make something else than what was set by hand. */
export interface Priced {
  /** What the price list says now: with what was set ahead once and has come. Happy hours are no part of it. */
  readonly regular: KeptItem;
  /** What it is sold for at this minute. */
  readonly now: KeptItem;
  /** The plan that makes the regular price, and the price before it. */
  readonly plan: {
    readonly change: KeptChange;
    readonly from_ms: number;
    readonly before_haler: number;
  } | null;
  /** When the plan that makes the regular class of VAT came into effect. */
  readonly vatFrom_ms: number | null;
  readonly hour: HappyHour | null;
}

/** What the price list comes to at one moment; items that nothing set ahead has touched are not in it. */
export interface Moment {
  /** The changes that are in effect: while they are the same, so are the prices. */
  readonly signature: string;
  readonly priced: ReadonlyMap<string, Priced>;
}

const minute_ms = 60_000;

/**
 * Prices by the clock. All that is set ahead begins and ends on whole minutes, so they are reckoned anew at most once
 * a minute, and by whoever asks: a sale at 16:00:00 has the new price, whether a timer has come round or not, and
 * after a jump of the clock the price of the hour that it shows now.
 */
export class Prices {
  readonly #items: Kept<KeptItem>;
  readonly #changes: Kept<KeptChange>;
  readonly #wall_ms: () => number;
  readonly #zone: string;
  #minute = Number.NaN;
  #moment: Moment | undefined;

  constructor(
    items: Kept<KeptItem>,
    changes: Kept<KeptChange>,
    { wall_ms, zone }: { readonly wall_ms: () => number; readonly zone: string },
  ) {
    this.#items = items;
    this.#changes = changes;
    this.#wall_ms = wall_ms;
    this.#zone = zone;
  }

  /** Items or changes are no longer what they were. */
  changed(): void {
    this.#moment = undefined;
  }

  now(): Moment {
    const wall_ms = this.#wall_ms();
    const minute = Math.floor(wall_ms / minute_ms);
    if (this.#moment && this.#minute === minute) return this.#moment;
    this.#minute = minute;
    const local = localMoment(wall_ms, this.#zone);
    const due: KeptChange[] = [];
    for (const change of this.#changes.values()) if (this.#isDue(change, wall_ms, local)) due.push(change);
    const signature = due.map((change) => change.id).join(' ');
    if (this.#moment?.signature !== signature) {
      this.#moment = { signature, priced: this.#price(due, wall_ms) };
    }
    return this.#moment;
  }

  #isDue(change: KeptChange, wall_ms: number, local: LocalMoment): boolean {
    const from_ms = startOf_ms(change, this.#zone);
    if (from_ms !== undefined) return from_ms <= wall_ms;
    const hour = happyHour(change);
    return hour !== undefined && isHappy(hour, local);
  }

  #price(due: readonly KeptChange[], wall_ms: number): Map<string, Priced> {
    const once = Map.groupBy(
      due.filter((change) => change.kind !== 'happy-hour'),
      (change) => change.itemId,
    );
    const ofItem = hoursBy(due, (change) => change.itemId);
    const ofCategory = hoursBy(due, (change) => change.categoryId);
    const priced = new Map<string, Priced>();
    if (due.length === 0) return priced;
    for (const item of this.#items.values()) {
      const { regular, plan, vatFrom_ms } = standing(item, once.get(item.id) ?? [], wall_ms, this.#zone);
      const hours = [...(ofItem.get(item.id) ?? []), ...(ofCategory.get(item.categoryId) ?? [])];
      const best = item.openPrice ? undefined : happyPrice(regular.price_haler, hours);
      const now = best ? { ...regular, price_haler: best.price_haler } : regular;
      if (now !== item) priced.set(item.id, { regular, now, plan, vatFrom_ms, hour: best?.hour ?? null });
    }
    return priced;
  }
}

function hoursBy(
  due: readonly KeptChange[],
  target: (change: KeptChange) => string | null,
): ReadonlyMap<string, readonly HappyHour[]> {
  const hours = new Map<string, HappyHour[]>();
  for (const change of due) {
    const [id, hour] = [target(change), happyHour(change)];
    if (id !== null && hour) hours.set(id, [...(hours.get(id) ?? []), hour]);
  }
  return hours;
}

function standing(
  item: KeptItem,
  changes: readonly KeptChange[],
  now_ms: number,
  zone: string,
): Pick<Priced, 'regular' | 'plan' | 'vatFrom_ms'> {
  if (changes.length === 0) return { regular: item, plan: null, vatFrom_ms: null };
  const prices = changes.flatMap((change) => pricePlan(change, zone) ?? []);
  const byHand_ms = setAt_ms(item.priceMark);
  const price = planInEffect(prices, byHand_ms, now_ms);
  const vat = planInEffect(
    changes.flatMap((change) => vatPlan(change, zone) ?? []),
    setAt_ms(item.vatMark),
    now_ms,
  );
  if (!price && !vat) return { regular: item, plan: null, vatFrom_ms: null };
  const regular = {
    ...item,
    price_haler: price?.value ?? item.price_haler,
    vatClass: vat?.value ?? item.vatClass,
  };
  return {
    regular,
    plan: price ? planOf(price, prices, item, byHand_ms, changes) : null,
    vatFrom_ms: vat?.from_ms ?? null,
  };
}

function planOf(
  plan: Planned<number>,
  plans: readonly Planned<number>[],
  item: KeptItem,
  byHand_ms: number | null,
  changes: readonly KeptChange[],
): Priced['plan'] {
  const change = changes.find(({ id }) => id === plan.id) as KeptChange;
  const before = planInEffect(
    plans.filter((other) => other !== plan),
    byHand_ms,
    plan.from_ms,
  );
  return { change, from_ms: plan.from_ms, before_haler: before?.value ?? item.price_haler };
}

function localMoment(wall_ms: number, zone: string): LocalMoment {
  const text = localTime(wall_ms, zone);
  const weekday = new Date(`${text.slice(0, 10)}T00:00:00Z`).getUTCDay();
  return { weekday: weekday === 0 ? 7 : weekday, time: text.slice(11, 16) };
}
