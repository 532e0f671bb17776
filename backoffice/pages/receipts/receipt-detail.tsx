import { useEffect, useRef } from 'preact/hooks';
import { said } from '../../../ui/language.ts';
import type { PaperView } from '../../http/contract/paper.ts';
import type { ReceiptView } from '../../http/contract/receipts.ts';
import { id, inStore } from '../client/api.ts';
import { momentWords } from '../i18n/day.ts';
import { money } from '../i18n/format.ts';
import { addressOf } from '../router.ts';
import { useLive } from '../store/live.ts';
import { Icon } from '../widgets/icon.tsx';
import { Fetched, useLoad } from '../widgets/load.tsx';
import { Note } from '../widgets/note.tsx';
import { PaperSheet } from './paper.tsx';
import { t } from './words.ts';

const PAPER_COLUMNS = 42;

/** One receipt: what it is bound to, how it stands with the authority, and its paper. */
export function ReceiptDetail({ receiptId, onBack }: { receiptId: string; onBack: () => void }) {
  const path = `/receipts/${id(receiptId)}`;
  const receipt = useLoad(() => inStore.get<ReceiptView>(path), [path]);
  const paper = useLoad(() => inStore.get<PaperView>(`${path}/paper`, { columns: PAPER_COLUMNS }), [path]);
  // A reversal or a POK may come while one looks; the paper stays as it was printed.
  useLive(['receipt', 'eet'], receipt.reload);
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // On a phone the receipt takes the list's place: the focus goes with it.
    if (back.current?.checkVisibility()) {
      back.current.focus();
      scrollTo(0, 0);
    }
  }, []);
  return (
    <article class="receipt">
      <button ref={back} type="button" class="plain phone-back" onClick={onBack}>
        <Icon name="back" /> {t().back}
      </button>
      <Fetched of={receipt}>{(view) => <Facts view={view} />}</Fetched>
      {receipt.value.value && (
        <Fetched of={paper}>
          {(view) => (
            <div class="stack">
              <PaperSheet paper={view} label={t().paper} />
              <div class="no-print">
                <button type="button" class="button" onClick={() => print()}>
                  <Icon name="printer" /> {t().print}
                </button>
              </div>
            </div>
          )}
        </Fetched>
      )}
    </article>
  );
}

function Facts({ view }: { view: ReceiptView }) {
  const { receipt, shift } = view;
  const zNumber = shift.zNumber;
  return (
    <div class="stack no-print">
      <div class="receipt-head">
        <h2 class="strong">{view.number}</h2>
        <span class="large strong">{money(receipt.total_haler)}</span>
      </div>
      <p class="quiet wrap">
        {t().at} {momentWords(receipt.issuedAt)} · {view.registerName} · {receipt.staff.name}
        {receipt.table !== null && ` · ${t().tableName(receipt.table)}`}
        {receipt.tip_haler !== 0 && ` · ${t().tip} ${money(receipt.tip_haler)}`}
        {' · '}
        {t().shift}: {zNumber === null ? t().shiftOpen : t().shiftZ(zNumber)}
      </p>
      <Links view={view} />
      <Eet view={view} />
    </div>
  );
}

/** A reversal and what it reverses, each a step from the other. */
function Links({ view: { reverses, reversedBy, allowedBy } }: { view: ReceiptView }) {
  const link = ({ id: receiptId, number }: { id: string; number: string }) => (
    <a key={receiptId} href={addressOf({ page: 'receipts', rest: [receiptId] })}>
      {number}
    </a>
  );
  return (
    <>
      {reverses && (
        <Note kind="info">
          {t().reverses(reverses.number)} {t().reason(reverses.reason)}{' '}
          {allowedBy !== null && `${t().allowedBy(allowedBy)} `}
          {reverses.here ? link(reverses) : t().reversesMissing}
        </Note>
      )}
      {reversedBy.length > 0 && (
        <Note kind={reversedBy.length > 1 ? 'attention' : 'info'}>
          {reversedBy.length > 1 ? t().reversedTwice : t().reversedBy}{' '}
          {reversedBy.flatMap((one, i) => (i === 0 ? [link(one)] : [', ', link(one)]))}
        </Note>
      )}
    </>
  );
}

function Eet({ view: { eet } }: { view: ReceiptView }) {
  if (!eet) return null;
  const { state, pok, why, deadlineAt, environment } = eet.eet;
  const open = state !== 'confirmed' && state !== 'confirmed-unverified';
  return (
    <div class="stack">
      <p class="wrap">
        <span class="quiet">{t().eet}:</span> {t().eetStates[state]}
        {environment === 'playground' && ` (${t().playground})`}
        {pok !== null && (
          <span class="small quiet block">
            {t().pok} {pok}
          </span>
        )}
      </p>
      {open && (
        <Note kind={state === 'waiting' ? 'attention' : 'fault'}>
          {why && (
            <>
              <strong>{said(why.reason)}</strong> {said(why.hint)}{' '}
            </>
          )}
          {t().deadline(momentWords(deadlineAt))}
        </Note>
      )}
    </div>
  );
}
