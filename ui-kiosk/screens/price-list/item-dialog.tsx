import { useEffect, useRef, useState } from 'preact/hooks';
import type { CatalogueView, ItemView } from '../../../daemon/http/contract.ts';
import { formatAmount, formatRate, UNITS, vatRateOn } from '../../../domain/index.ts';
import { allergenNames } from '../../../ui/allergens.ts';
import { api } from '../../client/api.ts';
import { fieldFaults } from '../../client/field-faults.ts';
import { frame } from '../../i18n/frame.ts';
import { refreshCatalogue } from '../../store/sync.ts';
import { Confirm } from '../../widgets/confirm.tsx';
import { Dialog } from '../../widgets/dialog.tsx';
import { useDoing } from '../../widgets/doing.ts';
import { Choice, Switch, TextField } from '../../widgets/field.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import { EanField } from './ean-field.tsx';
import { HueField } from './hue-field.tsx';
import {
  blankForm,
  duplicateOf,
  type FormFaults,
  formOf,
  type ItemForm,
  patchOf,
  readForm,
  toggled,
} from './item-form.ts';
import { LabelField } from './label-field.tsx';
import { priceSince } from './price-since.tsx';
import { useRoutes } from './routes.ts';
import { ScheduleList } from './schedule-list.tsx';
import { scheduleWords } from './schedule-words.ts';
import { priceListWords } from './words.ts';

/** Choices are named by text; the category's own route is no text at all. */
const AS_CATEGORY = '';

