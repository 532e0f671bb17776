/* The price list and the settings of the shop, as the kiosk API has them. */
import { type Static, Type } from 'typebox';
import { PAYMENT_KINDS, UNITS } from '../../../domain/index.ts';
import { EetSettings } from './eet.ts';
import { closed, Id, Name, Nullable, OneOf, Price, Time } from './fields.ts';
import { ScheduledChangeView } from './schedule.ts';

const itemFields = {
  name: Name,
  shortName: Type.String({ minLength: 1, maxLength: 20 }),
  price_haler: Price,
  vatClass: Id,
  categoryId: Id,
  unit: OneOf(UNITS),
  plu: Nullable(Type.String({ pattern: '^[0-9]{1,6}$' })),
  eans: Type.Array(Type.String({ pattern: '^[0-9]{8,14}$' }), { maxItems: 20 }),
  weighedEanPrefix: Nullable(Type.String({ pattern: '^2[0-9]{6}$' })),
  labels: Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { maxItems: 20 }),
  allergens: Type.Array(Type.Integer({ minimum: 1, maximum: 14 }), { maxItems: 14 }),
  hue: Nullable(Type.Integer({ minimum: 0, maximum: 359 })),
  route: Nullable(Id),
  soldOut: Type.Boolean(),
  openPrice: Type.Boolean(),
  /** Whether the shop counts how much of it is there: sales, deliveries and stock-takes move its level. */
  stocked: Type.Boolean(),
  /** A voucher or a credit, paid for now and drawn from later. */
  prepaid: Type.Boolean(),
};
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
export const ItemDraft = Type.Object(itemFields, closed);
export type ItemDraft = Static<typeof ItemDraft>;
export const ItemPatch = Type.Partial(ItemDraft, closed);
export type ItemPatch = Static<typeof ItemPatch>;

/** What two registers have made apart and somebody has to put right; selling goes on. */
export const Mend = Type.Object({
  kind: OneOf(['plu', 'ean', 'weighed-prefix', 'weighed-unit', 'category', 'rate', 'table']),
  /** The item; with `table`, the table. */
  id: Id,
  /** The one that it clashes with. */
  otherId: Nullable(Id),
  /** The number, code or name that is there twice; the class without a rate; otherwise empty. */
  value: Type.String(),
});
export type Mend = Static<typeof Mend>;
/** POST /api/catalogue/apply. */
export const Applied = Type.Object({ applied: Type.Integer() });
export type Applied = Static<typeof Applied>;

const categoryFields = {
  name: Name,
  hue: Type.Integer({ minimum: 0, maximum: 359 }),
  position: Type.Integer({ minimum: 0, maximum: 10_000 }),
  route: Nullable(Id),
};
export const CategoryView = Type.Object({ id: Id, ...categoryFields });
export type CategoryView = Static<typeof CategoryView>;
export const CategoryDraft = Type.Object(categoryFields, closed);
export const CategoryPatch = Type.Partial(CategoryDraft, closed);

const tableFields = {
  name: Type.String({ minLength: 1, maxLength: 20 }),
  area: Name,
  position: Type.Integer({ minimum: 0, maximum: 10_000 }),
};
export const TableView = Type.Object({ id: Id, ...tableFields });
export type TableView = Static<typeof TableView>;
export const TableDraft = Type.Object(tableFields, closed);
export const TablePatch = Type.Partial(TableDraft, closed);

export const VatRateView = Type.Object({
  vatClass: Id,
  name: Name,
  rate_bp: Type.Integer({ minimum: 0, maximum: 10_000 }),
  validFrom: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
});
export type VatRateView = Static<typeof VatRateView>;

export const PaymentTypeView = Type.Object({
  id: Id,
  name: Type.String({ minLength: 1, maxLength: 20 }),
  kind: OneOf(PAYMENT_KINDS),
  currency: Type.String({ pattern: '^[A-Z]{3}$' }),
  rate_haler: Nullable(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
  registered: Type.Boolean(),
  /** Draws from a voucher or credit that this shop has sold. */
  prepaid: Type.Boolean(),
  active: Type.Boolean(),
});
export type PaymentTypeView = Static<typeof PaymentTypeView>;

/** What a key F1–F8 on the selling screen does. */
export const FunctionKey = Type.Object(
  {
    label: Type.String({ minLength: 1, maxLength: 24 }),
    action: OneOf(['none', 'add-item', 'open-drawer', 'order', 'bills', 'history', 'lock', 'scale', 'sync']),
    /** With `add-item`. */
    itemId: Nullable(Id),
  },
  closed,
);
export type FunctionKey = Static<typeof FunctionKey>;

/**
 * A picture at the top of receipts: rows of dots from the top, the most significant bit on the left, 1 is black.
 * At most 384 dots wide fits every printer; a wider one is left out where it does not fit.
 */
export const Logo = Type.Object(
  {
    width: Type.Integer({ minimum: 8, maximum: 576, multipleOf: 8 }),
    height: Type.Integer({ minimum: 1, maximum: 256 }),
    /** Base64 of width × height ÷ 8 bytes. */
    bits: Type.String({ minLength: 4, maxLength: 24_576, pattern: '^[A-Za-z0-9+/]+={0,2}$' }),
  },
  closed,
);
export type Logo = Static<typeof Logo>;

const settingsFields = {
  seller: Type.Object(
    {
      name: Name,
      place: Type.String({ maxLength: 120 }),
      address: Type.String({ minLength: 1, maxLength: 200 }),
      ico: Type.String({ pattern: '^[0-9]{8}$' }),
      dic: Nullable(Type.String({ pattern: '^CZ[0-9]{8,10}$' })),
    },
    closed,
  ),
  receiptHeader: Type.Array(Type.String({ maxLength: 48 }), { maxItems: 6 }),
  receiptFooter: Type.Array(Type.String({ maxLength: 48 }), { maxItems: 6 }),
  logo: Nullable(Logo),
  /** The shop's account: with it, a bill printed before paying carries a code for payment by phone. */
  iban: Nullable(Type.String({ pattern: '^CZ[0-9]{22}$' })),
  /** Whether paying prints by itself. */
  printReceipt: OneOf(['always', 'ask', 'never']),
  functionKeys: Type.Array(FunctionKey, { minItems: 8, maxItems: 8 }),
  language: OneOf(['cs', 'en']),
  theme: OneOf(['light', 'dark', 'auto']),
  /** Seconds without a touch until the kiosk locks; 0 never. */
  lockAfter_s: Type.Integer({ minimum: 0, maximum: 3600 }),
  /** Only items with this label are shown on this register; null shows all. */
  shownLabel: Nullable(Type.String({ minLength: 1, maxLength: 40 })),
  /** Whether this register takes over what its siblings change of items and categories by itself. */
  itemSync: Type.Boolean(),
  /**
   * When it does so: at once, or not before its next shift opens. What keeps a guest safe or a dish from being sold
   * (sold out, allergens, taken off the list) is taken over at once in any case.
   */
  itemChanges: OneOf(['at-once', 'at-shift']),
  /** How the shop registers its sales with the tax authority; null when it does not. */
  eet: Nullable(EetSettings),
};
export const Settings = Type.Object(settingsFields);
export type Settings = Static<typeof Settings>;
export const SettingsPatch = Type.Partial(Type.Object(settingsFields), closed);
export type SettingsPatch = Static<typeof SettingsPatch>;

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
