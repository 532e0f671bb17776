import { useState } from 'preact/hooks';
import type { SetupPrinter } from '../../../daemon/http/contract.ts';
import { catalogue } from '../../store/signals.ts';
import { useDoing } from '../../widgets/doing.ts';
import { Choice, Switch, TextField } from '../../widgets/field.tsx';
import { Note } from '../../widgets/note.tsx';
import { applyConfig } from './applying.ts';
import { ConfigFaultNote } from './config-fault-note.tsx';
import { deviceWords } from './device-words.ts';
import type { Tried } from './printer-trial.tsx';
import { offeredRoutes, placesOf, printerId, withPrinter } from './printers.ts';
import { Step, type StepProps } from './step.tsx';

/** What a printer that was tried prints, how the staff call it and who stands in; then it is taken into use. */
export function PrinterPapers({
  step,
  tried,
  printer,
  onSaved,
}: {
  step: StepProps;
  tried: Tried;
  /** Null: a new one. */
  printer: SetupPrinter | null;
  onSaved: (name: string) => void;
}) {
  const t = deviceWords();
  const doing = useDoing();
  const { printers } = step.view;
  const others = printers.filter(({ id }) => id !== printer?.id);
  const [routes, setRoutes] = useState<readonly string[]>(printer?.routes ?? offeredRoutes(printers));
  const [typed, setTyped] = useState<string | null>(printer?.name ?? null);
  const [place, setPlace] = useState('');
  const [standIn, setStandIn] = useState(printer?.standIn ?? '');
  const name = typed ?? usualName(routes);
  const all = [...routes, ...(place.trim() === '' ? [] : [place.trim()])];
  const places = placesOf(printers, [
    ...(catalogue.value?.categories ?? []),
    ...(catalogue.value?.items ?? []),
  ]);
  const ready = name.trim() !== '' && all.length > 0;
  const save = () => {
    if (!ready || doing.busy.value) return;
    const one: SetupPrinter = {
      ...tried,
      id: printer?.id ?? printerId(name, others),
      name: name.trim(),
      routes: [...new Set(all)],
      standIn: standIn === '' ? null : standIn,
    };
    void doing.run(
      () => applyConfig({ printers: withPrinter(printers, one) }),
      () => onSaved(one.name),
    );
  };
  return (
    <Step
      title={t.papersTitle}
      step={step}
      done
      primary={{ label: t.save, disabled: !ready || doing.busy.value, onClick: save }}
    >
      <ConfigFaultNote fault={doing.fault.value} />
      <div class="setup-form stack">
        <fieldset class="choice setup-routes">
          <legend class="visually-hidden">{t.papersTitle}</legend>
          {places.map((route) => {
            const elsewhere = others.find((other) => other.routes.includes(route));
            return (
              <Switch
                key={route}
                label={paperName(route)}
                {...(elsewhere ? { hint: t.alreadyElsewhere(elsewhere.name) } : {})}
                on={routes.includes(route)}
                onChange={(on) =>
                  setRoutes(on ? [...routes, route] : routes.filter((other) => other !== route))
                }
              />
            );
          })}
        </fieldset>
        {all.length === 0 && <Note kind="attention">{t.nothingChosen}</Note>}
        <TextField
          label={t.printerName}
          value={name}
          hint={t.printerNameHint}
          maxLength={60}
          onInput={setTyped}
          onEnter={save}
        />
        <TextField
          label={t.otherPlace}
          value={place}
          hint={t.otherPlaceHint}
          maxLength={64}
          onInput={setPlace}
          onEnter={save}
        />
        {others.length > 0 && (
          <Choice
            label={t.standIn}
            hint={t.standInHint}
            value={standIn}
            options={[
              { value: '', text: t.nobody },
              ...others.map((other) => ({ value: other.id, text: other.name })),
            ]}
            onChoose={setStandIn}
          />
        )}
      </div>
    </Step>
  );
}

/** `Účtenky`, or where orders go. */
function paperName(route: string): string {
  const t = deviceWords();
  const own: Readonly<Record<string, string>> = t.papers;
  return own[route] ?? t.orders(route);
}

/** As the staff would call a printer of these papers. */
function usualName(routes: readonly string[]): string {
  const { usualNames } = deviceWords();
  if (routes.includes('receipt')) return usualNames.receipt;
  if (routes.includes('kuchyn')) return usualNames.kuchyn;
  return routes.includes('bar') ? usualNames.bar : usualNames.other;
}

/** What a printer prints, in a line. */
export function papersLine({ routes }: Pick<SetupPrinter, 'routes'>): string {
  const t = deviceWords();
  const short: Readonly<Record<string, string>> = t.shortPapers;
  return routes.length === 0
    ? t.printsNothing
    : t.prints(routes.map((route) => short[route] ?? route).join(', '));
}
