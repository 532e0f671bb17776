import { computed, signal } from '@preact/signals';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ItemView } from '../../../daemon/http/contract.ts';
import { allergenNames } from '../../../ui/allergens.ts';
import { FAVOURITE } from '../../favourite.ts';
import { catalogue, categoryById, changedPrices } from '../../store/signals.ts';
import { moveByArrow } from '../../widgets/arrows.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { Icon } from '../../widgets/icon.tsx';
import { Empty } from '../../widgets/load.tsx';
import { Note } from '../../widgets/note.tsx';
import { NotHere } from './not-here.tsx';
import { chooseItem, shownItems } from './sale.ts';
import { allergenMode, found, searchText } from './search-bar.tsx';
import { type Shelf, TilePage } from './tile-page.tsx';
import { columnsIn, scrolledTo } from './tile-rows.ts';
import { sell } from './words.ts';

const FAVOURITES = 'favourites';
const FOUND = 'found';
/** Room for the focus ring around the tiles, as the stylesheet has it. */
const RING_PX = 4;

const chosenCategory = signal<string | null>(null);

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

/** More than the categories of any shop. */
const KEPT_PAGES = 32;

interface Page {
  readonly id: string;
  readonly shelves: readonly Shelf[];
}

/** The pages that have been on the screen, with the one that is. Those of an older price list go, as does a search. */
function keptWith(pages: readonly Page[], here: Page): readonly Page[] {
  const known = new Set(shelves.peek());
  const still = pages.filter(
    ({ id, shelves }) => id === here.id || (id !== FOUND && shelves.every((shelf) => known.has(shelf))),
  );
  const at = still.findIndex(({ id }) => id === here.id);
  const was = still[at];
  // In its old place, because moving it would lay it out anew.
  if (was) return isSame(was, here) ? still : still.with(at, here);
  return [...still.slice(1 - KEPT_PAGES), here];
}

const isSame = (a: Page, b: Page): boolean =>
  a.shelves.length === b.shelves.length && a.shelves.every((shelf, i) => shelf === b.shelves[i]);

export function TileGrid() {
  const t = sell();
  const [told, tell] = useState<ItemView | null>(null);
  const [place, setPlace] = useState({ ...measured, top_px: 0, page: '' });
  const area = useRef<HTMLDivElement>(null);
  const hits = found.value;
  const page = useMemo<Page>(
    () =>
      hits
        ? { id: FOUND, shelves: [{ id: FOUND, name: '', hue: null, items: hits }] }
        : { id: shownShelves.value[0]?.id ?? '', shelves: shownShelves.value },
    [hits, shownShelves.value],
  );
  const kept = useRef<readonly Page[]>([]);
  const pages = useMemo(() => keptWith(kept.current, page), [page]);
  kept.current = pages;
  // Another category, and other letters in the search, start at the top.
  const start = hits ? `${FOUND} ${searchText.value}` : page.id;
  const started = useRef(start);
  const scrolled = useRef(false);

  useLayoutEffect(() => {
    const box = area.current;
    if (!box) return;
    const look = () => {
      scrolled.current = box.scrollTop > 0;
      measured = {
        columns: columnsIn(box.clientWidth - 2 * RING_PX, wide.peek()),
        height_px: box.clientHeight,
      };
      const next = { ...measured, top_px: scrolledTo(box.scrollTop), page: started.current };
      setPlace((was) =>
        was.columns === next.columns &&
        was.height_px === next.height_px &&
        was.top_px === next.top_px &&
        was.page === next.page
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
  const top_px = place.page === start ? place.top_px : 0;
  useLayoutEffect(() => {
    started.current = start;
    // Only then: it costs a layout.
    if (scrolled.current && area.current) area.current.scrollTop = 0;
  }, [start]);

  const empty = page.shelves.every((s) => s.items.length === 0);
  return (
    <>
      <div class="tile-area scroll" ref={area}>
        {allergenMode.value && <Note kind="info">{t.allergensHint}</Note>}
        {empty && (
          <Empty>{hits ? <NotHere /> : shownItems.value.length === 0 ? t.emptyList : t.emptyCategory}</Empty>
        )}
        {pages.map((one) => (
          <TilePage
            key={one.id}
            shelves={one.shelves}
            here={one.id === page.id && !empty}
            columns={place.columns}
            top_px={one.id === page.id ? top_px : 0}
            height_px={place.height_px}
            categories={categoryById.value}
            changed={changedPrices.value}
            telling={allergenMode.value}
            onTell={tell}
          />
        ))}
      </div>
      {told && <AllergenDialog item={told} onClose={() => tell(null)} />}
    </>
  );
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
