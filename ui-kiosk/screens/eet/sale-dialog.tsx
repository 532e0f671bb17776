import type { EetAttemptView, EetSaleView } from '../../../daemon/http/contract.ts';
import { formatAmount } from '../../../domain/index.ts';
import { said } from '../../../ui/language.ts';
import { api } from '../../client/api.ts';
import { frame } from '../../i18n/frame.ts';
import { momentWords } from '../../i18n/when.ts';
import { catalogue } from '../../store/signals.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { Icon } from '../../widgets/icon.tsx';
import { Fetched, useLoad } from '../../widgets/load.tsx';
import { FaultNote, Note } from '../../widgets/note.tsx';
import './eet.css';
import { FiscalWords } from './fiscal-mark.tsx';
import { halerOf } from './haler.ts';
import { useEetNews } from './news.ts';
import { eetWords } from './words.ts';

/** One sale as the authority knows it or does not: its POK, and every attempt that was made here. */
export function SaleDialog({
  receiptId,
  onReceipt,
  onClose,
}: {
  receiptId: string;
  /** Leads to the receipt itself; left out where one has come from it. */
  onReceipt?: () => void;
  onClose: () => void;
}) {
  const t = eetWords();
  const sale = useLoad(() => api.eetSale(receiptId), [receiptId]);
  const doing = useDoing();
  useEetNews(sale.reload);
  const shown = sale.value.value;
  const resend = () =>
    void doing.run(
      () => api.eetResend(receiptId),
      (view) => {
        sale.value.value = view;
      },
    );
  return (
    <Dialog
      title={shown ? t.detail(shown.number) : t.title}
      onClose={onClose}
      wide
      foot={
        <>
          {onReceipt && (
            <button type="button" class="button push" onClick={onReceipt}>
              <Icon name="receipt" />
              {t.toReceipt}
            </button>
          )}
          <button type="button" class="button" onClick={onClose}>
            {frame().close}
          </button>
          {shown?.fiscal.state === 'rejected' && (
            <button type="button" class="button primary" disabled={doing.busy.value} onClick={resend}>
              {doing.slow.value ? frame().waiting : t.resend}
            </button>
          )}
        </>
      }
    >
      <FaultNote fault={doing.fault.value} />
      <Fetched of={sale}>{(view) => <SaleDetail sale={view} />}</Fetched>
    </Dialog>
  );
}

function SaleDetail({ sale }: { sale: EetSaleView }) {
  const t = eetWords();
  const { fiscal, attempts } = sale;
  const isOurs = sale.registerId === catalogue.value?.register.id;
  const last = attempts.length;
  return (
    <>
      <div class="eet-head">
        <p>
          <FiscalWords state={fiscal.state} />{' '}
          {fiscal.pok !== null && <span class="eet-pok">{fiscal.pok}</span>}
          <span class="small quiet block">
            {momentWords(sale.soldAt)} · {sale.registerName} · {t.environments[fiscal.environment]}
          </span>
        </p>
        <strong class="amount large">{formatAmount(halerOf(sale.total))} Kč</strong>
      </div>
      {fiscal.pok === null && (
        <p class="quiet">
          {t.noPok} {t.deadline(momentWords(fiscal.deadlineAt))}
        </p>
      )}
      {fiscal.reason && fiscal.state !== 'confirmed' && <Note kind="attention">{said(fiscal.reason)}</Note>}
      <h3>{t.attempts}</h3>
      {last === 0 ? (
        <p class="quiet">{isOurs ? t.noAttempts : t.attemptsThere(sale.registerName)}</p>
      ) : (
        <ol class="list panel" reversed>
          {[...attempts].reverse().map((attempt, i) => (
            <Attempt key={attempt.uuid} attempt={attempt} number={last - i} />
          ))}
        </ol>
      )}
    </>
  );
}

function Attempt({ attempt, number }: { attempt: EetAttemptView; number: number }) {
  const t = eetWords();
  const { state, code, httpStatus, transactionId, warnings } = attempt;
  const facts = [
    attempt.first && t.first,
    code !== null && t.code(code),
    httpStatus !== null && t.http(httpStatus),
    transactionId && `${t.transaction} ${transactionId}`,
  ];
  return (
    <li class="eet-attempt">
      <p>
        <strong>{t.attempt(number)}</strong> · {momentWords(attempt.startedAt)}
        {attempt.startedAt.slice(16, 19)} ·{' '}
        {state === null
          ? attempt.endedAt === null
            ? t.running
            : t.attemptStates.retry
          : t.attemptStates[state]}
      </p>
      <p class="small quiet">{facts.filter(Boolean).join(' · ')}</p>
      {warnings.map(({ code: number_, text }) => (
        <p key={number_} class="small eet-reason">
          {t.warning(number_, text)}
        </p>
      ))}
      {attempt.reason !== '' && <p class="small eet-technical">{attempt.reason}</p>}
      <p class="small quiet eet-technical">
        {t.message} {attempt.uuid} · SHA-256 {attempt.sha256}
      </p>
    </li>
  );
}
