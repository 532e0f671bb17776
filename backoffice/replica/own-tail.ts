import { held, type StoredRow, toRow, type Vector } from '../../sync/index.ts';
import type { Sql } from '../database/database.ts';
import { raise } from './taking.ts';

/**
 * An older copy of the database was put back, and a register holds own numbers that were given out after that copy was
 * made. Under the old name they would be given to other rows, which registers would pass over for ever: the store's
 * database goes on under the name `origin`, and takes with it what was numbered since it began again, above `above`.
 * What was lost comes back from the registers under the old name. As sync/sqlite/reissue.ts does it. Inside a
 * transaction. In the same way a name is left that the shop has put out.
 */
export async function reissue(
  sql: Sql,
  store: string,
  was: string,
  origin: string,
  above: number,
  vv: Vector,
): Promise<void> {
  const rows = (
    await sql.all<StoredRow>(
      `SELECT origin, seq, hlc, tbl AS name, id, col, val AS text FROM cell
       WHERE store = ? AND origin = ? AND seq > ?
       UNION ALL
       SELECT origin, seq, hlc, kind, id, CAST(NULL AS TEXT), body FROM fact WHERE store = ? AND origin = ? AND seq > ?
       ORDER BY seq`,
      ...[store, was, above, store, was, above],
    )
  ).map(toRow);
  for (const [i, row] of rows.entries()) {
    const table = row.is === 'cell' ? 'cell' : 'fact';
    const hlc = `${row.hlc.slice(0, 18)}.${origin}`;
    await sql.run(
      `UPDATE ${table} SET origin = ?, seq = ?, hlc = ? WHERE store = ? AND origin = ? AND seq = ?`,
      ...[origin, i + 1, hlc, store, was, row.seq],
    );
  }
  if (held(vv, was) > above)
    await sql.run('UPDATE vv SET seq = ? WHERE store = ? AND origin = ?', above, store, was);
  await raise(sql, store, 'vv', { [origin]: rows.length });
  await sql.run('UPDATE replica SET origin = ?, unheard = NULL WHERE store = ?', origin, store);
}
