import { useEffect, useState } from 'preact/hooks';
import type { SetupPrinter } from '../../../daemon/http/contract.ts';
import { said } from '../../../ui/language.ts';
import { api } from '../../client/api.ts';
import { onEvent } from '../../store/sync.ts';
import { Confirm } from '../../widgets/confirm.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { useLoad } from '../../widgets/load.tsx';
import { settingsWords } from '../settings/words.ts';
import { applyConfig } from './applying.ts';
import { deviceWords } from './device-words.ts';
import { papersLine } from './printer-papers.tsx';
import { withoutPrinter } from './printers.ts';
import type { StepProps } from './step.tsx';

const DOT = { up: 'ok', connecting: 'attention', down: 'fault', attention: 'attention' } as const;

/** Printers that the register prints on, and how each fares. */
export function UsedPrinters({
  step,
  onChange,
}: {
  step: StepProps;
  onChange: (printer: SetupPrinter) => void;
}) {
  const t = deviceWords();
  const devices = useLoad(api.devices, [step.view.printers]);
  const [removing, remove] = useState<SetupPrinter | null>(null);
  const { reload } = devices;
  useEffect(
    () =>
      onEvent(({ kind }) => {
        if (kind === 'device') void reload();
      }),
    [reload],
  );
  const { printers } = step.view;
  if (printers.length === 0) return null;
  const nameOf = (id: string) => printers.find((other) => other.id === id)?.name ?? id;
  return (
    <section>
      <h2>{t.inUse}</h2>
      <ul class="list panel">
        {printers.map((printer) => {
          const device = devices.value.value?.find(({ id, kind }) => kind === 'printer' && id === printer.id);
          return (
            <li key={printer.id} class="setup-candidate">
              <span
                class={`dot ${device ? DOT[device.state] : 'attention'}`}
                role="img"
                aria-label={settingsWords().states[device?.state ?? 'connecting']}
              />
              <div class="grow">
                <h3>{printer.name}</h3>
                <p class="small quiet">
                  {papersLine(printer)}
                  {printer.standIn !== null && `, ${t.standsIn(nameOf(printer.standIn))}`}
                </p>
                {device && device.state !== 'up' && (
                  <p class="why">
                    <strong>{said(device.sentence)}</strong> {device.hint && said(device.hint)}
                  </p>
                )}
              </div>
              <button
                type="button"
                class="button"
                aria-label={`${t.change}: ${printer.name}`}
                onClick={() => onChange(printer)}
              >
                {t.change}
              </button>
              <button
                type="button"
                class="button"
                aria-label={t.removeTitle(printer.name)}
                onClick={() => remove(printer)}
              >
                {t.remove}
              </button>
            </li>
          );
        })}
      </ul>
      {removing && <Remove printer={removing} step={step} onClose={() => remove(null)} />}
    </section>
  );
}

function Remove({ printer, step, onClose }: { printer: SetupPrinter; step: StepProps; onClose: () => void }) {
  const t = deviceWords();
  const doing = useDoing();
  return (
    <Confirm
      title={t.removeTitle(printer.name)}
      action={t.remove}
      danger
      doing={doing}
      onYes={() =>
        void doing.run(
          () => applyConfig(withoutPrinter(step.view, printer.id)),
          () => void step.reload().then(onClose),
        )
      }
      onClose={onClose}
    >
      <p>{t.removeText}</p>
    </Confirm>
  );
}
