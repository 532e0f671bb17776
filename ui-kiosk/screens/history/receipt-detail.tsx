import { useEffect, useState } from 'preact/hooks';
import type { PrintJobView, ReceiptView } from '../../../daemon/http/contract.ts';
import { formatAmount, formatReceiptNumber } from '../../../domain/index.ts';
import { said } from '../../../ui/language.ts';
import { api } from '../../client/api.ts';
import { momentWords } from '../../i18n/when.ts';
import { go } from '../../router.ts';
import { JobDecisionRow } from '../../status.tsx';
import { catalogue, jobs } from '../../store/signals.ts';
import { onEvent } from '../../store/sync.ts';
import { useDoing } from '../../widgets/doing.ts';
import { Icon } from '../../widgets/icon.tsx';
import { Fetched, useLoad } from '../../widgets/load.tsx';
import { FaultNote, Note } from '../../widgets/note.tsx';
import { PaperSheet } from '../../widgets/paper.tsx';
import { ScrollPlace } from '../../widgets/scroll-place.tsx';
import { useEetNews } from '../eet/news.ts';
import { FiscalLine } from './fiscal-line.tsx';
import { ReverseDialog } from './reverse-dialog.tsx';
import { historyWords } from './words.ts';

export function ReceiptDetail({ receiptId }: { receiptId: string }) {
  const view = useLoad(() => api.receipt(receiptId), [receiptId]);
  const paper = useLoad(() => api.receiptPaper(receiptId), [receiptId]);
  useEffect(
    () =>
      onEvent((event) => {
        // A reversal of this one, or news from the printer: both change what is shown here.
        if (event.kind === 'receipt' || (event.kind === 'job' && event.job.kind === 'receipt')) {
          void view.reload();
          if (event.kind === 'job') void paper.reload();
        }
      }),
    [view.reload, paper.reload],
  );
  useEetNews(view.reload);
  const t = historyWords();
  return (
    <Fetched of={view}>
      {(shown) => (
        <>
          <Head view={shown} onChange={() => void view.reload()} />
          <ScrollPlace class="paper-place" label={t.paper(shown.number)}>
            <Fetched of={paper}>
              {(sheet) => (
                <>
                  {sheet.preview && <p class="small quiet">{t.preview}</p>}
                  <PaperSheet paper={sheet} label={t.paper(shown.number)} />
                </>
              )}
            </Fetched>
          </ScrollPlace>
        </>
      )}
    </Fetched>
  );
}

function Head({ view, onChange }: { view: ReceiptView; onChange: () => void }) {
  const { receipt, number, reversedBy } = view;
  // What another register's printer did is not known here.
  const isOurs = receipt.registerId === catalogue.value?.register.id;
  const t = historyWords();
  const [reversing, setReversing] = useState(false);
  const [sent, setSent] = useState(false);
  const doing = useDoing();
  return (
    <header class="receipt-head">
      <div class="receipt-title">
        <h2>{number}</h2>
        <strong class="amount large">{formatAmount(receipt.total_haler)} Kč</strong>
      </div>
      <p class="small quiet">
        {momentWords(receipt.issuedAt)} · {view.registerName} · {receipt.staff.name} ·{' '}
        {receipt.table === null ? t.counter : t.table(receipt.table)}
      </p>
      {receipt.reverses && (
        <Note kind="info">
          {t.reverses(formatReceiptNumber(receipt.reverses.number))} {t.because(receipt.reverses.reason)}
        </Note>
      )}
      {reversedBy && <Note kind="info">{t.reversedBy(reversedBy.number)}</Note>}
      <div class="row">
        {receipt.reverses && <ReceiptLink to={receipt.reverses.receiptId} text={t.toOriginal} />}
        {reversedBy && <ReceiptLink to={reversedBy.id} text={t.toReversal} />}
        <button
          type="button"
          class="button"
          disabled={doing.busy.value}
          onClick={() =>
            void doing.run(
              () => api.reprint(receipt.id),
              () => {
                setSent(true);
                onChange();
              },
            )
          }
        >
          <Icon name="printer" />
          {t.reprint}
        </button>
        {!receipt.reverses && !reversedBy && (
          <button type="button" class="button danger" onClick={() => setReversing(true)}>
            {t.reverse}
          </button>
        )}
      </div>
      <FaultNote fault={doing.fault.value} />
      {view.fiscal && <FiscalLine receiptId={receipt.id} fiscal={view.fiscal} />}
      <Jobs
        of={view.jobs}
        none={sent ? t.reprintSent : isOurs ? t.notPrinted : t.printedThere(view.registerName)}
      />
      {reversing && (
        <ReverseDialog
          view={view}
          onClose={() => setReversing(false)}
          onDone={(made) => go('history', made.receipt.id)}
        />
      )}
    </header>
  );
}

function ReceiptLink({ to, text }: { to: string; text: string }) {
  return (
    <button type="button" class="button" onClick={() => go('history', to)}>
      <Icon name="receipt" />
      {text}
    </button>
  );
}

/** What the printer says of each piece of paper; what needs a decision asks for it here. `none`: without any. */
function Jobs({ of, none }: { of: readonly PrintJobView[]; none: string }) {
  const t = historyWords();
  if (of.length === 0) return <p class="small quiet">{none}</p>;
  return (
    <div class="receipt-jobs">
      {of.map((told) => {
        const job = jobs.value.find((known) => known.id === told.id) ?? told;
        if (job.state === 'failed' || job.state === 'unknown')
          return <JobDecisionRow key={job.id} job={job} />;
        return (
          <p key={job.id} class="small quiet">
            {job.copy ? `${t.copy}: ` : ''}
            {t.jobStates[job.state]}
            {job.state === 'printed' && job.proof === 'none' ? ` (${t.unproven})` : ''} · {job.printerName}
            {job.reason ? `. ${said(job.reason)}` : ''}
          </p>
        );
      })}
    </div>
  );
}
