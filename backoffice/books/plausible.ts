import type { Receipt } from '../../domain/index.ts';

/** Ten milliard crowns, or pieces by the thousand million: what is beyond it is a slip, and would spoil every sum. */
const MOST = 1_000_000_000_000;

/** Whether all figures of a receipt are such as a shop can have, so that no sum of them ever leaves whole numbers. */
export function isPlausible(receipt: Receipt): boolean {
  const { total_haler, tip_haler, rounding_haler, toPay_haler, lines, recap, payments } = receipt;
  return [
    total_haler,
    tip_haler,
    rounding_haler,
    toPay_haler,
    ...lines.flatMap((line) => [
      line.quantity,
      line.gross_haler,
      line.lineDiscount_haler,
      line.billDiscount_haler,
      line.amount_haler,
    ]),
    ...recap.flatMap((sum) => [sum.base_haler, sum.vat_haler, sum.total_haler]),
    ...payments.flatMap((payment) => [payment.amount_haler, payment.change_haler]),
  ].every((figure) => Math.abs(figure) <= MOST);
}
