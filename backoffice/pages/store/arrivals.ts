import type { ReceiptSummary } from '../../http/contract/receipts.ts';

/** As many of the newest receipts as are looked at each time. */
export const WINDOW = 50;

/** What has come since the last look. */
export interface Arrived {
  readonly receipts: readonly ReceiptSummary[];
  /** All that was looked at is new: there may be more. */
  readonly more: boolean;
}

/**
 * Tells which of the newest receipts are new. The first look only remembers: what was there before the page was opened
 * is no news, and neither is what somebody scrolls past.
 */
export function createArrivals(): { look(newest: readonly ReceiptSummary[]): Arrived } {
  let known: ReadonlySet<string> | null = null;
  return {
    look(newest) {
      const before = known;
      known = new Set(newest.map(({ id }) => id));
      if (before === null) return { receipts: [], more: false };
      const receipts = newest.filter(({ id }) => !before.has(id));
      return { receipts, more: before.size > 0 && receipts.length === WINDOW };
    },
  };
}
