import { Choice, Switch, TextField } from '../../widgets/field.tsx';
import type { EetFault, EetForm } from './eet-form.ts';
import { eetSettingsWords } from './eet-words.ts';

const WAITS_S = [2, 3, 5, 10];

/** Whether sales are registered, who registers them and where. */
export function EetFields({
  form,
  faults,
  told,
  onChange,
}: {
  form: EetForm;
  faults: ReadonlyMap<keyof EetForm, EetFault>;
  /** What the register said about single fields. */
  told: ReadonlyMap<string, string>;
  onChange: (change: Partial<EetForm>) => void;
}) {
  const t = eetSettingsWords();
  const errorAt = (field: keyof EetForm): string | undefined => {
    const own = faults.get(field);
    return own ? t[own] : told.get(field);
  };
  const waits = WAITS_S.includes(form.wait_s) ? WAITS_S : [...WAITS_S, form.wait_s].sort((a, b) => a - b);
  return (
    <>
      <Choice
        label={t.environment}
        value={form.environment}
        options={(['off', 'playground', 'production'] as const).map((value) => ({
          value,
          text: t.environments[value],
        }))}
        hint={t.environmentHints[form.environment]}
        onChoose={(environment) => onChange({ environment })}
      />
      {form.environment !== 'off' && (
        <>
          <div class="form-grid">
            <TextField
              label={t.eic}
              value={form.eic}
              hint={t.eicHint}
              maxLength={16}
              error={errorAt('eic')}
              onInput={(eic) => onChange({ eic })}
            />
            <TextField
              label={t.unit}
              value={form.unitId}
              hint={t.unitHint}
              inputMode="numeric"
              maxLength={12}
              error={errorAt('unitId')}
              onInput={(unitId) => onChange({ unitId })}
            />
            <TextField
              label={t.delegating}
              value={form.delegatingEic}
              hint={t.delegatingHint}
              maxLength={16}
              error={errorAt('delegatingEic')}
              onInput={(delegatingEic) => onChange({ delegatingEic })}
            />
            <Switch
              label={t.byMany}
              hint={t.byManyHint}
              on={form.delegatedByMany}
              onChange={(delegatedByMany) => onChange({ delegatedByMany })}
            />
          </div>
          <Choice
            label={t.wait}
            value={String(form.wait_s)}
            options={waits.map((seconds) => ({ value: String(seconds), text: t.seconds(seconds) }))}
            hint={t.waitHint}
            onChoose={(seconds) => onChange({ wait_s: Number(seconds) })}
          />
        </>
      )}
    </>
  );
}
