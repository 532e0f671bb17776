import { useMemo, useState } from 'preact/hooks';
import type { CatalogueView, ItemView } from '../../../daemon/http/contract.ts';
import { formatAmount, formatRate, vatRateOn } from '../../../domain/index.ts';
import { api } from '../../client/api.ts';
import { frame } from '../../i18n/frame.ts';
import { go } from '../../router.ts';
import { categoryById, changedPrices } from '../../store/signals.ts';
import { refreshCatalogue } from '../../store/sync.ts';
import { useDoing } from '../../widgets/doing.ts';
import { Icon } from '../../widgets/icon.tsx';
import { Empty } from '../../widgets/load.tsx';
import { FaultNote } from '../../widgets/note.tsx';
import { WaitingNote } from '../../widgets/waiting-note.tsx';
import { CsvDialog } from './csv-dialog.tsx';
import { ItemDialog } from './item-dialog.tsx';
import { filterItems, type ItemFilter } from './item-filter.ts';
import { blankForm, type ItemForm } from './item-form.ts';
import { Mends } from './mends.tsx';
import { priceSince, regularPrice } from './price-since.tsx';
import { RowWindow } from './row-window.tsx';
import { scheduleWords } from './schedule-words.ts';
import { priceListWords } from './words.ts';

const ROW_PX = 60;

interface Editing {
  readonly item: ItemView | null;
  readonly form?: ItemForm;
}

export function Items({ view }: { view: CatalogueView }) {
  const t = priceListWords();
  const [filter, setFilter] = useState<ItemFilter>({ q: '', categoryId: '', label: '' });
  const [editing, edit] = useState<Editing | null>(null);
  const [csv, setCsv] = useState(false);
  const doing = useDoing();
  const items = useMemo(() => filterItems(view.items, filter), [view, filter]);
  const rateOf = (item: ItemView): string => {
    const rate = vatRateOn(view.vatRates, item.vatClass, view.register.day);
    return rate ? formatRate(rate.rate_bp) : t.noRate;
  };
  const setSoldOut = (item: ItemView) =>
    void doing.run(
      () => api.changeItem(item.id, { soldOut: !item.soldOut }),
      () => void refreshCatalogue(),
    );
  const add = () =>
    edit({
      item: null,
      form: {
        ...blankForm(filter.categoryId || view.categories[0]?.id || '', view.vatRates[0]?.vatClass ?? ''),
        labels: view.settings.shownLabel === null ? [] : [view.settings.shownLabel],
      },
    });
  return (
    <div class="price-list">
      <h1 class="visually-hidden">{frame().items}</h1>
      <ItemFilterBar
        view={view}
        filter={filter}
        onFilter={setFilter}
        onAdd={add}
        onCsv={() => setCsv(true)}
      />
      <FaultNote fault={doing.fault.value} onClose={() => (doing.fault.value = null)} />
      <WaitingNote view={view} />
      <Mends
        view={view}
        onItem={(id) => {
          const item = view.items.find((one) => one.id === id);
          if (item) edit({ item });
        }}
      />
      {items.length === 0 ? (
        <Empty>
          {view.items.length > 0 ? t.nothing : view.categories.length === 0 ? t.noCategory : t.none}
        </Empty>
      ) : (
        <RowWindow
          key={JSON.stringify(filter)}
          label={t.list}
          count={items.length}
          rowHeight_px={ROW_PX}
          row={(index) => {
            const item = items[index] as ItemView;
            return (
              <ItemRow
                key={item.id}
                item={item}
                today={view.register.day}
                rate={rateOf(item)}
                onEdit={() => edit({ item })}
                onSoldOut={() => setSoldOut(item)}
              />
            );
          }}
        />
      )}
      <p class="price-list-foot small quiet">{t.found(items.length)}</p>
      {editing && (
        <ItemDialog
          key={editing.item?.id ?? editing.form?.name ?? ''}
          view={view}
          item={editing.item}
          start={editing.form}
          onDuplicate={(form) => edit({ item: null, form })}
          onClose={() => edit(null)}
        />
      )}
      {csv && <CsvDialog onClose={() => setCsv(false)} />}
    </div>
  );
}

