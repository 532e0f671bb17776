import type { AttemptDraft, AttemptEnd, AttemptRow, SaleRow, SaleState, SaleStatus } from './row.ts';

export interface Counts {
  readonly waiting: number;
  readonly blocked: number;
  readonly rejected: number;
  readonly unverified: number;
  /** Confirmed since the time asked for. */
  readonly confirmed: number;
}

/** Where the queue keeps sales and attempts. Everything that writes is called inside `transaction`. */
export interface EetStorage {
  /** All of `run` or nothing of it; on the disk when it returns. Joins the caller's when there is one. */
  transaction<T>(run: () => T): T;
  /** Called inside a transaction: `run` follows once it is on the disk, and never when it is not. */
  afterCommit(run: () => void): void;
  /** False, and nothing is changed, when the receipt is there already. */
  add(row: SaleRow): boolean;
  get(receiptId: string): SaleRow | undefined;
  /** Throws for one that is confirmed, or not there: a bug of the caller. */
  put(receiptId: string, status: SaleStatus): void;
  /** All that are not confirmed, in no special order. */
  open(): SaleRow[];
  /** Oldest sale first, at most `limit`. */
  list(state: ListedState, limit: number): SaleRow[];
  counts(confirmedSince_ms: number): Counts;
  /** Throws when the uuid was used before. */
  begin(attempt: AttemptDraft): void;
  /** Throws when it has ended before, or was never begun. */
  end(uuid: string, end: AttemptEnd): void;
  /** Begun and not ended. */
  underWay(): AttemptRow[];
  /** Of one sale, oldest first; the newest two hundred of them. */
  attempts(receiptId: string): AttemptRow[];
  /** The last one begun of those that have ended with an answer or without. */
  last(): AttemptRow | undefined;
  clock(): RunningClockRow;
  noteClock(clock: RunningClockRow): void;
}

/** The states in which somebody may have to look at a sale. */
export type ListedState = Exclude<SaleState, 'confirmed'>;

export interface RunningClockRow {
  /** How long the register has run in its life, milliseconds. */
  readonly running_ms: number;
  /** The version of the program that ran last. */
  readonly program: string;
}

export const ATTEMPTS_SHOWN = 200;
/** Of an answer, characters. */
export const ANSWER_MAX = 65_536;
