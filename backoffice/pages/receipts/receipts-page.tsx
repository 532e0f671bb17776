import type { ReceiptList, ReceiptSummary } from '../../http/contract/receipts.ts';
import { inStore } from '../client/api.ts';
import { frame } from '../i18n/frame.ts';
import { go, place } from '../router.ts';
import { useLive } from '../store/live.ts';
import { Empty } from '../widgets/load.tsx';
import { PagedRows, usePages } from '../widgets/pages.tsx';
import { Clashes } from './clashes.tsx';
import { NotifyButton } from './notify-button.tsx';
import { readFilters } from './query.ts';
import { ReceiptDetail } from './receipt-detail.tsx';
import { ReceiptFilterBar } from './receipt-filter.tsx';
import { ReceiptRows } from './receipt-rows.tsx';
import './receipts.css';
import { t } from './words.ts';

/** Every receipt of the store, newest first; one of them beside the list, or over it on a phone. */
export default function ReceiptsPage() {
  const { rest, query } = place.value;
  const [chosen] = rest;
  const filters = readFilters(query);
  const filtered = Object.keys(filters).length > 0;
  const pages = usePages<ReceiptSummary>({
    key: `${place.value.store} ${JSON.stringify(filters)}`,
    idOf: ({ id }) => id,
    ask: async ({ limit, from }) => {
      const answer = await inStore.get<ReceiptList>('/receipts', { ...filters, limit, before: from });
      return answer.fault ? answer : { value: { items: answer.value.receipts, next: answer.value.next } };
    },
  });
  useLive(['receipt', 'eet'], pages.reload);
  return (
    <div class={chosen ? 'page receipts chosen' : 'page receipts'}>
      <div class="page-head">
        <h1>{frame().pages.receipts}</h1>
        <NotifyButton />
      </div>
      <div class="receipts-body">
        <div class="receipts-list">
          <Clashes />
          <ReceiptFilterBar filters={filters} />
          <PagedRows
            pages={pages}
            end={t().end}
            empty={
              filtered ? (
                <Empty title={t().noneFound}>{t().noneFoundHint}</Empty>
              ) : (
                <Empty title={t().none}>{t().noneHint}</Empty>
              )
            }
          >
            {(receipts) => <ReceiptRows receipts={receipts} chosen={chosen ?? null} />}
          </PagedRows>
        </div>
        <div class="receipts-detail">
          {chosen ? (
            <ReceiptDetail
              key={chosen}
              receiptId={chosen}
              onBack={() => go({ page: 'receipts', query: place.peek().query })}
            />
          ) : (
            <Empty title={t().noChoice} />
          )}
        </div>
      </div>
    </div>
  );
}
