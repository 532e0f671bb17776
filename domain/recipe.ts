import { divideRounded } from './money.ts';
import { ONE, type Thousandths } from './quantity.ts';

/** How much of something one unit of an item is made of. */
export interface RecipePart {
  readonly itemId: string;
  readonly quantity_thousandths: Thousandths;
}

/** What of the price list the stock depends on. */
export interface Kitchen {
  isStocked(itemId: string): boolean;
  /** Empty when it is made of nothing that is counted. */
  recipe(itemId: string): readonly RecipePart[];
}

/** Recipes of recipes: a sauce of a roux of butter. Deeper ones are a slip, and go round in a circle. */
const DEEPEST = 5;

/**
 * What a receipt takes out of stock, item by item: what was sold, if it is counted, and what that is made of. A part that
 * is not counted itself is taken apart in its turn. A reversal, whose quantities are negative, brings it all back.
 */
export function usedBy(
  lines: readonly { readonly itemId: string; readonly quantity: Thousandths }[],
  kitchen: Kitchen,
): ReadonlyMap<string, Thousandths> {
  const used = new Map<string, Thousandths>();
  const take = (itemId: string, quantity: Thousandths, depth: number) => {
    const stocked = kitchen.isStocked(itemId);
    if (stocked) used.set(itemId, (used.get(itemId) ?? 0) + quantity);
    if (depth > 0 && (stocked || depth >= DEEPEST)) return;
    for (const part of kitchen.recipe(itemId)) {
      const amount = divideRounded(BigInt(quantity) * BigInt(part.quantity_thousandths), BigInt(ONE));
      if (amount !== 0) take(part.itemId, amount, depth + 1);
    }
  };
  for (const { itemId, quantity } of lines) take(itemId, quantity, 0);
  return used;
}
