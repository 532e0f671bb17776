import { computed, signal, useSignalEffect } from '@preact/signals';
import { useState } from 'preact/hooks';
import type { ItemView } from '../../../daemon/http/contract.ts';
import { findByCode, formatQuantity, parseQuantity } from '../../../domain/index.ts';
import { Icon } from '../../widgets/icon.tsx';
import { NumberDialog } from '../../widgets/number-dialog.tsx';
import { chooseItem, hiddenItems, nextQuantity, shownItems } from './sale.ts';
import { createItemSearch, type ItemSearch, readSearch } from './search.ts';
import { sell } from './words.ts';

export const searchText = signal('');
/** Tiles tell their allergens instead of selling. */
export const allergenMode = signal(false);

const LIMIT = 40;
const index = computed(() => createItemSearch(shownItems.value));
/** A whole PLU or EAN stands before names. */
function findIn(
  items: readonly ItemView[],
  search: ItemSearch,
  wanted: string,
  limit: number,
): readonly ItemView[] {
  const exact = /^\d+$/.test(wanted) ? findByCode(items, wanted) : undefined;
  const byName = search.find(wanted, limit);
  return exact ? [exact.item as ItemView, ...byName.filter((item) => item.id !== exact.item.id)] : byName;
}
const wantedText = (): string => readSearch(searchText.value).text.trim();

/** What the search found; null when nothing is searched for. */
export const found = computed<readonly ItemView[] | null>(() => {
  const wanted = wantedText();
  return wanted === '' ? null : findIn(shownItems.value, index.value, wanted, LIMIT);
});

const FEW = 6;
const hiddenIndex = computed(() => createItemSearch(hiddenItems.value));
/** When nothing was found here: what the shop has besides, under other labels. */
export const foundElsewhere = computed<readonly ItemView[]>(() =>
  found.value?.length === 0 ? findIn(hiddenItems.value, hiddenIndex.value, wantedText(), FEW) : [],
);

/** After the price list has changed, in idle moments: neither a tap nor the first letter must wait for it. */
function prepareWhenIdle(search: ItemSearch): () => void {
  let asked = requestIdleCallback(prepare);
  function prepare(idle: IdleDeadline): void {
    let more = true;
    while (more && idle.timeRemaining() > 5) more = search.prepare(5);
    if (more) asked = requestIdleCallback(prepare);
  }
  return () => cancelIdleCallback(asked);
}

export function SearchBar() {
  const [asking, ask] = useState(false);
  const t = sell();
  const quantity = nextQuantity.value;

  useSignalEffect(() => prepareWhenIdle(index.value));

  function takeFirst(): void {
    const { quantity: typed, text } = readSearch(searchText.value);
    const first = found.value?.[0];
    if (!first || first.soldOut) return;
    const scanned = findByCode(shownItems.value, text.trim());
    searchText.value = '';
    chooseItem(first, typed ?? scanned?.quantity ?? null);
  }

  return (
    <div class="search-bar">
      <button
        type="button"
        class="button quantity-first"
        aria-pressed={quantity !== null}
        onClick={() => ask(true)}
      >
        <span class="visually-hidden">{t.quantityFirst}</span>
        {quantity === null ? '1' : formatQuantity(quantity)} ×
      </button>
      <div class="search">
        <Icon name="search" />
        <input
          id="search"
          type="text"
          class="input"
          autocomplete="off"
          spellcheck={false}
          aria-label={t.search}
          placeholder={t.search}
          value={searchText.value}
          onInput={(event) => {
            searchText.value = event.currentTarget.value;
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') takeFirst();
            else if (event.key === 'Escape') {
              searchText.value = '';
              event.currentTarget.blur();
            } else if (event.key === 'ArrowDown') {
              event.preventDefault();
              document.querySelector<HTMLElement>('.shelves:not(.away) .tile:not(:disabled)')?.focus();
            }
          }}
        />
        {searchText.value !== '' && (
          <button
            type="button"
            class="plain"
            aria-label={t.clearSearch}
            onClick={() => {
              searchText.value = '';
            }}
          >
            <Icon name="close" />
          </button>
        )}
      </div>
      <button
        type="button"
        class="button"
        aria-pressed={allergenMode.value}
        onClick={() => {
          allergenMode.value = !allergenMode.value;
        }}
      >
        <Icon name="info" />
        {t.allergens}
      </button>
      {asking && (
        <NumberDialog
          title={t.quantityFirst}
          unit="×"
          decimals={3}
          start={quantity === null ? '' : formatQuantity(quantity)}
          read={parseQuantity}
          onClose={() => ask(false)}
          onNumber={(value) => {
            nextQuantity.value = value;
            ask(false);
          }}
        />
      )}
    </div>
  );
}
