import { type Static, Type } from 'typebox';
import type { Item } from '../domain/index.ts';
import { Id, Name, Price, Time } from './fields.ts';
import type { Recipe } from './recipe.ts';

/** At which register something was set, by the name that it bore then. */
export const SetOn = Type.Object({ id: Id, name: Name });
export type SetOn = Static<typeof SetOn>;

/**
 * When, where and by whom a price was set by hand, in business time: the stamp of a cell orders changes and is no
 * time. It says of which price it speaks, because two registers may have changed it at once and each half may come
 * from another of them.
 */
export const PriceMark = Type.Object({
  from_haler: Price,
  to_haler: Price,
  at: Time,
  by: Type.String({ maxLength: 64 }),
  on: SetOn,
});
export type PriceMark = Static<typeof PriceMark>;

/** When a class of VAT was set by hand. */
export const VatMark = Type.Object({ to: Id, at: Time });
export type VatMark = Static<typeof VatMark>;

/**
 * An item as the price list keeps it. It has no mark until somebody changes the price that it was made with, and no
 * recipe until somebody writes one.
 */
export type KeptItem = Item & {
  readonly priceMark?: PriceMark;
  readonly vatMark?: VatMark;
  readonly recipe?: Recipe;
};

/** Milliseconds since 1970 at which a mark was set; null without one. */
export function setAt_ms(mark: { readonly at: string } | undefined): number | null {
  return mark === undefined ? null : Date.parse(mark.at);
}
