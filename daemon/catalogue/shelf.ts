import { isDeepStrictEqual } from 'node:util';
import type { Statement } from 'better-sqlite3';
import type { Store } from '../store/store.ts';

/** What the catalogue needs of the store. */
export type CatalogueStore = Pick<Store, 'db' | 'transaction' | 'afterCommit'> & {
  readonly journal: Pick<Store['journal'], 'cells'>;
};

/** How a field is stored: as it is, as 0 or 1, or as JSON. */
export type Columns<T> = { readonly [K in Exclude<keyof T, 'id'>]: 'plain' | 'flag' | 'json' };

/** One thing as it shall be from now on. Archived things stay in the database and in the journal. */
export interface Change<T> {
  readonly value: T;
  readonly archived: boolean;
}

interface Identified {
  readonly id: string;
}

/**
 * All things of one kind: in memory, and one row each. A write comes in two steps, so that memory never shows
 * what the disk has refused: `save` inside the transaction, `remember` after its commit.
 */
export class Shelf<T extends Identified> {
  readonly #store: CatalogueStore;
  readonly #table: string;
  readonly #columns: readonly (readonly [keyof T & string, 'plain' | 'flag' | 'json'])[];
  readonly #live = new Map<string, T>();
  readonly #archived = new Map<string, T>();
  #upsert: Statement | undefined;

  constructor(store: CatalogueStore, table: string, columns: Columns<T>) {
    this.#store = store;
    this.#table = table;
    this.#columns = Object.entries(columns) as [keyof T & string, 'plain' | 'flag' | 'json'][];
  }

  load(): void {
    this.#live.clear();
    this.#archived.clear();
    for (const row of this.#store.db.prepare(`SELECT * FROM ${this.#table} ORDER BY id`).iterate()) {
      const stored = row as Record<string, unknown>;
      const value: Record<string, unknown> = { id: stored.id };
      for (const [name, kind] of this.#columns) value[name] = fromColumn(kind, stored[name]);
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

  values(): IterableIterator<T> {
    return this.#live.values();
  }

  /** Inside a transaction. Only columns that differ become cells. */
  save({ value, archived }: Change<T>, author: string): void {
    const before = this.#live.get(value.id) ?? this.#archived.get(value.id);
    const patch: Record<string, unknown> = {};
    for (const [name] of this.#columns) {
      if (!before || !same(before[name], value[name])) patch[name] = value[name];
    }
    if (!before || archived !== this.#archived.has(value.id)) patch.archived = archived;
    patch.changedBy = author;

    const row: Record<string, unknown> = { id: value.id, archived: archived ? 1 : 0, changedBy: author };
    for (const [name, kind] of this.#columns) row[name] = toColumn(kind, value[name]);
    this.#upsert ??= this.#prepareUpsert();
    this.#upsert.run(row);
    this.#store.journal.cells(this.#table, value.id, patch);
  }

  #prepareUpsert(): Statement {
    const names = ['id', ...this.#columns.map(([name]) => name), 'archived', 'changedBy'];
    return this.#store.db.prepare(
      `INSERT INTO ${this.#table} (${names.join(', ')}) VALUES (${names.map((n) => `@${n}`).join(', ')})
       ON CONFLICT (id) DO UPDATE SET ${names.map((n) => `${n} = excluded.${n}`).join(', ')}`,
    );
  }

  remember({ value, archived }: Change<T>): void {
    (archived ? this.#live : this.#archived).delete(value.id);
    (archived ? this.#archived : this.#live).set(value.id, value);
  }
}

/** Most fields are plain, and are compared by the thousand. */
function same(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && isDeepStrictEqual(a, b));
}

function toColumn(kind: 'plain' | 'flag' | 'json', value: unknown): unknown {
  if (kind === 'json') return JSON.stringify(value);
  return kind === 'flag' ? (value ? 1 : 0) : value;
}

/** Most lists are empty, and one will do for all of them. */
const NONE: readonly never[] = Object.freeze([]);

function fromColumn(kind: 'plain' | 'flag' | 'json', value: unknown): unknown {
  if (kind === 'json') return value === '[]' ? NONE : JSON.parse(value as string);
  return kind === 'flag' ? value === 1 : value;
}
