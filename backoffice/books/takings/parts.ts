import type { Receipt } from '../../../domain/index.ts';

/** By what takings are told apart. `total` holds sums of the whole day under words of its own (`TOTALS`). */
export const DIMENSIONS = [
  'total',
  'hour',
  'payment',
  'vat',
  'category',
  'item',
  'staff',
  'register',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Keys of `total`: all takings; of them what reversals took back; and what is no taking but goes with it. */
export const TOTALS = ['all', 'reversed', 'discount', 'tip', 'rounding'] as const;
export type Total = (typeof TOTALS)[number];

export interface Sums {
  readonly count: number;
  readonly amount_haler: number;
  readonly quantity_thousandths: number;
  readonly base_haler: number;
  readonly vat_haler: number;
}

/** What one receipt adds to one cell of the cube. */
export interface Part extends Sums {
  readonly dimension: Dimension;
  readonly key: string;
}

/** The day that takings count for: the local one on the receipt, whatever the time zone of who looks. */
export const dayOf = (receipt: Pick<Receipt, 'issuedAt'>): string => receipt.issuedAt.slice(0, 10);

/** A reversal counts back, and what takes back a reversal counts anew: the sign is that of what was sold. */
export const signOf = ({ lines, reverses }: Pick<Receipt, 'lines' | 'reverses'>): 1 | -1 =>
  reverses !== null && lines.every(({ quantity }) => quantity <= 0) ? -1 : 1;

/**
 * All that a receipt adds to the takings of its day; a reversal's figures are negative already. Of every dimension but
 * `total` and `payment` the amounts add up to the receipt's total, and payments to what was to be paid.
 */
export function partsOf(receipt: Receipt): Part[] {
  const sign = signOf(receipt);
  const { total_haler, tip_haler, rounding_haler } = receipt;
  const discount_haler = receipt.lines.reduce(
    (sum, line) => sum + line.lineDiscount_haler + line.billDiscount_haler,
    0,
  );
  const part = (dimension: Dimension, key: string, count: number, amount_haler: number): Part => ({
    dimension,
    key,
    count,
    amount_haler,
    quantity_thousandths: 0,
    base_haler: 0,
    vat_haler: 0,
  });
  const total = (key: Total, amount_haler: number, count: number = sign) =>
    amount_haler === 0 && key !== 'all' ? [] : [part('total', key, count, amount_haler)];
  return [
    ...total('all', total_haler),
    ...(receipt.reverses === null ? [] : [part('total', 'reversed', sign === -1 ? 1 : -1, total_haler)]),
    ...total('discount', discount_haler),
    ...total('tip', tip_haler),
    ...total('rounding', rounding_haler),
    part('hour', receipt.issuedAt.slice(11, 13), sign, total_haler),
    part('staff', receipt.staff.id, sign, total_haler),
    part('register', receipt.registerId, sign, total_haler),
    ...receipt.payments.map(({ typeId, amount_haler }) => part('payment', typeId, sign, amount_haler)),
    ...vatParts(receipt, (rate, amount_haler) => part('vat', rate, sign, amount_haler)),
    ...receipt.lines.map((line) => part('category', line.categoryId, sign, line.amount_haler)),
    ...receipt.lines.map((line) => ({
      ...part('item', line.itemId, sign, line.amount_haler),
      quantity_thousandths: line.quantity,
    })),
  ];
}

/** As the receipt states it, not reckoned anew. Who pays no VAT has sold without any, whatever the items' classes. */
function vatParts(
  { recap, seller, total_haler }: Receipt,
  part: (rate: string, amount_haler: number) => Part,
): Part[] {
  if (seller.dic === null) return [{ ...part('0', total_haler), base_haler: total_haler }];
  return recap.map(({ rate_bp, base_haler, vat_haler, total_haler }) => ({
    ...part(String(rate_bp), total_haler),
    base_haler,
    vat_haler,
  }));
}
