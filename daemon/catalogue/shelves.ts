import { Type } from 'typebox';
import { type Category, type PaymentType, type Table, VAT_RATES, type VatRate } from '../../domain/index.ts';
import { Id, Nullable, OneOf, Price } from '../http/contract/fields.ts';
import {
  CategoryDraft,
  ItemDraft,
  LocalMinute,
  PaymentTypeView,
  PercentOff,
  TableDraft,
  TimeOfDay,
  VatRateView,
  Weekdays,
} from '../http/contract.ts';
import type { Column } from './column.ts';
import { byPlu } from './items.ts';
import { type KeptItem, PriceMark, SetOn, VatMark } from './marks.ts';
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

/** Without it there is nothing to show. */
const needed = (schema: Column['schema'], kind: Column['kind'] = 'plain'): Column => ({ kind, schema });
const or = (value: unknown, schema: Column['schema'], kind: Column['kind'] = 'plain'): Column => ({
  kind,
  schema,
  missing: () => value,
});
const Position = CategoryDraft.properties.position;

export function createShelves(store: CatalogueStore): Shelves {
  const item = ItemDraft.properties;
  const category = CategoryDraft.properties;
  const table = TableDraft.properties;
  const rate = VatRateView.properties;
  const payment = PaymentTypeView.properties;
  return {
    items: new Shelf(store, 'item', {
      name: needed(item.name),
      shortName: {
        kind: 'plain',
        schema: item.shortName,
        missing: ({ name }) => String(name).slice(0, 20),
      },
      price_haler: needed(item.price_haler),
      vatClass: needed(item.vatClass),
      categoryId: needed(item.categoryId),
      unit: or('ks', item.unit),
      plu: or(null, item.plu),
      eans: or([], item.eans, 'json'),
      weighedEanPrefix: or(null, item.weighedEanPrefix),
      labels: or([], item.labels, 'json'),
      allergens: or([], item.allergens, 'json'),
      hue: or(null, item.hue),
      route: or(null, item.route),
      soldOut: or(false, item.soldOut, 'flag'),
      openPrice: or(false, item.openPrice, 'flag'),
      stocked: or(false, item.stocked, 'flag'),
      prepaid: or(false, item.prepaid, 'flag'),
      priceMark: { kind: 'mark', schema: PriceMark },
      vatMark: { kind: 'mark', schema: VatMark },
    }),
    categories: new Shelf(store, 'category', {
      name: needed(category.name),
      hue: or(250, category.hue),
      position: or(0, Position),
      route: or(null, category.route),
    }),
    tables: new Shelf(store, 'dining_table', {
      name: needed(table.name),
      area: or('', Type.String({ maxLength: 120 })),
      position: or(0, Position),
    }),
    rates: new Shelf(store, 'vat_rate', {
      vatClass: needed(rate.vatClass),
      name: needed(rate.name),
      rate_bp: needed(rate.rate_bp),
      validFrom: needed(rate.validFrom),
    }),
    payments: new Shelf(store, 'payment_type', {
      name: needed(payment.name),
      kind: needed(payment.kind),
      currency: or('CZK', payment.currency),
      rate_haler: or(null, payment.rate_haler),
      registered: or(true, payment.registered, 'flag'),
      prepaid: or(false, payment.prepaid, 'flag'),
      active: or(true, payment.active, 'flag'),
      position: or(0, Position),
    }),
    scheduled: new Shelf(store, 'scheduled_change', {
      kind: needed(OneOf(['price', 'vat-class', 'happy-hour'])),
      itemId: or(null, Nullable(Id)),
      categoryId: or(null, Nullable(Id)),
      startsAt: or(null, Nullable(LocalMinute)),
      price_haler: or(null, Nullable(Price)),
      vatClass: or(null, Nullable(Id)),
      percent_bp: or(null, Nullable(PercentOff)),
      weekdays: or([], Weekdays, 'json'),
      fromTime: or(null, Nullable(TimeOfDay)),
      toTime: or(null, Nullable(TimeOfDay)),
      setBy: or('', Type.String({ maxLength: 64 })),
      setOn: needed(SetOn, 'json'),
    }),
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
