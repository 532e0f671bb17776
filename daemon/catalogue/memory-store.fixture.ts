import Database from 'better-sqlite3';
import { createJournal } from '../../sync/index.ts';
import { MIGRATIONS, migrate } from '../store/migrations.ts';
import type { CatalogueStore } from './shelf.ts';

/** The store's contract on a database in memory, for tests of what stands on it. `origin` names a new database. */
export function memoryStore(
  db: Database.Database = emptyDatabase(),
  { origin = 'test', wall_ms = () => 1_790_000_000_000 }: { origin?: string; wall_ms?: () => number } = {},
): CatalogueStore {
  const journal = createJournal(db, {
    wall_ms,
    built_ms: 0,
    mintOrigin: () => origin,
  });
  let after: (() => void)[] = [];
  return {
    db,
    journal,
    transaction(run) {
      if (db.inTransaction) return run();
      after = [];
      const result = db.transaction(run).immediate();
      for (const follow of after) follow();
      return result;
    },
    afterCommit(run) {
      after.push(run);
    },
  };
}

let empty: Buffer | undefined;

/** In memory, at the last step. Laws want hundreds of them, so it is made once and copied. */
export function emptyDatabase(): Database.Database {
  if (!empty) {
    const first = new Database(':memory:');
    migrate(first, MIGRATIONS);
    empty = first.serialize();
  }
  return new Database(empty);
}
