import type { Database } from 'better-sqlite3';
import { formatStamp } from '../stamp.ts';

/**
 * Before a database that was alone so far joins others: its cells are given the lowest stamp there is, so that each
 * gives way to whatever the others have set, and stays where they have set nothing. A box that somebody set up
 * yesterday would otherwise bring its yesterday's settings into a shop that has had its own for years. Nobody has seen
 * these rows yet, so they may be stamped anew; when somebody may have, nothing is done. Inside a transaction. Returns
 * how many cells give way.
 */
export function yieldCells(db: Database): number {
  if (!db.inTransaction) throw new Error('cells are stamped anew only inside a transaction');
  const origin = db.prepare<[], string>('SELECT origin FROM replica').pluck().get() as string;
  const met = db.prepare<[string], number>('SELECT EXISTS (SELECT 1 FROM vv WHERE origin <> ? AND seq > 0)');
  if (met.pluck().get(origin) === 1) return 0;
  const lowest = formatStamp({ ms: 0, ctr: 0 }, origin);
  return db.prepare<[string, string]>('UPDATE cell SET hlc = ? WHERE origin = ?').run(lowest, origin).changes;
}
