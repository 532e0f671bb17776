import { useMemo, useState } from 'preact/hooks';
import type { CatalogueView, StockView } from '../../../daemon/http/contract.ts';
import { stockState } from '../../../domain/index.ts';
import { api } from '../../client/api.ts';
import { dayOf, dayWords, timeOf } from '../../i18n/when.ts';
import { go, route } from '../../router.ts';
import { Icon } from '../../widgets/icon.tsx';
import { Empty, Fetched } from '../../widgets/load.tsx';
import { filterItems } from '../price-list/item-filter.ts';
import { RowWindow } from '../price-list/row-window.tsx';
import { amountOf, changeOf, kindName } from './amount.ts';
import { useFollowed } from './followed.ts';
import { StockDialog } from './stock-dialog.tsx';
import { StockTake } from './stock-take.tsx';
import { stockWords } from './words.ts';
import './stock.css';

const ROW_PX = 60;
const isScarce = (one: StockView) => stockState(one.level_thousandths, one.unit) !== 'enough';

/** `#/price-list/stock`: what there is; `#/price-list/stock/take`: what is being counted. */
export function StockPage({ view }: { view: CatalogueView }) {
  const stock = useFollowed(api.stock, []);
  const [open, setOpen] = useState<string | null>(null);
  return (
    <div class="price-list stock">
      <Fetched of={stock}>
        {(all) =>
          route.value[2] === 'take' ? (
            <StockTake all={all} onSaved={() => void stock.reload()} />
          ) : (
            <StockList view={view} all={all} onOpen={setOpen} />
          )
        }
      </Fetched>
      {open !== null && <StockDialog itemId={open} onClose={() => setOpen(null)} />}
    </div>
  );
}

function StockList({
  view,
  all,
  onOpen,
}: {
  view: CatalogueView;
  all: readonly StockView[];
  onOpen: (itemId: string) => void;
}) {
  const t = stockWords();
  const [q, setQ] = useState('');
  const [onlyScarce, setOnlyScarce] = useState(false);
  const found = useMemo(
    () => new Set(filterItems(view.items, { q, categoryId: '', label: '' }).map((item) => item.id)),
    [view, q],
  );
  const hues = useMemo(() => {
    const categories = new Map(view.categories.map(({ id, hue }) => [id, hue]));
    return new Map(view.items.map((item) => [item.id, item.hue ?? categories.get(item.categoryId) ?? 250]));
  }, [view]);
  const scarce = all.filter(isScarce).length;
  const shown = all.filter((one) => found.has(one.itemId) && (!onlyScarce || isScarce(one)));
  return (
    <>
      <div class="price-list-bar stock-bar">
        <button type="button" class="button" onClick={() => go('price-list')}>
          <Icon name="back" />
          {t.items}
        </button>
        <h1>{t.title}</h1>
        <div class="searching">
          <Icon name="search" />
          <input
            type="text"
            class="input"
            autocomplete="off"
            aria-label={t.search}
            placeholder={t.search}
            value={q}
            onInput={(event) => setQ(event.currentTarget.value)}
          />
          {q !== '' && (
            <button type="button" class="plain" aria-label={t.clearSearch} onClick={() => setQ('')}>
              <Icon name="close" />
            </button>
          )}
        </div>
        <button
          type="button"
          class="button"
          aria-pressed={onlyScarce}
          onClick={() => setOnlyScarce(!onlyScarce)}
        >
          {t.scarce(scarce)}
        </button>
        <button
          type="button"
          class="button primary"
          disabled={all.length === 0}
          onClick={() => go('price-list', 'stock', 'take')}
        >
          {t.takeAll}
        </button>
      </div>
      {shown.length === 0 ? (
        <Empty>{all.length === 0 ? t.none : onlyScarce && q === '' ? t.nothingScarce : t.nothing}</Empty>
      ) : (
        <RowWindow
          key={`${q} ${onlyScarce}`}
          label={t.list}
          count={shown.length}
          rowHeight_px={ROW_PX}
          row={(index) => {
            const one = shown[index] as StockView;
            return (
              <StockRow
                key={one.itemId}
                one={one}
                hue={hues.get(one.itemId) ?? 250}
                today={view.register.day}
                onOpen={() => onOpen(one.itemId)}
              />
            );
          }}
        />
      )}
      <p class="price-list-foot small quiet">{t.found(all.length, scarce)}</p>
    </>
  );
}

function StockRow({
  one,
  hue,
  today,
  onOpen,
}: {
  one: StockView;
  hue: number;
  today: string;
  onOpen: () => void;
}) {
  const t = stockWords();
  const { name, unit, level_thousandths, last } = one;
  const state = stockState(level_thousandths, unit);
  return (
    <li class="item-row" style={{ height: `${ROW_PX}px` }}>
      <button type="button" class="item-open stock-open" onClick={onOpen}>
        <span class="item-mark hue" style={{ '--hue': hue }} aria-hidden="true" />
        <span class="item-name">
          <span class="clip">{name}</span>
          <span class="small quiet clip">
            {last
              ? [
                  `${kindName(last)} ${last.kind === 'take' ? amountOf(last.quantity_thousandths, unit) : changeOf(last.quantity_thousandths, unit)}`,
                  `${dayWords(dayOf(last.at), today)} ${timeOf(last.at)}`,
                  last.staff,
                ].join(' · ')
              : t.neverMoved}
          </span>
        </span>
        <span class={`stock-state small ${state}`}>{t.states[state]}</span>
        <span class={`stock-level amount ${state}`}>{amountOf(level_thousandths, unit)}</span>
      </button>
    </li>
  );
}
