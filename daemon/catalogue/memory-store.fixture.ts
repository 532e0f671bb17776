import Database from 'better-sqlite3';
import { createJournal, replicaSchema } from '../../sync/index.ts';
import { schema } from './schema.ts';
import type { CatalogueStore } from './shelf.ts';

/** The store's contract on a database in memory, for tests of what stands on it. */
export function memoryStore(db: Database.Database = new Database(':memory:')): CatalogueStore {
  db.exec(replicaSchema);
  db.exec(schema);
  const journal = createJournal(db, {
    wall_ms: () => 1_790_000_000_000,
    built_ms: 0,
    mintOrigin: () => 'test',
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
