import { divideRounded, type Haler } from './money.ts';

/** Off a line or off a whole bill. A percentage is in hundredths (10 % = 1000). */
export type Discount =
  | { readonly kind: 'percent'; readonly percent_bp: number }
  | { readonly kind: 'amount'; readonly amount_haler: Haler };

/** What a discount takes off `amount`; never more than there is. */
export function discountOf(amount: Haler, discount: Discount | null): Haler {
  if (!discount) return 0;
  const off =
    discount.kind === 'percent'
      ? divideRounded(BigInt(amount) * BigInt(discount.percent_bp), 10_000n)
      : discount.amount_haler;
  return Math.min(Math.max(off, 0), amount);
}

/**
 * Shares `total` over `weights` in proportion, to the haléř and without remainder (largest remainder first,
 * earlier line first among equals). So a discount off the bill lowers each VAT rate's base by its fair part.
 */
export function shareOut(total: Haler, weights: readonly Haler[]): Haler[] {
  const sum = weights.reduce((a, b) => a + BigInt(b), 0n);
  if (sum === 0n) return weights.map(() => 0);
  const parts = weights.map((weight, index) => {
    const product = BigInt(total) * BigInt(weight);
    return { index, share: Number(product / sum), remainder: product % sum };
  });
  let left = total - parts.reduce((a, part) => a + part.share, 0);
  for (const part of [...parts].sort((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
  )) {
    if (left === 0) break;
    part.share += 1;
    left -= 1;
  }
  return parts.map((part) => part.share);
}
