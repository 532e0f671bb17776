import Database from 'better-sqlite3';
import { say } from './beside.ts';

/** Process: copies `source` into the new file `target`, checks the copy, and answers null or what went wrong. */
const [, , source = '', target = ''] = process.argv;

function copy(): null | { message: string; code: string } {
  try {
    const db = new Database(source, { readonly: true, timeout: 5000 });
    try {
      db.prepare('VACUUM INTO ?').run(target);
    } finally {
      db.close();
    }
    const made = new Database(target, { readonly: true });
    try {
      const verdict = made.pragma('quick_check(1)', { simple: true });
      return verdict === 'ok' ? null : { message: `the copy is bad: ${verdict}`, code: 'SQLITE_CORRUPT' };
    } finally {
      made.close();
    }
  } catch (error) {
    return { message: String(error), code: (error as { code?: string }).code ?? '' };
  }
}

say(copy());
