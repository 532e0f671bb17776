import { computed, signal } from '@preact/signals';
import { Fragment } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ItemView } from '../../../daemon/http/contract.ts';
import { formatAmount } from '../../../domain/index.ts';
import { FAVOURITE } from '../../favourite.ts';
import { allergenNames } from '../../i18n/allergens.ts';
import { catalogue, categoryById, changedPrices } from '../../store/signals.ts';
import { moveByArrow } from '../../widgets/arrows.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { Icon } from '../../widgets/icon.tsx';
import { Empty } from '../../widgets/load.tsx';
import { Note } from '../../widgets/note.tsx';
import { NotHere } from './not-here.tsx';
import { chooseItem, shownItems } from './sale.ts';
import { allergenMode, found, searchText } from './search-bar.tsx';
import { tileName } from './tile-name.ts';
import { columnsIn, type Slice, scrolledTo, slicesInSight, TILE_GRID } from './tile-rows.ts';
import { sell } from './words.ts';

const FAVOURITES = 'favourites';
const FOUND = 'found';
/** Room for the focus ring around the tiles, as the stylesheet has it. */
const RING_PX = 4;
const NO_STYLE = {};
const GRID_STYLE = {
  '--tile-height': `${TILE_GRID.height_px}px`,
  '--tile-gap': `${TILE_GRID.gap_px}px`,
  '--heading': `${TILE_GRID.heading_px}px`,
};

const chosenCategory = signal<string | null>(null);

interface Shelf {
  readonly id: string;
  readonly name: string;
  readonly hue: number | null;
  readonly items: readonly ItemView[];
}

/** Categories that have something to sell here, favourites first. */
const shelves = computed<readonly Shelf[]>(() => {
  const items = shownItems.value;
  const byCategory = Map.groupBy(items, (item) => item.categoryId);
  const named = [...(catalogue.value?.categories ?? [])]
    .sort((a, b) => a.position - b.position)
    .filter((category) => byCategory.has(category.id))
    .map((c) => ({ id: c.id, name: c.name, hue: c.hue, items: byCategory.get(c.id) ?? [] }));
  const favourites = items.filter((item) => item.labels.includes(FAVOURITE));
  return favourites.length === 0
    ? named
    : [{ id: FAVOURITES, name: sell().favourites, hue: null, items: favourites }, ...named];
});
const shelf = computed(() => shelves.value.find((s) => s.id === chosenCategory.value) ?? shelves.value[0]);

const wide = signal(matchMedia('(min-width: 1280px)').matches);
matchMedia('(min-width: 1280px)').addEventListener('change', (event) => {
  wide.value = event.matches;
});

/** The chosen category; where there is room, those that follow it too, so that the room is of use. */
const shownShelves = computed<readonly Shelf[]>(() => {
  const first = shelf.value;
  if (!first) return [];
  return wide.value ? shelves.value.slice(shelves.value.indexOf(first)) : [first];
});

export function CategoryList() {
  const t = sell();
  const searching = found.value !== null;
  return (
    <nav
      class="categories scroll"
      aria-label={t.categories}
      onKeyDown={(event) => moveByArrow(event, event.currentTarget)}
    >
      {shelves.value.map((s) => (
        <button
          key={s.id}
          type="button"
          class={s.hue === null ? 'category' : 'category hue'}
          style={s.hue === null ? {} : { '--hue': s.hue }}
          aria-current={!searching && s === shelf.value}
          onClick={() => {
            chosenCategory.value = s.id;
            searchText.value = '';
          }}
        >
          {s.name}
        </button>
      ))}
    </nav>
  );
}

/** What was measured last: the grid comes back in the same place after a payment. */
let measured = { columns: 5, height_px: 600 };

export function TileGrid() {
  const t = sell();
  const [told, tell] = useState<ItemView | null>(null);
  const [place, setPlace] = useState({ ...measured, top_px: 0 });
  const area = useRef<HTMLDivElement>(null);
  const hits = found.value;
  const shown = useMemo<readonly Shelf[]>(
    () => (hits ? [{ id: FOUND, name: '', hue: null, items: hits }] : shownShelves.value),
    [hits, shownShelves.value],
  );

  useLayoutEffect(() => {
    const box = area.current;
    if (!box) return;
    const look = () => {
      measured = {
        columns: columnsIn(box.clientWidth - 2 * RING_PX, wide.peek()),
        height_px: box.clientHeight,
      };
      const next = { ...measured, top_px: scrolledTo(box.scrollTop) };
      setPlace((was) =>
        was.columns === next.columns && was.height_px === next.height_px && was.top_px === next.top_px
          ? was
          : next,
      );
    };
    const observer = new ResizeObserver(look);
    observer.observe(box);
    box.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener('scroll', look);
    };
  }, []);
  // Another category starts at its top.
  const start = hits ? searchText.value : shown[0]?.id;
  useLayoutEffect(() => {
    if (place.top_px > 0 && area.current) area.current.scrollTop = 0;
  }, [start]);

  const slices = slicesInSight(
    shown.map((s) => s.items.length),
    place.columns,
    place.top_px,
    place.height_px,
  );
  const empty = shown.every((s) => s.items.length === 0);
  return (
    <>
      <div class="tile-area scroll" ref={area}>
        {allergenMode.value && <Note kind="info">{t.allergensHint}</Note>}
        {empty ? (
          <Empty>{hits ? <NotHere /> : shownItems.value.length === 0 ? t.emptyList : t.emptyCategory}</Empty>
        ) : (
          <section
            class="shelves"
            aria-label={t.tiles}
            style={GRID_STYLE}
            onKeyDown={(event) => moveByArrow(event, event.currentTarget)}
          >
            {shown.map((s, i) => {
              const slice = slices[i];
              return (
                // By place, not by category: the tiles that are there are written anew, which is quicker.
                <Fragment key={i}>
                  {i > 0 && <h2 class="quiet small">{s.name}</h2>}
                  {slice && <TileRows shelf={s} slice={slice} columns={place.columns} onTell={tell} />}
                </Fragment>
              );
            })}
          </section>
        )}
      </div>
      {told && <AllergenDialog item={told} onClose={() => tell(null)} />}
    </>
  );
}

