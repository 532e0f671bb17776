import { useId, useState } from 'preact/hooks';
import type { CatalogueView } from '../../../daemon/http/contract.ts';
import { formatRate, vatRateOn } from '../../../domain/index.ts';
import {
  blankSchedule,
  readSchedule,
  type ScheduleFaults,
  type ScheduleForm,
  type Target,
  WEEKDAYS,
} from '../../../ui/schedule-form.ts';
import { api } from '../../client/api.ts';
import { fieldFaults } from '../../client/field-faults.ts';
import { frame } from '../../i18n/frame.ts';
import { refreshCatalogue } from '../../store/sync.ts';
import { DayInput } from '../../widgets/day-input.tsx';
import { Dialog } from '../../widgets/dialog.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { Choice, TextField } from '../../widgets/field.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import { toggled } from './item-form.ts';
import { scheduleWords } from './schedule-words.ts';

interface Part {
  readonly view: CatalogueView;
  readonly form: ScheduleForm;
  readonly set: (change: Partial<ScheduleForm>) => void;
  readonly errorAt: (field: keyof ScheduleForm) => string | undefined;
}

export function ScheduleDialog({
  view,
  target,
  onClose,
}: {
  view: CatalogueView;
  target: Target;
  onClose: () => void;
}) {
  const t = scheduleWords();
  const item = 'itemId' in target ? view.items.find(({ id }) => id === target.itemId) : undefined;
  const [form, setForm] = useState(() => blankSchedule(target, item?.vatClass ?? ''));
  const [faults, setFaults] = useState<ScheduleFaults>(new Map());
  const doing = useDoing();
  const told = fieldFaults(doing.fault.value);
  const errorAt: Part['errorAt'] = (field) => {
    const own = faults.get(field);
    return own ? t.faults[own] : told.get(field === 'day' ? 'from' : field);
  };
  const save = () => {
    const read = readSchedule(form, target);
    setFaults('faults' in read ? read.faults : new Map());
    if ('faults' in read) return;
    void doing.run(
      () => api.schedule(read.draft),
      () => {
        void refreshCatalogue();
        onClose();
      },
    );
  };
  const part: Part = { view, form, set: (change) => setForm({ ...form, ...change }), errorAt };
  return (
    <Dialog
      title={item ? t.add : t.addHappy}
      onClose={onClose}
      wide
      foot={
        <>
          <button type="button" class="button" onClick={onClose}>
            {frame().cancel}
          </button>
          <button type="button" class="button primary" disabled={doing.busy.value} onClick={save}>
            {doing.slow.value ? frame().waiting : t.save}
          </button>
        </>
      }
    >
      <form
        class="form-grid"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        {told.size === 0 && <FaultNote fault={doing.fault.value} />}
        <div class="wide-field">
          {item ? (
            <Choice
              label={t.what}
              value={form.kind}
              options={(['price', 'happy-hour', 'vat-class'] as const).map((value) => ({
                value,
                text: t.kinds[value],
              }))}
              onChoose={(kind) => part.set({ kind })}
              hint={t.kindHints[form.kind]}
            />
          ) : (
            <p class="small quiet">{t.kindHints[form.kind]}</p>
          )}
        </div>
        {form.kind === 'happy-hour' ? <HappyHours {...part} /> : <Once {...part} />}
      </form>
    </Dialog>
  );
}

function Price({ form, set, errorAt }: Part) {
  return (
    <TextField
      label={scheduleWords().price}
      value={form.price}
      inputMode="decimal"
      error={errorAt('price')}
      onInput={(price) => set({ price })}
    />
  );
}

function Once(part: Part) {
  const { view, form, set, errorAt } = part;
  const t = scheduleWords();
  const dayId = useId();
  const classes = [...new Set(view.vatRates.map((rate) => rate.vatClass))];
  return (
    <>
      <div class="field">
        <label for={dayId}>{t.day}</label>
        <DayInput
          id={dayId}
          day={form.day}
          error={errorAt('day') !== undefined}
          onDay={(day) => set({ day })}
        />
        {errorAt('day') && <p class="small error">{errorAt('day')}</p>}
      </div>
      <TextField
        label={t.time}
        value={form.time}
        maxLength={5}
        inputMode="decimal"
        error={errorAt('time')}
        onInput={(time) => set({ time })}
      />
      {form.kind === 'price' ? (
        <Price {...part} />
      ) : (
        <div class="wide-field">
          <Choice
            label={t.vatClass}
            value={form.vatClass}
            options={classes.map((vatClass) => {
              const rate = vatRateOn(view.vatRates, vatClass, form.day || view.register.day);
              return { value: vatClass, text: rate ? `${rate.name} ${formatRate(rate.rate_bp)}` : vatClass };
            })}
            onChoose={(vatClass) => set({ vatClass })}
          />
          {errorAt('vatClass') && <p class="small error">{errorAt('vatClass')}</p>}
        </div>
      )}
    </>
  );
}

function HappyHours(part: Part) {
  const { form, set, errorAt } = part;
  const t = scheduleWords();
  return (
    <>
      <fieldset class="choice wide-field">
        <legend>{t.weekdays}</legend>
        <div>
          {WEEKDAYS.map((day) => (
            <button
              key={day}
              type="button"
              class="button"
              aria-pressed={form.weekdays.includes(day)}
              onClick={() => set({ weekdays: toggled(form.weekdays, day) })}
            >
              {t.days[day - 1]}
            </button>
          ))}
        </div>
        {errorAt('weekdays') && <p class="small error">{errorAt('weekdays')}</p>}
      </fieldset>
      <TextField
        label={t.from}
        value={form.fromTime}
        maxLength={5}
        inputMode="decimal"
        error={errorAt('fromTime')}
        onInput={(fromTime) => set({ fromTime })}
      />
      <TextField
        label={t.to}
        value={form.toTime}
        maxLength={5}
        inputMode="decimal"
        hint={t.toHint}
        error={errorAt('toTime')}
        onInput={(toTime) => set({ toTime })}
      />
      <Choice
        label={t.by}
        value={form.by}
        options={[
          { value: 'price', text: t.byPrice },
          { value: 'percent', text: t.byPercent },
        ]}
        onChoose={(by) => set({ by })}
      />
      {form.by === 'price' ? (
        <Price {...part} />
      ) : (
        <TextField
          label={t.percent}
          value={form.percent}
          inputMode="decimal"
          maxLength={6}
          error={errorAt('percent')}
          onInput={(percent) => set({ percent })}
        />
      )}
    </>
  );
}
