import { useState } from 'preact/hooks';
import type { HealthPart, PrintJobView } from '../daemon/http/contract.ts';
import { language, said } from '../ui/language.ts';
import { api } from './client/api.ts';
import { frame } from './i18n/frame.ts';
import { go } from './router.ts';
import { connected, health, jobs, stuckJobs } from './store/signals.ts';
import { Dialog } from './widgets/dialog.tsx';
import { useDoing } from './widgets/doing.ts';
import { LanguageButton } from './widgets/language-button.tsx';
import { FaultNote } from './widgets/note.tsx';

/** One dot and one sentence; a tap explains. */
export function StatusButton() {
  const [open, setOpen] = useState(false);
  const t = frame();
  // The screen reconnects by itself: nothing for the waiter to do, so nothing red.
  const state = connected.value === false ? 'attention' : (health.value?.state ?? 'ok');
  const sentence =
    connected.value === false ? t.connectionLost : health.value ? health.value[language.value] : t.loading;
  return (
    <>
      <button type="button" class="status plain" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <span class={`dot ${state}`} aria-hidden="true" />
        <span class="status-text">{sentence}</span>
      </button>
      {/* Beside the button, not in it: there it would take the button's name away. */}
      <span class="visually-hidden" role="status">
        {sentence}
      </span>
      {open && <StatusDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function StatusDialog({ onClose }: { onClose: () => void }) {
  const t = frame();
  const snapshot = health.value;
  const stuck = stuckJobs.value;
  return (
    <Dialog title={t.statusTitle} onClose={onClose} wide foot={<LanguageButton />}>
      {stuck.length > 0 && (
        <section class="stack">
          <h3>{t.jobsTitle}</h3>
          {stuck.map((job) => (
            <JobDecisionRow key={job.id} job={job} />
          ))}
        </section>
      )}
      <ul class="list">
        {worstFirst(snapshot?.parts ?? []).map((part) => (
          <li key={part.id} class="health-part">
            <span class={`dot ${part.state}`} aria-hidden="true" />
            <PartWords part={part} onLeave={onClose} />
          </li>
        ))}
      </ul>
      {snapshot && <p class="small quiet">kasad {snapshot.version}</p>}
    </Dialog>
  );
}

const WORST = { fault: 0, attention: 1, ok: 2 } as const;

/** What is wrong stands where the eye falls first; otherwise the daemon's order. */
function worstFirst(parts: readonly HealthPart[]): HealthPart[] {
  return [...parts].sort((a, b) => WORST[a.state] - WORST[b.state]);
}

/** The screen where something can be done about it; null when there is none. */
function placeOf(partId: string): 'history' | 'eet' | null {
  if (partId.startsWith('trouble.')) return 'history';
  return partId === 'eet' || partId.startsWith('eet-') ? 'eet' : null;
}

function PartWords({ part, onLeave }: { part: HealthPart; onLeave: () => void }) {
  const czech = language.value === 'cs';
  const hint = czech ? part.hintCs : part.hintEn;
  const place = part.state === 'ok' ? null : placeOf(part.id);
  return (
    <div>
      <p>{czech ? part.cs : part.en}</p>
      {hint !== '' && <p class="quiet small">{hint}</p>}
      {place && (
        <button
          type="button"
          class="button"
          onClick={() => {
            onLeave();
            go(place);
          }}
        >
          {frame()[place]}
        </button>
      )}
    </div>
  );
}

/** What to do with a piece of paper that may or may not exist. */
export function JobDecisionRow({ job }: { job: PrintJobView }) {
  const t = frame();
  const doing = useDoing();
  const decide = (decision: 'printed' | 'reprint' | 'retry' | 'cancel') =>
    void doing.run(
      () => api.decideJob(job.id, decision),
      (answered) => {
        jobs.value = [answered, ...jobs.value.filter((other) => other.id !== answered.id)];
      },
    );
  const busy = doing.busy.value;
  return (
    <article class="panel job">
      <p>
        <strong>{said(job.title)}</strong> · {job.printerName}
      </p>
      <p class="quiet">
        {job.state === 'unknown'
          ? t.jobUnknown
          : [job.reason, job.hint].map((words) => words && said(words)).join(' ')}
      </p>
      <FaultNote fault={doing.fault.value} />
      <div class="row">
        {job.state === 'unknown' ? (
          <>
            <button type="button" class="button" disabled={busy} onClick={() => decide('printed')}>
              {t.jobPrinted}
            </button>
            <button type="button" class="button" disabled={busy} onClick={() => decide('reprint')}>
              {t.jobReprint}
            </button>
          </>
        ) : (
          <button type="button" class="button" disabled={busy} onClick={() => decide('retry')}>
            {t.jobRetry}
          </button>
        )}
        <button type="button" class="button" disabled={busy} onClick={() => decide('cancel')}>
          {t.jobCancel}
        </button>
      </div>
    </article>
  );
}
