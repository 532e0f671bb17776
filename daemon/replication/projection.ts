import type { Taken } from '../../sync/index.ts';

export type { Taken };

/**
 * A part of the daemon that shows replicated rows as things of the trade. It reads what it needs from the journal,
 * and must not throw over a row, whatever it says: what cannot be read is left out and told to the log, because one
 * bad record must not keep the others back. Memory and listeners learn of it by `afterCommit`.
 */
export interface Projection {
  /**
   * Inside the transaction that takes the rows in, when all of them are there. Of very many facts it is told in
   * slices, by several calls in the one transaction.
   */
  take(taken: Taken): void;
  /** Inside a transaction: everything anew from the replica's tables, when this program knows more of them than the one before. */
  rebuild(): void;
}
