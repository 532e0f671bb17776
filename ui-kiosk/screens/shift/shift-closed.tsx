import type { ReportView } from '../../../daemon/http/contract.ts';
import { go } from '../../router.ts';
import { JobDecisionRow } from '../../status.tsx';
import { jobs } from '../../store/signals.ts';
import { differences } from './difference.ts';
import { differenceWords, inCurrency } from './difference-words.ts';
import { ShiftReportView } from './report-view.tsx';
import { shiftWords } from './words.ts';

/** How the count came out, in words, and what became of the paper. */
export function ShiftClosed({ view }: { view: ReportView }) {
  const t = shiftWords();
  const z = view.report.close?.zNumber ?? 0;
  const job = jobs.value.find(
    ({ kind, copy, title }) => kind === 'report' && !copy && title.cs.endsWith(`Z ${z}`),
  );
  const stuck = job && (job.state === 'failed' || job.state === 'unknown');
  return (
    <section class="counting page">
      <header>
        <h1 class="large">{t.closedAs(z)}</h1>
        {!stuck && <p class="quiet">{job?.state === 'printed' ? t.zPrinted : t.zPrinting}</p>}
      </header>
      {stuck && <JobDecisionRow job={job} />}
      {differences(view.report).map((row) => (
        <dl key={row.currency} class={row.difference === 0 ? 'verdict exact' : 'verdict'}>
          <div>
            <dt class="quiet">{t.expected}</dt>
            <dd class="large">{inCurrency(row.expected, row.currency)}</dd>
          </div>
          <div>
            <dt class="quiet">{t.counted}</dt>
            <dd class="large">{inCurrency(row.counted, row.currency)}</dd>
          </div>
          <div>
            <dt class="quiet">{t.difference}</dt>
            <dd class="large">
              <strong>{differenceWords(row)}</strong>
            </dd>
          </div>
        </dl>
      ))}
      <div class="scroll closed-report panel">
        <ShiftReportView view={view} />
      </div>
      <footer>
        <span />
        <button type="button" class="button primary tall" onClick={() => go('shift')}>
          {t.toOverview}
        </button>
      </footer>
    </section>
  );
}
