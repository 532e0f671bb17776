import type { PortalView } from '../http/contract/portal.ts';
import type { ReceiptList, ReceiptSummary } from '../http/contract/receipts.ts';
import { type FakeReceipt, fakeReceipts, numberOf, REGISTERS, sale } from './fake-books.fixture.ts';
import { fakePortal } from './fake-portal.fixture.ts';

export interface FakeBooks {
  /** Newest first. */
  receipts: FakeReceipt[];
  portal(from: string, to: string): PortalView;
  newest(limit: number): ReceiptList;
  /** One more, as of now. */
  sell(total_haler: number): FakeReceipt;
}

/** A shop that has traded for two months up to `now`. */
export function openFakeBooks(now: string): FakeBooks {
  const today = now.slice(0, 10);
  const hour = Number(now.slice(11, 13));
  const books: FakeBooks = {
    receipts: fakeReceipts(today, 62, hour),
    portal: (from, to) => fakePortal(books.receipts, { from, to }),
    newest: (limit) => ({
      receipts: books.receipts.slice(0, limit).map(summary),
      next: books.receipts.length > limit ? String(limit) : null,
    }),
    sell(total_haler) {
      const made = sale(() => 0, REGISTERS[0], 900_000 + books.receipts.length, now, today);
      const [payment] = made.receipt.payments;
      const one: FakeReceipt = {
        ...made,
        receipt: {
          ...made.receipt,
          total_haler,
          payments: payment ? [{ ...payment, amount_haler: total_haler }] : [],
        },
      };
      books.receipts = [one, ...books.receipts];
      return one;
    },
  };
  return books;
}

function summary(one: FakeReceipt): ReceiptSummary {
  const { receipt } = one;
  return {
    id: receipt.id,
    number: numberOf(one),
    registerId: receipt.registerId,
    registerName: one.registerName,
    shiftId: receipt.shiftId,
    issuedAt: receipt.issuedAt,
    staff: receipt.staff,
    table: receipt.table,
    total_haler: receipt.total_haler,
    tip_haler: receipt.tip_haler,
    payments: receipt.payments.map(({ name }) => name),
    reversal: receipt.reverses !== null,
    reversed: one.reversedBy !== null,
    itemCount: receipt.lines.length,
    eet: null,
  };
}
