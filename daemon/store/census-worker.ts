import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { type Census, sqliteStorage, takeCensus } from '../../sync/index.ts';

/** Thread: answers the census of the database `file`, all of it as it stood at one moment, or null. */
const { file } = workerData as { file: string };

function census(): Census | null {
  try {
    const db = new Database(file, { readonly: true, timeout: 5000 });
    try {
      return db.transaction(() => takeCensus(sqliteStorage(db)))();
    } finally {
      db.close();
    }
  } catch {
    return null;
  }
}

parentPort?.postMessage(census());
