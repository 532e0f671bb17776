import { useState } from 'preact/hooks';
import { ALLERGEN_NUMBERS, allergenNames } from '../../../ui/allergens.ts';
import { said } from '../../../ui/language.ts';
import type { BulkResult, PriceListView } from '../../http/contract/price-list.ts';
import { problemCode } from '../client/fault.ts';
import { frame } from '../i18n/frame.ts';
import { Dialog } from '../widgets/dialog.tsx';
import { useDoing } from '../widgets/doing.ts';
import { Choice, Select, TextField } from '../widgets/field.tsx';
import { FaultNote, Note } from '../widgets/note.tsx';
import { priceList } from './asking.ts';
import { BULK_KINDS, type BulkForm, blankBulk, ROUNDINGS, ROUNDS, readBulk } from './bulk-form.ts';
import { b } from './bulk-words.ts';
import { Chip, Chips } from './item-fields.tsx';
import { toggled } from './item-form.ts';
import { PlannedItems, SHOWN } from './planned-items.tsx';
import { vatChoice } from './value-words.ts';
import { t } from './words.ts';

/** One change of many items: what would come of it is shown first, and only what was shown is done. */
export function BulkDialog({
  view,
  ids,
  onClose,
  onDone,
}: {
  view: PriceListView;
  ids: readonly string[];
  onClose: () => void;
  onDone: () => void;
}) {
  const doing = useDoing();
  const [of] = useState(ids);
  const [form, setForm] = useState<BulkForm>(() =>
    blankBulk(view.categories[0]?.id ?? '', view.vatRates[0]?.vatClass ?? ''),
  );
  const [result, setResult] = useState<BulkResult | null>(null);
  const [incomplete, setIncomplete] = useState(false);
  const change = readBulk(form);
  const ask = async (sum?: string) => {
    setIncomplete(change === undefined);
    if (!change) return;
    const went = await doing.run(
      () => priceList.bulk({ ids: [...of], change, ...(sum === undefined ? {} : { apply: { sum } }) }),
      (answer) => {
        setResult(answer);
        if (answer.applied) onDone();
      },
    );
    // Somebody has changed the list since the preview: what was shown no longer holds.
    if (!went && problemCode(doing.fault.value) === 'preview-outdated') setResult(null);
  };
  const ready = result !== null && !result.applied && result.faults.length === 0 && result.changed > 0;
  return (
    <Dialog
      title={b().title(of.length)}
      wide
      onClose={onClose}
      onSubmit={() => void (ready ? ask(result.sum) : ask())}
      foot={
        result?.applied ? (
          <button type="button" class="button primary" onClick={onClose}>
            {frame().close}
          </button>
        ) : (
          <>
            <button type="button" class="button" onClick={onClose}>
              {frame().cancel}
            </button>
            {ready ? (
              <button
                type="submit"
                class={form.kind === 'archive' ? 'button danger' : 'button primary'}
                disabled={doing.busy.value}
              >
                {b().apply(result.changed)}
              </button>
            ) : (
              <button type="submit" class="button primary" disabled={doing.busy.value}>
                {b().show}
              </button>
            )}
          </>
        )
      }
    >
      {result?.applied ? (
        <Note kind="ok">{b().done(result.changed)}</Note>
      ) : (
        <>
          <BulkFields
            view={view}
            form={form}
            incomplete={incomplete}
            onChange={(part) => {
              setForm({ ...form, ...part });
              setResult(null);
              setIncomplete(false);
            }}
          />
          <FaultNote fault={doing.fault.value} />
          {result && <Preview view={view} result={result} />}
        </>
      )}
    </Dialog>
  );
}

function Preview({ view, result }: { view: PriceListView; result: BulkResult }) {
  return (
    <>
      {result.faults.length > 0 && (
        <Note kind="attention">
          <strong>{b().faults}.</strong> {b().faultsHint}
          {result.faults.map((fault) => (
            <span key={`${fault.id} ${fault.field}`} class="block">
              {fault.name}: {said(fault.message)} {said(fault.hint)}
            </span>
          ))}
        </Note>
      )}
      <p role="status">
        <strong>{result.changed === 0 ? b().nothing : b().changes(result.changed, result.unchanged)}</strong>{' '}
        {SHOWN < result.changed && b().notAll(SHOWN)}
      </p>
      {result.items.length > 0 && <PlannedItems view={view} items={result.items} />}
    </>
  );
}

