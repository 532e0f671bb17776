import type { Statement } from 'better-sqlite3';
import { FIRST_SETTINGS, type Lists, type Moment, Prices, sortedLists } from '../../catalogue/index.ts';
import type { KeptItem } from '../../wire/index.ts';
import { localDay, localTime } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { Events } from '../events.ts';
import type { Settings } from '../http/contract.ts';
import type { Author, CatalogueOptions } from './catalogue.ts';
import { readSettings } from './settings.ts';
import type { CatalogueStore } from './shelf.ts';
import { createShelves, type Shelves } from './shelves.ts';
import type { Step } from './step.ts';
import { Waiting } from './waiting.ts';

/** What is in memory of the price list and the settings, and the one way in which it changes. */
export class CatalogueState {
  readonly store: CatalogueStore;
  readonly world: Pick<World, 'wall_ms' | 'uuid'>;
  readonly options: CatalogueOptions;
  readonly shelves: Shelves;
  readonly waiting: Waiting;
  settings: Settings = FIRST_SETTINGS;
  /** Grows with every change, also over restarts. */
  version = 0;
  /** The shift at whose opening waiting changes were last let in. */
  shift: string | null = null;
  /** Called inside the transaction of a write made here, with what it wrote. */
  onWrite: (records: Step['records']) => void = () => {};
  readonly #events: Pick<Events, 'emit'>;
  readonly #prices: Prices;
  /** Made when first asked for; a change throws it away. */
  #lists: Lists | undefined;
  #grow: Statement | undefined;
  #sold: { readonly moment: Moment; readonly items: readonly KeptItem[] } | undefined;

  constructor(
    store: CatalogueStore,
    world: Pick<World, 'wall_ms' | 'uuid'>,
    events: Pick<Events, 'emit'>,
    options: CatalogueOptions,
  ) {
    this.store = store;
    this.world = world;
    this.options = options;
    this.shelves = createShelves(store);
    this.waiting = new Waiting(store);
    this.#events = events;
    this.#prices = new Prices(this.shelves.items, this.shelves.scheduled, {
      wall_ms: () => world.wall_ms(),
      zone: options.timezone,
    });
  }

  load(): void {
    for (const shelf of Object.values(this.shelves)) shelf.load();
    this.waiting.load();
    this.settings = readSettings(this.store.db, this.options.registerId);
    const row = this.store.db.prepare('SELECT version, shift FROM catalogue_version').get() as {
      version: number;
      shift: string | null;
    };
    this.version = row.version;
    this.shift = row.shift;
    this.#forget();
  }

  lists(): Lists {
    this.#lists ??= sortedLists(this.shelves);
    return this.#lists;
  }

  moment(): Moment {
    return this.#prices.now();
  }

  /** As sold at this minute, in the order of the lists. */
  sold(): readonly KeptItem[] {
    const moment = this.moment();
    if (this.#sold?.moment !== moment) {
      const { items } = this.lists();
      const { priced } = moment;
      this.#sold = {
        moment,
        items: priced.size === 0 ? items : items.map((item) => priced.get(item.id)?.now ?? item),
      };
    }
    return this.#sold.items;
  }

  /** As the price list says, happy hours aside, in the order of the lists. */
  regularItems(): readonly KeptItem[] {
    const { priced } = this.moment();
    return this.lists().items.map((item) => priced.get(item.id)?.regular ?? item);
  }

  /** What the price list says of an item, happy hours aside; undefined when unknown or archived. */
  regular(id: string): KeptItem | undefined {
    return this.moment().priced.get(id)?.regular ?? this.shelves.items.get(id);
  }

  day(): string {
    return localDay(this.world.wall_ms(), this.options.timezone);
  }

  /** Local time with offset, of now or of `notBefore_ms` when the clock stands before it. */
  at(notBefore_ms = 0): string {
    return localTime(Math.max(this.world.wall_ms(), notBefore_ms), this.options.timezone);
  }

  /** One transaction; memory and listeners learn of it once it is on the disk. */
  write(author: Author, ...steps: readonly Step[]): void {
    this.store.transaction(() => {
      for (const { save } of steps) save(author.staffId);
      this.changing(() => {
        for (const { remember } of steps) remember();
      });
      this.onWrite(steps.flatMap(({ records }) => records));
    });
  }

  /** Inside a transaction that changes rows: the version grows, and after the commit memory and screens follow. */
  changing(remember: () => void): void {
    this.#grow ??= this.store.db.prepare(
      'UPDATE catalogue_version SET version = version + 1 RETURNING version',
    );
    const row = this.#grow.get() as { version: number };
    this.store.afterCommit(() => {
      remember();
      this.version = row.version;
      this.#forget();
      this.#events.emit({ kind: 'catalogue', version: row.version });
    });
  }

  #forget(): void {
    this.#lists = undefined;
    this.#sold = undefined;
    this.#prices.changed();
  }
}
