import type { CatalogueStore } from './shelf.ts';

export interface RecordRef {
  readonly tbl: string;
  readonly id: string;
}

/**
 * Records that siblings have changed and that this register does not show yet. In the database, so that they still
 * wait after a restart. Everything but `load` and `size` is called inside a transaction; memory follows its commit.
 */
export class Waiting {
  readonly #store: CatalogueStore;
  readonly #known = new Set<string>();

  constructor(store: CatalogueStore) {
    this.#store = store;
  }

  load(): void {
    this.#known.clear();
    for (const ref of this.all()) this.#known.add(keyOf(ref));
  }

  get size(): number {
    return this.#known.size;
  }

  has(ref: RecordRef): boolean {
    return this.#known.has(keyOf(ref));
  }

  all(): RecordRef[] {
    return this.#store.db
      .prepare<[], RecordRef>('SELECT tbl, id FROM catalogue_waiting ORDER BY tbl, id')
      .all();
  }

  /** Answers whether it is new here. */
  add(ref: RecordRef): boolean {
    const { changes } = this.#store.db
      .prepare('INSERT OR IGNORE INTO catalogue_waiting (tbl, id) VALUES (?, ?)')
      .run(ref.tbl, ref.id);
    if (changes > 0) this.#store.afterCommit(() => this.#known.add(keyOf(ref)));
    return changes > 0;
  }

  /** Answers whether it waited. */
  remove(ref: RecordRef): boolean {
    const { changes } = this.#store.db
      .prepare('DELETE FROM catalogue_waiting WHERE tbl = ? AND id = ?')
      .run(ref.tbl, ref.id);
    if (changes > 0) this.#store.afterCommit(() => this.#known.delete(keyOf(ref)));
    return changes > 0;
  }
}

const keyOf = ({ tbl, id }: RecordRef): string => `${tbl} ${id}`;
