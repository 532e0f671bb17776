import Database from 'better-sqlite3';
import {
  createJournal,
  type MemoryStorage,
  replicaSchema,
  replicaStep,
  sqliteStorage,
} from '../../sync/index.ts';

/** A disk as the register has it, with SQLite, in memory. */
export function sqliteDisk(origin: string): MemoryStorage {
  const db = new Database(':memory:');
  db.exec(replicaSchema + replicaStep);
  createJournal(db, { wall_ms: () => 0, built_ms: 0, mintOrigin: () => origin });
  return over(db);
}

function over(db: Database.Database): MemoryStorage {
  return { ...sqliteStorage(db), copy: () => over(new Database(db.serialize())) };
}
