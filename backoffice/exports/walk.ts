import type { Receipt } from '../../domain/index.ts';
import { addDays, type Period } from '../books/periods.ts';
import type { Sql } from '../database/database.ts';

/** Receipts of a period one by one, oldest first by the clock of the shop. */
export async function* receiptsIn(sql: Sql, store: string, { from, to }: Period): AsyncGenerator<Receipt> {
  const bodies = sql.each<{ body: string }>(
    `SELECT f.body FROM receipt r JOIN fact f ON f.store = r.store AND f.origin = r.origin AND f.seq = r.seq
     WHERE r.store = ? AND r.issued_at >= ? AND r.issued_at < ? ORDER BY r.issued_at, r.id`,
    store,
    from,
    addDays(to, 1),
  );
  for await (const { body } of bodies) yield JSON.parse(body) as Receipt;
}
