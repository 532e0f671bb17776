import { type Category, type PaymentType, type Table, VAT_RATES, type VatRate } from '../../domain/index.ts';
import { columns, type KeptItem } from '../../wire/index.ts';
import { byPlu } from './items.ts';
import { FIRST_PAYMENT_TYPES, type KeptPaymentType } from './payment-types.ts';
import type { KeptChange } from './scheduled.ts';
import { type CatalogueStore, Shelf } from './shelf.ts';
import type { KeptRate } from './vat-rates.ts';

/** Everything the shop has, by kind. */
export interface Shelves {
  readonly items: Shelf<KeptItem>;
  readonly categories: Shelf<Category>;
  readonly tables: Shelf<Table>;
  readonly rates: Shelf<KeptRate>;
  readonly payments: Shelf<KeptPaymentType>;
  readonly scheduled: Shelf<KeptChange>;
}

export function createShelves(store: CatalogueStore): Shelves {
  return {
    items: new Shelf(store, 'item', columns.item),
    categories: new Shelf(store, 'category', columns.category),
    tables: new Shelf(store, 'dining_table', columns.dining_table),
    rates: new Shelf(store, 'vat_rate', columns.vat_rate),
    payments: new Shelf(store, 'payment_type', columns.payment_type),
    scheduled: new Shelf(store, 'scheduled_change', columns.scheduled_change),
  };
}

/** What is on the shelves, in the order in which it is shown. */
export interface Lists {
  readonly items: readonly KeptItem[];
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
    rates: rates.isEmpty() ? VAT_RATES : [...rates.values()].sort(byId).map(({ id: _, ...rate }) => rate),
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
  return a.position - b.position || byId(a, b);
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1;
}
