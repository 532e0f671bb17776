import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ListedItem } from '../../http/contract/price-list.ts';
import { count } from '../i18n/format.ts';
import { addressOf, go, place, refine } from '../router.ts';
import { may } from '../store/session.ts';
import { Select } from '../widgets/field.tsx';
import { Icon } from '../widgets/icon.tsx';
import { Empty } from '../widgets/load.tsx';
import { priceList } from './asking.ts';
import { BulkDialog } from './bulk-dialog.tsx';
import { FileDialog } from './file-dialog.tsx';
import { type Folded, filterItems, foldNames, type ItemFilter } from './item-filter.ts';
import { ItemPanel } from './item-panel.tsx';
import { ItemTable } from './item-table.tsx';
import type { PartProps } from './price-list-page.tsx';
import { t } from './words.ts';

/** Rows drawn at once; more come as the end of the table draws near. */
const ROWS = 120;

const STATES: readonly ItemFilter['state'][] = ['', 'sold-out', 'waiting'];

export function Items({ view, spread, onChanged }: PartProps) {
  const { q = '', category = '', label = '', state = '' } = place.value.query;
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<'bulk' | 'file' | null>(null);
  const [rows, setRows] = useState(ROWS);
  const lacking = useMemo(
    () => new Set((spread?.registers ?? []).flatMap((register) => register.lacking)),
    [spread],
  );
  const names: Folded = useMemo(() => foldNames(view.items), [view.items]);
  const filter: ItemFilter = {
    q,
    categoryId: category,
    label,
    state: STATES.find((one) => one === state) ?? '',
  };
  const key = JSON.stringify(filter);
  const found = useMemo(
    () => filterItems(view.items, names, filter, lacking),
    [view.items, names, key, lacking],
  );
  useEffect(() => setRows(ROWS), [key]);
  const known = useMemo(() => new Set(view.items.map(({ id }) => id)), [view.items]);
  const still = [...chosen].filter((id) => known.has(id));
  const writes = may('write-price-list');
  const [part, opened] = place.value.rest;
  const beside = part === 'items' && opened !== undefined;
  const filtered = q !== '' || category !== '' || label !== '' || state !== '';
  const back = () => go({ rest: [], query: place.value.query });
  return (
    <>
      <Toolbar filter={filter} view={view} onFile={() => setOpen('file')} />
      <div class={beside ? 'beside open' : 'beside'}>
        <div class="stack beside-list">
          <ChosenBar count={still.length} onBulk={() => setOpen('bulk')} onNone={() => choose(new Set())} />
          {view.items.length === 0 ? (
            <section class="panel">
              <Empty title={t().none}>{t().noneHint}</Empty>
            </section>
          ) : found.length === 0 ? (
            <section class="panel">
              <Empty title={t().nothing}>
                <p>{t().nothingHint}</p>
                <p>
                  <button
                    type="button"
                    class="button"
                    onClick={() => refine({ q: '', category: '', label: '', state: '' })}
                  >
                    {t().clear}
                  </button>
                </p>
              </Empty>
            </section>
          ) : (
            <>
              <p class="small quiet" role="status">
                {t().found(count(found.length), count(view.items.length))}
                {filtered && (
                  <button
                    type="button"
                    class="plain small"
                    onClick={() => refine({ q: '', category: '', label: '', state: '' })}
                  >
                    {t().clear}
                  </button>
                )}
              </p>
              <ItemTable
                view={view}
                spread={spread}
                items={found.slice(0, rows)}
                all={found}
                chosen={chosen}
                onChoose={writes ? choose : null}
                onChanged={onChanged}
              />
              {rows < found.length && <More onMore={() => setRows(rows + ROWS)} key={rows} />}
            </>
          )}
        </div>
        {beside && (
          <ItemPanel
            key={opened}
            view={view}
            spread={spread}
            itemId={opened === 'new' ? null : opened}
            onClose={back}
            onChanged={onChanged}
          />
        )}
        {open === 'bulk' && (
          <BulkDialog
            view={view}
            ids={still}
            onClose={() => setOpen(null)}
            onDone={() => {
              choose(new Set());
              onChanged();
            }}
          />
        )}
        {open === 'file' && <FileDialog view={view} onClose={() => setOpen(null)} onDone={onChanged} />}
      </div>
    </>
  );
}

function Toolbar({
  filter,
  view,
  onFile,
}: {
  filter: ItemFilter;
  view: PartProps['view'];
  onFile: () => void;
}) {
  return (
    <div class="toolbar">
      <div class="searching">
        <Icon name="search" />
        <input
          class="input"
          type="search"
          aria-label={t().search}
          placeholder={t().search}
          value={filter.q}
          onInput={(event) => refine({ q: event.currentTarget.value })}
        />
      </div>
      <Select
        label={t().category}
        quiet
        value={filter.categoryId}
        options={[
          { value: '', text: t().allCategories },
          ...view.categories.map(({ id, name }) => ({ value: id, text: name })),
        ]}
        onChoose={(category) => refine({ category })}
      />
      <Select
        label={t().label}
        quiet
        value={filter.label}
        options={[
          { value: '', text: t().allLabels },
          ...view.labels.map((one) => ({ value: one.label, text: `${one.label} (${one.count})` })),
        ]}
        onChoose={(label) => refine({ label })}
      />
      <Select
        label={t().state}
        quiet
        value={filter.state}
        options={STATES.map((one) => ({ value: one, text: t().states[one] }))}
        onChoose={(state) => refine({ state })}
      />
      <div class="row toolbar-end">
        <span class="row small quiet">
          <span class="desk-only">{t().download}</span>
          <a class="button" href={priceList.filePath('csv')} download>
            {t().saveCsv}
          </a>
          <a class="button" href={priceList.filePath('xlsx')} download>
            {t().saveXlsx}
          </a>
        </span>
        {may('write-price-list') && (
          <>
            <button type="button" class="button" onClick={onFile}>
              <Icon name="upload" />
              {t().file}
            </button>
            <a class="button primary" href={addressOf({ rest: ['items', 'new'], query: place.value.query })}>
              <Icon name="plus" />
              {t().newItem}
            </a>
          </>
        )}
      </div>
    </div>
  );
}

function ChosenBar({
  count: many,
  onBulk,
  onNone,
}: {
  count: number;
  onBulk: () => void;
  onNone: () => void;
}) {
  if (many === 0) return null;
  return (
    <div class="chosen-bar" role="status">
      <strong>{t().chosen(many)}</strong>
      <button type="button" class="button primary" onClick={onBulk}>
        {t().bulk}
      </button>
      <button type="button" class="button" onClick={onNone}>
        {t().unchoose}
      </button>
    </div>
  );
}

/** Below the last row that is drawn: brings more when it comes near, or when it is pressed. */
function More({ onMore }: { onMore: () => void }) {
  const mark = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!mark.current) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onMore(), {
      rootMargin: '900px',
    });
    observer.observe(mark.current);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={mark} class="pages-end">
      <button type="button" class="button" onClick={onMore}>
        {t().more}
      </button>
    </div>
  );
}

export const nameOf = (items: readonly ListedItem[], id: string): string =>
  items.find((item) => item.id === id)?.name ?? id;
