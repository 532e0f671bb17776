/* The price list and the settings of the shop, as the kiosk API has them. */
import { type Static, Type } from 'typebox';
import {
  CategoryView,
  Id,
  itemFields,
  Mend,
  Name,
  Nullable,
  PaymentTypeView,
  Price,
  ScheduledChangeView,
  Settings,
  TableView,
  Time,
  VatRateView,
} from '../../../wire/index.ts';

/** Since when the regular price is what it is, and who made it so. */
export const PriceChange = Type.Object({
  at: Time,
  from_haler: Price,
  /** The register at which it was set. */
  register: Type.Object({ id: Id, name: Name }),
  /** Who set it; null when the people here do not know. */
  by: Nullable(Name),
  /** Set ahead, and in effect from `at`. */
  planned: Type.Boolean(),
});
export type PriceChange = Static<typeof PriceChange>;
/** `price_haler` and `vatClass` are those it is sold for now. */
export const ItemView = Type.Object({
  id: Id,
  ...itemFields,
  /** The price outside happy hours; absent when it is `price_haler`. Whoever edits the item edits this one. */
  regularPrice_haler: Type.Optional(Price),
  /** Absent while nobody has changed the price since the item was made. */
  priceChange: Type.Optional(PriceChange),
  /** A happy hour that makes `price_haler` now, and ends at this time of day. */
  happyUntil: Type.Optional(Type.String({ pattern: '^\\d{2}:\\d{2}$' })),
});
export type ItemView = Static<typeof ItemView>;
/** POST /api/catalogue/apply. */
export const Applied = Type.Object({ applied: Type.Integer() });
export type Applied = Static<typeof Applied>;

export const CatalogueView = Type.Object({
  /** Grows with every change: an older answer that arrives late is thrown away. */
  version: Type.Integer(),
  items: Type.Array(ItemView),
  categories: Type.Array(CategoryView),
  tables: Type.Array(TableView),
  vatRates: Type.Array(VatRateView),
  paymentTypes: Type.Array(PaymentTypeView),
  /** All labels in use, sorted. */
  labels: Type.Array(Type.String()),
  settings: Settings,
  /** Still to come or coming again; those that have come into effect once are over. */
  scheduled: Type.Array(ScheduledChangeView),
  mends: Type.Array(Mend),
  /** Items and categories that siblings have changed and that this register still sells as they were. */
  waiting: Type.Integer(),
  register: Type.Object({
    id: Id,
    name: Name,
    series: Id,
    version: Type.String(),
    /** Today on this register, YYYY-MM-DD. */ day: Type.String(),
  }),
});
export type CatalogueView = Static<typeof CatalogueView>;
