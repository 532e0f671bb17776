import { type Category, type PaymentType, type Table, VAT_RATES, type VatRate } from '../domain/index.ts';
import type { KeptItem } from '../wire/index.ts';
import { byPlu } from './items.ts';
import { FIRST_PAYMENT_TYPES, type KeptPaymentType } from './payment-types.ts';
import type { Kept } from './prices.ts';
import type { KeptRate } from './vat-rates.ts';

/** `isEmpty`: nobody has ever set any, archived ones count. */
interface Shelved<T> extends Kept<T> {
  isEmpty(): boolean;
}

/** What a shop sells by, in no order. */
export interface ThingsOfShop {
  readonly items: Kept<KeptItem>;
  readonly categories: Kept<Category>;
  readonly tables: Kept<Table>;
  readonly rates: Shelved<KeptRate>;
  readonly payments: Shelved<KeptPaymentType>;
}

/** The same in the order in which it is shown. */
export interface Lists {
  readonly items: readonly KeptItem[];
  readonly categories: readonly Category[];
  readonly tables: readonly Table[];
  readonly rates: readonly VatRate[];
  readonly payments: readonly PaymentType[];
}

/** A shop that has set no rates or payments yet gets the law's and the usual ones. */
export function sortedLists({ items, categories, tables, rates, payments }: ThingsOfShop): Lists {
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
