import Database from 'better-sqlite3';
import { say } from './beside.ts';

/** Process: answers whether quick_check finds the database `file` sound. */
const [, , file = ''] = process.argv;

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

say(isSound());
