import type { Item } from './item.ts';
import type { Thousandths } from './quantity.ts';

/** GS1 General Specifications, 7.9: weights 3 and 1 from the right, sum with the check digit divisible by ten. */
export function isEan(code: string): boolean {
  if (!/^(\d{8}|\d{12,14})$/.test(code)) return false;
  let sum = 0;
  for (let i = 0; i < code.length; i++) {
    sum += Number(code[code.length - 1 - i]) * (i % 2 === 0 ? 1 : 3);
  }
  return sum % 10 === 0;
}

/** What a scanned or typed code stands for. */
export interface Scanned {
  readonly item: Item;
  /** From a scale's label; null means one piece. */
  readonly quantity: Thousandths | null;
}

/**
 * Finds the item of a code: an exact EAN first, then a scale's label (prefix of seven digits + grams), then a
 * PLU. Undefined when nothing answers to it.
 */
export function findByCode(items: Iterable<Item>, code: string): Scanned | undefined {
  let byPlu: Item | undefined;
  let weighed: Scanned | undefined;
  const grams = code.length === 13 && isEan(code) ? Number(code.slice(7, 12)) : 0;
  for (const item of items) {
    if (item.eans.includes(code)) return { item, quantity: null };
    if (grams > 0 && item.weighedEanPrefix === code.slice(0, 7)) {
      const quantity = item.unit === 'g' ? grams * 1000 : grams;
      weighed ??= { item, quantity };
    }
    if (item.plu === code) byPlu ??= item;
  }
  return weighed ?? (byPlu && { item: byPlu, quantity: null });
}
