import {
  type Category,
  type Item,
  type PaymentType,
  type Table,
  VAT_RATES,
  type VatRate,
} from '../../domain/index.ts';
import { byPlu } from './items.ts';
import { FIRST_PAYMENT_TYPES, type KeptPaymentType } from './payment-types.ts';
import { type CatalogueStore, Shelf } from './shelf.ts';
import type { KeptRate } from './vat-rates.ts';

/** Everything the shop has, by kind. */
export interface Shelves {
  readonly items: Shelf<Item>;
  readonly categories: Shelf<Category>;
  readonly tables: Shelf<Table>;
  readonly rates: Shelf<KeptRate>;
  readonly payments: Shelf<KeptPaymentType>;
}

export function createShelves(store: CatalogueStore): Shelves {
  return {
    items: new Shelf(store, 'item', {
      name: 'plain',
      shortName: 'plain',
      price_haler: 'plain',
      vatClass: 'plain',
      categoryId: 'plain',
      unit: 'plain',
      plu: 'plain',
      eans: 'json',
      weighedEanPrefix: 'plain',
      labels: 'json',
      allergens: 'json',
      hue: 'plain',
      route: 'plain',
      soldOut: 'flag',
      openPrice: 'flag',
    }),
    categories: new Shelf(store, 'category', {
      name: 'plain',
      hue: 'plain',
      position: 'plain',
      route: 'plain',
    }),
    tables: new Shelf(store, 'dining_table', { name: 'plain', area: 'plain', position: 'plain' }),
    rates: new Shelf(store, 'vat_rate', {
      vatClass: 'plain',
      name: 'plain',
      rate_bp: 'plain',
      validFrom: 'plain',
    }),
    payments: new Shelf(store, 'payment_type', {
      name: 'plain',
      kind: 'plain',
      currency: 'plain',
      rate_haler: 'plain',
      registered: 'flag',
      active: 'flag',
      position: 'plain',
    }),
  };
}

/** What is on the shelves, in the order in which it is shown. */
export interface Lists {
  readonly items: readonly Item[];
  readonly categories: readonly Category[];
  readonly tables: readonly Table[];
  readonly rates: readonly VatRate[];
  readonly payments: readonly PaymentType[];
}

/** A shop that has set no rates or payments yet gets the law's and the usual ones. */
export function sortedLists({ items, categories, tables, rates, payments }: Shelves): Lists {
  return {
    items: [...items.values()].sort(byPlu),
    categories: [...categories.values()].sort(byPosition),
    tables: [...tables.values()].sort(byPosition),
    rates: rates.isEmpty() ? VAT_RATES : [...rates.values()].map(({ id: _, ...rate }) => rate),
    payments: payments.isEmpty()
      ? FIRST_PAYMENT_TYPES
      : [...payments.values()].sort(byPosition).map(({ position: _, ...type }) => type),
  };
}

interface Placed {
  readonly id: string;
  readonly position: number;
}

function byPosition(a: Placed, b: Placed): number {
  return a.position - b.position || (a.id < b.id ? -1 : 1);
}
