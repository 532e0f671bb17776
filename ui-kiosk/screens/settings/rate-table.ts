import type { VatRateView } from '../../../daemon/http/contract.ts';
import { vatRateOn } from '../../../domain/index.ts';

export interface RateRow {
  readonly rate: VatRateView;
  readonly when: 'now' | 'future' | 'past';
}

export interface RateClass {
  readonly vatClass: string;
  readonly name: string;
  /** The one in force first, then the coming ones by their day, then the past ones from the newest. */
  readonly rows: readonly RateRow[];
}

/** The table of rates by class, as of a day. */
export function rateTable(rates: readonly VatRateView[], day: string): RateClass[] {
  return [...new Set(rates.map((rate) => rate.vatClass))].map((vatClass) => {
    const own = rates.filter((rate) => rate.vatClass === vatClass);
    const now = vatRateOn(rates, vatClass, day);
    const byDay = [...own].sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
    const rows: RateRow[] = [
      ...byDay
        .filter((rate) => rate.validFrom === now?.validFrom)
        .map((rate) => ({ rate, when: 'now' as const })),
      ...byDay.filter((rate) => rate.validFrom > day).map((rate) => ({ rate, when: 'future' as const })),
      ...byDay
        .filter((rate) => rate.validFrom <= day && rate.validFrom !== now?.validFrom)
        .reverse()
        .map((rate) => ({ rate, when: 'past' as const })),
    ];
    return { vatClass, name: rows[0]?.rate.name ?? vatClass, rows };
  });
}

/** `12` and `12,5` to hundredths of a percent; undefined when it is not a rate. */
export function parseRate(text: string): number | undefined {
  const match = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(text.trim());
  if (!match) return undefined;
  const rate_bp = Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
  return rate_bp <= 10_000 ? rate_bp : undefined;
}
