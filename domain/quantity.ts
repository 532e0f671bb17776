import { divideRounded, type Haler } from './money.ts';

/** A whole number of thousandths of the item's unit: 1 ks = 1000, 0,345 kg = 345. */
export type Thousandths = number;

export const ONE: Thousandths = 1000;
/** 99 999 pieces or kilograms on one line: more is a slip of the finger. */
export const MAX_QUANTITY: Thousandths = 99_999_000;

export function isQuantity(value: unknown): value is Thousandths {
  return Number.isSafeInteger(value) && (value as number) > 0 && (value as number) <= MAX_QUANTITY;
}

/** Unit price times quantity, to the nearest haléř, halves away from zero. */
export function lineAmount(unitPrice: Haler, quantity: Thousandths): Haler {
  return divideRounded(BigInt(unitPrice) * BigInt(quantity), 1000n);
}

/** `2`, `0,345`, `1,5`: no needless zeros. */
export function formatQuantity(quantity: Thousandths): string {
  const abs = Math.abs(quantity);
  const fraction = (abs % 1000).toString().padStart(3, '0').replace(/0+$/, '');
  return `${quantity < 0 ? '−' : ''}${Math.trunc(abs / 1000)}${fraction ? `,${fraction}` : ''}`;
}

/** `2`, `0,345` or `0.345` to thousandths; undefined when it is not a positive quantity within bounds. */
export function parseQuantity(text: string): Thousandths | undefined {
  const m = /^(\d{1,5})(?:[.,](\d{1,3}))?$/.exec(text.trim());
  if (!m) return undefined;
  const value = Number(m[1]) * 1000 + Number((m[2] ?? '').padEnd(3, '0'));
  return isQuantity(value) ? value : undefined;
}
