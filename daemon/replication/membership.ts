import { isRetired, MEMBER, membersOf, type Storage } from '../../sync/index.ts';
import type { Store } from '../store/store.ts';
import type { Taken } from './projection.ts';

/** The column of a member's record that says which register the database is on. */
const REGISTER = 'register';

/** Which databases belong to the shop, as its registers tell each other. */
export interface Membership {
  /**
   * Lets the database `origin` of a register in, in one step with putting out those that it had before. Inside or
   * outside a transaction; does nothing when all is so already. Throws a Refusal 409 while cells may not be changed.
   */
  admit(origin: string, registerId: string): void;
  retire(origin: string): void;
  isRetired(origin: string): boolean;
  retired(): readonly string[];
  /** Databases that were let in as the register's, retired ones as well. */
  databasesOf(registerId: string): readonly string[];
  /** Databases besides the own one. */
  others(): readonly string[];
  /** Inside a transaction in which records came from a sibling. */
  taken(taken: Pick<Taken, 'records'>): void;
  /** The tables were written by other ways, or a transaction was lost. */
  forget(): void;
}

export function createMembership(
  store: Pick<Store, 'journal' | 'transaction'>,
  storage: Storage,
): Membership {
  const { journal } = store;
  /**
   * Registers by their databases that were found to be in already: every message of a sibling asks for it. Forgotten
   * whenever a member's record is written.
   */
  const found = new Map<string, string>();
  const retired = (origin: string) => isRetired(storage, origin);

  function databasesOf(registerId: string): string[] {
    const mark = JSON.stringify(registerId);
    return storage
      .column(MEMBER.tbl, REGISTER)
      .filter(({ val }) => val === mark)
      .map(({ id }) => id);
  }

  const earlier = (origin: string, registerId: string): string[] =>
    databasesOf(registerId).filter((id) => id !== origin && !retired(id));

  function isIn(origin: string, registerId: string): boolean {
    const { register } = journal.record(MEMBER.tbl, origin);
    return storage.cell(MEMBER.tbl, origin, MEMBER.in) !== undefined && register?.value === registerId;
  }

  return {
    admit(origin, registerId) {
      if (found.get(origin) === registerId || retired(origin)) return;
      if (isIn(origin, registerId) && earlier(origin, registerId).length === 0) {
        found.set(origin, registerId);
        return;
      }
      found.clear();
      store.transaction(() => {
        if (!isIn(origin, registerId)) {
          journal.cells(MEMBER.tbl, origin, { [MEMBER.in]: true, [REGISTER]: registerId });
        }
        for (const old of earlier(origin, registerId)) journal.cells(MEMBER.tbl, old, { [MEMBER.out]: true });
      });
    },
    retire(origin) {
      if (retired(origin)) return;
      found.clear();
      store.transaction(() => journal.cells(MEMBER.tbl, origin, { [MEMBER.out]: true }));
    },
    isRetired: retired,
    retired: () => storage.column(MEMBER.tbl, MEMBER.out).map(({ id }) => id),
    databasesOf,
    taken({ records }) {
      if (records.some(({ tbl }) => tbl === MEMBER.tbl)) found.clear();
    },
    forget: () => found.clear(),
    others: () => membersOf(storage).filter((origin) => origin !== storage.origin()),
  };
}
