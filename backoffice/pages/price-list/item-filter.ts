import type { ListedItem } from '../../http/contract/price-list.ts';
import { fold } from '../i18n/fold.ts';

export interface ItemFilter {
  readonly q: string;
  /** Empty is any. */
  readonly categoryId: string;
  readonly label: string;
  readonly state: '' | 'sold-out' | 'waiting';
}

/** Names without diacritics, reckoned once for a list that is searched at every key. */
export type Folded = ReadonlyMap<string, string>;
export const foldNames = (items: readonly ListedItem[]): Folded =>
  new Map(items.map((item) => [item.id, fold(`${item.name} ${item.shortName}`)]));

/** Items that have every word of the query in a name, or whose PLU or EAN begins with it. `lacking` some register has not. */
export function filterItems(
  items: readonly ListedItem[],
  names: Folded,
  filter: ItemFilter,
  lacking: ReadonlySet<string>,
): ListedItem[] {
  const query = fold(filter.q.trim());
  const asked = query.split(/\s+/);
  return items.filter((item) => {
    if (filter.categoryId !== '' && item.categoryId !== filter.categoryId) return false;
    if (filter.label !== '' && !item.labels.includes(filter.label)) return false;
    if (filter.state === 'sold-out' && !item.soldOut) return false;
    if (filter.state === 'waiting' && !lacking.has(item.id)) return false;
    if (query === '') return true;
    if (item.plu?.startsWith(query) || item.eans.some((ean) => ean.startsWith(query))) return true;
    const name = names.get(item.id) ?? '';
    return asked.every((word) => name.includes(word));
  });
}
