import type { Database } from 'better-sqlite3';
import { FACT_STAYS } from './schema.ts';
import { sqliteStorage } from './storage.ts';
import { type StoredRow, toRow } from './stored.ts';

/**
 * Gives the database a new name, and its own rows above the number `above` with it: they were numbered anew after
 * the disk had lost others under the same numbers, and siblings that hold those would pass over these for ever. The
 * lost ones come back from the siblings by the vector, which stands at `above` again. Inside a transaction. Returns
 * how many rows were renamed.
 */
export function reissue(db: Database, origin: string, above: number): number {
  if (!db.inTransaction) throw new Error('rows are renamed only inside a transaction');
  const storage = sqliteStorage(db);
  const was = storage.origin();
  const read = db.prepare<[string, number, string, number], StoredRow>(
    `SELECT origin, seq, hlc, tbl AS name, id, col, val AS text FROM cell WHERE origin = ? AND seq > ?
     UNION ALL
     SELECT origin, seq, hlc, kind, id, NULL, body FROM fact WHERE origin = ? AND seq > ?
     ORDER BY seq`,
  );
  const rows = read.all(was, above, was, above).map(toRow);
  const moveCell = db.prepare(
    'UPDATE cell SET origin = ?, seq = ?, hlc = ? WHERE tbl = ? AND id = ? AND col = ?',
  );
  const moveFact = db.prepare('UPDATE fact SET origin = ?, seq = ?, hlc = ? WHERE origin = ? AND seq = ?');
  const setSeq = db.prepare('UPDATE vv SET seq = ? WHERE origin = ?');
  storage.commit({ origin });
  // A fact is never changed, but for the name under which the others have not seen it yet.
  db.exec('DROP TRIGGER fact_stays');
  for (const [i, row] of rows.entries()) {
    const hlc = `${row.hlc.slice(0, 18)}.${origin}`;
    if (row.is === 'cell') moveCell.run(origin, i + 1, hlc, row.tbl, row.id, row.col);
    else moveFact.run(origin, i + 1, hlc, was, row.seq);
  }
  db.exec(FACT_STAYS);
  setSeq.run(above, was);
  setSeq.run(rows.length, origin);
  return rows.length;
}
