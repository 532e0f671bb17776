import { useState } from 'preact/hooks';
import type { EetSettings } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { fieldFaults } from '../../client/field-faults.ts';
import { go } from '../../router.ts';
import { Confirm } from '../../widgets/confirm.tsx';
import { Note } from '../../widgets/note.tsx';
import { EetFields } from './eet-fields.tsx';
import { type EetFault, type EetForm, eetForm, readEet, weighty } from './eet-form.ts';
import { eetSettingsWords } from './eet-words.ts';
import { SaveBar, useDraft, useFaultInSight } from './save-bar.tsx';
import type { SectionProps } from './settings-screen.tsx';

/** Whether and how the whole shop registers its sales. */
export function Eet({ view }: SectionProps) {
  const t = eetSettingsWords();
  const now = view.settings.eet;
  const draft = useDraft(eetForm(now));
  const [faults, setFaults] = useState<ReadonlyMap<keyof EetForm, EetFault>>(new Map());
  const [asked, ask] = useState<{ eet: EetSettings | null; kind: 'begins' | 'ends' } | null>(null);
  const place = useFaultInSight(faults);
  const form = draft.value;
  const told = fieldFaults(draft.doing.fault.value);
  const set = (change: Partial<EetForm>) => draft.set({ ...form, ...change });
  const put = (eet: EetSettings | null) => draft.save(() => api.changeSettings({ eet }));
  const save = () => {
    const read = readEet(form);
    setFaults('faults' in read ? read.faults : new Map());
    if ('faults' in read) return;
    const kind = weighty(now, read.eet);
    if (kind) ask({ eet: read.eet, kind });
    else put(read.eet);
  };
  return (
    <>
      <div class="part-head">
        <h1>{t.title}</h1>
        <button type="button" class="button" onClick={() => go('eet')}>
          {t.toScreen}
        </button>
      </div>
      <div class="stack roomy" ref={place}>
        <EetFields form={form} faults={faults} told={told} onChange={set} />
        {form.environment === 'production' && now?.environment !== 'production' && (
          <Note kind="attention">{t.beginsText}</Note>
        )}
      </div>
      <SaveBar draft={draft} onSave={save} />
      {asked && (
        <Confirm
          title={asked.kind === 'begins' ? t.beginsTitle : t.endsTitle}
          action={asked.kind === 'begins' ? t.beginsDo : t.endsDo}
          danger={asked.kind === 'ends'}
          doing={draft.doing}
          onYes={() => {
            ask(null);
            put(asked.eet);
          }}
          onClose={() => ask(null)}
        >
          <p>{asked.kind === 'begins' ? t.beginsText : t.endsText}</p>
        </Confirm>
      )}
    </>
  );
}
