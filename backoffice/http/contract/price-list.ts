/*
 * The price list and what belongs to the shop, as the backoffice API has it. Prices are those of the list itself; happy
 * hours are told beside them. Money is a whole number of haléře, a quantity a whole number of thousandths.
 */
import { type Static, Type } from 'typebox';
import {
  CategoryDraft,
  CategoryPatch,
  CategoryView,
  closed,
  FileFault,
  Id,
  ItemDraft,
  ItemPatch,
  itemFields,
  LocalMinute,
  Mend,
  Name,
  Nullable,
  OneOf,
  PaymentTypeView,
  Price,
  ScheduledChangeDraft,
  ScheduledChangeView,
  Settings,
  TableDraft,
  TablePatch,
  TableView,
  Time,
  VatRateView,
  Words,
} from '../../../wire/index.ts';

export {
  CategoryDraft,
  CategoryPatch,
  CategoryView,
  ItemDraft,
  ItemPatch,
  LocalMinute,
  Mend,
  PaymentTypeView,
  ScheduledChangeDraft,
  ScheduledChangeView,
  Settings,
  TableDraft,
  TablePatch,
  TableView,
  VatRateView,
};

/** Where something was changed. `name` is the register's, or BackOffice. */
export const Place = Type.Object({ kind: OneOf(['register', 'backoffice']), id: Id, name: Type.String() });
export type Place = Static<typeof Place>;

/** When, by whom and where. `by` is null when nobody here knows. */
export const Touch = Type.Object({ at: Time, by: Nullable(Type.String()), place: Place });
export type Touch = Static<typeof Touch>;

/** `price_haler` and `vatClass` are what the list says now: with what was set ahead and has come. Edit these. */
export const ListedItem = Type.Object({
  id: Id,
  ...itemFields,
  /** Off the list: nobody sells it, reports of the past still name it. */
  archived: Type.Boolean(),
  /** What it is sold for at this minute, when a happy hour makes that another price; and when that ends. */
  happy: Nullable(Type.Object({ price_haler: Price, until: Type.String() })),
  /** The last change of the price; null while it is what the item was made with. */
  priceChange: Nullable(Type.Object({ ...Touch.properties, from_haler: Price, planned: Type.Boolean() })),
  /** The last change of any field. */
  changed: Touch,
  /** What it is made of; selling it moves these in stock. */
  ingredientCount: Type.Integer(),
});
export type ListedItem = Static<typeof ListedItem>;

/** GET /api/stores/:store/price-list. With `archived` items off the list come too. */
export const PriceListQuery = Type.Object({ archived: Type.Optional(Type.Boolean()) }, closed);
export const PriceListView = Type.Object({
  /** Grows with every change: an older answer that arrives late is thrown away. */
  version: Type.Integer(),
  /** Today in the shop, YYYY-MM-DD. */
  day: Type.String(),
  items: Type.Array(ListedItem),
  categories: Type.Array(CategoryView),
  tables: Type.Array(TableView),
  vatRates: Type.Array(VatRateView),
  paymentTypes: Type.Array(PaymentTypeView),
  /** All labels in use, sorted, and how many items bear each. */
  labels: Type.Array(Type.Object({ label: Type.String(), count: Type.Integer() })),
  /** Where orders are printed, by the names that items and categories use. */
  routes: Type.Array(Id),
  scheduled: Type.Array(ScheduledChangeView),
  mends: Type.Array(Mend),
  /** Records of which a field cannot be read: they stand here as they were before. */
  unreadable: Type.Array(
    Type.Object({
      table: Type.String(),
      id: Type.String(),
      name: Nullable(Type.String()),
      column: Type.String(),
    }),
  ),
});
export type PriceListView = Static<typeof PriceListView>;

/** POST …/price-list/items. The same `id` (a UUID made by the page) again makes nothing new: 200 instead of 201. */
export const ItemCreate = Type.Object(
  {
    id: Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' }),
    draft: ItemDraft,
  },
  closed,
);
export type ItemCreate = Static<typeof ItemCreate>;

