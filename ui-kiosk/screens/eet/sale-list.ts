import { type Signal, useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { EetSalesQuery, EetSaleView } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import type { Fault } from '../../client/fault.ts';
import { connected } from '../../store/signals.ts';
import { useEetNews } from './news.ts';

const PAGE = 50;
/** The most that the register gives at once. */
const MOST = 200;

export interface SalePages {
  /** Null until the first page has come. */
  readonly sales: Signal<readonly EetSaleView[] | null>;
  readonly fault: Signal<Fault | null>;
  /** Whether there are older ones. */
  readonly older: Signal<boolean>;
  readonly more: () => Promise<void>;
  readonly reload: () => Promise<void>;
}

/** Sales of one state page by page. What has been looked through is asked for anew with every news. */
export function useSales(filter: Pick<EetSalesQuery, 'state' | 'registerId'>): SalePages {
  const sales = useSignal<readonly EetSaleView[] | null>(null);
  const fault = useSignal<Fault | null>(null);
  const older = useSignal(false);
  const key = JSON.stringify(filter);

  const pages = useMemo(() => {
    const wanted = JSON.parse(key) as typeof filter;
    let next: string | null = null;
    let turn = 0;
    sales.value = null;
    const take = (list: readonly EetSaleView[], cursor: string | null) => {
      next = cursor;
      older.value = cursor !== null;
      sales.value = list;
    };
    return {
      async reload() {
        turn += 1;
        const mine = turn;
        const limit = Math.min(MOST, Math.max(PAGE, sales.peek()?.length ?? 0));
        const answer = await api.eetSales({ ...wanted, limit });
        if (mine !== turn) return;
        fault.value = answer.fault ?? null;
        if (!answer.fault) take(answer.value.sales, answer.value.next);
      },
      async more() {
        if (next === null) return;
        turn += 1;
        const mine = turn;
        const answer = await api.eetSales({ ...wanted, limit: PAGE, before: next });
        if (mine !== turn) return;
        fault.value = answer.fault ?? null;
        if (answer.fault) return;
        const known = new Set(sales.peek()?.map(({ receiptId }) => receiptId));
        const added = answer.value.sales.filter(({ receiptId }) => !known.has(receiptId));
        take([...(sales.peek() ?? []), ...added], answer.value.next);
      },
      leave() {
        turn += 1;
      },
    };
  }, [key, sales, fault, older]);

  useEffect(() => {
    void pages.reload();
    return () => pages.leave();
  }, [pages]);
  useEetNews(pages.reload);
  useSignalEffect(() => {
    if (connected.value && fault.peek()?.kind === 'unreachable') void pages.reload();
  });
  return { sales, fault, older, more: pages.more, reload: pages.reload };
}
