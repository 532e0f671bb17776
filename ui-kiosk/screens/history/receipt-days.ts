import type { ReceiptSummary } from '../../../daemon/http/contract.ts';
import { dayOf, shiftDay } from '../../i18n/when.ts';

export interface ReceiptDay {
  readonly day: string;
  readonly receipts: readonly ReceiptSummary[];
}

/** Receipts under their days, in the order in which they came (newest first). */
export function groupByDay(receipts: readonly ReceiptSummary[]): ReceiptDay[] {
  const days: { day: string; receipts: ReceiptSummary[] }[] = [];
  for (const receipt of receipts) {
    const day = dayOf(receipt.issuedAt);
    const last = days.at(-1);
    if (last?.day === day) last.receipts.push(receipt);
    else days.push({ day, receipts: [receipt] });
  }
  return days;
}

/**
 * The newest page put over what is already shown: new receipts come on top, changed ones (reversed in the
 * meantime) are replaced, older ones stay. When the pages do not touch, only the new one can be trusted.
 */
export function refreshed(
  shown: readonly ReceiptSummary[],
  newest: readonly ReceiptSummary[],
): readonly ReceiptSummary[] | null {
  const fresh = new Set(newest.map((receipt) => receipt.id));
  const touching = shown.some((receipt) => fresh.has(receipt.id));
  return touching ? [...newest, ...shown.filter((receipt) => !fresh.has(receipt.id))] : null;
}

export type Span = 'all' | 'today' | 'yesterday' | 'span';

/** Which days a choice means; empty ends of a period are open. */
export function spanDays(
  span: Span,
  today: string,
  from: string,
  to: string,
): { from?: string; to?: string } {
  switch (span) {
    case 'all':
      return {};
    case 'today':
      return { from: today, to: today };
    case 'yesterday':
      return { from: shiftDay(today, -1), to: shiftDay(today, -1) };
    case 'span': {
      // Typed the other way round, it is still clear what is meant.
      const [first, last] = from !== '' && to !== '' && from > to ? [to, from] : [from, to];
      return { ...(first && { from: first }), ...(last && { to: last }) };
    }
  }
}
