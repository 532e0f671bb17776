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
  index.addAll(
    items.map((item) => ({
      id: item.id,
      name: `${item.name} ${item.shortName}`,
      code: [item.plu ?? '', ...item.eans].join(' '),
    })),
  );
  const byId = new Map(items.map((item) => [item.id, item]));
  return {
    find(text, limit) {
      if (text.trim() === '') return [];
      const found: ItemView[] = [];
      for (const hit of searchAnyhow(index, text)) {
        const item = byId.get(hit.id as string);
        if (item) found.push(item);
        if (found.length === limit) break;
      }
      return found;
    },
  };
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
