import MiniSearch from 'minisearch';
import type { ItemView } from '../../../daemon/http/contract.ts';

/** `Svíčková` and `svickova` are the same word. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();
}

export interface ItemSearch {
  /** Best first. Each word must be in the name, its beginning will do, and one slip is forgiven in longer ones. */
  find(text: string, limit: number): ItemView[];
  /** Takes in so many more items ahead of the first search; false when there are none left. */
  prepare(count: number): boolean;
}

/**
 * In short words a slip would find anything. Two neighbours exchanged are one slip and two edits, which longer
 * words can bear.
 */
function editsForgiven(term: string): number | false {
  if (term.length >= 7) return 2;
  return term.length >= 4 ? 1 : false;
}

export function createItemSearch(items: readonly ItemView[]): ItemSearch {
  const index = new MiniSearch<{ id: string; name: string; code: string }>({
    fields: ['name', 'code'],
    processTerm: (term) => fold(term) || null,
    searchOptions: {
      combineWith: 'AND',
      prefix: true,
      fuzzy: editsForgiven,
      // What was typed right comes before what was guessed.
      weights: { prefix: 0.8, fuzzy: 0.3 },
    },
  });
  const entries: Entry[] = [];
  let taken = 0;
  function prepare(count: number): boolean {
    for (const item of items.slice(taken, taken + count)) {
      const code = [item.plu ?? '', ...item.eans].join(' ');
      index.add({ id: String(entries.length), name: `${item.name} ${item.shortName}`, code });
      entries.push({ item, words: wordsOf(`${item.name} ${item.shortName} ${code}`) });
    }
    taken = Math.min(taken + count, items.length);
    return taken < items.length;
  }
  return {
    prepare,
    find(text, limit) {
      if (text.trim() === '') return [];
      prepare(items.length);
      const wanted = wordsOf(text);
      if (wanted.every((word) => word.length <= SHORT)) return startingWith(entries, wanted, limit);
      return searchAnyhow(index, text)
        .slice(0, limit)
        .flatMap((hit) => entries[Number(hit.id)]?.item ?? []);
    },
  };
}

/** So few letters begin a word in half of the price list: weighing all of them takes long and tells nothing. */
const SHORT = 2;

interface Entry {
  readonly item: ItemView;
  readonly words: readonly string[];
}

const wordsOf = (text: string): string[] =>
  fold(text)
    .split(/[\s\p{P}]+/u)
    .filter(Boolean);

/** Those whose name begins so come first, then those with such a word anywhere, as they stand in the list. */
function startingWith(entries: readonly Entry[], wanted: readonly string[], limit: number): ItemView[] {
  const first: ItemView[] = [];
  const later: ItemView[] = [];
  for (const { item, words } of entries) {
    if (!wanted.every((start) => words.some((word) => word.startsWith(start)))) continue;
    (words[0]?.startsWith(wanted[0] ?? '') ? first : later).push(item);
    if (first.length === limit) break;
  }
  return [...first, ...later].slice(0, limit);
}

/** A slip at the end of a word half typed is no word's beginning: then its last letters are left aside. */
function searchAnyhow(index: MiniSearch, text: string) {
  const whole = text.trimEnd();
  for (let cut = 0; cut <= 2; cut++) {
    const shorter = whole.slice(0, whole.length - cut);
    if (cut > 0 && (/.*\s(.*)$/.exec(shorter)?.[1] ?? shorter).length < 3) break;
    const hits = index.search(shorter);
    if (hits.length > 0) return hits;
  }
  return [];
}

export interface SearchInput {
  /** In thousandths; from `3*pivo`. */
  readonly quantity: number | null;
  readonly text: string;
}

/** `3*pil` and `0,5 x makrela` say how much first. */
export function readSearch(raw: string): SearchInput {
  const m = /^\s*(\d{1,5})(?:[.,](\d{1,3}))?\s*(?:[*×]|x\s)\s*(.*)$/i.exec(raw);
  if (!m) return { quantity: null, text: raw };
  const quantity = Number(m[1]) * 1000 + Number((m[2] ?? '').padEnd(3, '0'));
  return { quantity: quantity > 0 ? quantity : null, text: m[3] ?? '' };
}
