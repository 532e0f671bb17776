import type { Statement } from 'better-sqlite3';
import { type Change, type Reading, readRecord } from '../../catalogue/index.ts';
import type { Column } from '../../wire/index.ts';
import type { Store } from '../store/store.ts';
import { type Columns, fromColumn, same, toColumn } from './column.ts';

/** What the catalogue needs of the store. */
export type CatalogueStore = Pick<Store, 'db' | 'transaction' | 'afterCommit'> & {
  readonly journal: Pick<Store['journal'], 'cells' | 'record' | 'ids'>;
};

/** The cells of one record, by column. */
export type Fields = ReturnType<Store['journal']['record']>;

interface Identified {
  readonly id: string;
}

/**
 * All things of one kind: in memory, and one row each. A write comes in two steps, so that memory never shows
 * what the disk has refused: `save` or `put` inside the transaction, `remember` after its commit.
 */
export class Shelf<T extends Identified> {
  readonly table: string;
  readonly #store: CatalogueStore;
  readonly #columns: readonly (readonly [string, Column])[];
  readonly #live = new Map<string, T>();
  readonly #archived = new Map<string, T>();
  #upsert: Statement | undefined;
  #delete: Statement | undefined;

  constructor(store: CatalogueStore, table: string, columns: Columns<T>) {
    this.#store = store;
    this.table = table;
    this.#columns = Object.entries<Column>(columns);
  }

  load(): void {
    this.#live.clear();
    this.#archived.clear();
    for (const row of this.#store.db.prepare(`SELECT * FROM ${this.table} ORDER BY id`).iterate()) {
      const stored = row as Record<string, unknown>;
      const value: Record<string, unknown> = { id: stored.id };
      for (const [name, { kind }] of this.#columns) {
        const read = fromColumn(kind, stored[name]);
        if (read !== undefined) value[name] = read;
      }
      (stored.archived === 1 ? this.#archived : this.#live).set(stored.id as string, value as unknown as T);
    }
  }

  /** Archived things count: whoever has archived everything has no untouched shop. */
  isEmpty(): boolean {
    return this.#live.size === 0 && this.#archived.size === 0;
  }

  get(id: string): T | undefined {
    return this.#live.get(id);
  }

  getArchived(id: string): T | undefined {
    return this.#archived.get(id);
  }

  current(id: string): Change<T> | undefined {
    const live = this.#live.get(id);
    if (live) return { value: live, archived: false };
    const archived = this.#archived.get(id);
    return archived && { value: archived, archived: true };
  }

  values(): IterableIterator<T> {
    return this.#live.values();
  }

  ids(): string[] {
    return [...this.#live.keys(), ...this.#archived.keys()];
  }

  /** What was written here: inside a transaction, the row and its cells. Only columns that differ become cells. */
  save(change: Change<T>, author: string): void {
    const { value, archived } = change;
    const before = this.current(value.id);
    const patch: Record<string, unknown> = {};
    for (const [name] of this.#columns) {
      const field = name as keyof T;
      if (value[field] === undefined || (before && same(before.value[field], value[field]))) continue;
      patch[name] = value[field];
    }
    if (archived !== before?.archived) patch.archived = archived;
    patch.changedBy = author;
    this.put(change, author);
    this.#store.journal.cells(this.table, value.id, patch);
  }

  /** Inside a transaction: the row alone, of what the cells say already. */
  put({ value, archived }: Change<T>, changedBy: string): void {
    const row: Record<string, unknown> = { id: value.id, archived: archived ? 1 : 0, changedBy };
    for (const [name, { kind }] of this.#columns) row[name] = toColumn(kind, value[name as keyof T]);
    this.#upsert ??= this.#prepareUpsert();
    this.#upsert.run(row);
  }

  /** Inside a transaction: the row of a record that is deleted for good. */
  drop(id: string): void {
    this.#delete ??= this.#store.db.prepare(`DELETE FROM ${this.table} WHERE id = ?`);
    this.#delete.run(id);
  }

  #prepareUpsert(): Statement {
    const names = ['id', ...this.#columns.map(([name]) => name), 'archived', 'changedBy'];
    return this.#store.db.prepare(
      `INSERT INTO ${this.table} (${names.join(', ')}) VALUES (${names.map((n) => `@${n}`).join(', ')})
       ON CONFLICT (id) DO UPDATE SET ${names.map((n) => `${n} = excluded.${n}`).join(', ')}`,
    );
  }

  remember({ value, archived }: Change<T>): void {
    (archived ? this.#live : this.#archived).delete(value.id);
    (archived ? this.#archived : this.#live).set(value.id, value);
  }

  forget(id: string): void {
    this.#live.delete(id);
    this.#archived.delete(id);
  }

  /** A record as its cells have it. Fields that this program does not know are passed over. */
  read(id: string, fields: Fields): Reading<T> {
    return readRecord(this.#columns, id, fields);
  }
}
