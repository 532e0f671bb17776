import type { ReceiptSummary } from '../../http/contract/receipts.ts';
import { dayOf, dayWords, timeOf } from '../i18n/day.ts';
import { money } from '../i18n/format.ts';
import { addressOf, place } from '../router.ts';
import { t } from './words.ts';

/** Receipts of a day under its name. */
export function ReceiptRows({
  receipts,
  chosen,
}: {
  receipts: readonly ReceiptSummary[];
  chosen: string | null;
}) {
  return (
    <>
      {byDay(receipts).map(({ day, of }) => (
        <section key={day} class="receipts-day">
          <h2 class="small quiet">{dayWords(day)}</h2>
          <ul class="panel">
            {of.map((receipt) => (
              <ReceiptRow key={receipt.id} receipt={receipt} chosen={receipt.id === chosen} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

/** Newest first as they come; a day is one group wherever its receipts stand together. */
export function byDay(
  receipts: readonly ReceiptSummary[],
): { readonly day: string; readonly of: ReceiptSummary[] }[] {
  const days: { day: string; of: ReceiptSummary[] }[] = [];
  for (const receipt of receipts) {
    const day = dayOf(receipt.issuedAt);
    const known = days.find((one) => one.day === day);
    if (known) known.of.push(receipt);
    else days.push({ day, of: [receipt] });
  }
  return days;
}

function ReceiptRow({ receipt, chosen }: { receipt: ReceiptSummary; chosen: boolean }) {
  const { table } = receipt;
  return (
    <li>
      <a
        class="receipt-row"
        href={addressOf({ page: 'receipts', rest: [receipt.id], query: place.value.query })}
        aria-current={chosen ? 'true' : undefined}
      >
        <span class="receipt-time">{timeOf(receipt.issuedAt)}</span>
        <span class="row">
          <span class="strong">{receipt.number}</span>
          <Marks receipt={receipt} />
        </span>
        <span class={receipt.reversed ? 'receipt-total struck' : 'receipt-total'}>
          {money(receipt.total_haler)}
        </span>
        <span class="small quiet wrap">
          {[
            receipt.registerName,
            table === null ? null : t().tableName(table),
            receipt.staff.name,
            receipt.payments.join(', '),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </a>
    </li>
  );
}

function Marks({ receipt: { reversal, reversed, eet } }: { receipt: ReceiptSummary }) {
  return (
    <>
      {reversal && <span class="badge">{t().reversal}</span>}
      {reversed && <span class="badge">{t().reversed}</span>}
      {eet?.state === 'waiting' && <span class="badge attention">{t().eetWaits}</span>}
      {(eet?.state === 'blocked' || eet?.state === 'rejected') && (
        <span class="badge fault">{t().eetBad}</span>
      )}
    </>
  );
}
