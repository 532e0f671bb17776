import type { Receipt } from '../../domain/index.ts';
import type { FiscalState } from '../http/contract.ts';

/**
 * What the law of the land wants of a sale, as the ledger and the printing know it. They know nothing of what is sent
 * where; a shop outside the duty has the null one.
 */
export interface Fiscal {
  /** Inside the sale's transaction: freezes what will be registered, under whose name and where. Never refuses a sale. */
  begin(receipt: Receipt): void;
  /** After that commit: it may go. */
  commit(receiptId: string): void;
  /** Null when the receipt is not to be registered. */
  status(receiptId: string): FiscalState | null;
  /** What stands on a paper of so many columns about it, one line each; none when it is not to be registered. */
  lines(receiptId: string, columns: number): readonly string[];
  /** Whether its paper had better wait a moment for the confirmation. Never for long, never after a restart. */
  holds(receiptId: string): boolean;
}

/** For shops outside the duty. */
export const noFiscal: Fiscal = {
  begin() {},
  commit() {},
  status: () => null,
  lines: () => [],
  holds: () => false,
};