function ItemRow({
  item,
  today,
  rate,
  onEdit,
  onSoldOut,
}: {
  item: ItemView;
  today: string;
  rate: string;
  onEdit: () => void;
  onSoldOut: () => void;
}) {
  const t = priceListWords();
  const category = categoryById.value.get(item.categoryId);
  const hue = item.hue ?? category?.hue ?? 250;
  const since = changedPrices.value.has(item.id) ? priceSince(item, today) : null;
  return (
    <li class="item-row" style={{ height: `${ROW_PX}px` }}>
      <button type="button" class={item.soldOut ? 'item-open sold-out' : 'item-open'} onClick={onEdit}>
        <span class="item-mark hue" style={{ '--hue': hue }} aria-hidden="true" />
        <span class="item-name">
          <span class="clip">{item.name}</span>
          {since ? (
            <span class="small clip item-news">{since}</span>
          ) : (
            <span class="small quiet clip item-under">
              {[category?.name, ...item.labels].filter(Boolean).join(' · ')}
            </span>
          )}
        </span>
        <span class="item-wide clip">{category?.name}</span>
        <span class="item-wide quiet clip">{item.labels.join(', ')}</span>
        <span class="item-wide quiet clip">
          {item.allergens.length > 0 && `${t.allergens}: ${item.allergens.join(', ')}`}
        </span>
        <span class="item-plu quiet">{item.plu ?? ''}</span>
        <span class="item-rate quiet">{rate}</span>
        <span class="item-price amount">
          {formatAmount(regularPrice(item))}
          {item.happyUntil && (
            <span class="small block happy">
              {scheduleWords().happyShort(formatAmount(item.price_haler, 'short'), item.happyUntil)}
            </span>
          )}
        </span>
      </button>
      <button
        type="button"
        class="switch item-switch small"
        role="switch"
        aria-checked={item.soldOut}
        aria-label={`${item.name}: ${t.soldOut}`}
        onClick={onSoldOut}
      >
        <span class="knob" aria-hidden="true" />
        <span aria-hidden="true">{t.soldOut}</span>
      </button>
    </li>
  );
}

function ItemFilterBar({
  view,
  filter,
  onFilter,
  onAdd,
  onCsv,
}: {
  view: CatalogueView;
  filter: ItemFilter;
  onFilter: (filter: ItemFilter) => void;
  onAdd: () => void;
  onCsv: () => void;
}) {
  const t = priceListWords();
  return (
    <div class="price-list-bar">
      <div class="searching">
        <Icon name="search" />
        <input
          type="text"
          class="input"
          autocomplete="off"
          aria-label={t.search}
          placeholder={t.searchIn}
          value={filter.q}
          onInput={(event) => onFilter({ ...filter, q: event.currentTarget.value })}
        />
        {filter.q !== '' && (
          <button
            type="button"
            class="plain"
            aria-label={t.clearSearch}
            onClick={() => onFilter({ ...filter, q: '' })}
          >
            <Icon name="close" />
          </button>
        )}
      </div>
      <select
        class="input"
        aria-label={t.category}
        value={filter.categoryId}
        onChange={(event) => onFilter({ ...filter, categoryId: event.currentTarget.value })}
      >
        <option value="">{t.allCategories}</option>
        {view.categories.map((category) => (
          <option key={category.id} value={category.id}>
            {category.name}
          </option>
        ))}
      </select>
      <select
        class="input"
        aria-label={t.label}
        value={filter.label}
        onChange={(event) => onFilter({ ...filter, label: event.currentTarget.value })}
      >
        <option value="">{t.allLabels}</option>
        {view.labels.map((label) => (
          <option key={label} value={label}>
            {label}
          </option>
        ))}
      </select>
      {view.items.some((item) => item.stocked) && (
        <button type="button" class="button" onClick={() => go('price-list', 'stock')}>
          {t.stock}
        </button>
      )}
      <button type="button" class="button primary" disabled={view.categories.length === 0} onClick={onAdd}>
        <Icon name="plus" />
        {t.newItem}
      </button>
      <button type="button" class="button" aria-label={t.more} aria-haspopup="dialog" onClick={onCsv}>
        <Icon name="more" />
      </button>
    </div>
  );
}
