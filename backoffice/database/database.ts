/*
 * Where the backoffice keeps everything: one file of SQLite, or PostgreSQL. The statements are written once, for both:
 *
 * - `?` stands for a value. Where the type cannot be seen from the place (`? IS NULL`, `SELECT ?`), it is said:
 *   `CAST(? AS TEXT)`.
 * - Types are TEXT and BIGINT (and REAL for what is no money). Yes and no are 0 and 1, JSON is TEXT, times are text in
 *   UTC or milliseconds. Texts are compared and ordered by their bytes; people's order is made where it is shown.
 * - `LIKE` minds the case in one database and not in the other: what is searched is kept folded in a column of its own.
 * - `ON CONFLICT (columns) DO …` names its columns, and no statement may bring one key twice. `max(a, b)` of two values
 *   is written as CASE. Whole numbers divide to whole numbers.
 * - The first column of every table's key is `store`, and every condition names it first: stores are apart.
 */

/** A text must not hold the character U+0000, which PostgreSQL cannot keep; whole numbers are safe integers. */
export type Value = string | number | null;

/** Statements of one transaction, to be awaited one after another. Not to be used when that has ended. */
export interface Sql {
  all<T>(sql: string, ...values: readonly Value[]): Promise<T[]>;
  get<T>(sql: string, ...values: readonly Value[]): Promise<T | undefined>;
  /** Gives back how many rows were changed. */
  run(sql: string, ...values: readonly Value[]): Promise<number>;
  /**
   * Row by row with bounded memory, however many there are. Meanwhile the same transaction may write, but not in the
   * tables that are read.
   */
  each<T>(sql: string, ...values: readonly Value[]): AsyncIterable<T>;
  /**
   * Many rows in few round trips. `sql` ends with VALUES, `tail` follows the rows: `ON CONFLICT (store, id) DO
   * NOTHING`. Gives back how many rows were changed.
   */
  insertMany(sql: string, rows: readonly (readonly Value[])[], tail?: string): Promise<number>;
  /** The same with a tail that ends with RETURNING; gives back what that says, in no certain order. */
  insertReturning<T>(sql: string, rows: readonly (readonly Value[])[], tail: string): Promise<T[]>;
  /** A part of the transaction that is undone alone when `run` throws; the error goes on to the caller. */
  nested<T>(run: () => Promise<T>): Promise<T>;
}

export interface Database {
  readonly kind: 'sqlite' | 'postgres';
  /** A snapshot: sees everything committed before and nothing that comes meanwhile. Never waits for a writer. */
  read<T>(run: (sql: Sql) => Promise<T>): Promise<T>;
  /**
   * Durable when it resolves, undone when `run` throws. Writes about the same thing come one after another in the order
   * of the calls; `about` is a store's id, or a word for what belongs to no store. Without it the write is alone in the
   * whole database. SQLite writes one at a time anyway. No `read` or `write` within another: that is a bug and throws.
   * After a Refusal `database-away` a write may have happened all the same.
   */
  write<T>(run: (sql: Sql) => Promise<T>, about?: string): Promise<T>;
  /** Takes the steps that this database has not seen, in order, each in a transaction. To be called once, with all. */
  migrate(steps: readonly Migration[]): Promise<void>;
  /** Waits for what is under way and refuses what comes later. A second time it waits for the first. */
  close(): Promise<void>;
}

/** Its name is for ever. `sql` is statements parted by `;`, with no other semicolon in them. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}
