import { useState } from 'preact/hooks';
import type { ReceiptSummary } from '../../../daemon/http/contract.ts';
import { formatAmount } from '../../../domain/index.ts';
import { api } from '../../client/api.ts';
import { frame } from '../../i18n/frame.ts';
import { dayWords, timeOf } from '../../i18n/when.ts';
import { go, route } from '../../router.ts';
import { catalogue } from '../../store/signals.ts';
import { Empty, useLoad } from '../../widgets/load.tsx';
import { PagedRows, type Pages } from '../../widgets/pages.tsx';
import { FiscalMark } from '../eet/fiscal-mark.tsx';
import '../office.css';
import { TroubleBand, useTroubles } from '../troubles/troubles.tsx';
import './history.css';
import { HistoryFilter, type Wanted } from './history-filter.tsx';
import { groupByDay, spanDays } from './receipt-days.ts';
import { ReceiptDetail } from './receipt-detail.tsx';
import { useReceipts } from './receipt-list.ts';
import { historyWords } from './words.ts';

/** `#/history/<receipt>`: the receipts on the left, the chosen one on the right. */
export default function HistoryScreen() {
  const [wanted, want] = useState<Wanted>({ q: '', span: 'all', from: '', to: '', registerId: '' });
  const today = catalogue.value?.register.day ?? '';
  const { q, registerId } = wanted;
  const pages = useReceipts({
    q,
    ...(registerId !== '' && { registerId }),
    ...spanDays(wanted.span, today, wanted.from, wanted.to),
  });
  const registers = useLoad(api.registers, []).value.value ?? [];
  const troubles = useTroubles();
  const chosen = route.value[1];
  const t = historyWords();
  return (
    <div class="history">
      <section class="history-list" aria-label={t.list}>
        <h1 class="visually-hidden">{frame().history}</h1>
        <TroubleBand troubles={troubles} />
        <HistoryFilter wanted={wanted} registers={registers} onWant={want} />
        <ReceiptRows
          pages={pages}
          today={today}
          chosen={chosen}
          several={registers.length > 1}
          filtered={q !== '' || registerId !== '' || wanted.span !== 'all'}
        />
      </section>
      <section class="history-detail">
        {chosen ? <ReceiptDetail key={chosen} receiptId={chosen} /> : <Empty>{t.choose}</Empty>}
      </section>
    </div>
  );
}

function ReceiptRows({
  pages,
  today,
  chosen,
  several,
  filtered,
}: {
  pages: Pages<ReceiptSummary>;
  today: string;
  chosen: string | undefined;
  /** Whether receipts of more than one register stand here. */
  several: boolean;
  filtered: boolean;
}) {
  const t = historyWords();
  return (
    <PagedRows
      pages={pages}
      class="history-rows"
      empty={<Empty>{filtered ? t.nothing : t.none}</Empty>}
      words={t}
    >
      {(receipts) =>
        groupByDay(receipts).map(({ day, receipts: ofDay }) => (
          <section key={day}>
            <h2 class="day">{dayWords(day, today)}</h2>
            <ul class="list">
              {ofDay.map((receipt) => (
                <Row key={receipt.id} receipt={receipt} chosen={receipt.id === chosen} several={several} />
              ))}
            </ul>
          </section>
        ))
      }
    </PagedRows>
  );
}

function Row({ receipt, chosen, several }: { receipt: ReceiptSummary; chosen: boolean; several: boolean }) {
  const t = historyWords();
  return (
    <li>
      <button
        type="button"
        class={receipt.reversed ? 'list-row receipt-row reversed' : 'list-row receipt-row'}
        aria-current={chosen ? 'true' : undefined}
        onClick={() => go('history', receipt.id)}
      >
        <span class="receipt-time">{timeOf(receipt.issuedAt)}</span>
        <span class="grow">
          <span class="receipt-where">
            {receipt.table === null ? t.counter : t.table(receipt.table)}
            {receipt.reversal && <span class="badge">{t.reversal}</span>}
            {receipt.reversed && <span class="badge">{t.reversed}</span>}
          </span>
          <span class="small quiet block receipt-about">
            {receipt.number} · {several && `${receipt.registerName} · `}
            {receipt.staff} · {receipt.payments.join(' + ')}
          </span>
        </span>
        {receipt.fiscal && <FiscalMark state={receipt.fiscal.state} />}
        <span class="amount">{formatAmount(receipt.total_haler)}</span>
      </button>
    </li>
  );
}
