import { isDeepStrictEqual } from 'node:util';
import type { BaseLogger } from 'pino';
import { type Change, type Reading, SETTING } from '../../catalogue/index.ts';
import { fits, Id } from '../../wire/index.ts';
import type { Projection, Taken } from '../replication/projection.ts';
import { readSettings, takeSettings } from './settings.ts';
import type { Shelf } from './shelf.ts';
import type { CatalogueState } from './state.ts';
import type { RecordRef } from './waiting.ts';

type AnyShelf = Shelf<{ readonly id: string }>;

/**
 * What keeps a guest safe, or a dish that is not there from being sold, waits for no shift; nor does whether it is
 * kept in stock and what it is made of, because a sale that is not counted makes the level wrong at every register.
 */
const AT_ONCE = ['soldOut', 'allergens', 'stocked', 'recipe'] as const;

/**
 * Records of siblings become rows and memory. A record is read anew from all its cells, so it does not matter in
 * which order or in how many parts they came. What clashes is let in all the same, see mends.ts.
 */
export class CatalogueProjection implements Projection {
  readonly #state: CatalogueState;
  readonly #log: Pick<BaseLogger, 'warn'> | undefined;
  readonly #shelves: ReadonlyMap<string, AnyShelf>;

  constructor(state: CatalogueState, log: Pick<BaseLogger, 'warn'> | undefined) {
    this.#state = state;
    this.#log = log;
    this.#shelves = new Map(
      Object.values(state.shelves).map((shelf) => [shelf.table, shelf as unknown as AnyShelf]),
    );
    state.onWrite = (records) => this.#settle(records);
  }

  take({ records }: Taken): void {
    const steps: (() => void)[] = [];
    let settings = false;
    for (const ref of records) {
      const shelf = this.#shelves.get(ref.tbl);
      if (shelf) this.#take(shelf, ref.id, this.#holds(shelf), steps);
      else if (ref.tbl === SETTING) settings = this.#takeSettings(ref.id) || settings;
    }
    if (settings) steps.push(() => this.#rereadSettings());
    if (steps.length === 0) return;
    this.#state.changing(() => {
      for (const follow of steps) follow();
    });
    // After memory has followed: the shop may just have been told to wait no longer.
    if (settings) this.#state.store.afterCommit(() => this.release());
  }

  rebuild(): void {
    this.#state.load();
    for (const shelf of this.#shelves.values()) {
      const ids = this.#state.store.journal.ids(shelf.table);
      const there = new Set(ids);
      for (const id of shelf.ids()) if (!there.has(id)) shelf.drop(id);
      for (const id of ids) this.#take(shelf, id, this.#holds(shelf), []);
    }
    for (const scope of this.#state.store.journal.ids(SETTING)) this.#takeSettings(scope);
    this.#state.changing(() => this.#state.load());
  }

  /** Whether changes of items and categories by siblings wait now. */
  waits(): boolean {
    const { itemSync, itemChanges } = this.#state.settings;
    return !itemSync || itemChanges === 'at-shift';
  }

  /** Lets in what waits; answers how many records did. */
  apply(): number {
    const { store, waiting } = this.#state;
    if (waiting.size === 0) return 0;
    return store.transaction(() => {
      const steps: (() => void)[] = [];
      const refs = waiting.all();
      for (const { tbl, id } of refs) {
        const shelf = this.#shelves.get(tbl);
        if (shelf) this.#take(shelf, id, false, steps);
        // One that cannot be read any more is none to wait for.
        waiting.remove({ tbl, id });
      }
      this.#state.changing(() => {
        for (const follow of steps) follow();
      });
      return refs.length;
    });
  }

  /** Lets in what waits when nothing has to wait any more. */
  release(): void {
    if (!this.waits()) this.apply();
  }

  /** A shift is open: its opening is the moment for which changes wait, once for each shift. */
  shiftOpen(shiftId: string): void {
    const { store, settings } = this.#state;
    if (this.#state.shift === shiftId) return;
    store.transaction(() => {
      store.db.prepare('UPDATE catalogue_version SET shift = ?').run(shiftId);
      store.afterCommit(() => {
        this.#state.shift = shiftId;
      });
      if (settings.itemSync) this.apply();
    });
  }

  #holds(shelf: AnyShelf): boolean {
    const { items, categories, scheduled } = this.#state.shelves;
    // A category waits with its items: it may be gone because they have moved.
    if (shelf === (items as unknown) || shelf === (categories as unknown)) return this.waits();
    // What is set ahead says itself when it begins; it is a change of items all the same.
    return shelf === (scheduled as unknown) && !this.#state.settings.itemSync;
  }

  #take(shelf: AnyShelf, id: string, hold: boolean, steps: (() => void)[]): void {
    const { waiting } = this.#state;
    const ref = { tbl: shelf.table, id };
    const read = this.#read(shelf, id);
    const current = shelf.current(id);
    if (read.is === 'deleted') {
      if (current) shelf.drop(id);
      if (waiting.remove(ref) || current) steps.push(() => shelf.forget(id));
      return;
    }
    if (read.is === 'partial') return;
    if (read.is === 'unreadable') {
      // Values stay out of the log: nobody knows what they are.
      this.#log?.warn(
        { table: shelf.table, id, column: read.column },
        'a record of a sibling cannot be read',
      );
      return;
    }
    const next = hold ? heldBack(read.change, current) : read.change;
    const news = isDeepStrictEqual(next, read.change) ? waiting.remove(ref) : waiting.add(ref);
    if (next && !isDeepStrictEqual(next, current)) {
      shelf.put(next, read.changedBy);
      steps.push(() => shelf.remember(next));
    } else if (news) steps.push(() => {});
  }

  #read(shelf: AnyShelf, id: string): Reading<{ readonly id: string }> {
    if (!fits(Id, id)) return { is: 'unreadable', column: 'id' };
    return shelf.read(id, this.#state.store.journal.record(shelf.table, id));
  }

  #takeSettings(scope: string): boolean {
    return takeSettings(this.#state, scope, this.#state.store.journal.record(SETTING, scope), (key) =>
      this.#log?.warn({ table: SETTING, id: scope, column: key }, 'a record of a sibling cannot be read'),
    );
  }

  #rereadSettings(): void {
    this.#state.settings = readSettings(this.#state.store.db, this.#state.options.registerId);
  }

  /** What was written here may be what a sibling had written before: then it waits no longer. */
  #settle(records: readonly RecordRef[]): void {
    const { store, waiting } = this.#state;
    const waited = waiting.size === 0 ? [] : records.filter((ref) => waiting.has(ref));
    if (waited.length > 0)
      store.afterCommit(() => store.transaction(() => this.take({ records: waited, facts: [] })));
  }
}

/** The part of a change that does not wait; undefined when all of it does. */
function heldBack<T extends { readonly id: string }>(
  change: Change<T>,
  current: Change<T> | undefined,
): Change<T> | undefined {
  // Taken off the list goes at once, put back on it waits.
  if (!current) return change.archived ? change : undefined;
  const value: Record<string, unknown> = { ...current.value };
  const from = change.value as Readonly<Record<string, unknown>>;
  for (const field of AT_ONCE) if (field in from) value[field] = from[field];
  return { value: value as unknown as T, archived: current.archived || change.archived };
}
