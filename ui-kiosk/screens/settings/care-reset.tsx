import { useState } from 'preact/hooks';
import type { ResetView, StickView } from '../../../daemon/http/contract.ts';
import { language } from '../../../ui/language.ts';
import { api } from '../../client/api.ts';
import { frame } from '../../i18n/frame.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { Choice, TextField } from '../../widgets/field.tsx';
import { Fetched, useLoad } from '../../widgets/load.tsx';
import { FaultNote, Note } from '../../widgets/note.tsx';
import { careWords } from './care-words.ts';

const NO_STICK = '';

/** Emptying the box: what speaks against it, who holds what is here, and the name typed as proof. */
export function CareReset({ sticks }: { sticks: readonly StickView[] }) {
  const t = careWords();
  const [open, setOpen] = useState(false);
  return (
    <section class="stack">
      <h2>{t.reset}</h2>
      <div class="panel care-deed">
        <p class="grow">{t.resetText}</p>
        <button type="button" class="button" onClick={() => setOpen(true)}>
          {t.resetOpen}
        </button>
      </div>
      {open && <ResetDialog sticks={sticks} onClose={() => setOpen(false)} />}
    </section>
  );
}

function ResetDialog({ sticks, onClose }: { sticks: readonly StickView[]; onClose: () => void }) {
  const t = careWords();
  const reset = useLoad(api.resetView, []);
  const doing = useDoing();
  const [name, setName] = useState('');
  const [stick, choose] = useState(NO_STICK);
  const [done, setDone] = useState(false);
  const view = reset.value.value;
  const lacks = view ? lacksWith(view, stick) : [];
  const named = view !== undefined && view !== null && same(name, view.register.name);
  const ask = () =>
    void doing.run(
      () => api.reset({ name, ...(stick === NO_STICK ? {} : { stick }) }),
      () => setDone(true),
    );
  return (
    <Dialog
      title={t.resetTitle}
      onClose={onClose}
      foot={
        <>
          <button type="button" class="button" onClick={onClose}>
            {frame().cancel}
          </button>
          <button
            type="button"
            class="button danger"
            disabled={!named || lacks.length > 0 || doing.busy.value || done}
            onClick={ask}
          >
            {doing.slow.value ? frame().waiting : t.resetYes}
          </button>
        </>
      }
    >
      <Fetched of={reset}>
        {(one) => (
          <div class="stack">
            <p>{t.resetWhat}</p>
            {lacks.length > 0 && (
              <Note kind="attention">
                <strong>{t.lacks}</strong>
                <ul>
                  {lacks.map((lack) => (
                    <li key={lack.code}>
                      {lack[language.value]} {language.value === 'cs' ? lack.hintCs : lack.hintEn}
                    </li>
                  ))}
                </ul>
              </Note>
            )}
            <Holders view={one} />
            {sticks.length > 0 && (
              <Choice
                label={t.firstOn}
                value={stick}
                options={[
                  { value: NO_STICK, text: t.noCopy },
                  ...sticks.map((each) => ({ value: each.name, text: t.stick(each.name) })),
                ]}
                onChoose={choose}
              />
            )}
            <TextField label={t.typeName(one.register.name)} value={name} onInput={setName} />
            <FaultNote fault={doing.fault.value} />
            {done && <Note kind="info">{t.resetting}</Note>}
          </div>
        )}
      </Fetched>
    </Dialog>
  );
}

function Holders({ view }: { view: ResetView }) {
  const holders = [...view.heldBy, ...(view.heldByBackoffice ? ['BackOffice'] : [])];
  return holders.length === 0 ? null : <p>{careWords().holds(holders.join(', '))}</p>;
}

/** A stick is proof for receipts, and for nothing else. */
const lacksWith = ({ lacks }: ResetView, stick: string): ResetView['lacks'] =>
  lacks.filter(({ code }) => code !== 'receipts-here-only' || stick === NO_STICK);

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();
