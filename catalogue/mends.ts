import { type Category, type Table, type VatRate, vatRateOn } from '../domain/index.ts';
import type { KeptItem, Mend } from '../wire/index.ts';

/** What an item is judged by. */
export interface Surroundings {
  readonly categories: readonly Category[];
  readonly tables: readonly Table[];
  readonly rates: readonly VatRate[];
}

/**
 * What nobody may make here, and what two registers make all the same while they are apart: one number for two
 * items, an item put into a category while another register removes it. It is let in and told, because each of them
 * has sold by it already; a person decides which one keeps the number. `items` are those of the price list as it is
 * sold, in its order.
 */
export function mendsOf(items: readonly KeptItem[], lists: Surroundings, day: string): Mend[] {
  const mends: Mend[] = [];
  const plus = new Map<string, string>();
  const eans = new Map<string, string>();
  const prefixes = new Map<string, string>();
  const names = new Map<string, string>();
  const categories = new Set(lists.categories.map((category) => category.id));
  const rates = new Map<string, boolean>();

  const claim = (kind: Mend['kind'], taken: Map<string, string>, value: string, id: string) => {
    const otherId = taken.get(value);
    if (otherId === undefined) taken.set(value, id);
    else if (otherId !== id) mends.push({ kind, id, otherId, value });
  };
  const hasRate = (vatClass: string) => {
    const known = rates.get(vatClass) ?? vatRateOn(lists.rates, vatClass, day) !== undefined;
    rates.set(vatClass, known);
    return known;
  };

  for (const { id, plu, eans: codes, weighedEanPrefix, unit, categoryId, vatClass } of items) {
    if (plu !== null) claim('plu', plus, plu, id);
    for (const ean of codes) claim('ean', eans, ean, id);
    if (weighedEanPrefix !== null) {
      claim('weighed-prefix', prefixes, weighedEanPrefix, id);
      if (unit !== 'kg' && unit !== 'g') mends.push({ kind: 'weighed-unit', id, otherId: null, value: '' });
    }
    if (!categories.has(categoryId)) mends.push({ kind: 'category', id, otherId: null, value: '' });
    if (!hasRate(vatClass)) mends.push({ kind: 'rate', id, otherId: null, value: vatClass });
  }
  for (const { id, name } of lists.tables) claim('table', names, name, id);
  return mends;
}
