import type { Haler } from './money.ts';
import type { VatClass } from './vat.ts';

/** `ks` is counted; the others may be weighed or poured and take fractions. */
export const UNITS = ['ks', 'porce', 'kg', 'g', 'l', 'ml'] as const;
export type Unit = (typeof UNITS)[number];

/** Something on the price list. */
export interface Item {
  readonly id: string;
  readonly name: string;
  /** For tiles, the display's 20 columns and kitchen orders. */
  readonly shortName: string;
  /** Including VAT, per unit. With `openPrice` it is only the amount offered. */
  readonly price_haler: Haler;
  readonly vatClass: VatClass;
  readonly categoryId: string;
  readonly unit: Unit;
  /** The number typed instead of a name; unique in the shop. */
  readonly plu: string | null;
  readonly eans: readonly string[];
  /** First seven digits of an EAN-13 printed by a scale; five digits of grams and the check digit follow. */
  readonly weighedEanPrefix: string | null;
  readonly labels: readonly string[];
  /** Regulation (EU) 1169/2011, annex II; numbers 1–14. */
  readonly allergens: readonly number[];
  /** A hue of the palette, or null for the category's. */
  readonly hue: number | null;
  /** Where the order is printed (`kuchyn`, `bar`); null takes the category's. */
  readonly route: string | null;
  readonly soldOut: boolean;
  readonly openPrice: boolean;
  /** Whether the shop counts how much of it is there. */
  readonly stocked: boolean;
  /** A voucher or a credit that the guest pays for now and draws from later; the tax authority wants to know which. */
  readonly prepaid: boolean;
}

export interface Category {
  readonly id: string;
  readonly name: string;
  /** Degrees of the OKLCH hue circle. */
  readonly hue: number;
  readonly position: number;
  /** Where orders of its items are printed; null is nowhere. */
  readonly route: string | null;
}

export interface Table {
  readonly id: string;
  readonly name: string;
  readonly area: string;
  readonly position: number;
}

/** Number -> what a guest is told. Regulation (EU) 1169/2011, annex II. */
export const ALLERGENS: Readonly<Record<number, string>> = {
  1: 'lepek',
  2: 'korýši',
  3: 'vejce',
  4: 'ryby',
  5: 'arašídy',
  6: 'sója',
  7: 'mléko',
  8: 'skořápkové plody',
  9: 'celer',
  10: 'hořčice',
  11: 'sezam',
  12: 'oxid siřičitý a siřičitany',
  13: 'vlčí bob',
  14: 'měkkýši',
};

/** Whether a quantity of this unit may have a fraction. */
export function isDivisible(unit: Unit): boolean {
  return unit !== 'ks';
}
