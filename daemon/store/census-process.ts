import Database from 'better-sqlite3';
import { type Census, sqliteStorage, takeCensus } from '../../sync/index.ts';
import { say } from './beside.ts';

/** Process: answers the census of the database `file`, all of it as it stood at one moment, or null. */
const [, , file = ''] = process.argv;

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

say(census());
