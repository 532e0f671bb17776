import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

/** Thread: answers whether quick_check finds the database `file` sound. */
const { file } = workerData as { file: string };

function isSound(): boolean {
  try {
    const db = new Database(file, { readonly: true, timeout: 5000 });
    try {
      return db.pragma('quick_check(1)', { simple: true }) === 'ok';
    } finally {
      db.close();
    }
  } catch {
    return false;
  }
}

parentPort?.postMessage(isSound());
