import type { KeptChange, KeptPaymentType, KeptRate } from '../../catalogue/index.ts';
import type { Category, Table } from '../../domain/index.ts';
import { columns, type KeptItem } from '../../wire/index.ts';
import { type CatalogueStore, Shelf } from './shelf.ts';

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
