import { isCash, type Payment, type Receipt, shareOut, type VatSum } from '../../../domain/index.ts';

/** What of a receipt was paid in one way. Over all ways every figure adds up to the receipt's own. */
export interface Share {
  readonly payment: Pick<Payment, 'typeId' | 'name' | 'kind'>;
  readonly rates: readonly VatSum[];
  readonly tip_haler: number;
  readonly rounding_haler: number;
}

/**
 * A bill paid in two ways is two documents in the books: each rate is shared out over the ways to pay, and so is its
 * tax. The tip is what the last ways to pay brought over the takings; rounding is of cash alone.
 */
export function sharesOf(receipt: Receipt): Share[] {
  const { payments, recap } = receipt;
  // A reversal is reckoned as the sale was, and turned round at the end.
  const sign = receipt.toPay_haler < 0 || receipt.total_haler < 0 ? -1 : 1;
  const amounts = payments.map(({ amount_haler }) => sign * amount_haler);
  const rounding_haler = sign * receipt.rounding_haler;
  const cash = payments.findLastIndex(({ kind }) => isCash(kind));
  const takings = amounts.map((amount, i) => (i === cash ? amount - rounding_haler : amount));
  const tips = takings.map(() => 0);
  let tip = sign * receipt.tip_haler;
  for (let i = takings.length - 1; i >= 0 && tip > 0; i--) {
    const part = Math.min(tip, takings[i] ?? 0);
    tips[i] = part;
    takings[i] = (takings[i] ?? 0) - part;
    tip -= part;
  }

  const left = recap.map(({ total_haler }) => sign * total_haler);
  const totals = takings.map((taking, i) => {
    const parts = i === takings.length - 1 ? [...left] : shareOut(taking, left);
    for (const [rate, part] of parts.entries()) left[rate] = (left[rate] ?? 0) - part;
    return parts;
  });
  const vats = recap.map(({ vat_haler }, rate) =>
    shareOut(
      sign * vat_haler,
      totals.map((parts) => parts[rate] ?? 0),
    ),
  );
  return payments.map(({ typeId, name, kind }, i) => ({
    payment: { typeId, name, kind },
    rates: recap.flatMap(({ rate_bp }, rate) => {
      const total_haler = turned(sign, totals[i]?.[rate] ?? 0);
      const vat_haler = turned(sign, vats[rate]?.[i] ?? 0);
      return total_haler === 0
        ? []
        : [{ rate_bp, base_haler: total_haler - vat_haler, vat_haler, total_haler }];
    }),
    tip_haler: turned(sign, tips[i] ?? 0),
    rounding_haler: i === cash ? receipt.rounding_haler : 0,
  }));
}

const turned = (sign: 1 | -1, value: number): number => (value === 0 ? 0 : sign * value);
