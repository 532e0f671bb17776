import { isDeepStrictEqual } from 'node:util';
import type { Entry } from '../../sync/index.ts';
import { type Column, columns } from '../../wire/index.ts';
import { type Author, signature } from './author.ts';
import type { Documents } from './reading.ts';
import type { Drawer, Shop } from './shop.ts';

export type Shelved = keyof typeof columns;

/**
 * The cells that a thing as it shall be becomes: those that differ, and who set them; the same as a register writes.
 * None when nothing differs.
 */
export function putCells<K extends Shelved>(
  shop: Shop,
  tbl: K,
  value: Documents[K],
  author: Author,
  archived = false,
): Entry[] {
  const before = (shop.drawers[tbl] as Drawer<Documents[K]>).all.get(value.id);
  const known: Readonly<Record<string, unknown>> | undefined = before && { ...before.value };
  const wanted: Readonly<Record<string, unknown>> = { ...value };
  const cells: Entry[] = [];
  const cell = (col: string, set: unknown) => cells.push({ is: 'cell', tbl, id: value.id, col, value: set });
  for (const col of Object.keys(columns[tbl] satisfies Readonly<Record<string, Column>>)) {
    if (wanted[col] === undefined || (known && isDeepStrictEqual(known[col], wanted[col]))) continue;
    cell(col, wanted[col]);
  }
  if (archived !== before?.archived) cell('archived', archived);
  if (cells.length > 0) cell('changedBy', signature(author));
  return cells;
}

/** What is no longer listed is archived; what stays as it was is not written. */
export function replaceAll<K extends Shelved>(
  shop: Shop,
  tbl: K,
  values: readonly Documents[K][],
  author: Author,
): Entry[] {
  const drawer = shop.drawers[tbl] as Drawer<Documents[K]>;
  const ids = new Set(values.map(({ id }) => id));
  const gone = [...drawer.values()].filter(({ id }) => !ids.has(id));
  return [
    ...values.flatMap((value) => putCells(shop, tbl, value, author)),
    ...gone.flatMap((value) => putCells(shop, tbl, value, author, true)),
  ];
}
