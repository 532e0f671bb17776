import type { Unit } from './item.ts';
import type { Thousandths } from './quantity.ts';

/** `take` is a stock-take: somebody has counted. A reversed sale is a `sale` that brings something back. */
export const MOVEMENT_KINDS = ['sale', 'delivery', 'write-off', 'take'] as const;
export type MovementKind = (typeof MOVEMENT_KINDS)[number];

/** Something that came into stock or went out of it, or was counted there. Never changed. */
export interface StockMovement {
  readonly itemId: string;
  readonly kind: MovementKind;
  /** By how much the level changes; of a take, the level that was counted. */
  readonly quantity_thousandths: Thousandths;
  /** Local time with offset, RFC 3339, whole seconds. */
  readonly at: string;
  readonly staffId: string;
  /** Whoever lent the right for it, when that was somebody else. */
  readonly allowedBy?: string;
  readonly reason: string;
  /** Of a sale. */
  readonly receiptId?: string;
  readonly registerId: string;
}

/** What of a movement the level depends on. `stamp`: texts that all registers order alike, each once for an item. */
export type StampedMovement = Pick<StockMovement, 'kind' | 'quantity_thousandths'> & {
  readonly stamp: string;
};

export interface StockLevel {
  /** What is there; below zero when more was sold than anybody has said was there. */
  readonly level_thousandths: Thousandths;
  /** The stamp of the last take; null while nobody has counted. */
  readonly take: string | null;
}

export const NO_STOCK: StockLevel = { level_thousandths: 0, take: null };

/** 999 999,999 kilograms or pieces at once: more is a slip of the finger. */
export const MAX_STOCK: Thousandths = 999_999_999;

/** The last take and every delta stamped after it, in whatever order they are given. */
export function foldStock(movements: Iterable<StampedMovement>): StockLevel {
  const all = [...movements];
  let last: StampedMovement | undefined;
  for (const one of all) if (one.kind === 'take' && (!last || one.stamp > last.stamp)) last = one;
  const start: StockLevel = last
    ? { level_thousandths: last.quantity_thousandths, take: last.stamp }
    : NO_STOCK;
  return all.reduce((level, one) => (one.kind === 'take' ? level : addDelta(level, one)), start);
}

/**
 * The level when one more movement is known; each must be given once. Undefined when that is a take newer than the
 * known one: then deltas that were added may be older than it, and only a fold of them all can tell.
 */
export function addMovement(known: StockLevel, movement: StampedMovement): StockLevel | undefined {
  if (movement.kind !== 'take') return addDelta(known, movement);
  return known.take !== null && movement.stamp < known.take ? known : undefined;
}

function addDelta(known: StockLevel, { stamp, quantity_thousandths }: StampedMovement): StockLevel {
  if (known.take !== null && stamp < known.take) return known;
  return { ...known, level_thousandths: known.level_thousandths + quantity_thousandths };
}

/**
 * What was there after each of some successive movements, the level before the first being given, null when nobody
 * knew it; of a take also by how much more was counted than there should have been.
 */
export function followStock(
  before_thousandths: Thousandths | null,
  movements: readonly StampedMovement[],
): { readonly level_thousandths: Thousandths; readonly difference_thousandths: Thousandths | null }[] {
  let level = before_thousandths;
  return movements.map(({ kind, quantity_thousandths }) => {
    const difference_thousandths = kind === 'take' && level !== null ? quantity_thousandths - level : null;
    level = kind === 'take' ? quantity_thousandths : (level ?? 0) + quantity_thousandths;
    return { level_thousandths: level, difference_thousandths };
  });
}

/** Few enough that somebody should think of ordering: five pieces, portions, kilograms or litres. */
const LOW: Readonly<Record<Unit, Thousandths>> = {
  ks: 5_000,
  porce: 5_000,
  kg: 5_000,
  l: 5_000,
  g: 1_000_000,
  ml: 1_000_000,
};

export type StockState = 'negative' | 'empty' | 'low' | 'enough';

export function stockState(level_thousandths: Thousandths, unit: Unit): StockState {
  if (level_thousandths < 0) return 'negative';
  if (level_thousandths === 0) return 'empty';
  return level_thousandths <= LOW[unit] ? 'low' : 'enough';
}

/** `24`, `0`, `12,5` or `0.345` to thousandths; undefined when it is no amount that can be in stock. */
export function parseStock(text: string): Thousandths | undefined {
  const m = /^(\d{1,6})(?:[.,](\d{0,3}))?$/.exec(text.trim());
  if (!m) return undefined;
  return Number(m[1]) * 1000 + Number((m[2] ?? '').padEnd(3, '0'));
}
