import { useState } from 'preact/hooks';
import type { DoctorReport, FindingView } from '../../../daemon/http/contract.ts';
import { language } from '../../../ui/language.ts';
import { api } from '../../client/api.ts';
import { timeOf } from '../../i18n/when.ts';
import { useDoing } from '../../widgets/doing.ts';
import { Icon } from '../../widgets/icon.tsx';
import { Fetched, useLoad } from '../../widgets/load.tsx';
import { FaultNote, Note } from '../../widgets/note.tsx';
import './doctor.css';
import { doctorWords } from './doctor-words.ts';

/** `#/settings/doctor`: what is wrong with the register and the box under it, the worst first, and what to do. */
export function Doctor() {
  const t = doctorWords();
  const last = useLoad(api.lastCheck, []);
  const doing = useDoing();
  const busy = doing.busy.value;
  const run = () =>
    void doing.run(api.check, (report) => {
      last.value.value = { report };
    });
  return (
    <div class="stack roomy doctor">
      <header class="part-head">
        <h1>{t.title}</h1>
        <button type="button" class="button primary" disabled={busy} onClick={run}>
          <Icon name="refresh" />
          {last.value.value?.report ? t.again : t.run}
        </button>
      </header>
      <p class="quiet">{t.intro}</p>
      <FaultNote fault={doing.fault.value} />
      {doing.slow.value && <Note kind="info">{t.looking}</Note>}
      <Fetched of={last}>
        {({ report }) =>
          report ? <Report report={report} /> : <p class="panel doctor-never quiet">{t.never}</p>
        }
      </Fetched>
    </div>
  );
}

function Report({ report }: { report: DoctorReport }) {
  const t = doctorWords();
  const [open, setOpen] = useState(false);
  const { findings, faults, attentions, at, took_ms } = report;
  const wrong = findings.filter(({ state }) => state !== 'ok');
  const well = findings.filter(({ state }) => state === 'ok');
  const unknowns = wrong.length - faults - attentions;
  const seconds = (took_ms / 1000).toFixed(1);
  const summary = [
    faults > 0 && t.faults(faults),
    attentions > 0 && t.attentions(attentions),
    unknowns > 0 && t.unknowns(unknowns),
  ].filter(Boolean);
  return (
    <>
      <div class="doctor-summary">
        <h2>{summary.length > 0 ? summary.join(' · ') : t.well}</h2>
        <p class="small quiet">
          {t.at(timeOf(at), language.value === 'cs' ? seconds.replace('.', ',') : seconds)}
        </p>
      </div>
      {wrong.map((finding, i) => (
        <Wrong key={`${finding.id} ${i}`} finding={finding} />
      ))}
      {well.length > 0 && (
        <section class="panel">
          <button
            type="button"
            class="list-row"
            aria-expanded={open ? 'true' : 'false'}
            onClick={() => setOpen(!open)}
          >
            <span class="dot ok" aria-hidden="true" />
            <span class="grow">{t.inOrder(well.length)}</span>
            <Icon name={open ? 'down' : 'next'} />
          </button>
          {open && (
            <ul class="list parts">
              {well.map((finding) => (
                <li key={finding.id} class="health-part">
                  <span class="dot ok" role="img" aria-label={t.states.ok} />
                  <p>{language.value === 'cs' ? finding.cs : finding.en}</p>
                </li>
              ))}
            </ul>
          )}
        </section>
      )}
    </>
  );
}

const DOT = { fault: 'fault', attention: 'attention', unknown: 'off', ok: 'ok' } as const;

function Wrong({ finding }: { finding: FindingView }) {
  const t = doctorWords();
  const areas: Readonly<Record<string, string>> = t.areas;
  const { id, area, state, cs, en, remedyCs, remedyEn } = finding;
  const czech = language.value === 'cs';
  return (
    <article class="panel finding">
      <span class={`dot ${DOT[state]}`} role="img" aria-label={t.states[state]} />
      <div>
        <p>
          <strong>{czech ? cs : en}</strong>
        </p>
        <p>{czech ? remedyCs : remedyEn}</p>
        <p class="small quiet">
          {areas[area] ?? area} · {id}
        </p>
      </div>
    </article>
  );
}
