import { useEffect, useRef, useState } from 'preact/hooks';
import type { ItemEdited, ListedItem } from '../../http/contract/price-list.ts';
import { frame } from '../i18n/frame.ts';
import { go, place } from '../router.ts';
import { may } from '../store/session.ts';
import { Confirm } from '../widgets/confirm.tsx';
import { type Doing, useDoing } from '../widgets/doing.ts';
import { Icon } from '../widgets/icon.tsx';
import { Empty } from '../widgets/load.tsx';
import { FaultNote, Note } from '../widgets/note.tsx';
import { priceList } from './asking.ts';
import { ItemFields } from './item-fields.tsx';
import {
  blankForm,
  duplicateOf,
  editOf,
  type FormFaults,
  formOf,
  type ItemField,
  type ItemForm,
  readForm,
  rebase,
} from './item-form.ts';
import { ItemHistory } from './item-history.tsx';
import { lackingNames } from './item-table.tsx';
import { PlannedOf } from './planned.tsx';
import type { PartProps } from './price-list-page.tsx';
import { valueWords, whenWords, whoWords } from './value-words.ts';
import { t } from './words.ts';

interface PanelProps extends PartProps {
  /** Null is a new one. */
  readonly itemId: string | null;
  readonly onClose: () => void;
}

/** What somebody else has set meanwhile, in the words of the notice beside the field. */
export type Theirs = ReadonlyMap<ItemField, { readonly who: string; readonly value: string }>;

/** The item a new one is begun from; used up when the form opens. */
let pattern: ItemForm | null = null;

/** One item beside the list, on a phone over it. Escape closes it. */
export function ItemPanel(props: PanelProps) {
  const { view, itemId, onClose } = props;
  const panel = useRef<HTMLElement>(null);
  const item = itemId === null ? null : view.items.find(({ id }) => id === itemId);
  const title = itemId === null ? t().newItem : (item?.name ?? '');
  useEffect(() => {
    panel.current?.focus({ preventScroll: true });
  }, []);
  return (
    <aside
      ref={panel}
      class="panel side-panel"
      aria-label={title}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose();
      }}
    >
      <div class="panel-head">
        <h2 class="wrap">{title}</h2>
        <button type="button" class="plain" aria-label={frame().close} onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      {item === undefined ? (
        <Empty title={t().gone}>{t().goneHint}</Empty>
      ) : (
        <Editing {...props} item={item} />
      )}
    </aside>
  );
}

function begin({ view }: PanelProps, item: ListedItem | null): ItemForm {
  if (item) return formOf(item);
  const begun = pattern;
  pattern = null;
  const { category = '' } = place.value.query;
  return begun ?? blankForm(category || (view.categories[0]?.id ?? ''), view.vatRates[0]?.vatClass ?? '');
}

