import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { UNITS } from '../../../domain/index.ts';
import { ALLERGEN_NUMBERS, allergenNames } from '../../../ui/allergens.ts';
import type { PriceListView } from '../../http/contract/price-list.ts';
import { Select, Switch, TextField } from '../widgets/field.tsx';
import { type FormFaults, type ItemField, type ItemForm, toggled } from './item-form.ts';
import type { Theirs } from './item-panel.tsx';
import { vatChoice } from './value-words.ts';
import { t } from './words.ts';

/** The fields of an item; beside each one what somebody else has set meanwhile. */
export function ItemFields({
  view,
  form,
  faults,
  theirs,
  onChange,
  onTakeTheirs,
}: {
  view: PriceListView;
  form: ItemForm;
  faults: FormFaults;
  theirs: Theirs;
  onChange: (part: Partial<ItemForm>) => void;
  onTakeTheirs: (field: ItemField) => void;
}) {
  const told = (field: ItemField) => {
    const other = theirs.get(field);
    return (
      other && (
        <p class="theirs small" role="status">
          {t().theirs(other.who, other.value)}{' '}
          <button type="button" class="plain small" onClick={() => onTakeTheirs(field)}>
            {t().takeTheirs}
          </button>
        </p>
      )
    );
  };
  const text = (
    field: 'name' | 'shortName' | 'price_haler' | 'plu' | 'eans' | 'weighedEanPrefix',
    more = {},
  ) => {
    const fault = faults.get(field);
    return (
      <div>
        <TextField
          label={t().fields[field]}
          value={form[field]}
          onInput={(value) => onChange({ [field]: value })}
          hint={(t().hints as Readonly<Record<string, string>>)[field]}
          error={fault && t().faults[fault]}
          {...more}
        />
        {told(field)}
      </div>
    );
  };
  const flag = (field: 'soldOut' | 'openPrice' | 'stocked' | 'prepaid') => (
    <div>
      <Switch
        label={t().fields[field]}
        hint={t().hints[field]}
        on={form[field]}
        onChange={(on) => onChange({ [field]: on })}
      />
      {told(field)}
    </div>
  );
  const classes = [...new Set(view.vatRates.map(({ vatClass }) => vatClass))];
  const routes = [...new Set([...view.routes, ...(form.route === '' ? [] : [form.route])])];
  return (
    <>
      {text('name', { maxLength: 120 })}
      <div class="two">
        {text('price_haler', { inputMode: 'decimal' })}
        <div>
          <Select
            label={t().fields.vatClass}
            value={form.vatClass}
            options={classes.map((one) => ({ value: one, text: vatChoice(view, one) }))}
            onChoose={(vatClass) => onChange({ vatClass })}
          />
          {told('vatClass')}
        </div>
        <div>
          <Select
            label={t().fields.categoryId}
            value={form.categoryId}
            options={[
              ...(view.categories.some(({ id }) => id === form.categoryId)
                ? []
                : [{ value: form.categoryId, text: t().noCategory }]),
              ...view.categories.map(({ id, name }) => ({ value: id, text: name })),
            ]}
            onChoose={(categoryId) => onChange({ categoryId })}
          />
          {told('categoryId')}
        </div>
        <div>
          <Select
            label={t().fields.unit}
            value={form.unit}
            options={UNITS.map((unit) => ({ value: unit, text: unit }))}
            onChoose={(unit) => onChange({ unit: unit as ItemForm['unit'] })}
          />
          {told('unit')}
        </div>
      </div>
      {flag('soldOut')}
      <Labels view={view} form={form} onChange={onChange} />
      {told('labels')}
      <Chips label={t().fields.allergens}>
        {ALLERGEN_NUMBERS.map((number) => (
          <Chip
            key={number}
            on={form.allergens.includes(number)}
            onClick={() => onChange({ allergens: toggled(form.allergens, number).sort((a, b) => a - b) })}
          >
            {number} {allergenNames()[number]}
          </Chip>
        ))}
      </Chips>
      {told('allergens')}
      {text('shortName', { maxLength: 20 })}
      <div class="two">
        {text('plu', { inputMode: 'numeric', maxLength: 6 })}
        <div>
          <Select
            label={t().fields.route}
            value={form.route}
            options={[
              { value: '', text: t().nowhere },
              ...routes.map((route) => ({ value: route, text: route })),
            ]}
            onChoose={(route) => onChange({ route })}
          />
          {told('route')}
        </div>
      </div>
      {text('eans')}
      {text('weighedEanPrefix', { inputMode: 'numeric', maxLength: 7 })}
      {flag('stocked')}
      {flag('openPrice')}
      {flag('prepaid')}
    </>
  );
}

function Labels({
  view,
  form,
  onChange,
}: {
  view: PriceListView;
  form: ItemForm;
  onChange: (part: Partial<ItemForm>) => void;
}) {
  const [typed, type] = useState('');
  const labels = [...new Set([...view.labels.map(({ label }) => label), ...form.labels])];
  const add = () => {
    const label = typed.trim();
    if (label !== '' && !form.labels.includes(label)) onChange({ labels: [...form.labels, label] });
    type('');
  };
  return (
    <Chips label={t().fields.labels} hint={t().hints.labels}>
      {labels.map((label) => (
        <Chip
          key={label}
          on={form.labels.includes(label)}
          onClick={() => onChange({ labels: toggled(form.labels, label) })}
        >
          {label}
        </Chip>
      ))}
      <span class="row">
        <input
          class="input new-label"
          aria-label={t().newLabel}
          placeholder={t().newLabel}
          maxLength={40}
          value={typed}
          onInput={(event) => type(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            add();
          }}
        />
        {typed.trim() !== '' && (
          <button type="button" class="button" onClick={add}>
            {t().addLabel}
          </button>
        )}
      </span>
    </Chips>
  );
}

/** Many of many, all in sight. */
export function Chips({
  label,
  hint,
  children,
}: {
  label: string;
  hint?: string;
  children: ComponentChildren;
}) {
  return (
    <fieldset class="choice">
      <legend>{label}</legend>
      <div class="segments">{children}</div>
      {hint && <p class="small quiet">{hint}</p>}
    </fieldset>
  );
}

export function Chip({
  on,
  onClick,
  children,
}: {
  on: boolean;
  onClick: () => void;
  children: ComponentChildren;
}) {
  return (
    <button type="button" class="segment chip" aria-pressed={on} onClick={onClick}>
      {children}
    </button>
  );
}
