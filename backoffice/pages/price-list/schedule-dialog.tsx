import { useId, useState } from 'preact/hooks';
import {
  blankSchedule,
  readSchedule,
  type ScheduleFaults,
  type ScheduleForm,
  type Target,
  WEEKDAYS,
} from '../../../ui/schedule-form.ts';
import type { PriceListView } from '../../http/contract/price-list.ts';
import { frame } from '../i18n/frame.ts';
import { DayField } from '../widgets/day-field.tsx';
import { Dialog } from '../widgets/dialog.tsx';
import { useDoing } from '../widgets/doing.ts';
import { Choice, Select, TextField } from '../widgets/field.tsx';
import { FaultNote } from '../widgets/note.tsx';
import { priceList } from './asking.ts';
import { Chip, Chips } from './item-fields.tsx';
import { toggled } from './item-form.ts';
import { scheduleWords } from './schedule-words.ts';
import { vatChoice } from './value-words.ts';

/** Sets a price, a VAT class or happy hours ahead. `target` null: for what is asked first. */
export function ScheduleDialog({
  view,
  target: given,
  onClose,
  onDone,
}: {
  view: PriceListView;
  target: Target | null;
  onClose: () => void;
  onDone: () => void;
}) {
  const t = scheduleWords();
  const doing = useDoing();
  const vatClass = view.vatRates[0]?.vatClass ?? '';
  const [target, aim] = useState<Target | null>(given);
  const [form, setForm] = useState<ScheduleForm>(() => blankSchedule(given ?? { itemId: '' }, vatClass));
  const [faults, setFaults] = useState<ScheduleFaults>(new Map());
  const [aimless, setAimless] = useState(false);
  const change = (part: Partial<ScheduleForm>) => setForm({ ...form, ...part });
  const wrong = (field: keyof ScheduleForm) => {
    const fault = faults.get(field);
    return fault && t.faults[fault];
  };
  const save = () => {
    setAimless(target === null);
    if (target === null) return;
    const read = readSchedule(form, target);
    setFaults('faults' in read ? read.faults : new Map());
    if ('draft' in read) void doing.run(() => priceList.schedule(read.draft), onDone);
  };
  const ofCategory = target !== null && 'categoryId' in target;
  const kind = ofCategory ? 'happy-hour' : form.kind;
  return (
    <Dialog
      title={t.add}
      onClose={onClose}
      onSubmit={save}
      foot={
        <>
          <button type="button" class="button" onClick={onClose}>
            {frame().cancel}
          </button>
          <button type="submit" class="button primary" disabled={doing.busy.value}>
            {t.save}
          </button>
        </>
      }
    >
      {given === null && <Aim view={view} target={target} missing={aimless} onAim={aim} />}
      {!ofCategory && (
        <Choice
          label={t.what}
          value={form.kind}
          options={(['price', 'vat-class', 'happy-hour'] as const).map((value) => ({
            value,
            text: t.kinds[value],
          }))}
          onChoose={(chosen) => change({ kind: chosen })}
        />
      )}
      <p class="small quiet">{t.kindHints[kind]}</p>
      {kind === 'happy-hour' ? (
        <Happy form={form} wrong={wrong} change={change} />
      ) : (
        <div class="form-grid">
          <DayField
            label={t.day}
            day={form.day}
            onDay={(day) => change({ day })}
            {...(wrong('day') ? { error: wrong('day') as string } : {})}
          />
          <TextField
            label={t.time}
            value={form.time}
            onInput={(time) => change({ time })}
            error={wrong('time')}
          />
          {kind === 'price' ? (
            <TextField
              label={t.price}
              value={form.price}
              inputMode="decimal"
              onInput={(price) => change({ price })}
              error={wrong('price')}
            />
          ) : (
            <Select
              label={t.vatClass}
              value={form.vatClass}
              options={[...new Set(view.vatRates.map((rate) => rate.vatClass))].map((value) => ({
                value,
                text: vatChoice(view, value),
              }))}
              onChoose={(chosen) => change({ vatClass: chosen })}
            />
          )}
        </div>
      )}
      <FaultNote fault={doing.fault.value} />
    </Dialog>
  );
}

function Happy({
  form,
  wrong,
  change,
}: {
  form: ScheduleForm;
  wrong: (field: keyof ScheduleForm) => string | undefined;
  change: (part: Partial<ScheduleForm>) => void;
}) {
  const t = scheduleWords();
  return (
    <>
      <Chips label={t.weekdays}>
        {WEEKDAYS.map((day) => (
          <Chip
            key={day}
            on={form.weekdays.includes(day)}
            onClick={() => change({ weekdays: toggled(form.weekdays, day) })}
          >
            {t.days[day - 1]}
          </Chip>
        ))}
      </Chips>
      {wrong('weekdays') && <p class="small error">{wrong('weekdays')}</p>}
      <div class="form-grid">
        <TextField
          label={t.from}
          value={form.fromTime}
          onInput={(fromTime) => change({ fromTime })}
          error={wrong('fromTime')}
        />
        <TextField
          label={t.to}
          value={form.toTime}
          onInput={(toTime) => change({ toTime })}
          error={wrong('toTime')}
          hint={t.toHint}
        />
        <Choice
          label={t.by}
          value={form.by}
          options={[
            { value: 'price', text: t.byPrice },
            { value: 'percent', text: t.byPercent },
          ]}
          onChoose={(by) => change({ by })}
        />
        {form.by === 'price' ? (
          <TextField
            label={t.price}
            value={form.price}
            inputMode="decimal"
            onInput={(price) => change({ price })}
            error={wrong('price')}
          />
        ) : (
          <TextField
            label={t.percent}
            value={form.percent}
            inputMode="decimal"
            onInput={(percent) => change({ percent })}
            error={wrong('percent')}
          />
        )}
      </div>
    </>
  );
}

/** An item by its name, or a whole category. */
function Aim({
  view,
  target,
  missing,
  onAim,
}: {
  view: PriceListView;
  target: Target | null;
  missing: boolean;
  onAim: (target: Target | null) => void;
}) {
  const t = scheduleWords();
  const list = useId();
  const [typed, type] = useState('');
  const kind = target !== null && 'categoryId' in target ? 'category' : 'item';
  return (
    <>
      <Choice
        label={t.forWhat}
        value={kind}
        options={[
          { value: 'item', text: t.anItem },
          { value: 'category', text: t.aCategory },
        ]}
        onChoose={(chosen) => {
          type('');
          onAim(chosen === 'item' ? null : { categoryId: view.categories[0]?.id ?? '' });
        }}
      />
      {kind === 'category' && target !== null && 'categoryId' in target ? (
        <Select
          label={t.aCategory}
          value={target.categoryId}
          options={view.categories.map(({ id, name }) => ({ value: id, text: name }))}
          onChoose={(categoryId) => onAim({ categoryId })}
        />
      ) : (
        <div class="field">
          <label for={`${list}-input`}>{t.item}</label>
          <input
            id={`${list}-input`}
            list={list}
            value={typed}
            placeholder={t.find}
            autocomplete="off"
            aria-invalid={missing}
            data-focus
            onInput={(event) => {
              const name = event.currentTarget.value;
              type(name);
              const item = view.items.find((one) => one.name === name);
              onAim(item ? { itemId: item.id } : null);
            }}
          />
          <datalist id={list}>
            {view.items.map(({ id, name }) => (
              <option key={id} value={name} />
            ))}
          </datalist>
          {missing && <p class="small error">{t.noItem}</p>}
        </div>
      )}
    </>
  );
}
