import { useState } from 'preact/hooks';
import type { EetSettings } from '../../../daemon/http/contract.ts';
import { api } from '../../client/api.ts';
import { fieldFaults } from '../../client/field-faults.ts';
import { go } from '../../router.ts';
import { Confirm } from '../../widgets/confirm.tsx';
import { Choice, Switch, TextField } from '../../widgets/field.tsx';
import { Note } from '../../widgets/note.tsx';
import { type EetFault, type EetForm, eetForm, readEet, weighty } from './eet-form.ts';
import { eetSettingsWords } from './eet-words.ts';
import { SaveBar, useDraft, useFaultInSight } from './save-bar.tsx';
import type { SectionProps } from './settings-screen.tsx';

const WAITS_S = [2, 3, 5, 10];

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
  const errorAt = (field: keyof EetForm): string | undefined => {
    const own = faults.get(field);
    return own ? t[own] : told.get(field);
  };
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
  const waits = WAITS_S.includes(form.wait_s) ? WAITS_S : [...WAITS_S, form.wait_s].sort((a, b) => a - b);
  return (
    <>
      <div class="part-head">
        <h1>{t.title}</h1>
        <button type="button" class="button" onClick={() => go('eet')}>
          {t.toScreen}
        </button>
      </div>
      <div class="stack roomy" ref={place}>
        <Choice
          label={t.environment}
          value={form.environment}
          options={(['off', 'playground', 'production'] as const).map((value) => ({
            value,
            text: t.environments[value],
          }))}
          hint={t.environmentHints[form.environment]}
          onChoose={(environment) => set({ environment })}
        />
        {form.environment === 'production' && now?.environment !== 'production' && (
          <Note kind="attention">{t.beginsText}</Note>
        )}
        {form.environment !== 'off' && (
          <>
            <div class="form-grid">
              <TextField
                label={t.eic}
                value={form.eic}
                hint={t.eicHint}
                maxLength={16}
                error={errorAt('eic')}
                onInput={(eic) => set({ eic })}
              />
              <TextField
                label={t.unit}
                value={form.unitId}
                hint={t.unitHint}
                inputMode="numeric"
                maxLength={12}
                error={errorAt('unitId')}
                onInput={(unitId) => set({ unitId })}
              />
              <TextField
                label={t.delegating}
                value={form.delegatingEic}
                hint={t.delegatingHint}
                maxLength={16}
                error={errorAt('delegatingEic')}
                onInput={(delegatingEic) => set({ delegatingEic })}
              />
              <Switch
                label={t.byMany}
                hint={t.byManyHint}
                on={form.delegatedByMany}
                onChange={(delegatedByMany) => set({ delegatedByMany })}
              />
            </div>
            <Choice
              label={t.wait}
              value={String(form.wait_s)}
              options={waits.map((seconds) => ({ value: String(seconds), text: t.seconds(seconds) }))}
              hint={t.waitHint}
              onChoose={(seconds) => set({ wait_s: Number(seconds) })}
            />
          </>
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
