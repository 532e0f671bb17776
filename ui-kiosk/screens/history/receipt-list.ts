import { useEffect } from 'preact/hooks';
import type { ReceiptSummary } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { onEvent } from '../../store/sync.ts';
import { type Pages, usePages } from '../../widgets/pages.tsx';
import { useEetNews } from '../eet/news.ts';
import { refreshed } from './receipt-days.ts';

export interface ReceiptFilter {
  readonly q: string;
  readonly from?: string;
  readonly to?: string;
  readonly registerId?: string;
}

/** The history page by page, kept fresh while receipts are being made. */
export function useReceipts(filter: ReceiptFilter): Pages<ReceiptSummary> {
  const pages = usePages<ReceiptSummary>({
    key: JSON.stringify(filter),
    async ask(page) {
      const answer = await api.receipts({ ...filter, ...page });
      if (answer.fault) return answer;
      return { value: { items: answer.value.receipts, next: answer.value.next } };
    },
    idOf: ({ id }) => id,
    lingers: true,
    over: refreshed,
  });
  const { reload } = pages;
  useEffect(
    () =>
      onEvent(({ kind }) => {
        if (kind === 'receipt') void reload();
      }),
    [reload],
  );
  useEetNews(reload);
  return pages;
}
