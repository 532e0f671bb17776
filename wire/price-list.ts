/* The price list as registers and backoffice write it. */
import { type Static, Type } from 'typebox';
import { PAYMENT_KINDS, UNITS } from '../domain/index.ts';
import { closed, Id, Name, Nullable, OneOf, Price, Words } from './fields.ts';

export const itemFields = {
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
export const ItemDraft = Type.Object(itemFields, closed);
export type ItemDraft = Static<typeof ItemDraft>;
export const ItemPatch = Type.Partial(ItemDraft, closed);
export type ItemPatch = Static<typeof ItemPatch>;

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

/** What is wrong in a file. */
export const FileFault = Type.Object({
  /** As an editor or a spreadsheet counts, from 1. */
  line: Type.Integer(),
  column: Nullable(Type.String()),
  message: Words,
});
export type FileFault = Static<typeof FileFault>;
/** What became of a file that was read, or would. */
export const ImportResult = Type.Object({
  applied: Type.Boolean(),
  added: Type.Integer(),
  changed: Type.Integer(),
  unchanged: Type.Integer(),
  faults: Type.Array(FileFault),
});
export type ImportResult = Static<typeof ImportResult>;
