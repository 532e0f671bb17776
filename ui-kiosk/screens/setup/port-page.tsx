import { useState } from 'preact/hooks';
import type { TryResult } from '../../../daemon/http/contract.ts';
import { useDoing } from '../../widgets/doing.ts';
import { Choice } from '../../widgets/field.tsx';
import { FaultNote, Note } from '../../widgets/note.tsx';
import { applyConfig } from './applying.ts';
import { ConfigFaultNote } from './config-fault-note.tsx';
import { deviceWords } from './device-words.ts';
import { modelName } from './model-name.ts';
import { PORT_KINDS, type PortForm, type PortKind, portPatch } from './ports.ts';
import { Select } from './select.tsx';
import { setupApi } from './setup-api.ts';
import { SpeedField } from './speed-field.tsx';
import { Step, type StepProps } from './step.tsx';
import { TryNote } from './try-result.tsx';

/** What most displays understand. */
const USUAL_DISPLAY = 'cd5220';

/** A serial port: what hangs on it, how it speaks, and whether a display can be read. */
export function PortPage({
  port,
  onSaved,
  ...step
}: StepProps & {
  port: { readonly url: string; readonly name: string; readonly kind: PortKind };
  onSaved: () => void;
}) {
  const t = deviceWords();
  const { view } = step;
  const trying = useDoing();
  const saving = useDoing();
  const [kind, setKind] = useState<PortKind>(port.kind);
  const [form, put] = useState<PortForm>({
    url: port.url,
    profile: view.display?.profile ?? USUAL_DISPLAY,
    protocol: view.scale?.protocol ?? 'toledo-8217',
    end: view.scanner?.end ?? 'terminator',
  });
  const [result, setResult] = useState<TryResult | null>(null);
  const [unreadable, setUnreadable] = useState(false);
  const busy = trying.busy.value || saving.busy.value;
  const set = (change: Partial<PortForm>) => {
    setResult(null);
    put((before) => ({ ...before, ...change }));
  };
  const show = () => {
    setResult(null);
    setUnreadable(false);
    void trying.run(() => setupApi.tryDisplay({ url: form.url, profile: form.profile }), setResult);
  };
  const unread = () => {
    setResult(null);
    setUnreadable(true);
  };
  const save = () => void saving.run(() => applyConfig(portPatch(kind, form)), onSaved);
  const shown = kind === 'display' && result !== null && result.state !== 'failed';
  const primary =
    kind !== 'display'
      ? { label: t.use[kind], disabled: busy, onClick: save }
      : shown
        ? { label: t.readableYes, disabled: busy, onClick: save }
        : { label: trying.slow.value ? t.showing : t.tryDisplay, disabled: busy, onClick: show };
  return (
    <Step
      title={port.name}
      step={step}
      done
      primary={primary}
      secondary={shown ? { label: t.readableNo, disabled: busy, onClick: unread } : undefined}
    >
      <div class="setup-form stack">
        <FaultNote fault={trying.fault.value} />
        <ConfigFaultNote fault={saving.fault.value} />
        {kind === 'display' && <TryNote result={result} />}
        {shown ? (
          <p class="large">
            <strong>{t.readable}</strong>
          </p>
        ) : (
          <>
            <Choice
              label={t.whatIsIt}
              value={kind}
              options={PORT_KINDS.map((value) => ({ value, text: t.kinds[value] }))}
              onChoose={(chosen) => {
                setResult(null);
                setUnreadable(false);
                setKind(chosen);
              }}
            />
            {unreadable && <Note kind="attention">{t.readableNoHint}</Note>}
            {kind === 'display' && (
              <Select
                label={t.displayModel}
                hint={t.displayModelHint}
                value={form.profile}
                options={view.models.displays.map(({ id, name }) => ({
                  value: id,
                  text: modelName(id, name),
                }))}
                onChoose={(profile) => set({ profile })}
              />
            )}
            {kind === 'scale' && (
              <Choice
                label={t.protocol}
                value={form.protocol}
                options={(['toledo-8217', 'cas'] as const).map((value) => ({
                  value,
                  text: t.protocols[value],
                }))}
                onChoose={(protocol) => set({ protocol })}
              />
            )}
            {kind === 'scanner' && (
              <Choice
                label={t.scannerEnd}
                value={form.end}
                options={(['terminator', 'idle'] as const).map((value) => ({
                  value,
                  text: t.scannerEnds[value],
                }))}
                onChoose={(end) => set({ end })}
              />
            )}
            <SpeedField url={form.url} onUrl={(url) => set({ url })} />
            {kind !== 'display' && <p class="small quiet">{t.untried}</p>}
            {kind === 'display' && (
              <div class="row">
                <button type="button" class="button" disabled={busy} onClick={save}>
                  {t.untriedUse}
                </button>
              </div>
            )}
          </>
        )}
      </div>
    </Step>
  );
}
