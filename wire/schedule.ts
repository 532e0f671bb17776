/* Changes of the price list that are set ahead, as the kiosk API has them. */
import { type Static, Type } from 'typebox';
import { closed, Id, Name, Nullable, Price } from './fields.ts';

/** A minute on the clocks of the shop, `2027-01-01T00:00`. */
export const LocalMinute = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T([01]\\d|2[0-3]):[0-5]\\d$' });
/** A time of day, `16:00`. */
export const TimeOfDay = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });
/** ISO 8601: 1 is Monday. */
export const Weekdays = Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { maxItems: 7 });
export const PercentOff = Type.Integer({ minimum: 1, maximum: 10_000 });

const price = { kind: Type.Literal('price'), itemId: Id, from: LocalMinute, price_haler: Price };
const vatClass = { kind: Type.Literal('vat-class'), itemId: Id, from: LocalMinute, vatClass: Id };
const happyHour = {
  kind: Type.Literal('happy-hour'),
  /** Either an item or a whole category. */
  itemId: Nullable(Id),
  categoryId: Nullable(Id),
  weekdays: Weekdays,
  fromTime: TimeOfDay,
  /** Not later than `fromTime` is a time of the next day. */
  toTime: TimeOfDay,
  /** Either a price or a percentage off. */
  price_haler: Nullable(Price),
  percent_bp: Nullable(PercentOff),
};
export const ScheduledChangeDraft = Type.Union([
  Type.Object(price, closed),
  Type.Object(vatClass, closed),
  Type.Object(happyHour, closed),
]);
export type ScheduledChangeDraft = Static<typeof ScheduledChangeDraft>;

/** Who set it, as far as the people here know, and at which register. */
const setBy = { id: Id, by: Nullable(Name), register: Name };
export const ScheduledChangeView = Type.Union([
  Type.Object({ ...price, ...setBy }),
  Type.Object({ ...vatClass, ...setBy }),
  Type.Object({ ...happyHour, ...setBy }),
]);
export type ScheduledChangeView = Static<typeof ScheduledChangeView>;