function Editing(props: PanelProps & { item: ListedItem | null }) {
  const { view, spread, item, onClose, onChanged } = props;
  const [form, setForm] = useState<ItemForm>(() => begin(props, item));
  /** What the form was made of, so far as it has been shown: changes are measured against it. */
  const [shown, setShown] = useState<ListedItem | null>(item);
  const [faults, setFaults] = useState<FormFaults>(new Map());
  const [theirs, setTheirs] = useState<Theirs>(new Map());
  const [done, setDone] = useState<'saved' | 'clashed' | null>(null);
  const [newId] = useState(() => crypto.randomUUID());
  const doing = useDoing();

  function takeIn(fresh: ListedItem): void {
    if (!shown) return;
    const merged = rebase(form, formOf(shown), formOf(fresh));
    setForm(merged.form);
    setShown(fresh);
    if (merged.theirs.length === 0) return;
    const who = whoWords(fresh.changed);
    const values = fresh as unknown as Record<string, unknown>;
    setTheirs(
      new Map([
        ...theirs,
        ...merged.theirs.map(
          (field) => [field, { who, value: valueWords(view, field, values[field]) }] as const,
        ),
      ]),
    );
  }
  useEffect(() => {
    if (item && shown && item !== shown && !doing.busy.value) takeIn(item);
  }, [item]);

  function written({ item: fresh, clashes }: ItemEdited): void {
    setShown(fresh);
    setTheirs(
      new Map(
        clashes.map((clash) => [
          clash.field as ItemField,
          { who: whoWords(clash), value: valueWords(view, clash.field, clash.theirs) },
        ]),
      ),
    );
    const kept = Object.fromEntries(clashes.map(({ field }) => [field, form[field as ItemField]]));
    setForm({ ...formOf(fresh), ...kept });
    setDone(clashes.length === 0 ? 'saved' : 'clashed');
    onChanged();
  }

  function save(): void {
    const read = readForm(form, shown?.hue ?? null);
    setFaults('faults' in read ? read.faults : new Map());
    if ('faults' in read) return;
    setDone(null);
    if (shown) {
      void doing.run(() => priceList.edit(shown.id, editOf(shown, read.draft)), written);
    } else {
      void doing.run(
        () => priceList.create({ id: newId, draft: read.draft }),
        (made) => {
          onChanged();
          go({ rest: ['items', made.id], query: place.value.query, replace: true });
        },
      );
    }
  }

  const changed = shown ? JSON.stringify(form) !== JSON.stringify(formOf(shown)) : true;
  const writes = may('write-price-list');
  const lacks = item ? (lackingNames(spread).get(item.id) ?? []).join(', ') : '';
  return (
    <form
      class="panel-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (changed) save();
      }}
    >
      <fieldset class="panel-body stack" disabled={!writes}>
        {item && (
          <p class="small quiet">{t().changedWhen(whenWords(item.changed.at), whoWords(item.changed))}</p>
        )}
        {done === 'clashed' && <Note kind="attention">{t().clashes}</Note>}
        <ItemFields
          view={view}
          form={form}
          faults={faults}
          theirs={theirs}
          onChange={(part) => {
            setForm({ ...form, ...part });
            setDone(null);
          }}
          onTakeTheirs={(field) => {
            if (shown) setForm({ ...form, [field]: formOf(shown)[field] });
            setTheirs(new Map([...theirs].filter(([one]) => one !== field)));
          }}
        />
      </fieldset>
      {item && (
        <div class="panel-body stack">
          <h3>{t().onRegisters}</h3>
          <p class={lacks === '' ? 'quiet' : undefined}>
            {lacks === '' ? t().everywhere : t().notEverywhere(lacks)}
          </p>
          <PlannedOf view={view} target={{ itemId: item.id }} onChanged={onChanged} />
          <ItemHistory view={view} item={item} />
          {writes && <Deeds item={item} form={form} onClose={onClose} onChanged={onChanged} />}
        </div>
      )}
      {writes && (
        <SaveFoot
          doing={doing}
          changed={changed}
          saved={done === 'saved'}
          isNew={shown === null}
          onDiscard={() => {
            if (shown) setForm(formOf(shown));
            setTheirs(new Map());
            setFaults(new Map());
          }}
        />
      )}
    </form>
  );
}

function SaveFoot({
  doing,
  changed,
  saved,
  isNew,
  onDiscard,
}: {
  doing: Doing;
  changed: boolean;
  saved: boolean;
  isNew: boolean;
  onDiscard: () => void;
}) {
  if (!changed && !saved) return null;
  return (
    <div class="save-foot">
      <FaultNote fault={doing.fault.value} />
      {saved && !changed ? (
        <p role="status">
          <Icon name="check" /> {t().saved}
        </p>
      ) : (
        <div class="row">
          {!isNew && <span class="quiet push">{t().unsaved}</span>}
          {!isNew && (
            <button type="button" class="button" onClick={onDiscard}>
              {t().discard}
            </button>
          )}
          <button type="submit" class="button primary" disabled={doing.busy.value}>
            {frame().save}
          </button>
        </div>
      )}
    </div>
  );
}

function Deeds({
  item,
  form,
  onClose,
  onChanged,
}: {
  item: ListedItem;
  form: ItemForm;
  onClose: () => void;
  onChanged: () => void;
}) {
  const [asking, ask] = useState(false);
  const doing = useDoing();
  return (
    <div class="row">
      <button
        type="button"
        class="button"
        onClick={() => {
          pattern = duplicateOf(form, t().copyOf(item.name));
          go({ rest: ['items', 'new'], query: place.value.query });
        }}
      >
        {t().duplicate}
      </button>
      <button type="button" class="button danger" onClick={() => ask(true)}>
        {t().archive}
      </button>
      {asking && (
        <Confirm
          title={t().archiveTitle(item.name)}
          action={t().archive}
          danger
          doing={doing}
          onYes={() =>
            void doing.run(
              () => priceList.archive(item.id),
              () => {
                onClose();
                onChanged();
              },
            )
          }
          onClose={() => ask(false)}
        >
          <p>{t().archiveText}</p>
        </Confirm>
      )}
    </div>
  );
}
