import type { Sql } from '../../database/database.ts';
import type { Cell } from './heap.ts';

/** Adds to what is there; each cell once, so that one statement writes many. */
export async function addToCube(sql: Sql, store: string, cells: readonly Cell[]): Promise<void> {
  await sql.insertMany(
    `INSERT INTO taking
     (store, day, dimension, key, count, amount_haler, quantity_thousandths, base_haler, vat_haler) VALUES`,
    cells.map(({ day, dimension, key, ...sums }) => [
      store,
      day,
      dimension,
      key,
      sums.count,
      sums.amount_haler,
      sums.quantity_thousandths,
      sums.base_haler,
      sums.vat_haler,
    ]),
    `ON CONFLICT (store, day, dimension, key) DO UPDATE SET
       count = taking.count + excluded.count,
       amount_haler = taking.amount_haler + excluded.amount_haler,
       quantity_thousandths = taking.quantity_thousandths + excluded.quantity_thousandths,
       base_haler = taking.base_haler + excluded.base_haler,
       vat_haler = taking.vat_haler + excluded.vat_haler`,
  );
}
