import type { CellRow, FactRow, Row } from './rows.ts';
import type { Stamp } from './stamp.ts';
import type { Vector } from './vector.ts';

/**
 * Where a replica keeps its rows. `commit` is one transaction: after a power cut it is there whole or not at all,
 * and once it has returned it is there for ever. Everything else only reads, but for the stage.
 */
export interface Storage {
  origin(): string;
  /** What is held. The own origin is always named. */
  vector(): Vector;
  /** Up to which number rows of deleted records may have been thrown away here. */
  floor(): Vector;
  /** The last reading of the own hybrid clock. */
  clock(): Stamp | undefined;
  /** The register from which a new or restored replica must draw everything before it may change a cell. */
  sponsor(): string | undefined;
  cell(tbl: string, id: string, col: string): CellRow | undefined;
  record(tbl: string, id: string): readonly CellRow[];
  /** One field of every record of a table. */
  column(tbl: string, col: string): readonly CellRow[];
  /** The `_del` cells that say `true`. */
  deletions(): readonly CellRow[];
  /** The highest stamp among the facts of one thing. */
  latest(kind: string, id: string): Stamp | undefined;
  /**
   * Rows of one origin with a number above `seq`, in the order of their numbers: at most `limit`, and none after the
   * one with which their texts become longer than `chars`.
   */
  after(origin: string, seq: number, limit: number, chars?: number): readonly Row[];
  rows(): Iterable<Row>;
  commit(change: Change): void;
  /** Puts rows aside, seen by nobody, until a commit adopts them. They need not outlive the process. */
  stage(rows: readonly Row[]): void;
  unstage(): void;
}

/** In the place of a sponsor's origin: whichever sibling is linked first. Until it is named, nobody is listened to. */
export const ANY_SPONSOR = '*';

export interface Change {
  /**
   * Of two cells the one with the higher stamp stays. Rows that the vector covered before this commit are passed
   * over: they are held, or replaced, or thrown away since they were sent.
   */
  readonly rows?: readonly Row[];
  /** Takes covered rows in as well, to repair damage; facts that are there are still left alone. */
  readonly repair?: boolean;
  /** Merged into the vector. */
  readonly vector?: Vector;
  readonly floor?: Vector;
  readonly clock?: Stamp;
  /** A new name for this database, after it was restored from a copy. */
  readonly origin?: string;
  readonly sponsor?: string | null;
  /** Takes in the staged rows as `rows`, and empties the stage. */
  readonly adopt?: boolean;
  /** Throws away every cell that the given vector covers and neither the stage nor `rows` holds, but no lasting one. */
  readonly sweep?: Vector;
  /** Throws these records away whole. */
  readonly drop?: readonly { readonly tbl: string; readonly id: string }[];
}

/** What a commit has really changed. */
export interface Taken {
  /** Records of which at least one cell is new or gone, each once. */
  readonly records: readonly { readonly tbl: string; readonly id: string }[];
  /** Facts that were not there before. */
  readonly facts: readonly FactRow[];
}
