import { useEffect, useState } from 'preact/hooks';
import { parseAmount } from '../../../domain/index.ts';
import type { ReceiptFilters } from '../../http/contract/receipts.ts';
import { inStore } from '../client/api.ts';
import { readTime } from '../i18n/day.ts';
import { amount } from '../i18n/format.ts';
import { frame } from '../i18n/frame.ts';
import { place, refine } from '../router.ts';
import { DayField } from '../widgets/day-field.tsx';
import { Select, TextField } from '../widgets/field.tsx';
import { Icon } from '../widgets/icon.tsx';
import { useLoad } from '../widgets/load.tsx';
import { FILTERS, type FilterName, joinMoment, splitMoment } from './query.ts';
import { t } from './words.ts';

/** A question follows the last key after so long. */
const TYPING_MS = 250;

type Filters = Partial<Record<FilterName | 'q', string>>;

/** A line to search by, and everything else behind a button. What is set stands in the address. */
export function ReceiptFilterBar({ filters }: { filters: Filters }) {
  const set = FILTERS.filter((name) => filters[name] !== undefined);
  const [open, setOpen] = useState(set.length > 0);
  return (
    <div class="stack">
      <div class="receipts-search">
        <Search value={filters.q ?? ''} />
        <button
          type="button"
          class="button"
          aria-expanded={open}
          aria-pressed={set.length > 0}
          onClick={() => setOpen(!open)}
        >
          {t().filters}
          {set.length > 0 && ` (${set.length})`}
        </button>
      </div>
      {open && <FilterForm filters={filters} any={set.length > 0} />}
    </div>
  );
}

function Search({ value }: { value: string }) {
  const [text, setText] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => {
      if (text.trim() !== (place.peek().query.q ?? '')) refine({ q: text.trim() });
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  // Going back, or clearing from elsewhere, changes the address under the field.
  useEffect(() => setText((shown) => (shown.trim() === value ? shown : value)), [value]);
  return (
    <div class="searching">
      <Icon name="search" />
      <input
        class="input"
        type="search"
        maxLength={80}
        aria-label={t().search}
        placeholder={t().search}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </div>
  );
}

function FilterForm({ filters, any }: { filters: Filters; any: boolean }) {
  const known = useLoad(() => inStore.get<ReceiptFilters>('/receipts/filters'), [place.value.store]).value
    .value;
  const one = (
    name: FilterName,
    label: string,
    options: readonly { readonly value: string; readonly text: string }[],
  ) => (
    <Select
      label={label}
      value={filters[name] ?? ''}
      options={[{ value: '', text: t().any }, ...options]}
      onChoose={(value) => refine({ [name]: value })}
    />
  );
  const named = (some: readonly { id: string; name: string }[] | undefined) =>
    (some ?? []).map(({ id, name }) => ({ value: id, text: name }));
  return (
    <fieldset class="panel receipts-filters">
      <legend class="visually-hidden">{t().filters}</legend>
      <Moment label={t().from} timeLabel={t().fromTime} name="from" value={filters.from} />
      <Moment label={t().to} timeLabel={t().toTime} name="to" value={filters.to} />
      <AmountFilter label={t().least} name="least_haler" value={filters.least_haler} />
      <AmountFilter label={t().most} name="most_haler" value={filters.most_haler} />
      {one('registerId', t().register, named(known?.registers))}
      {one('staffId', t().staff, named(known?.staff))}
      {one(
        'table',
        t().table,
        (known?.tables ?? []).map((name) => ({ value: name, text: name })),
      )}
      {one('paymentId', t().payment, named(known?.payments))}
      {one('kind', t().kind, [
        { value: 'sale', text: t().kinds.sale },
        { value: 'reversal', text: t().kinds.reversal },
      ])}
      {one(
        'eet',
        t().eet,
        Object.entries(t().eetStates).map(([value, text]) => ({ value, text })),
      )}
      {any && (
        <button
          type="button"
          class="button"
          onClick={() => refine(Object.fromEntries(FILTERS.map((name) => [name, ''])))}
        >
          {t().clear}
        </button>
      )}
    </fieldset>
  );
}

function Moment({
  label,
  timeLabel,
  name,
  value,
}: {
  label: string;
  timeLabel: string;
  name: 'from' | 'to';
  value: string | undefined;
}) {
  const { day, time } = splitMoment(value);
  return (
    <div class="moment">
      <DayField
        key={day === '' ? 'none' : 'some'}
        label={label}
        day={day}
        onDay={(chosen) => refine({ [name]: joinMoment(chosen, time) })}
      />
      <TimeInput
        key={day === '' ? 'none' : 'some'}
        label={timeLabel}
        time={time}
        disabled={day === ''}
        onTime={(chosen) => refine({ [name]: joinMoment(day, chosen) })}
      />
    </div>
  );
}

/** `18:30`, on 24 hours whatever the language of the browser. What is no time (yet) is told as empty. */
function TimeInput({
  label,
  time,
  disabled,
  onTime,
}: {
  label: string;
  time: string;
  disabled: boolean;
  onTime: (time: string) => void;
}) {
  const [text, setText] = useState(time);
  return (
    <input
      class="input"
      aria-label={label}
      aria-invalid={text.trim() !== '' && readTime(text) === null}
      inputMode="numeric"
      autocomplete="off"
      placeholder={frame().timeExample}
      maxLength={5}
      disabled={disabled}
      value={text}
      onInput={(event) => {
        setText(event.currentTarget.value);
        onTime(readTime(event.currentTarget.value) ?? '');
      }}
    />
  );
}

function AmountFilter({
  label,
  name,
  value,
}: {
  label: string;
  name: 'least_haler' | 'most_haler';
  value: string | undefined;
}) {
  const [text, setText] = useState(value === undefined ? '' : amount(Number(value)));
  const read = parseAmount(text);
  useEffect(() => {
    if (value === undefined) setText('');
  }, [value]);
  return (
    <TextField
      label={label}
      value={text}
      inputMode="decimal"
      maxLength={14}
      error={text.trim() !== '' && read === undefined ? t().notAmount : undefined}
      onInput={(typed) => {
        setText(typed);
        const haler = parseAmount(typed);
        if (haler !== undefined) refine({ [name]: String(haler) });
        else if (typed.trim() === '') refine({ [name]: '' });
      }}
    />
  );
}
