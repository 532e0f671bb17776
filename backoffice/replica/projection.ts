import type { Taken } from '../../sync/index.ts';
import type { Sql } from '../database/database.ts';

/** By whom rows came: by a register, or, null, they were written here. */
export interface From {
  readonly registerId: string | null;
}

/**
 * What a part of the backoffice makes of a store's rows, in tables of its own.
 *
 * It is given records and facts inside the transaction that takes them in, at most a thousand at once, and may be given
 * the facts of two databases in any order. When it throws over one, what it did for that one is undone, the row is put
 * aside (parked), and all others go on; so it checks what it reads and throws when it cannot read it.
 */
export interface Projection {
  /** For ever, as the key of what was put aside. */
  readonly name: string;
  /** A higher one than last time: `clear`, and then everything held is taken again. */
  readonly version: number;
  take(sql: Sql, store: string, taken: Taken, from: From): Promise<void>;
  /** Forgets all that it has of this store. */
  clear(sql: Sql, store: string): Promise<void>;
}
