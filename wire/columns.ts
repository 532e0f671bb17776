import { type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { Id, Nullable, OneOf, Price } from './fields.ts';
import { PriceMark, SetOn, VatMark } from './marks.ts';
import { CategoryDraft, ItemDraft, PaymentTypeView, TableDraft, VatRateView } from './price-list.ts';
import { Recipe } from './recipe.ts';
import { LocalMinute, PercentOff, TimeOfDay, Weekdays } from './schedule.ts';

/** One field of a thing on a shelf: how its row holds it, and what a register may say of it. */
export interface Column {
  /** As it is, as 0 or 1, as JSON, or as JSON that is NULL while the thing does not have it. */
  readonly kind: 'plain' | 'flag' | 'json' | 'mark';
  /** What is taken from a cell; anything else makes the record unreadable. */
  readonly schema: TSchema;
  /** In place of a cell that is not there: the record was written by a program that did not know the field. */
  readonly missing?: (known: Readonly<Record<string, unknown>>) => unknown;
}

const checks = new WeakMap<TSchema, (value: unknown) => boolean>();

/** Compiled when the first record of a sibling comes: a start has no time for it. */
export function fits(schema: TSchema, value: unknown): boolean {
  let check = checks.get(schema);
  if (!check) {
    const compiled = Compile(schema);
    check = (one) => compiled.Check(one);
    checks.set(schema, check);
  }
  return check(value);
}

/** Without it there is nothing to show. */
const needed = (schema: Column['schema'], kind: Column['kind'] = 'plain'): Column => ({ kind, schema });
const or = (value: unknown, schema: Column['schema'], kind: Column['kind'] = 'plain'): Column => ({
  kind,
  schema,
  missing: () => value,
});
const Position = CategoryDraft.properties.position;

const item = ItemDraft.properties;
const category = CategoryDraft.properties;
const table = TableDraft.properties;
const rate = VatRateView.properties;
const payment = PaymentTypeView.properties;

/** The fields of what a shop's replicas hold in cells, by table: `columns.item.price_haler`. */
export const columns = {
  item: {
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
    recipe: { kind: 'mark', schema: Recipe },
  },
  category: {
    name: needed(category.name),
    hue: or(250, category.hue),
    position: or(0, Position),
    route: or(null, category.route),
  },
  dining_table: {
    name: needed(table.name),
    area: or('', Type.String({ maxLength: 120 })),
    position: or(0, Position),
  },
  vat_rate: {
    vatClass: needed(rate.vatClass),
    name: needed(rate.name),
    rate_bp: needed(rate.rate_bp),
    validFrom: needed(rate.validFrom),
  },
  payment_type: {
    name: needed(payment.name),
    kind: needed(payment.kind),
    currency: or('CZK', payment.currency),
    rate_haler: or(null, payment.rate_haler),
    registered: or(true, payment.registered, 'flag'),
    prepaid: or(false, payment.prepaid, 'flag'),
    active: or(true, payment.active, 'flag'),
    position: or(0, Position),
  },
  scheduled_change: {
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
  },
} satisfies Record<string, Readonly<Record<string, Column>>>;
