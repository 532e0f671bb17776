import type { Database } from 'better-sqlite3';
import { diskRefusal } from './disk-fault.ts';
import type { Store } from './store.ts';

/**
 * Transactions over the one connection. What follows a commit (events, caches, waking the queues) waits in line
 * until it is on the disk and is forgotten when it does not get there.
 */
export function createTransactions(
  db: Database,
  onFollowerError: (error: unknown) => void,
): Pick<Store, 'transaction' | 'afterCommit'> {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  let running = false;
  let followers: (() => void)[] = [];

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
      const due = followers;
      followers = [];
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
  };
}
