import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { PrintJobView, ReceiptView } from '../../../daemon/http/contract.ts';
import { formatAmount } from '../../../domain/index.ts';
import { api } from '../../client/api.ts';
import { frame } from '../../i18n/frame.ts';
import { go } from '../../router.ts';
import { JobDecisionRow } from '../../status.tsx';
import { jobs } from '../../store/signals.ts';
import { useDoing } from '../../widgets/doing.ts';
import { Icon } from '../../widgets/icon.tsx';
import { Busy, Empty, useLoad } from '../../widgets/load.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import { PaperSheet } from '../../widgets/paper.tsx';
import { FiscalLater, useFiscal } from './fiscal-later.tsx';
import { Huge } from './huge.tsx';
import { paidReceipt } from './last-paid.ts';
import { payment } from './words.ts';

/** Long enough to count the coins, short enough to be ready for the next guest. */
const RETURN_MS = 8_000;

/** What to give back, in the size of a fist; then selling again, by itself or by a touch. */
export function Paid({ receiptId }: { receiptId: string }) {
  const known = paidReceipt(receiptId);
  const loaded = useLoad(
    () => (known ? Promise.resolve({ value: known }) : api.receipt(receiptId)),
    [receiptId],
  );
  const view = known ?? loaded.value.value;
  if (view) return <PaidReceipt view={view} />;
  return (
    <section class="state">
      {loaded.fault.value ? <FaultNote fault={loaded.fault.value} /> : <Busy />}
      <button type="button" class="button" onClick={() => go('sell')}>
        {payment().next}
      </button>
    </section>
  );
}

function PaidReceipt({ view }: { view: ReceiptView }) {
  const t = payment();
  const { receipt } = view;
  const doing = useDoing();
  const printedAgain = useSignal<PrintJobView | null>(null);
  const paper = useLoad(() => api.receiptPaper(receipt.id), [receipt.id]);
  const first = printedAgain.value ?? view.jobs[0];
  const job = first && (jobs.value.find((one) => one.id === first.id) ?? first);
  const stuck = job?.state === 'failed' || job?.state === 'unknown';
  const news = useFiscal(view);
  const pok = news.fiscal?.pok;
  // The paper as it was printed says more than the preview: the POK, or that there is none yet.
  useEffect(() => {
    if (job?.state === 'printed' || pok) void paper.reload();
  }, [job?.state, pok]);

  useEffect(() => {
    // A receipt that did not print waits for a person; nothing else does.
    if (stuck || doing.busy.value) return;
    const timer = setTimeout(() => go('sell'), RETURN_MS);
    return () => clearTimeout(timer);
  }, [stuck, doing.busy.value]);

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.key === 'Escape' || event.key === 'Enter') {
        event.preventDefault();
        go('sell');
      }
    }
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);

  const short = (amount: number) => formatAmount(amount, 'short');
  const change = receipt.change_haler;
  // A transfer is only promised.
  const owed = receipt.payments.some((p) => p.kind === 'transfer');
  return (
    <>
      <section
        class="paid"
        onPointerUp={(event) => {
          if (event.target instanceof Element && !event.target.closest('button, .note, .job')) go('sell');
        }}
      >
        <div class="paid-sum" role="status">
          <p class="large quiet">{change > 0 ? t.change : owed ? t.invoiced : t.paid}</p>
          <Huge text={short(change > 0 ? change : receipt.toPay_haler)} />
          <ul class="quiet">
            {receipt.payments.map((p, i) => (
              <li key={`${p.typeId}-${i}`}>
                {p.name}{' '}
                {p.foreign
                  ? `${short(p.foreign.tendered_cents)} ${p.foreign.currency} = ${short(p.tendered_haler)} Kč`
                  : `${short(p.tendered_haler)} Kč`}
              </li>
            ))}
            {receipt.tip_haler > 0 && <li>{t.tipShort(short(receipt.tip_haler))}</li>}
          </ul>
        </div>
        <div class="paid-print">
          {job && stuck ? (
            <>
              <p class="row">
                <Icon name="check" />
                {t.saved}
              </p>
              <JobDecisionRow job={job} />
            </>
          ) : (
            <p class="row">
              <Icon name={job?.state === 'printed' ? 'check' : 'printer'} />
              {job === undefined || job.state === 'cancelled'
                ? t.notPrinted
                : job.state === 'printed'
                  ? t.printed
                  : t.printing}
            </p>
          )}
          <FiscalLater news={news} />
          <FaultNote fault={doing.fault.value} />
        </div>
        <div class="row paid-buttons">
          {!stuck && (
            <button
              type="button"
              class="button tall"
              disabled={doing.busy.value}
              onClick={() =>
                void doing.run(
                  () => api.reprint(receipt.id),
                  (made) => {
                    printedAgain.value = made;
                  },
                )
              }
            >
              <Icon name="printer" />
              {job ? t.printCopy : t.printNow}
            </button>
          )}
          <button type="button" class="button primary tall grow" onClick={() => go('sell')}>
            {t.next}
          </button>
        </div>
      </section>
      <aside class="bill paid-paper" aria-label={t.receipt(view.number)}>
        <header class="bill-head">
          <strong class="paid-number">{t.receipt(view.number)}</strong>
        </header>
        <div class="bill-lines scroll">
          {paper.value.value ? (
            <PaperSheet paper={paper.value.value} label={t.receipt(view.number)} />
          ) : paper.fault.value ? (
            <Empty>{t.paperMissing}</Empty>
          ) : (
            <Busy />
          )}
        </div>
        <footer class="bill-foot">
          <p class="bill-total">
            <span>{owed ? t.invoiced : t.paid}</span>
            <strong class="large amount">
              {short(receipt.toPay_haler)} {frame().crowns}
            </strong>
          </p>
        </footer>
      </aside>
    </>
  );
}
