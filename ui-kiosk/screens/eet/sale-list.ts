import type { EetSalesQuery, EetSaleView } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { type Pages, usePages } from '../../widgets/pages.tsx';
import { useEetNews } from './news.ts';

/** Sales of one state page by page. What has been looked through is asked for anew with every news. */
export function useSales(filter: Pick<EetSalesQuery, 'state' | 'registerId'>): Pages<EetSaleView> {
  const pages = usePages<EetSaleView>({
    key: JSON.stringify(filter),
    async ask(page) {
      const answer = await api.eetSales({ ...filter, ...page });
      if (answer.fault) return answer;
      return { value: { items: answer.value.sales, next: answer.value.next } };
    },
    idOf: ({ receiptId }) => receiptId,
  });
  useEetNews(pages.reload);
  return pages;
}
