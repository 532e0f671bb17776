import type { Projection } from '../replica/projection.ts';
import { findClashes, findDoublePayments, findSameReports, settleClash } from './clashes.ts';
import { foldSales } from './eet/folding.ts';
import { enterTakeOver } from './eet/take-overs.ts';
import { createReading } from './reading.ts';
import { enterReceipts } from './receipts/entering.ts';
import { foldShifts } from './shifts/folding.ts';
import { enterMovement } from './shifts/movements.ts';

/** All that is made of facts. */
const TABLES = [
  'receipt',
  'taking',
  'receipt_name',
  'shift',
  'cash_movement',
  'eet_sale',
  'eet_take_over',
  'clash',
] as const;

/**
 * Receipts, takings, shifts, cash and registration, as rows that pages are drawn from. In whatever order and slices the
 * facts come, the same rows come out.
 */
export function createBooks(): Projection {
  const reading = createReading();
  return {
    name: 'books',
    version: 2,
    async take(sql, store, { facts }) {
      const { receipts, movements, takeOvers, settled, shifts, sales } = reading.sort(facts);
      const touched = await enterReceipts(sql, store, receipts);
      await findClashes(sql, store, touched);
      await findDoublePayments(sql, store, touched);
      for (const { movement, hlc } of movements) await enterMovement(sql, store, movement, hlc);
      for (const { of, fact } of takeOvers) await enterTakeOver(sql, store, of, fact);
      for (const clash of settled) await settleClash(sql, store, clash);
      const folded = await foldShifts(
        sql,
        store,
        new Set([
          ...shifts,
          ...touched.map(({ shiftId }) => shiftId),
          // One that was known may have been put back after its fact was lost, and a shift been reckoned without it.
          ...receipts.map(({ receipt }) => receipt.shiftId),
          ...movements.map(({ movement }) => movement.shiftId),
        ]),
        reading.book,
      );
      await findSameReports(sql, store, folded);
      await foldSales(sql, store, sales, reading.eet);
    },
    async clear(sql, store) {
      for (const table of TABLES) await sql.run(`DELETE FROM ${table} WHERE store = ?`, store);
    },
  };
}
