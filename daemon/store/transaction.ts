import type { Database } from 'better-sqlite3';
import { diskRefusal } from './disk-fault.ts';
import type { Store } from './store.ts';

export interface Transactions extends Pick<Store, 'transaction' | 'afterCommit' | 'onNews'> {
  /** Called inside a transaction: the journal got rows. */
  noteNews(): void;
}

/**
 * Transactions over the one connection. What follows a commit (events, caches, waking the queues) waits in line
 * until it is on the disk and is forgotten when it does not get there; news for the siblings comes last.
 */
export function createTransactions(db: Database, onFollowerError: (error: unknown) => void): Transactions {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  let running = false;
  let followers: (() => void)[] = [];
  let news = false;
  let listeners: readonly (() => void)[] = [];

  function outermost<T>(run: () => T): T {
    running = true;
    try {
      begin.run();
      const result = run();
      if (result instanceof Promise) throw new Error('a transaction does not wait');
      commit.run();
      return result;
    } catch (error) {
      followers = [];
      news = false;
      if (db.inTransaction) rollback.run();
      throw diskRefusal(error);
    } finally {
      running = false;
    }
  }

  return {
    transaction(run) {
      if (running) return run();
      const result = outermost(run);
      const due = news ? [...followers, ...listeners] : followers;
      followers = [];
      news = false;
      for (const follower of due) {
        // The change is on the disk: whatever fails now must not be told as if it were not.
        try {
          follower();
        } catch (error) {
          onFollowerError(error);
        }
      }
      return result;
    },
    afterCommit(run) {
      if (!running) throw new Error('afterCommit outside a transaction');
      followers.push(run);
    },
    onNews(run) {
      listeners = [...listeners, run];
      return () => {
        listeners = listeners.filter((other) => other !== run);
      };
    },
    noteNews() {
      news = true;
    },
  };
}
