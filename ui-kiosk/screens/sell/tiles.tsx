import { computed, signal } from '@preact/signals';
import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import type { ItemView } from '../../../daemon/http/contract.ts';
import { ALLERGENS, formatAmount } from '../../../domain/index.ts';
import { catalogue, categoryById, changedPrices } from '../../store/signals.ts';
import { moveByArrow } from '../../widgets/arrows.ts';
import { Dialog } from '../../widgets/dialog.tsx';
import { Icon } from '../../widgets/icon.tsx';
import { Empty } from '../../widgets/load.tsx';
import { Note } from '../../widgets/note.tsx';
import { chooseItem, shownItems } from './sale.ts';
import { allergenMode, found, searchText } from './search-bar.tsx';
import { sell } from './words.ts';

/** Items with this label are gathered in the first category. */
const FAVOURITE = 'oblíbené';
/** Letters that fit a tile; a longer name gives way to the short one. */
const TWO_LINES = 21;
const FAVOURITES = 'favourites';

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

/** Tiles on a wide screen: enough to fill it, few enough to draw at once. */
const WIDE_TILES = 120;
const wide = signal(matchMedia('(min-width: 1280px)').matches);
matchMedia('(min-width: 1280px)').addEventListener('change', (event) => {
  wide.value = event.matches;
});

/** The chosen category; where there is room, those that follow it too, so that the room is of use. */
const shownShelves = computed<readonly Shelf[]>(() => {
  const first = shelf.value;
  if (!first) return [];
  const shown = [first];
  let tiles = first.items.length;
  for (const next of wide.value ? shelves.value.slice(shelves.value.indexOf(first) + 1) : []) {
    tiles += next.items.length;
    if (tiles > WIDE_TILES) break;
    shown.push(next);
  }
  return shown;
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

export function TileGrid() {
  const t = sell();
  const [told, tell] = useState<ItemView | null>(null);
  const hits = found.value;
  const shown = hits ? [{ id: 'found', name: null, items: hits }] : shownShelves.value;
  const empty = shown.every((s) => s.items.length === 0);
  return (
    <div class="tile-area scroll">
      {allergenMode.value && <Note kind="info">{t.allergensHint}</Note>}
      {empty ? (
        <Empty>
          {hits
            ? t.nothingFound(searchText.value)
            : shownItems.value.length === 0
              ? t.emptyList
              : t.emptyCategory}
        </Empty>
      ) : (
        <section
          class="shelves"
          aria-label={t.tiles}
          onKeyDown={(event) => moveByArrow(event, event.currentTarget)}
        >
          {shown.map((s, i) => (
            <Fragment key={s.id}>
              {i > 0 && <h2 class="quiet small">{s.name}</h2>}
              <div class="tiles">
                {s.items.map((item) => (
                  <Tile key={item.id} item={item} onTell={tell} />
                ))}
              </div>
            </Fragment>
          ))}
        </section>
      )}
      {told && <AllergenDialog item={told} onClose={() => tell(null)} />}
    </div>
  );
}

function Tile({ item, onTell }: { item: ItemView; onTell: (item: ItemView) => void }) {
  const t = sell();
  const hue = item.hue ?? categoryById.value.get(item.categoryId)?.hue ?? 0;
  const telling = allergenMode.value;
  const changed = changedPrices.value.has(item.id);
  return (
    <button
      type="button"
      class={item.soldOut ? 'tile hue sold-out' : 'tile hue'}
      style={{ '--hue': hue }}
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
      <span class="tile-name">{item.name.length > TWO_LINES ? item.shortName : item.name}</span>
      <span class="tile-foot">
        {telling ? (
          <span>{item.allergens.length === 0 ? '—' : item.allergens.join(', ')}</span>
        ) : item.soldOut ? (
          <span>{t.soldOut}</span>
        ) : (
          <>
            {changed && <span class="changed">{t.newPrice}</span>}
            <span class="tile-price">
              {item.openPrice ? '…' : formatAmount(item.price_haler, 'short')}
              {item.unit !== 'ks' && item.unit !== 'porce' && <> {t.perUnit(item.unit)}</>}
            </span>
          </>
        )}
      </span>
    </button>
  );
}

function AllergenDialog({ item, onClose }: { item: ItemView; onClose: () => void }) {
  const t = sell();
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
              <span>{ALLERGENS[number]}</span>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
