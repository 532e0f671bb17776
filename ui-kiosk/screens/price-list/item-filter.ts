import type { ItemView } from '../../../daemon/http/contract.ts';

export interface ItemFilter {
  readonly q: string;
  /** Empty is any. */
  readonly categoryId: string;
  readonly label: string;
}

/** Without case and diacritics: `Svíčková` and `svickova` are one. */
export const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Items that have every word of the query in a name, or whose PLU or EAN begins with it. */
export function filterItems(items: readonly ItemView[], filter: ItemFilter): ItemView[] {
  const query = fold(filter.q.trim());
  const asked = query.split(/\s+/);
  return items.filter((item) => {
    if (filter.categoryId !== '' && item.categoryId !== filter.categoryId) return false;
    if (filter.label !== '' && !item.labels.includes(filter.label)) return false;
    if (query === '') return true;
    if (item.plu?.startsWith(query) || item.eans.some((ean) => ean.startsWith(query))) return true;
    const name = fold(`${item.name} ${item.shortName}`);
    return asked.every((word) => name.includes(word));
  });
}
