import type { Events } from '../events.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Siblings } from './siblings.ts';

/**
 * Tells kitchen screens and scripts what happens in the shop, on whichever register: it is enough to listen to
 * one. `bill` is a BillView, `receipt` a ReceiptView, `price-list` says the version that can now be fetched.
 * The returned function stops it.
 */
export function tellNews(
  events: Pick<Events, 'listen'>,
  siblings: Pick<Siblings, 'publish'>,
  ledger: Pick<Ledger, 'bills' | 'receipts'>,
): () => void {
  return events.listen((event) => {
    switch (event.kind) {
      case 'bill':
        siblings.publish('bill', () => ledger.bills.get(event.billId));
        break;
      case 'receipt':
        siblings.publish('receipt', () => ledger.receipts.get(event.receiptId));
        break;
      case 'catalogue':
        siblings.publish('price-list', () => ({ version: event.version }));
        break;
    }
  });
}
