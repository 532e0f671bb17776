import { useState } from 'preact/hooks';
import type { EetSettings, EetView } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { fieldFaults } from '../../client/field-faults.ts';
import { dateWords, dayOf } from '../../i18n/when.ts';
import { catalogue } from '../../store/signals.ts';
import { refreshCatalogue } from '../../store/sync.ts';
import { Confirm } from '../../widgets/confirm.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { Fetched, useLoad } from '../../widgets/load.tsx';
import { FaultNote, Note } from '../../widgets/note.tsx';
import { CertificateFields, useCertificateForm } from '../eet/certificate-form.tsx';
import '../eet/eet.css';
import { useEetNews } from '../eet/news.ts';
import { Trial } from '../eet/trial.tsx';
import { eetWords } from '../eet/words.ts';
import { EetFields } from '../settings/eet-fields.tsx';
import { type EetFault, type EetForm, eetForm, readEet, weighty } from '../settings/eet-form.ts';
import { eetSettingsWords } from '../settings/eet-words.ts';
import { useFaultInSight } from '../settings/save-bar.tsx';
import { Step, type StepProps, stateOf } from './step.tsx';
import { setupWords } from './words.ts';

/** Who registers and where, the certificate, and a trial that registers nothing. */
export function EetStep(step: StepProps) {
  const eet = useLoad(api.eet, []);
  useEetNews(eet.reload);
  return (
    <Fetched of={eet}>
      {(view) => <Parts step={step} eet={view} onChange={() => void eet.reload().then(step.reload)} />}
    </Fetched>
  );
}

function Parts({ step, eet, onChange }: { step: StepProps; eet: EetView; onChange: () => void }) {
  const t = setupWords();
  const now = catalogue.value?.settings.eet ?? null;
  const [part, open] = useState<'settings' | 'certificate' | null>(now === null ? 'settings' : null);
  const inner = now === null ? step : { ...step, back: () => open(null) };
  const close = () => {
    open(null);
    onChange();
  };
  if (part === 'settings') return <Settings step={inner} now={now} onSaved={close} />;
  if (part === 'certificate') return <Certificate step={inner} onDone={close} />;
  const certificate = eet.certificates.find(({ active }) => active);
  return (
    <Step
      title={t.eetTitle}
      step={step}
      done={stateOf(step.view, 'eet') === 'done'}
      primary={certificate ? undefined : { label: eetWords().upload, onClick: () => open('certificate') }}
    >
      <ul class="list panel">
        <li class="setup-candidate">
          <div class="grow">
            <h3>{t.eetPart.settings}</h3>
            <p class="small quiet">
              {now && `${eetSettingsWords().environments[now.environment]} · ${now.eic} · ${now.unitId}`}
            </p>
          </div>
          <button
            type="button"
            class="button"
            aria-label={`${t.change}: ${t.eetPart.settings}`}
            onClick={() => open('settings')}
          >
            {t.change}
          </button>
        </li>
        <li class="setup-candidate">
          <div class="grow">
            <h3>{t.eetPart.certificate}</h3>
            <p class="small quiet">
              {certificate
                ? t.certificateIs(certificate.eic, dateWords(dayOf(certificate.notAfter)))
                : eetWords().noCertificate}
            </p>
          </div>
          <button
            type="button"
            class="button"
            aria-label={`${eetWords().upload}: ${t.eetPart.certificate}`}
            onClick={() => open('certificate')}
          >
            {certificate ? t.change : eetWords().upload}
          </button>
        </li>
      </ul>
      {certificate && (
        <section class="stack">
          <h2>{t.eetPart.trial}</h2>
          <p class="quiet">{t.eetTrialText}</p>
          <Trial off={false} beside={null} onTry={() => {}} />
        </section>
      )}
    </Step>
  );
}

function Settings({ step, now, onSaved }: { step: StepProps; now: EetSettings | null; onSaved: () => void }) {
  const t = setupWords();
  const s = eetSettingsWords();
  const doing = useDoing();
  const [form, put] = useState<EetForm>(eetForm(now));
  const [faults, setFaults] = useState<ReadonlyMap<keyof EetForm, EetFault>>(new Map());
  const [sure, ask] = useState<{ eet: EetSettings | null; kind: 'begins' | 'ends' } | null>(null);
  const place = useFaultInSight(faults);
  const keep = (eet: EetSettings | null) =>
    void doing.run(
      () => api.changeSettings({ eet }),
      () => {
        ask(null);
        void refreshCatalogue().then(onSaved);
      },
    );
  const save = () => {
    const read = readEet(form);
    setFaults('faults' in read ? read.faults : new Map());
    if ('faults' in read) return;
    const kind = weighty(now, read.eet);
    if (kind) ask({ eet: read.eet, kind });
    else keep(read.eet);
  };
  const untouched = now === null && form.environment === 'off';
  return (
    <Step
      title={t.eetTitle}
      text={t.eetText}
      step={step}
      done={now !== null}
      primary={untouched ? undefined : { label: t.eetSave, disabled: doing.busy.value, onClick: save }}
    >
      <div class="setup-form stack" ref={place}>
        <EetFields
          form={form}
          faults={faults}
          told={fieldFaults(doing.fault.value)}
          onChange={(change) => put({ ...form, ...change })}
        />
        {form.environment === 'production' && now?.environment !== 'production' && (
          <Note kind="attention">{s.beginsText}</Note>
        )}
        {!sure && <FaultNote fault={doing.fault.value} />}
      </div>
      {sure && (
        <Confirm
          title={sure.kind === 'begins' ? s.beginsTitle : s.endsTitle}
          action={sure.kind === 'begins' ? s.beginsDo : s.endsDo}
          danger={sure.kind === 'ends'}
          doing={doing}
          onYes={() => keep(sure.eet)}
          onClose={() => ask(null)}
        >
          <p>{sure.kind === 'begins' ? s.beginsText : s.endsText}</p>
        </Confirm>
      )}
    </Step>
  );
}

function Certificate({ step, onDone }: { step: StepProps; onDone: () => void }) {
  const t = eetWords();
  const form = useCertificateForm(onDone);
  return (
    <Step
      title={setupWords().eetCertificate}
      step={step}
      done
      primary={{
        label: form.doing.slow.value ? t.uploading : t.uploadDo,
        disabled: form.doing.busy.value,
        onClick: form.upload,
      }}
    >
      <div class="setup-form stack">
        <CertificateFields form={form} />
      </div>
    </Step>
  );
}