function BulkFields({
  view,
  form,
  incomplete,
  onChange,
}: {
  view: PriceListView;
  form: BulkForm;
  incomplete: boolean;
  onChange: (part: Partial<BulkForm>) => void;
}) {
  return (
    <div class="form-grid">
      <Select
        label={b().what}
        value={form.kind}
        options={BULK_KINDS.map((value) => ({ value, text: b().kinds[value] }))}
        onChoose={(kind) => onChange({ kind: kind as BulkForm['kind'] })}
      />
      <Figures form={form} incomplete={incomplete} onChange={onChange} />
      {form.kind === 'category' && (
        <Select
          label={t().fields.categoryId}
          value={form.categoryId}
          options={view.categories.map(({ id, name }) => ({ value: id, text: name }))}
          onChoose={(categoryId) => onChange({ categoryId })}
        />
      )}
      {form.kind === 'vat-class' && (
        <Select
          label={t().fields.vatClass}
          value={form.vatClass}
          options={[...new Set(view.vatRates.map(({ vatClass }) => vatClass))].map((value) => ({
            value,
            text: vatChoice(view, value),
          }))}
          onChoose={(vatClass) => onChange({ vatClass })}
        />
      )}
      {form.kind === 'route' && (
        <Select
          label={t().fields.route}
          value={form.route}
          options={[
            { value: '', text: t().nowhere },
            ...view.routes.map((value) => ({ value, text: value })),
          ]}
          onChoose={(route) => onChange({ route })}
        />
      )}
      {(form.kind === 'sold-out' || form.kind === 'stocked') && (
        <Choice
          label={b().kinds[form.kind]}
          value={form.on ? 'on' : 'off'}
          options={[
            { value: 'on', text: b().on },
            { value: 'off', text: b().off },
          ]}
          onChoose={(value) => onChange({ on: value === 'on' })}
        />
      )}
      {form.kind === 'labels' &&
        (['addLabels', 'removeLabels'] as const).map((field) => (
          <div key={field} class="wide-field">
            <Chips label={field === 'addLabels' ? b().add : b().take}>
              {view.labels.map(({ label }) => (
                <Chip
                  key={label}
                  on={form[field].includes(label)}
                  onClick={() => onChange({ [field]: toggled(form[field], label) })}
                >
                  {label}
                </Chip>
              ))}
              {field === 'addLabels' && (
                <NewLabel onLabel={(label) => onChange({ addLabels: [...form.addLabels, label] })} />
              )}
              {field === 'addLabels' &&
                form.addLabels
                  .filter((label) => !view.labels.some((one) => one.label === label))
                  .map((label) => (
                    <Chip
                      key={label}
                      on
                      onClick={() => onChange({ addLabels: toggled(form.addLabels, label) })}
                    >
                      {label}
                    </Chip>
                  ))}
            </Chips>
          </div>
        ))}
      {form.kind === 'allergens' &&
        (['addAllergens', 'removeAllergens'] as const).map((field) => (
          <div key={field} class="wide-field">
            <Chips label={field === 'addAllergens' ? b().add : b().take}>
              {ALLERGEN_NUMBERS.map((number) => (
                <Chip
                  key={number}
                  on={form[field].includes(number)}
                  onClick={() => onChange({ [field]: toggled(form[field], number) })}
                >
                  {number} {allergenNames()[number]}
                </Chip>
              ))}
            </Chips>
          </div>
        ))}
    </div>
  );
}

function NewLabel({ onLabel }: { onLabel: (label: string) => void }) {
  const [typed, type] = useState('');
  return (
    <input
      class="input new-label"
      aria-label={t().newLabel}
      placeholder={t().newLabel}
      maxLength={40}
      value={typed}
      onInput={(event) => type(event.currentTarget.value)}
      onBlur={() => {
        if (typed.trim() !== '') onLabel(typed.trim());
        type('');
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || typed.trim() === '') return;
        event.preventDefault();
        onLabel(typed.trim());
        type('');
      }}
    />
  );
}

function Figures({
  form,
  incomplete,
  onChange,
}: {
  form: BulkForm;
  incomplete: boolean;
  onChange: (part: Partial<BulkForm>) => void;
}) {
  const { kind } = form;
  if (kind !== 'price-percent' && kind !== 'price-amount' && kind !== 'price-set') return null;
  const name = { 'price-percent': b().percent, 'price-amount': b().amount, 'price-set': b().price }[kind];
  const hint = { 'price-percent': b().percentHint, 'price-amount': b().amountHint, 'price-set': '' }[kind];
  return (
    <>
      <TextField
        label={name}
        value={form.figure}
        inputMode="text"
        onInput={(figure) => onChange({ figure })}
        hint={hint}
        error={incomplete ? b().number : undefined}
        focus
      />
      {kind !== 'price-set' && (
        <>
          <Select
            label={b().round}
            value={String(form.round_haler)}
            options={ROUNDS.map((value) => ({ value: String(value), text: b().rounds[`${value}`] }))}
            onChoose={(value) => onChange({ round_haler: Number(value) as BulkForm['round_haler'] })}
          />
          <Choice
            label={b().rounding}
            value={form.rounding}
            options={ROUNDINGS.map((value) => ({ value, text: b().roundings[value] }))}
            onChoose={(rounding) => onChange({ rounding })}
          />
        </>
      )}
    </>
  );
}
