import { divideRounded, type Haler } from './money.ts';

/** A class of supply ("snížená"); what rate it bears on which day is data. */
export type VatClass = string;

/** One row of the table of rates. From midnight of `validFrom` (YYYY-MM-DD, local) until the next row of its class. */
export interface VatRate {
  readonly vatClass: VatClass;
  /** `základní`, `snížená`, `nulová`: as shown to people. */
  readonly name: string;
  /** Hundredths of a percent: 21 % = 2100. */
  readonly rate_bp: number;
  readonly validFrom: string;
}

/** Act 235/2004, § 47, as in force from 2024-01-01. Later rows are added as data, not by a release. */
export const VAT_RATES: readonly VatRate[] = [
  { vatClass: 'standard', name: 'základní', rate_bp: 2100, validFrom: '2013-01-01' },
  { vatClass: 'reduced', name: 'snížená', rate_bp: 1200, validFrom: '2024-01-01' },
  { vatClass: 'zero', name: 'nulová', rate_bp: 0, validFrom: '1993-01-01' },
];

/** The rate of a class on a local day (YYYY-MM-DD), or undefined when the table has none yet. */
export function vatRateOn(rates: readonly VatRate[], vatClass: VatClass, day: string): VatRate | undefined {
  let best: VatRate | undefined;
  for (const rate of rates) {
    if (rate.vatClass !== vatClass || rate.validFrom > day) continue;
    if (!best || rate.validFrom > best.validFrom) best = rate;
  }
  return best;
}

/** One line of the recapitulation. Always `base_haler + vat_haler === total_haler`. */
export interface VatSum {
  readonly rate_bp: number;
  readonly base_haler: Haler;
  readonly vat_haler: Haler;
  readonly total_haler: Haler;
}

/**
 * Tax from prices that include it, computed once per rate from the rate's sum (Act 235/2004, § 37 para. 2:
 * tax = amount × rate / (100 + rate)). The base is the rest, so that both add up to what was paid.
 * Highest rate first; rates that nothing was sold at do not appear.
 */
export function vatRecap(
  parts: readonly { readonly rate_bp: number; readonly amount_haler: Haler }[],
): VatSum[] {
  const totals = new Map<number, Haler>();
  for (const part of parts) totals.set(part.rate_bp, (totals.get(part.rate_bp) ?? 0) + part.amount_haler);
  return [...totals]
    .sort(([a], [b]) => b - a)
    .map(([rate_bp, total_haler]) => {
      const vat_haler = divideRounded(BigInt(total_haler) * BigInt(rate_bp), BigInt(10_000 + rate_bp));
      return { rate_bp, base_haler: total_haler - vat_haler, vat_haler, total_haler };
    });
}

/** `21 %`, `12,5 %`. */
export function formatRate(rate_bp: number): string {
  return `${(rate_bp / 100).toString().replace('.', ',')} %`;
}