export function ItemDialog({
  view,
  item,
  start,
  onDuplicate,
  onClose,
}: {
  view: CatalogueView;
  /** Null is a new one. */
  item: ItemView | null;
  start: ItemForm | undefined;
  onDuplicate: (form: ItemForm) => void;
  onClose: () => void;
}) {
  const t = priceListWords();
  const [form, setForm] = useState<ItemForm>(start ?? (item ? formOf(item) : blankForm('', '')));
  const [faults, setFaults] = useState<FormFaults>(new Map());
  const [archiving, setArchiving] = useState(false);
  const doing = useDoing();
  const archiveDoing = useDoing();
  const body = useRef<HTMLFormElement>(null);
  const set = (change: Partial<ItemForm>) => setForm({ ...form, ...change });
  const told = fieldFaults(doing.fault.value);
  const errorAt = (field: string): string | undefined => {
    const own = faults.get(field);
    return own ? t.faults[own] : told.get(field);
  };
  useEffect(() => {
    // The fault may be out of sight in a long form.
    body.current?.querySelector('.error')?.scrollIntoView({ block: 'center' });
  }, [faults, doing.fault.value]);

  const done = () => {
    void refreshCatalogue();
    onClose();
  };
  const save = () => {
    const read = readForm(form);
    setFaults('faults' in read ? read.faults : new Map());
    if ('faults' in read) return;
    if (!item) {
      void doing.run(() => api.addItem(read.draft), done);
      return;
    }
    const patch = patchOf(item, read.draft);
    if (Object.keys(patch).length === 0) onClose();
    else void doing.run(() => api.changeItem(item.id, patch), done);
  };
  const routes = useRoutes();
  const live = item && (view.items.find((one) => one.id === item.id) ?? item);
  const priceHint =
    [
      live?.happyUntil && scheduleWords().happyNow(formatAmount(live.price_haler, 'short'), live.happyUntil),
      live && priceSince(live, view.register.day),
    ]
      .filter(Boolean)
      .join(' ') || undefined;
  const vatClasses = [...new Set(view.vatRates.map((rate) => rate.vatClass))];
  return (
    <Dialog
      title={item?.name ?? t.newItem}
      onClose={onClose}
      wide
      foot={
        <>
          {item && (
            <>
              <button type="button" class="button danger" onClick={() => setArchiving(true)}>
                {t.archive}
              </button>
              <button
                type="button"
                class="button push"
                onClick={() => onDuplicate(duplicateOf(form, t.copyOf(form.name)))}
              >
                {t.duplicate}
              </button>
            </>
          )}
          <button type="button" class="button" onClick={onClose}>
            {frame().cancel}
          </button>
          <button type="button" class="button primary" disabled={doing.busy.value} onClick={save}>
            {doing.slow.value ? frame().waiting : frame().save}
          </button>
        </>
      }
    >
      <form
        ref={body}
        class="form-grid"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        {told.size === 0 && <FaultNote fault={doing.fault.value} />}
        <div class="wide-field">
          <TextField
            label={t.name}
            value={form.name}
            maxLength={120}
            error={errorAt('name')}
            onInput={(name) => set({ name })}
            focus={!item}
          />
        </div>
        <TextField
          label={t.price}
          value={form.price}
          inputMode="decimal"
          hint={priceHint}
          error={errorAt('price_haler')}
          onInput={(price) => set({ price })}
        />
        <TextField
          label={t.shortName}
          value={form.shortName}
          placeholder={form.name.slice(0, 20)}
          maxLength={20}
          hint={t.shortNameHint}
          error={errorAt('shortName')}
          onInput={(shortName) => set({ shortName })}
        />
        <div class="field">
          <label for="item-category">{t.category}</label>
          <select
            id="item-category"
            value={form.categoryId}
            onChange={(event) => set({ categoryId: event.currentTarget.value })}
          >
            {view.categories.map((category) => (
              <option key={category.id} value={category.id}>
                {category.name}
              </option>
            ))}
          </select>
          {errorAt('categoryId') && <p class="small error">{errorAt('categoryId')}</p>}
        </div>
        <div>
          <Choice
            label={t.vat}
            value={form.vatClass}
            options={vatClasses.map((vatClass) => {
              const rate = vatRateOn(view.vatRates, vatClass, view.register.day);
              return { value: vatClass, text: rate ? `${rate.name} ${formatRate(rate.rate_bp)}` : t.noRate };
            })}
            onChoose={(vatClass) => set({ vatClass })}
          />
          {errorAt('vatClass') && <p class="small error">{errorAt('vatClass')}</p>}
        </div>
        <div class="wide-field row">
          <Choice
            label={t.unit}
            value={form.unit}
            options={UNITS.map((unit) => ({ value: unit, text: unit }))}
            onChoose={(unit) => set({ unit })}
          />
          {errorAt('unit') && <p class="small error">{errorAt('unit')}</p>}
        </div>
        <div class="wide-field item-switches">
          <Switch
            label={t.soldOut}
            hint={t.soldOutHint}
            on={form.soldOut}
            onChange={(soldOut) => set({ soldOut })}
          />
          <Switch
            label={t.openPrice}
            hint={t.openPriceHint}
            on={form.openPrice}
            onChange={(openPrice) => set({ openPrice })}
          />
          <Switch
            label={t.stocked}
            hint={t.stockedHint}
            on={form.stocked}
            onChange={(stocked) => set({ stocked })}
          />
          <Switch
            label={t.prepaid}
            hint={t.prepaidHint}
            on={form.prepaid}
            onChange={(prepaid) => set({ prepaid })}
          />
        </div>
        {item && (
          <div class="wide-field">
            <ScheduleList view={view} target={{ itemId: item.id }} />
          </div>
        )}
        <TextField
          label={t.plu}
          value={form.plu}
          inputMode="numeric"
          maxLength={6}
          hint={t.pluHint}
          error={errorAt('plu')}
          onInput={(plu) => set({ plu })}
        />
        <TextField
          label={t.weighed}
          value={form.weighedEanPrefix}
          inputMode="numeric"
          maxLength={7}
          hint={t.weighedHint}
          error={errorAt('weighedEanPrefix')}
          onInput={(weighedEanPrefix) => set({ weighedEanPrefix })}
        />
        <div class="wide-field">
          <EanField eans={form.eans} error={errorAt('eans')} onChange={(eans) => set({ eans })} />
        </div>
        <div class="wide-field">
          <LabelField
            labels={form.labels}
            known={view.labels}
            error={errorAt('labels')}
            onChange={(labels) => set({ labels })}
          />
        </div>
        <fieldset class="choice wide-field">
          <legend>{t.allergens}</legend>
          <div class="allergens">
            {Object.entries(allergenNames()).map(([number, name]) => (
              <button
                key={number}
                type="button"
                class="button"
                aria-pressed={form.allergens.includes(Number(number))}
                onClick={() => set({ allergens: toggled(form.allergens, Number(number)) })}
              >
                <strong>{number}</strong>
                <span>{name}</span>
              </button>
            ))}
          </div>
        </fieldset>
        <div class="wide-field">
          <HueField value={form.hue} none={t.asCategory} onChange={(hue) => set({ hue })} />
        </div>
        <div class="wide-field">
          <Choice
            label={t.route}
            value={form.route ?? AS_CATEGORY}
            options={[
              { value: AS_CATEGORY, text: t.asCategory },
              ...routes.map((route) => ({ value: route, text: route })),
            ]}
            onChoose={(route) => set({ route: route === AS_CATEGORY ? null : route })}
          />
        </div>
      </form>
      {archiving && item && (
        <Confirm
          title={t.archiveTitle(item.name)}
          action={t.archive}
          danger
          doing={archiveDoing}
          onClose={() => setArchiving(false)}
          onYes={() => void archiveDoing.run(() => api.removeItem(item.id), done)}
        >
          <p>{t.archiveText}</p>
        </Confirm>
      )}
    </Dialog>
  );
}