/**
 * PATCH …/price-list/items/:id. Only the fields in `set` are written. With `was`, the values that the page showed: a
 * field that somebody else has changed since is not written but told in `clashes`, unless both set the same; of lists
 * (EANs, labels, allergens) both changes are kept. Send it again with the new `was` to write it all the same.
 */
export const ItemEdit = Type.Object({ set: ItemPatch, was: Type.Optional(ItemPatch) }, closed);
export type ItemEdit = Static<typeof ItemEdit>;
export const ItemEdited = Type.Object({
  item: ListedItem,
  clashes: Type.Array(
    Type.Object({
      field: Type.String(),
      /** What was to be written, and was not. */
      yours: Type.Unknown(),
      /** What stands there. */
      theirs: Type.Unknown(),
      ...Touch.properties,
    }),
  ),
});
export type ItemEdited = Static<typeof ItemEdited>;

const Rounding = {
  /** To whole multiples of so much: 1 leaves haléře, 100 makes whole crowns, 500 fives. */
  round_haler: Amongst([1, 10, 50, 100, 500, 1000]),
  rounding: OneOf(['nearest', 'up', 'down']),
};
/** What is to be done with every chosen item. Items with an open price keep it. */
export const BulkChange = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('price-percent'),
      /** Hundredths of a percent: 500 makes 5 % dearer, -1000 a tenth cheaper. */
      percent_bp: Type.Integer({ minimum: -10_000, maximum: 100_000 }),
      ...Rounding,
    },
    closed,
  ),
  Type.Object(
    {
      kind: Type.Literal('price-amount'),
      amount_haler: Type.Integer({ minimum: -10_000_000, maximum: 10_000_000 }),
      ...Rounding,
    },
    closed,
  ),
  Type.Object({ kind: Type.Literal('price-set'), price_haler: Price }, closed),
  Type.Object({ kind: Type.Literal('category'), categoryId: Id }, closed),
  Type.Object({ kind: Type.Literal('labels'), add: itemFields.labels, remove: itemFields.labels }, closed),
  Type.Object(
    { kind: Type.Literal('allergens'), add: itemFields.allergens, remove: itemFields.allergens },
    closed,
  ),
  Type.Object({ kind: Type.Literal('vat-class'), vatClass: Id }, closed),
  Type.Object({ kind: Type.Literal('sold-out'), soldOut: Type.Boolean() }, closed),
  Type.Object({ kind: Type.Literal('stocked'), stocked: Type.Boolean() }, closed),
  Type.Object({ kind: Type.Literal('route'), route: itemFields.route }, closed),
  Type.Object({ kind: Type.Literal('archive') }, closed),
]);
export type BulkChange = Static<typeof BulkChange>;
/** POST …/price-list/bulk: without `apply` a preview; with `apply` the `sum` of the preview, and all or nothing. */
export const BulkRequest = Type.Object(
  {
    ids: Type.Array(Id, { minItems: 1, maxItems: 20_000 }),
    change: BulkChange,
    apply: Type.Optional(Type.Object({ sum: Type.String({ maxLength: 64 }) }, closed)),
  },
  closed,
);
export type BulkRequest = Static<typeof BulkRequest>;

/** One item as a change of many makes it. Only fields that change; `before` is null of a new one. */
export const PlannedItem = Type.Object({
  id: Id,
  name: Name,
  before: Nullable(Type.Record(Type.String(), Type.Unknown())),
  after: Type.Record(Type.String(), Type.Unknown()),
});
export type PlannedItem = Static<typeof PlannedItem>;
/** The first 500 of `changed`; nothing is done while there are faults. */
export const BulkResult = Type.Object({
  applied: Type.Boolean(),
  /** Names this preview: what is applied is what was shown, or 409 `preview-outdated`. */
  sum: Type.String(),
  changed: Type.Integer(),
  unchanged: Type.Integer(),
  items: Type.Array(PlannedItem),
  faults: Type.Array(Type.Object({ id: Id, name: Name, field: Type.String(), message: Words, hint: Words })),
});
export type BulkResult = Static<typeof BulkResult>;

