import type { ReceiptView } from '../../../daemon/http/contract.ts';

let last: ReceiptView | null = null;

/** Keeps the receipt just made, so that the screen after it needs no second question. */
export function keepPaid(view: ReceiptView): void {
  last = view;
}

export const paidReceipt = (receiptId: string): ReceiptView | null =>
  last?.receipt.id === receiptId ? last : null;
