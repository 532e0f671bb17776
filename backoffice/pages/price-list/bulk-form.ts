import { parseAmount } from '../../../domain/index.ts';
import type { BulkChange } from '../../http/contract/price-list.ts';

export const BULK_KINDS = [
  'price-percent',
  'price-amount',
  'price-set',
  'category',
  'labels',
  'allergens',
  'vat-class',
  'sold-out',
  'stocked',
  'route',
  'archive',
] as const;
export const ROUNDS = [1, 10, 50, 100, 500, 1000] as const;
export const ROUNDINGS = ['nearest', 'up', 'down'] as const;

/** What is to be done with many items, as it is being typed. */
export interface BulkForm {
  readonly kind: BulkChange['kind'];
  readonly figure: string;
  readonly round_haler: (typeof ROUNDS)[number];
  readonly rounding: (typeof ROUNDINGS)[number];
  readonly categoryId: string;
  readonly vatClass: string;
  /** Empty: nowhere. */
  readonly route: string;
  readonly addLabels: readonly string[];
  readonly removeLabels: readonly string[];
  readonly addAllergens: readonly number[];
  readonly removeAllergens: readonly number[];
  readonly on: boolean;
}

export function blankBulk(categoryId: string, vatClass: string): BulkForm {
  return {
    kind: 'price-percent',
    figure: '',
    round_haler: 100,
    rounding: 'nearest',
    categoryId,
    vatClass,
    route: '',
    addLabels: [],
    removeLabels: [],
    addAllergens: [],
    removeAllergens: [],
    on: true,
  };
}

const LEAST_PERCENT_BP = -10_000;
const MOST_PERCENT_BP = 100_000;
const MOST_AMOUNT_HALER = 10_000_000;

/** What the form says; undefined while a number is missing or makes no sense. */
export function readBulk(form: BulkForm): BulkChange | undefined {
  const { kind, round_haler, rounding } = form;
  // Hundredths: of a crown and of a percent alike.
  const figure = parseAmount(form.figure.replace(/(%|Kč)\s*$/, ''));
  switch (kind) {
    case 'price-percent':
      if (figure === undefined || figure < LEAST_PERCENT_BP || figure > MOST_PERCENT_BP) return undefined;
      return { kind, percent_bp: figure, round_haler, rounding };
    case 'price-amount':
      if (figure === undefined || Math.abs(figure) > MOST_AMOUNT_HALER) return undefined;
      return { kind, amount_haler: figure, round_haler, rounding };
    case 'price-set':
      return figure === undefined || figure < 0 ? undefined : { kind, price_haler: figure };
    case 'category':
      return { kind, categoryId: form.categoryId };
    case 'labels':
      if (form.addLabels.length + form.removeLabels.length === 0) return undefined;
      return { kind, add: [...form.addLabels], remove: [...form.removeLabels] };
    case 'allergens':
      if (form.addAllergens.length + form.removeAllergens.length === 0) return undefined;
      return { kind, add: [...form.addAllergens], remove: [...form.removeAllergens] };
    case 'vat-class':
      return { kind, vatClass: form.vatClass };
    case 'sold-out':
      return { kind, soldOut: form.on };
    case 'stocked':
      return { kind, stocked: form.on };
    case 'route':
      return { kind, route: form.route === '' ? null : form.route };
    case 'archive':
      return { kind };
  }
}
