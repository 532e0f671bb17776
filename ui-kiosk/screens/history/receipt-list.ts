import { type Signal, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { ReceiptSummary } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import type { Fault } from '../../client/fault.ts';
import { connected } from '../../store/signals.ts';
import { onEvent } from '../../store/sync.ts';
import { useEetNews } from '../eet/news.ts';
import { refreshed } from './receipt-days.ts';

const PAGE = 50;
/** The most that the register gives at once. */
const MOST = 200;

export interface ReceiptFilter {
  readonly q: string;
  readonly from?: string;
  readonly to?: string;
  readonly registerId?: string;
}

export interface ReceiptPages {
  /** Null until the first page has come. */
  readonly receipts: Signal<readonly ReceiptSummary[] | null>;
  readonly fault: Signal<Fault | null>;
  /** Whether there are older ones. */
  readonly older: Signal<boolean>;
  readonly more: () => Promise<void>;
  readonly reload: () => Promise<void>;
}

/** The history page by page, kept fresh while receipts are being made. */
export function useReceipts(filter: ReceiptFilter): ReceiptPages {
  const receipts = useSignal<readonly ReceiptSummary[] | null>(null);
  const fault = useSignal<Fault | null>(null);
  const older = useSignal(false);
  const key = JSON.stringify(filter);

  const pages = useMemo(() => {
    const wanted = JSON.parse(key) as ReceiptFilter;
    let next: string | null = null;
    let loading = false;
    let left = false;
    const fetchPage = (before: string | null, limit = PAGE) =>
      api.receipts({ ...wanted, limit, ...(before === null ? {} : { before }) });
    return {
      async reload() {
        const answer = await fetchPage(null);
        if (left) return;
        fault.value = answer.fault ?? null;
        if (answer.fault) return;
        next = answer.value.next;
        receipts.value = answer.value.receipts;
        older.value = next !== null;
      },
      async refresh() {
        const shown = receipts.value?.length ?? 0;
        const answer = await fetchPage(null, Math.min(MOST, Math.max(PAGE, shown)));
        if (left || answer.fault) return;
        const merged = refreshed(receipts.value ?? [], answer.value.receipts);
        if (merged === null) {
          next = answer.value.next;
          older.value = next !== null;
        }
        receipts.value = merged ?? answer.value.receipts;
      },
      async more() {
        if (loading || next === null) return;
        loading = true;
        const answer = await fetchPage(next);
        loading = false;
        if (left) return;
        fault.value = answer.fault ?? null;
        if (answer.fault) return;
        const known = new Set(receipts.value?.map((receipt) => receipt.id));
        next = answer.value.next;
        receipts.value = [
          ...(receipts.value ?? []),
          ...answer.value.receipts.filter((r) => !known.has(r.id)),
        ];
        older.value = next !== null;
      },
      leave() {
        left = true;
      },
    };
  }, [key, receipts, fault, older]);

  useEffect(() => {
    void pages.reload();
    const stop = onEvent((event) => {
      if (event.kind === 'receipt') void pages.refresh();
    });
    return () => {
      stop();
      pages.leave();
    };
  }, [pages]);
  useEetNews(pages.refresh);

  useSignalEffect(() => {
    if (connected.value && fault.peek()?.kind === 'unreachable') void pages.reload();
  });

  return { receipts, fault, older, more: pages.more, reload: pages.reload };
}
