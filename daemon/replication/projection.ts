import type { FactRow } from '../../sync/index.ts';

/** What a commit from a sibling has changed in the replica's tables. */
export interface Taken {
  /** Records of which at least one cell is new or gone, each once. */
  readonly records: readonly { readonly tbl: string; readonly id: string }[];
  /** Facts that were not there before. */
  readonly facts: readonly FactRow[];
}

/**
 * A part of the daemon that shows replicated rows as things of the trade. It reads what it needs from the journal,
 * and must not throw over a row, whatever it says: what cannot be read is left out and told to the log, because one
 * bad record must not keep the others back. Memory and listeners learn of it by `afterCommit`.
 */
export interface Projection {
  /** Inside the transaction that takes the rows in. */
  take(taken: Taken): void;
  /** Inside a transaction: everything anew from the replica's tables, when this program knows more of them than the one before. */
  rebuild(): void;
}
