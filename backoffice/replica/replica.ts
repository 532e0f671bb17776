import type { AlarmKind, Entry, FactRow, Message, Row, Vector, WriteFault } from '../../sync/index.ts';
import type { Sql } from '../database/database.ts';
import type { From } from './projection.ts';

/** What a register is told in answer to one request. */
export interface Exchanged {
  /** At most a thousand rows in all. */
  readonly messages: readonly Message[];
  /** What is held now, durably. */
  readonly vv: Vector;
  /** Rows of this store that were put aside and have not been read since. */
  readonly parked: number;
}

export type Written =
  | { readonly ok: true; readonly rows: readonly Row[] }
  | { readonly ok: false; readonly fault: WriteFault };

/** A fact by its name. */
export type FactName = readonly [origin: string, seq: number];

/** The replica of one store. What is asked of it is done in the order of the calls. */
export interface StoreReplica {
  readonly store: string;
  /**
   * Names its database among the store's; another one after an older copy of the database was put back, and when the
   * shop comes back that had put it out.
   */
  readonly origin: string;
  /**
   * One request of a register: its messages in, ours for it out, in one transaction a message, all of them durable when
   * it resolves. `origin` is the register's database now. Throws a Refusal `message-malformed`, `too-many-rows`,
   * `other-origin`, `origin-retired`, `protocol`, or the database's.
   */
  exchange(registerId: string, origin: string, messages: readonly unknown[]): Promise<Exchanged>;
  /**
   * Writes cells and facts of our own. A function is called inside the transaction, may read and write beside them,
   * and is undone with them when they are refused: `deleted` when a record is gone for good.
   */
  write(entries: readonly Entry[] | ((sql: Sql) => Promise<readonly Entry[]>)): Promise<Written>;
  /**
   * Goes on under another origin when its own is among these, which the shop has put out for ever: nobody would listen
   * to it. What it holds stays, and is passed on under the new one.
   */
  renewIfRetired(retired: readonly string[]): Promise<void>;
  vector(): Vector;
  /** What each register's database last said to hold, since this process began; by origin. */
  reports(): Readonly<Record<string, Vector>>;
  /** Whether facts are there and the same; see `ShiftCheck` in wire/. */
  check(names: readonly FactName[], sum: string): Promise<{ whole: boolean; lacking: FactName[] }>;
  /** Takes in facts that are missing and never replaces one; see `ShiftRepair` in wire/. */
  repair(registerId: string, rows: readonly unknown[]): Promise<{ taken: number; differing: number }>;
  parked(): Promise<readonly Parked[]>;
}

/** A row that was put aside. */
export interface Parked {
  /**
   * `form` when it is no row at all, `characters` when no database takes its texts, `differs` when another fact is held
   * under its name, otherwise the projection that could not read it.
   */
  readonly what: string;
  readonly origin: string | null;
  readonly seq: number | null;
  /** Kind of a fact or table of a record. */
  readonly kind: string | null;
  readonly id: string | null;
  /** For a technician; what it says to people is in parked-words.ts. */
  readonly why: string;
  /** The row as it came, when it is not held. */
  readonly text: string | null;
  /** Which register brought it; null when it was read again later. */
  readonly registerId: string | null;
  readonly at: string;
}

/** After a commit. Of very many rows only the first ones are named. */
export interface News {
  readonly store: string;
  readonly from: From;
  readonly records: readonly { readonly tbl: string; readonly id: string }[];
  readonly facts: readonly FactRow[];
  /** There are more than are named. */
  readonly more: boolean;
}

export interface Alarm {
  readonly store: string;
  readonly kind: AlarmKind;
  /** The register's database. */
  readonly peer: string;
}

export interface Replicas {
  /** The replica of a store, made at the first call. Projections that have learnt more since are made anew before. */
  of(store: string): Promise<StoreReplica>;
  /** Returns what ends the listening. Not to throw; what takes longer is done beside. */
  onTaken(listener: (news: News) => void): () => void;
  onAlarm(listener: (alarm: Alarm) => void): () => void;
}
