import { useState } from 'preact/hooks';
import type { SetupCandidate, SetupConfigPatch } from '../../../daemon/http/contract.ts';
import { Confirm } from '../../widgets/confirm.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { FaultNote } from '../../widgets/note.tsx';
import { applyConfig } from './applying.ts';
import { Candidates } from './candidates.tsx';
import { deviceWords } from './device-words.ts';
import { PortPage } from './port-page.tsx';
import { PORT_KINDS, type PortKind } from './ports.ts';
import { useSearch } from './scan.ts';
import { Step, type StepProps, stateOf } from './step.tsx';

/** What hangs on serial ports beside printers and the drawer: nobody but a person knows what it is. */
export function DisplayStep(step: StepProps) {
  const t = deviceWords();
  const search = useSearch({ lan: false });
  const [open, setOpen] = useState<{ url: string; name: string; kind: PortKind } | null>(null);
  if (open) {
    return (
      <PortPage
        {...step}
        back={() => setOpen(null)}
        port={open}
        onSaved={() => void step.reload().then(() => setOpen(null))}
      />
    );
  }
  return (
    <Step
      title={t.displayTitle}
      text={t.displayText}
      step={step}
      done={stateOf(step.view, 'display') === 'done'}
    >
      <Used step={step} onChange={(kind, url) => setOpen({ kind, url, name: t.using[kind] })} />
      <FaultNote fault={search.doing.fault.value ?? search.loaded.fault.value} />
      <Candidates
        search={search}
        wanted="serial"
        onChoose={({ url, name }: SetupCandidate) => setOpen({ url, name, kind: 'display' })}
      />
      <div class="row">
        <button type="button" class="button" disabled={search.doing.busy.value} onClick={search.start}>
          {t.searchAgain}
        </button>
      </div>
    </Step>
  );
}

function Used({ step, onChange }: { step: StepProps; onChange: (kind: PortKind, url: string) => void }) {
  const t = deviceWords();
  const doing = useDoing();
  const [removing, remove] = useState<PortKind | null>(null);
  const used = PORT_KINDS.flatMap((kind) => {
    const url = step.view[kind]?.url;
    return url === undefined ? [] : [{ kind, url }];
  });
  if (used.length === 0) return null;
  return (
    <section>
      <h2>{t.inUse}</h2>
      <ul class="list panel">
        {used.map(({ kind, url }) => (
          <li key={kind} class="setup-candidate">
            <div class="grow">
              <h3>{t.using[kind]}</h3>
              <p class="small quiet">{url.replace('serial:', '')}</p>
            </div>
            <button
              type="button"
              class="button"
              aria-label={`${t.change}: ${t.using[kind]}`}
              onClick={() => onChange(kind, url)}
            >
              {t.change}
            </button>
            <button
              type="button"
              class="button"
              aria-label={t.removeTitle(t.using[kind])}
              onClick={() => remove(kind)}
            >
              {t.remove}
            </button>
          </li>
        ))}
      </ul>
      {removing && (
        <Confirm
          title={t.removeTitle(t.using[removing])}
          action={t.remove}
          danger
          doing={doing}
          onYes={() =>
            void doing.run(
              () => applyConfig({ [removing]: null } as Partial<SetupConfigPatch>),
              () => void step.reload().then(() => remove(null)),
            )
          }
          onClose={() => remove(null)}
        >
          <p>{t.removePortText}</p>
        </Confirm>
      )}
    </section>
  );
}
