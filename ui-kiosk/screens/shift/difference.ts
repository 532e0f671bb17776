import type { ShiftReport } from '../../../domain/index.ts';

export interface Difference {
  /** `CZK`, or the foreign currency. */
  readonly currency: string;
  /** Haléře, or cents. */
  readonly expected: number;
  readonly counted: number;
  /** Positive is too much, negative is missing. */
  readonly difference: number;
}

/** What a closed shift counted against what it should have: crowns first, then every foreign currency met. */
export function differences(report: ShiftReport): Difference[] {
  if (!report.close) return [];
  const { counted_haler, countedForeign } = report.close;
  const currencies = new Set([...Object.keys(report.expectedForeign), ...Object.keys(countedForeign)]);
  const row = (currency: string, expected: number, counted: number): Difference => ({
    currency,
    expected,
    counted,
    difference: counted - expected,
  });
  return [
    row('CZK', report.expected_haler, counted_haler),
    ...[...currencies]
      .sort()
      .map((currency) => row(currency, report.expectedForeign[currency] ?? 0, countedForeign[currency] ?? 0)),
  ];
}
