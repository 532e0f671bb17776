import { divideRounded, MAX_AMOUNT_HALER } from '../../domain/index.ts';
import type { ItemDraft } from '../../wire/index.ts';
import type { BulkChange } from '../http/contract/price-list.ts';

type Rounded = Extract<BulkChange, { round_haler: number }>;

/** What one item becomes by a change of many; undefined when it is taken off the list. */
export function applyBulk(change: BulkChange, item: ItemDraft): ItemDraft | undefined {
  switch (change.kind) {
    case 'price-percent':
    case 'price-amount':
      return item.openPrice ? item : { ...item, price_haler: newPrice(change, item.price_haler) };
    case 'price-set':
      return item.openPrice ? item : { ...item, price_haler: change.price_haler };
    case 'category':
      return { ...item, categoryId: change.categoryId };
    case 'labels':
      return { ...item, labels: addRemove(item.labels, change) };
    case 'allergens':
      return { ...item, allergens: addRemove(item.allergens, change) };
    case 'vat-class':
      return { ...item, vatClass: change.vatClass };
    case 'sold-out':
      return { ...item, soldOut: change.soldOut };
    case 'stocked':
      return { ...item, stocked: change.stocked };
    case 'route':
      return { ...item, route: change.route };
    case 'archive':
      return undefined;
  }
}

/** A price never falls below nothing. Half of what is rounded to goes up. */
function newPrice(change: Rounded, price_haler: number): number {
  const exact =
    change.kind === 'price-amount'
      ? { sum: BigInt(price_haler + change.amount_haler), parts: 1n }
      : { sum: BigInt(price_haler) * BigInt(10_000 + change.percent_bp), parts: 10_000n };
  const step = BigInt(change.round_haler) * exact.parts;
  const rounded = Number(roundTo(exact.sum, step, change.rounding)) * change.round_haler;
  return Math.min(Math.max(rounded, 0), MAX_AMOUNT_HALER);
}

/** How many whole steps. */
function roundTo(sum: bigint, step: bigint, rounding: Rounded['rounding']): bigint {
  if (rounding === 'nearest') return BigInt(divideRounded(sum, step));
  const down = sum / step - (sum < 0n && sum % step !== 0n ? 1n : 0n);
  return rounding === 'up' && sum % step !== 0n ? down + 1n : down;
}

function addRemove<T>(
  values: readonly T[],
  { add, remove }: { add: readonly T[]; remove: readonly T[] },
): T[] {
  const gone = new Set(remove);
  return [...new Set([...values, ...add])].filter((value) => !gone.has(value));
}
