import type { TakeOverFact } from '../../../wire/index.ts';
import type { Sql } from '../../database/database.ts';

/** That `fact.registerId` sends what the register `of` has left unsent. The first time is told. */
export async function enterTakeOver(sql: Sql, store: string, of: string, fact: TakeOverFact): Promise<void> {
  await sql.run(
    `INSERT INTO eet_take_over (store, register_id, taken_by, at) VALUES (?, ?, ?, ?)
     ON CONFLICT (store, register_id, taken_by) DO UPDATE SET at = excluded.at
     WHERE excluded.at < eet_take_over.at`,
    store,
    of,
    fact.registerId,
    fact.at,
  );
}
