import { useState } from 'preact/hooks';
import type { SetupDrawer, TryResult } from '../../../daemon/http/contract.ts';
import { useDoing } from '../../widgets/doing.ts';
import { Choice } from '../../widgets/field.tsx';
import { FaultNote, Note } from '../../widgets/note.tsx';
import { applyConfig } from './applying.ts';
import { ConfigFaultNote } from './config-fault-note.tsx';
import { deviceWords } from './device-words.ts';
import { type DrawerPlace, drawerAt, drawerPlaces, placeOf, tryOf } from './drawer-places.ts';
import { useSearch } from './scan.ts';
import { setupApi } from './setup-api.ts';
import { SpeedField } from './speed-field.tsx';
import { Step, type StepProps } from './step.tsx';
import { TryNote } from './try-result.tsx';

/** Shut, kicked, open? What its switch says is learnt on the way. */
export function DrawerStep(step: StepProps) {
  const t = deviceWords();
  const search = useSearch({ lan: false });
  const { drawer, printers } = step.view;
  const [again, setAgain] = useState(false);
  const places = drawerPlaces(printers, search.found, drawer);
  if (drawer && !again) return <Done step={step} drawer={drawer} onAgain={() => setAgain(true)} />;
  if (places.length === 0) {
    return (
      <Step title={t.drawerTitle} text={t.drawerText} step={step} done={false}>
        <Note kind="info">{t.drawerNoPrinter}</Note>
        <div class="row">
          <button type="button" class="button tall" onClick={() => step.to('printers')}>
            {t.toPrinters}
          </button>
        </div>
      </Step>
    );
  }
  return <Trial step={step} places={places} onDone={() => setAgain(false)} />;
}

function Done({ step, drawer, onAgain }: { step: StepProps; drawer: SetupDrawer; onAgain: () => void }) {
  const t = deviceWords();
  const doing = useDoing();
  const printer = step.view.printers.find(({ id }) => id === drawer.printer);
  return (
    <Step title={t.drawerTitle} step={step} done>
      <Note kind="info">
        <strong>{t.drawerDone}</strong>{' '}
        {printer ? `${t.intoPrinter(printer.name)}, ${t.pinNow(drawer.pin)}.` : t.intoPort(drawer.url ?? '')}
      </Note>
      <ConfigFaultNote fault={doing.fault.value} />
      <div class="row">
        <button type="button" class="button tall" disabled={doing.busy.value} onClick={onAgain}>
          {t.drawerAgain}
        </button>
        <button
          type="button"
          class="button tall"
          disabled={doing.busy.value}
          onClick={() =>
            void doing.run(
              () => applyConfig({ drawer: null }),
              () => void step.reload(),
            )
          }
        >
          {t.removeDrawer}
        </button>
      </div>
    </Step>
  );
}

function Trial({
  step,
  places,
  onDone,
}: {
  step: StepProps;
  places: readonly DrawerPlace[];
  onDone: () => void;
}) {
  const t = deviceWords();
  const doing = useDoing();
  const saving = useDoing();
  const [chosen, choose] = useState(() => placeOf(places, step.view)?.id ?? places[0]?.id ?? '');
  const [pin, setPin] = useState<SetupDrawer['pin']>(step.view.drawer?.pin ?? 2);
  const [trigger, setTrigger] = useState<SetupDrawer['trigger']>(step.view.drawer?.trigger ?? 'bel');
  const [speeded, setSpeeded] = useState<string | null>(null);
  const [result, setResult] = useState<TryResult | null>(null);
  /** Pins on which nothing moved. */
  const [stayed, setStayed] = useState<readonly SetupDrawer['pin'][]>([]);
  const place = places.find(({ id }) => id === chosen) ?? places[0];
  if (!place) return null;
  const line = { ...place, url: place.url === null ? null : (speeded ?? place.url) };
  const kick = (which: SetupDrawer['pin']) => {
    setPin(which);
    setResult(null);
    void doing.run(() => setupApi.tryDrawer(tryOf(line, which, trigger)), setResult);
  };
  const save = () =>
    void saving.run(
      () => applyConfig({ drawer: drawerAt(line, pin, trigger) }),
      () => void step.reload().then(onDone),
    );
  const stay = () => {
    setResult(null);
    if (line.url === null) setStayed([...new Set([...stayed, pin])]);
  };
  const forget = () => {
    setResult(null);
    setStayed([]);
  };
  const kicked = result !== null && result.state !== 'failed';
  // Nothing moved on the one: the other is next.
  const next = stayed.length === 1 ? (stayed[0] === 2 ? 5 : 2) : pin;
  return (
    <Step
      title={t.drawerTitle}
      text={t.drawerText}
      step={step}
      done={false}
      secondary={kicked ? { label: t.stayed, disabled: saving.busy.value, onClick: stay } : undefined}
      primary={
        kicked
          ? { label: t.opened, disabled: saving.busy.value, onClick: save }
          : {
              label: doing.slow.value
                ? t.kicking
                : ([t.kick, t.tryPin(next), t.drawerAgain][stayed.length] ?? t.kick),
              disabled: doing.busy.value,
              onClick: () => kick(next),
            }
      }
    >
      <div class="setup-form stack">
        {places.length > 1 && !kicked && (
          <Choice
            label={t.drawerWhere}
            value={place.id}
            options={places.map(({ id, printerId, name }) => ({
              value: id,
              text: printerId === null ? t.intoPort(name) : t.intoPrinter(name),
            }))}
            onChoose={(id) => {
              forget();
              setSpeeded(null);
              choose(id);
            }}
          />
        )}
        {line.url !== null && !kicked && (
          <>
            <SpeedField url={line.url} onUrl={setSpeeded} />
            <Choice
              label={t.trigger}
              value={trigger}
              options={(['bel', 'any'] as const).map((value) => ({ value, text: t.triggers[value] }))}
              onChoose={setTrigger}
            />
          </>
        )}
        <FaultNote fault={doing.fault.value} />
        <ConfigFaultNote fault={saving.fault.value} />
        <TryNote result={result} />
        {kicked ? (
          <>
            <p class="large">
              <strong>{t.didOpen}</strong>
            </p>
            {result.sensor && <p class="quiet">{t.sensors[result.sensor]}</p>}
          </>
        ) : (
          <p class="large">{stayed.length === 0 ? t.drawerShut : ''}</p>
        )}
        {!kicked && stayed.length === 1 && <Note kind="info">{t.otherPin}</Note>}
        {!kicked && stayed.length === 2 && <Note kind="attention">{t.bothPins}</Note>}
      </div>
    </Step>
  );
}