export const FILE_FORMATS = ['csv', 'xlsx'] as const;
/** GET …/price-list/file.:format. The last three only for CSV; left out, the file opens in a Czech Excel. */
export const PriceListFileQuery = Type.Object(
  {
    encoding: Type.Optional(OneOf(['utf-8', 'windows-1250'])),
    separator: Type.Optional(OneOf([';', ',', 'tab'])),
    decimal: Type.Optional(OneOf([',', '.'])),
  },
  closed,
);
/**
 * POST …/price-list/file: the body is the file itself as application/octet-stream, CSV or XLSX, at most 5 MB and 20 000
 * lines; which one it is, it says itself. Without `sum` a preview.
 */
export const ImportQuery = Type.Object({ sum: Type.Optional(Type.String({ maxLength: 64 })) }, closed);
export const FileImport = Type.Object({
  applied: Type.Boolean(),
  sum: Type.String(),
  added: Type.Integer(),
  changed: Type.Integer(),
  unchanged: Type.Integer(),
  /** The first 500. */
  items: Type.Array(PlannedItem),
  /** Lines as the editor or the spreadsheet counts them; at most 200 and one that says how many more. */
  faults: Type.Array(FileFault),
});
export type FileImport = Static<typeof FileImport>;

/** PUT …/price-list/vat-rates: the whole table. */
export const VatRateTable = Type.Array(VatRateView, { minItems: 1, maxItems: 100 });
/** PUT …/price-list/payment-types: all of them, in the order in which registers offer them. */
export const PaymentTypeTable = Type.Array(PaymentTypeView, { minItems: 1, maxItems: 50 });

/**
 * GET …/price-list/spread: which registers have what. A register has a change when it is known to hold every cell of it;
 * it sells by it at once, from its next shift on, or, with synchronisation of items off, when somebody there says so.
 */
export const Spread = Type.Object({
  registers: Type.Array(
    Type.Object({
      registerId: Id,
      name: Name,
      /** When it last said what it holds, itself or by a sibling; null: never. */
      heardAt: Nullable(Time),
      takesIn: OneOf(['at-once', 'at-shift', 'off']),
      /** Only items with this label are shown there; null shows all. */
      shownLabel: Nullable(Type.String()),
      /** Items, archived ones included, of which it lacks something; the first 1000 of `lackingCount`. */
      lacking: Type.Array(Id),
      lackingCount: Type.Integer(),
    }),
  ),
});
export type Spread = Static<typeof Spread>;

export const LOGGED_TABLES = [
  'item',
  'category',
  'dining_table',
  'vat_rate',
  'payment_type',
  'scheduled_change',
  'setting',
  'staff',
] as const;
/** GET …/price-list/changes: newest first. Every filter that is given holds. */
export const ChangesQuery = Type.Object(
  {
    table: Type.Optional(OneOf(LOGGED_TABLES)),
    id: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    /** A register's id, or `backoffice`. */
    place: Type.Optional(Id),
    before: Type.Optional(Type.String({ maxLength: 120 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  closed,
);
export type ChangesQuery = Static<typeof ChangesQuery>;
export const LoggedChange = Type.Object({
  table: OneOf(LOGGED_TABLES),
  id: Type.String(),
  /** What the thing is called now; null when it has no name. */
  name: Nullable(Type.String()),
  /** `archived` says whether it is off the list, `pin` only that a PIN was set. */
  column: Type.String(),
  /** Null when there was nothing before, or when it is not to be told. */
  from: Type.Unknown(),
  to: Type.Unknown(),
  ...Touch.properties,
});
export type LoggedChange = Static<typeof LoggedChange>;
export const ChangeLog = Type.Object({ changes: Type.Array(LoggedChange), next: Nullable(Type.String()) });
export type ChangeLog = Static<typeof ChangeLog>;

function Amongst<const T extends readonly number[]>(values: T) {
  return Type.Unsafe<T[number]>(Type.Union(values.map((value) => Type.Literal(value))));
}
