import { formatAmount } from '../../../domain/index.ts';
import type { Difference } from './difference.ts';
import { shiftWords } from './words.ts';

/** A sum with its currency. */
export const inCurrency = (amount: number, currency: string): string =>
  `${formatAmount(amount, 'short')} ${currency === 'CZK' ? 'Kč' : currency}`;

/** `Manko 20 Kč`. */
export function differenceWords({ difference, currency }: Difference): string {
  const t = shiftWords();
  if (difference === 0) return t.exact;
  return difference > 0
    ? t.surplus(inCurrency(difference, currency))
    : t.shortage(inCurrency(-difference, currency));
}
