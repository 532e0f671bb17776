import type { Receipt } from '../../../domain/index.ts';
import type { FactRow } from '../../../sync/index.ts';
import type { Sql } from '../../database/database.ts';
import { bodyOf, inSlices, marks } from '../facts.ts';
import { createNameHeap, writeNames } from '../names.ts';
import { addToCube } from '../takings/cube.ts';
import { createHeap } from '../takings/heap.ts';
import { RECEIPT_COLUMNS, receiptRow } from './row.ts';

/** A receipt and the fact that brought it. */
export interface Come {
  readonly receipt: Receipt;
  readonly fact: FactRow;
}

/**
 * Enters receipts and what they brought. Each is counted once, in whatever order and however often it comes: a database
 * that goes on under a new name may have left one with siblings under both, and then the fact with the lower stamp is
 * the receipt. Gives back those that are new and those that no longer stand.
 */
export async function enterReceipts(sql: Sql, store: string, come: readonly Come[]): Promise<Receipt[]> {
  const names = createNameHeap();
  const oldest = new Map<string, Come>();
  for (const one of come) {
    names.add(one.receipt, one.fact.hlc);
    const other = oldest.get(one.receipt.id);
    if (!other || one.fact.hlc < other.fact.hlc) oldest.set(one.receipt.id, one);
  }
  const known = new Map((await knownOf(sql, store, oldest.keys())).map((row) => [row.id, row]));
  const heap = createHeap();
  const entered: Come[] = [];
  const gone: Receipt[] = [];
  for (const one of oldest.values()) {
    const there = known.get(one.receipt.id);
    if (there && there.hlc <= one.fact.hlc) continue;
    if (there) {
      const other = JSON.parse(await bodyOf(sql, store, there)) as Receipt;
      heap.add(other, -1);
      gone.push(other);
      await sql.run('DELETE FROM receipt WHERE store = ? AND id = ?', store, there.id);
    }
    heap.add(one.receipt, 1);
    entered.push(one);
  }
  await sql.insertMany(
    `INSERT INTO receipt (store, ${RECEIPT_COLUMNS.join(', ')}) VALUES`,
    entered.map(({ receipt, fact }) => {
      const row = receiptRow(receipt, fact);
      return [store, ...RECEIPT_COLUMNS.map((column) => row[column])];
    }),
  );
  await addToCube(sql, store, heap.cells());
  await writeNames(sql, store, names.rows());
  return [...entered.map(({ receipt }) => receipt), ...gone];
}

const knownOf = (sql: Sql, store: string, ids: Iterable<string>) =>
  inSlices(ids, (slice) =>
    sql.all<{ id: string; origin: string; seq: number; hlc: string }>(
      `SELECT id, origin, seq, hlc FROM receipt WHERE store = ? AND id IN (${marks(slice.length)})`,
      store,
      ...slice,
    ),
  );
