import type { Receipt } from '../../domain/index.ts';
import type { Sql } from '../database/database.ts';
import { inSlices, marks } from './facts.ts';

/** What receipts themselves call things by. */
export type NamedOnReceipts = 'item' | 'payment' | 'staff' | 'table';
/** What stands in records of the replica. */
export type NamedInRecords = 'register' | 'staff' | 'category';

export interface NameRow {
  readonly dimension: NamedOnReceipts;
  readonly key: string;
  readonly name: string;
  /** An item's unit, a payment's kind; otherwise nothing. */
  readonly detail: string;
  readonly hlc: string;
}

/** The newest names of many receipts, each once. */
export function createNameHeap(): { add(receipt: Receipt, hlc: string): void; rows(): NameRow[] } {
  const names = new Map<string, NameRow>();
  const put = (row: NameRow) => {
    const place = `${row.dimension} ${row.key}`;
    const known = names.get(place);
    if (!known || known.hlc < row.hlc) names.set(place, row);
  };
  return {
    add({ lines, payments, staff, table }, hlc) {
      for (const { itemId: key, name, unit } of lines)
        put({ dimension: 'item', key, name, detail: unit, hlc });
      for (const { typeId: key, name, kind } of payments)
        put({ dimension: 'payment', key, name, detail: kind, hlc });
      put({ dimension: 'staff', key: staff.id, name: staff.name, detail: '', hlc });
      if (table !== null) put({ dimension: 'table', key: table, name: table, detail: '', hlc });
    },
    rows: () => [...names].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row),
  };
}

export async function writeNames(sql: Sql, store: string, rows: readonly NameRow[]): Promise<void> {
  await sql.insertMany(
    'INSERT INTO receipt_name (store, dimension, key, name, detail, hlc) VALUES',
    rows.map(({ dimension, key, name, detail, hlc }) => [store, dimension, key, name, detail, hlc]),
    `ON CONFLICT (store, dimension, key) DO UPDATE SET
       name = excluded.name, detail = excluded.detail, hlc = excluded.hlc
     WHERE excluded.hlc > receipt_name.hlc`,
  );
}

/** By id, of those that are known; of the others the id is all there is. */
export interface Names {
  /** Undefined when nobody has named it. */
  find(id: string): string | undefined;
  of(id: string): string;
}

export function namesFrom(rows: Iterable<readonly [string, string]>): Names {
  const names = new Map(rows);
  return { find: (id) => names.get(id), of: (id) => names.get(id) ?? id };
}

/** Also of what was deleted, as long as its name is known. Without `ids`, of all. */
export async function recordNames(
  sql: Sql,
  store: string,
  table: NamedInRecords,
  ids?: Iterable<string>,
): Promise<Names> {
  const ask = (condition: string, ...values: string[]) =>
    sql.all<{ id: string; val: string }>(
      `SELECT id, val FROM cell WHERE store = ? AND tbl = ? AND col = 'name' ${condition}`,
      store,
      table,
      ...values,
    );
  const rows = ids
    ? await inSlices(ids, (slice) => ask(`AND id IN (${marks(slice.length)})`, ...slice))
    : await ask('');
  return namesFrom(rows.flatMap(({ id, val }) => named(id, val)));
}

/** A cell of any register: what is no name names nothing. */
function named(id: string, val: string): [string, string][] {
  const name: unknown = JSON.parse(val);
  return typeof name === 'string' && name !== '' ? [[id, name.slice(0, 120)]] : [];
}

export interface ReceiptNames extends Names {
  detail(id: string): string;
}

/** What receipts call things of one kind. Without `keys`, all of them. */
export async function receiptNames(
  sql: Sql,
  store: string,
  dimension: NamedOnReceipts,
  keys?: Iterable<string>,
): Promise<ReceiptNames & { readonly all: readonly NameRow[] }> {
  const ask = (condition: string, ...values: string[]) =>
    sql.all<NameRow>(
      `SELECT dimension, key, name, detail, hlc FROM receipt_name
       WHERE store = ? AND dimension = ? ${condition}`,
      store,
      dimension,
      ...values,
    );
  const all = keys
    ? await inSlices(keys, (slice) => ask(`AND key IN (${marks(slice.length)})`, ...slice))
    : await ask('');
  const names = namesFrom(all.map(({ key, name }) => [key, name]));
  const details = new Map(all.map(({ key, detail }) => [key, detail]));
  return { ...names, all, detail: (id) => details.get(id) ?? '' };
}
