import Database from 'better-sqlite3';
import { createJournal, replicaSchema, replicaStep, sqliteStorage } from '../index.ts';
import { storageContract } from '../storage.contract.ts';

function fresh(): Database.Database {
  const db = new Database(':memory:');
  db.exec(replicaSchema + replicaStep);
  createJournal(db, { wall_ms: () => 0, built_ms: 0, mintOrigin: () => 'me' });
  return db;
}

storageContract('SQLite', () => sqliteStorage(fresh()));
