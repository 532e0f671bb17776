import { held, reissue, type Storage } from '../../sync/index.ts';
import type { Store } from '../store/store.ts';

/**
 * Watches over the numbers of the own rows. A disk that lies, or an old image of it that somebody has put back, takes
 * numbers back that siblings have seen; until one of them is heard, nobody knows.
 */
export interface OwnTail {
  /** At each start: remembers where the numbers stood, unless no sibling was heard since an earlier start. */
  begin(): void;
  /** Up to here a sibling may have the own rows. */
  since(): number;
  /** Inside a transaction: a sibling that has no own number which was not let out here was heard. */
  heard(): void;
  /**
   * The database goes on under the name `origin`, and takes with it what was numbered twice; everything else has to
   * be drawn from `sponsor`. Returns how many rows were renamed.
   */
  rename(origin: string, sponsor: string): number;
  /** The database goes on under the name `origin`, and what it has written so far stays under the old one. */
  goOn(origin: string): void;
}

export function createOwnTail(
  { db, transaction, afterCommit }: Pick<Store, 'db' | 'transaction' | 'afterCommit'>,
  storage: Storage,
): OwnTail {
  const read = db.prepare<[], number>('SELECT seq FROM unheard').pluck();
  const write = db.prepare<[number]>('INSERT OR IGNORE INTO unheard (one, seq) VALUES (1, ?)');
  const clear = db.prepare('DELETE FROM unheard');
  const last = () => held(storage.vector(), storage.origin());
  let open = false;

  return {
    begin() {
      open = true;
      write.run(last());
    },
    since: () => read.get() ?? last(),
    heard() {
      if (!open) return;
      clear.run();
      afterCommit(() => {
        open = false;
      });
    },
    rename(origin, sponsor) {
      return transaction(() => {
        const renamed = reissue(db, origin, this.since());
        storage.commit({ sponsor });
        clear.run();
        return renamed;
      });
    },
    goOn(origin) {
      transaction(() => {
        storage.commit({ origin });
        clear.run();
      });
    },
  };
}
