import { useState } from 'preact/hooks';
import { language } from '../../../ui/language.ts';
import { refreshCatalogue } from '../../store/sync.ts';
import { useDoing } from '../../widgets/doing.ts';
import { TextField } from '../../widgets/field.tsx';
import { FaultNote, Note } from '../../widgets/note.tsx';
import { useFaultInSight } from '../settings/save-bar.tsx';
import { applyConfig } from './applying.ts';
import { configFaults } from './config-faults.ts';
import { type RegisterFault, type RegisterForm, readRegister, registerForm } from './register-form.ts';
import { Step, type StepProps, stateOf } from './step.tsx';
import { setupWords } from './words.ts';

export function RegisterStep(step: StepProps) {
  const { view } = step;
  const t = setupWords();
  const doing = useDoing();
  const [changed, change] = useState<Partial<RegisterForm>>({});
  const [faults, setFaults] = useState<ReadonlyMap<keyof RegisterForm, RegisterFault>>(new Map());
  const place = useFaultInSight(faults);
  const form = { ...registerForm(view), ...changed };
  const refused = configFaults(doing.fault.value);
  const errorAt = (field: keyof RegisterForm): string | undefined => {
    const own = faults.get(field);
    if (typeof own === 'string') return t[own];
    if (own) return t.taken(own.takenBy);
    const told = refused.find(({ pointer }) => pointer === `/register/${field}`);
    return told && (language.value === 'cs' ? `${told.what} ${told.remedy}` : t.faulty);
  };
  const field = (name: keyof RegisterForm, hint: string, maxLength: number) => (
    <TextField
      label={t[name]}
      value={form[name]}
      hint={hint}
      maxLength={maxLength}
      error={errorAt(name)}
      onInput={(text) => change((before) => ({ ...before, [name]: text }))}
      onEnter={save}
    />
  );
  function save(): void {
    const read = readRegister(form, view);
    setFaults('faults' in read ? read.faults : new Map());
    if ('faults' in read || doing.busy.value) return;
    void doing.run(
      () => applyConfig({ register: read.register }),
      () => {
        void refreshCatalogue();
        step.next();
      },
    );
  }
  return (
    <Step
      title={t.registerTitle}
      text={t.registerText}
      step={step}
      done={stateOf(view, 'register') === 'done'}
      primary={{ label: t.saveNext, disabled: doing.busy.value, onClick: save }}
    >
      <div class="setup-form stack" ref={place}>
        {refused.length === 0 && <FaultNote fault={doing.fault.value} />}
        {field('name', t.nameHint, 120)}
        <div class="form-grid">
          {view.idFixed ? (
            <div class="field">
              <p class="small quiet">{t.id}</p>
              <p class="setup-fixed">
                <strong>{form.id}</strong>
              </p>
              <p class="small quiet">{t.idFixed}</p>
            </div>
          ) : (
            field('id', t.idHint, 32)
          )}
          {field('series', t.seriesHint, 8)}
        </div>
        {view.sold && form.series !== view.register.series && <Note kind="attention">{t.seriesSold}</Note>}
        {field('label', t.labelHint, 40)}
        {view.shop.labels.length > 0 && (
          <div class="row">
            <span class="small quiet">{t.labelsKnown}</span>
            {['', ...view.shop.labels].map((label) => (
              <button
                key={label}
                type="button"
                class="button"
                aria-pressed={form.label.trim() === label}
                onClick={() => change((before) => ({ ...before, label }))}
              >
                {label === '' ? t.labelAll : label}
              </button>
            ))}
          </div>
        )}
      </div>
    </Step>
  );
}
