import type { Database } from 'better-sqlite3';
import type { Census, Journal } from '../../sync/index.ts';

/** The register's one database, open. Nobody else has it open for writing while this is. */
export interface Store {
  readonly db: Database;
  readonly journal: Journal;
  /**
   * Runs `run` in one transaction (BEGIN IMMEDIATE) that is on the disk when it returns; a call inside another
   * one joins it. When `run` throws, nothing of it stays. A full or failing disk becomes a Refusal 507
   * `disk-full`.
   */
  transaction<T>(run: () => T): T;
  /** Called inside a transaction: `run` follows once it is on the disk, in order, and never when it is not. */
  afterCommit(run: () => void): void;
  /** `run` is called after each commit in which the journal got rows, when its followers are through. The returned function stops it. */
  onNews(run: () => void): () => void;
  /**
   * Checksums of all replicated rows, for the siblings' to be held against. A process reads a snapshot of its own, so
   * selling goes on; null when it could not be read.
   */
  census(): Promise<Census | null>;
  /** Writes a whole copy beside the database and returns its path. At most one a day is kept, for seven days. */
  copy(): Promise<string>;
  /** False once the check beside the running register has found damage: the next start puts the file away. */
  sound(): boolean;
  close(): void;
}
