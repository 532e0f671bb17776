import { computed, signal } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
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
import { columnsIn } from './tile-rows.ts';
import { sell } from './words.ts';

const FAVOURITES = 'favourites';
const FOUND = 'found';
/** What a page of tiles may need for its scrollbar. */
const SCROLLBAR_PX = 11;

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

interface Page {
  readonly id: string;
  readonly shelves: readonly Shelf[];
}

/** What each category shows when it is chosen: where there is room, those that follow it too. */
const pages = computed<readonly Page[]>(() =>
  shelves.value.map((shelf, i) => ({
    id: shelf.id,
    shelves: wide.value ? shelves.value.slice(i) : [shelf],
  })),
);

/** All of them at once, one over another: a tap on a category only brings forward what has been drawn already. */
export function TileGrid() {
  const t = sell();
  const [told, tell] = useState<ItemView | null>(null);
  const [place, setPlace] = useState(measured);
  const area = useRef<HTMLDivElement>(null);
  const hits = found.value;
  const here = hits ? FOUND : (shelf.value?.id ?? '');
  const results = useMemo(() => hits && [{ id: FOUND, name: '', hue: null, items: hits }], [hits]);
  const look = {
    ...place,
    categories: categoryById.value,
    changed: changedPrices.value,
    telling: allergenMode.value,
    onTell: tell,
  };
  const ready = useIdleCount(pages.value.length, [pages.value, ...Object.values(look)]);

  useLayoutEffect(() => {
    const box = area.current;
    if (!box) return;
    const observer = new ResizeObserver(() => {
      measured = {
        columns: columnsIn(box.clientWidth - SCROLLBAR_PX, wide.peek()),
        height_px: box.clientHeight,
      };
      setPlace((was) =>
        was.columns === measured.columns && was.height_px === measured.height_px ? was : measured,
      );
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, []);

  const nothing = hits ? hits.length === 0 : shelves.value.length === 0;
  return (
    <div class="tile-place">
      {allergenMode.value && <Note kind="info">{t.allergensHint}</Note>}
      <div class="tile-area" ref={area}>
        {pages.value.map((page, i) => (
          <TilePage
            key={page.id}
            shelves={page.shelves}
            here={page.id === here}
            ready={i < ready}
            {...look}
          />
        ))}
        {results && (
          <TilePage shelves={results} here={!nothing} ready={false} start={searchText.value} {...look} />
        )}
        {nothing && (
          <div class="shelves scroll">
            <Empty>{hits ? <NotHere /> : t.emptyList}</Empty>
          </div>
        )}
      </div>
      {told && <AllergenDialog item={told} onClose={() => tell(null)} />}
    </div>
  );
}

/** Counts up to `all` in idle moments, one by one, and from the beginning when anything of `since` changes. */
function useIdleCount(all: number, since: readonly unknown[]): number {
  const count = useMemo(() => signal(0), since);
  const at = count.value;
  useEffect(() => {
    if (at >= all) return;
    const asked = requestIdleCallback(() => {
      count.value = at + 1;
    });
    return () => cancelIdleCallback(asked);
  }, [count, at, all]);
  return at;
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