function TileRows({
  shelf: { hue, items },
  slice,
  columns,
  onTell,
}: {
  shelf: Shelf;
  slice: Slice;
  columns: number;
  onTell: (item: ItemView) => void;
}) {
  const categories = categoryById.value;
  const changed = changedPrices.value;
  const telling = allergenMode.value;
  const count = slice.end - slice.start;
  return (
    <div
      class="tiles hue"
      style={{
        '--hue': hue ?? 0,
        '--columns': columns,
        height: `${slice.height_px}px`,
        paddingTop: `${slice.above_px}px`,
      }}
    >
      {items.slice(slice.start, slice.end).map((item, i) => (
        <Tile
          // A tile that stays in sight stays the same element; one that leaves becomes the one that comes.
          key={(slice.start + i) % count}
          item={item}
          hue={item.hue ?? (hue === null ? (categories.get(item.categoryId)?.hue ?? 0) : null)}
          changed={changed.has(item.id)}
          telling={telling}
          onTell={onTell}
        />
      ))}
    </div>
  );
}

/** Letters of a price beside which there is room to say that it is new. */
const LONG_PRICE = 8;
/** Letters of a foot that fit in one line of the narrowest tile. */
const LONG_FOOT = 11;

/** One of many: it asks for nothing itself. `hue` is null where it is the shelf's. */
function Tile({
  item,
  hue,
  changed,
  telling,
  onTell,
}: {
  item: ItemView;
  hue: number | null;
  changed: boolean;
  telling: boolean;
  onTell: (item: ItemView) => void;
}) {
  const name = tileName(item);
  const foot = tileFoot(item, telling);
  return (
    <button
      type="button"
      class={`tile${hue === null ? '' : ' hue'}${item.soldOut ? ' sold-out' : ''}${foot.length > LONG_FOOT ? ' long' : ''}`}
      style={hue === null ? NO_STYLE : { '--hue': hue }}
      disabled={item.soldOut && !telling}
      onClick={() => {
        if (telling) {
          onTell(item);
          return;
        }
        searchText.value = '';
        chooseItem(item);
      }}
    >
      <span class={name.long ? 'tile-name cut' : 'tile-name'}>{name.text}</span>
      <span class="tile-foot">
        {(changed || item.happyUntil) && !telling && !item.soldOut && foot.length <= LONG_PRICE && (
          <span class="changed">{item.happyUntil ? sell().until(item.happyUntil) : sell().newPrice}</span>
        )}
        {foot}
      </span>
    </button>
  );
}

function tileFoot(item: ItemView, telling: boolean): string {
  if (telling) return item.allergens.length === 0 ? '—' : item.allergens.join(', ');
  if (item.soldOut) return sell().soldOut;
  const price = item.openPrice ? '…' : formatAmount(item.price_haler, 'short');
  return item.unit === 'ks' || item.unit === 'porce' ? price : `${price} ${sell().perUnit(item.unit)}`;
}

function AllergenDialog({ item, onClose }: { item: ItemView; onClose: () => void }) {
  const t = sell();
  const names: Readonly<Record<string, string>> = allergenNames();
  return (
    <Dialog
      title={t.allergensOf(item.name)}
      onClose={onClose}
      foot={
        <button
          type="button"
          class="button"
          disabled={item.soldOut}
          onClick={() => {
            onClose();
            chooseItem(item);
          }}
        >
          <Icon name="plus" />
          {t.add}
        </button>
      }
    >
      {item.allergens.length === 0 ? (
        <p>{t.allergensNone}</p>
      ) : (
        <ul class="list">
          {item.allergens.map((number) => (
            <li key={number} class="list-row">
              <strong>{number}</strong>
              <span>{names[String(number)]}</span>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
