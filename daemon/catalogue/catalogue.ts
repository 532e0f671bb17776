import { isDeepStrictEqual } from 'node:util';
import {
  type Category,
  type Item,
  type PaymentType,
  type Table,
  type VatRate,
  vatRateOn,
} from '../../domain/index.ts';
import type { Events } from '../events.ts';
import type {
  CatalogueView,
  ItemDraft,
  ItemPatch,
  Settings,
  SettingsPatch,
  VatRateView,
} from '../http/contract.ts';
import { localDay } from '../local-time.ts';
import { Refusal } from '../refusal.ts';
import type { World } from '../world.ts';
import {
  type ItemFault,
  itemDraft,
  itemFaults,
  itemUnknown,
  itemView,
  refuseItem,
  tidyItem,
} from './items.ts';
import { checkPaymentTypes, keptPaymentType } from './payment-types.ts';
import { checkSettings, FIRST_SETTINGS, readSettings, writeSettings } from './settings.ts';
import type { CatalogueStore } from './shelf.ts';
import { createShelves, type Lists, type Shelves, sortedLists } from './shelves.ts';
import { replacement, type Step, step } from './step.ts';
import { checkRates, keptRate } from './vat-rates.ts';

export type CategoryDraft = Omit<Category, 'id'>;
export type TableDraft = Omit<Table, 'id'>;

/** Who makes a change: kept beside what was changed. Every signed-in actor is one. */
export interface Author {
  readonly staffId: string;
}

/** One item of a bulk change: an existing one gets the whole draft, a null id makes a new one. */
export interface ItemChange {
  readonly id: string | null;
  readonly draft: ItemDraft;
}

/** What a bulk change comes to; nothing of it can be done while there are faults. */
export interface ItemPlan {
  /** `index` into the changes asked for. */
  readonly faults: readonly ItemFault[];
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

/** A whole shop at once, ids included. */
export interface CatalogueContent {
  readonly items: readonly Item[];
  readonly categories: readonly Category[];
  readonly tables: readonly Table[];
  readonly vatRates: readonly VatRate[];
  readonly paymentTypes: readonly PaymentType[];
  readonly settings: Settings;
}

export interface CatalogueOptions {
  readonly registerId: string;
  /** IANA name of the zone in which days begin. */
  readonly timezone: string;
  /** Whether an open bill stands on the table. */
  tableInUse(tableId: string): boolean;
}

/**
 * The price list and the settings of the shop. Read from memory; each write is one transaction (row and
 * replication cells), then one `catalogue` event. Bills freeze what they sell, so no write here touches one.
 * Every write throws a Refusal when it cannot be: then nothing has changed.
 */
export interface Catalogue {
  /** Reads the database; before it nothing else may be called. */
  start(): void;
  /** Grows with every change, also over restarts. */
  version(): number;
  /** What can be sold, archived items left out: by PLU, then those without one by name. */
  items(): readonly Item[];
  /** Undefined when unknown or archived. */
  item(id: string): Item | undefined;
  /** By position. */
  categories(): readonly Category[];
  /** Also one no longer on offer, because reports of the past still name it. */
  category(id: string): Category | undefined;
  /** By position. */
  tables(): readonly Table[];
  /** Undefined when unknown or removed. */
  table(id: string): Table | undefined;
  vatRates(): readonly VatRate[];
  paymentTypes(): readonly PaymentType[];
  settings(): Settings;
  /** Where orders of this item are printed: its own route, else its category's; null is nowhere. */
  route(item: Item): string | null;
  /** Today in the register's time zone, YYYY-MM-DD. */
  day(): string;
  /** Everything the kiosk shows, made once per version and day. */
  view(register: Omit<CatalogueView['register'], 'day'>): CatalogueView;

  createItem(draft: ItemDraft, author: Author): Item;
  patchItem(id: string, patch: ItemPatch, author: Author): Item;
  /** No longer offered; receipts and reports of the past keep it. */
  archiveItem(id: string, author: Author): void;
  /**
   * What `putItems` would do, or why it cannot. Items with ids in `unread` are to change as well, nobody knows how:
   * nothing is said to clash with them as they are now.
   */
  planItems(changes: readonly ItemChange[], unread?: ReadonlySet<string>): ItemPlan;
  /** All of them in one transaction, or none when there are faults. */
  putItems(changes: readonly ItemChange[], author: Author): ItemPlan;
  createCategory(draft: CategoryDraft, author: Author): Category;
  patchCategory(id: string, patch: Partial<CategoryDraft>, author: Author): Category;
  archiveCategory(id: string, author: Author): void;
  createTable(draft: TableDraft, author: Author): Table;
  patchTable(id: string, patch: Partial<TableDraft>, author: Author): Table;
  archiveTable(id: string, author: Author): void;
  /** The whole table of rates; rows of the future take effect at midnight of their day by themselves. */
  setVatRates(rates: readonly VatRateView[], author: Author): readonly VatRate[];
  setPaymentTypes(types: readonly PaymentType[], author: Author): readonly PaymentType[];
  patchSettings(patch: SettingsPatch, author: Author): Settings;
  /** Whether nobody has ever put an item, a category or a table on it. */
  isEmpty(): boolean;
  /** Only when it is empty. */
  fill(content: CatalogueContent, author: Author): void;
}

export function createCatalogue(
  store: CatalogueStore,
  world: Pick<World, 'wall_ms' | 'uuid'>,
  events: Pick<Events, 'emit'>,
  options: CatalogueOptions,
): Catalogue {
  return new StoredCatalogue(store, world, events, options);
}

class StoredCatalogue implements Catalogue {
  readonly #store: CatalogueStore;
  readonly #world: Pick<World, 'wall_ms' | 'uuid'>;
  readonly #events: Pick<Events, 'emit'>;
  readonly #options: CatalogueOptions;
  readonly #shelves: Shelves;
  #settings: Settings = FIRST_SETTINGS;
  #version = 0;
  /** Made when first asked for; a change throws it away. */
  #lists: Lists | undefined;
  #view: CatalogueView | undefined;

  constructor(
    store: CatalogueStore,
    world: Pick<World, 'wall_ms' | 'uuid'>,
    events: Pick<Events, 'emit'>,
    options: CatalogueOptions,
  ) {
    this.#store = store;
    this.#world = world;
    this.#events = events;
    this.#options = options;
    this.#shelves = createShelves(store);
  }

  start(): void {
    for (const shelf of Object.values(this.#shelves)) shelf.load();
    this.#settings = readSettings(this.#store.db, this.#options.registerId);
    const row = this.#store.db.prepare('SELECT version FROM catalogue_version').get() as { version: number };
    this.#version = row.version;
    this.#lists = undefined;
    this.#view = undefined;
  }

  version(): number {
    return this.#version;
  }

  items(): readonly Item[] {
    return this.#sorted().items;
  }

  item(id: string): Item | undefined {
    return this.#shelves.items.get(id);
  }

  categories(): readonly Category[] {
    return this.#sorted().categories;
  }

  category(id: string): Category | undefined {
    return this.#shelves.categories.get(id) ?? this.#shelves.categories.getArchived(id);
  }

  tables(): readonly Table[] {
    return this.#sorted().tables;
  }

  table(id: string): Table | undefined {
    return this.#shelves.tables.get(id);
  }

  vatRates(): readonly VatRate[] {
    return this.#sorted().rates;
  }

  paymentTypes(): readonly PaymentType[] {
    return this.#sorted().payments;
  }

  settings(): Settings {
    return this.#settings;
  }

  route(item: Item): string | null {
    return item.route ?? this.#shelves.categories.get(item.categoryId)?.route ?? null;
  }

  day(): string {
    return localDay(this.#world.wall_ms(), this.#options.timezone);
  }

  view(register: Omit<CatalogueView['register'], 'day'>): CatalogueView {
    const day = this.day();
    if (this.#view?.version !== this.#version || this.#view.register.day !== day) {
      const labels = new Set(this.items().flatMap((item) => item.labels));
      this.#view = {
        version: this.#version,
        items: this.items().map(itemView),
        categories: [...this.categories()],
        tables: [...this.tables()],
        vatRates: [...this.vatRates()],
        paymentTypes: [...this.paymentTypes()],
        labels: [...labels].sort(new Intl.Collator('cs').compare),
        settings: this.#settings,
        register: { ...register, day },
      };
    }
    return this.#view;
  }

  createItem(draft: ItemDraft, author: Author): Item {
    const label = this.#settings.shownLabel;
    // Without the register's own label the new item would vanish from the very screen it was made on.
    const labels = label === null || draft.labels.includes(label) ? draft.labels : [...draft.labels, label];
    return this.#putItem({ id: this.#world.uuid(), ...tidyItem({ ...draft, labels }) }, author);
  }

  patchItem(id: string, patch: ItemPatch, author: Author): Item {
    const item = this.#shelves.items.get(id);
    if (!item) throw itemUnknown(id);
    return this.#putItem({ id, ...tidyItem({ ...itemDraft(item), ...patch }) }, author);
  }

  #putItem(item: Item, author: Author): Item {
    const fault = this.#faults([item])[0];
    if (fault) throw refuseItem(fault);
    this.#write(author, step(this.#shelves.items, [item]));
    return item;
  }

  archiveItem(id: string, author: Author): void {
    const item = this.#shelves.items.get(id);
    if (!item) throw itemUnknown(id);
    this.#write(author, step(this.#shelves.items, [], [item]));
  }

  planItems(changes: readonly ItemChange[], unread?: ReadonlySet<string>): ItemPlan {
    return this.#plan(changes, unread).plan;
  }

  putItems(changes: readonly ItemChange[], author: Author): ItemPlan {
    const { plan, different } = this.#plan(changes);
    if (plan.faults.length === 0 && different.length > 0)
      this.#write(author, step(this.#shelves.items, different));
    return plan;
  }

  #plan(changes: readonly ItemChange[], unread?: ReadonlySet<string>): { plan: ItemPlan; different: Item[] } {
    const items = changes.map(({ id, draft }) => ({ id: id ?? this.#world.uuid(), ...tidyItem(draft) }));
    const different = items.filter((item) => !isDeepStrictEqual(item, this.#shelves.items.get(item.id)));
    const added = changes.filter(({ id }) => id === null || !this.#shelves.items.get(id)).length;
    const plan = {
      faults: this.#faults(items, unread),
      added,
      changed: different.length - added,
      unchanged: items.length - different.length,
    };
    return { plan, different };
  }

  #faults(changed: readonly Item[], unread: Iterable<string> = []): ItemFault[] {
    const ids = new Set([...changed.map((item) => item.id), ...unread]);
    const others = [...this.#shelves.items.values()].filter((item) => !ids.has(item.id));
    const day = this.day();
    return itemFaults(changed, others, {
      hasCategory: (id) => this.#shelves.categories.get(id) !== undefined,
      hasRate: (vatClass) => vatRateOn(this.vatRates(), vatClass, day) !== undefined,
    });
  }

  createCategory(draft: CategoryDraft, author: Author): Category {
    const { name, hue, position, route } = draft;
    const category = { id: this.#world.uuid(), name, hue, position, route };
    this.#write(author, step(this.#shelves.categories, [category]));
    return category;
  }

  patchCategory(id: string, patch: Partial<CategoryDraft>, author: Author): Category {
    const category = { ...this.#liveCategory(id), ...patch };
    this.#write(author, step(this.#shelves.categories, [category]));
    return category;
  }

  archiveCategory(id: string, author: Author): void {
    const category = this.#liveCategory(id);
    const items = this.items().filter((item) => item.categoryId === id);
    if (items[0]) {
      const message = `V kategorii „${category.name}“ jsou ještě položky (${items.length}), první je „${items[0].name}“. Kategorie zůstala.`;
      throw new Refusal(
        409,
        'category-not-empty',
        message,
        'Položky nejdřív přesuňte jinam nebo je vyřaďte.',
      );
    }
    this.#write(author, step(this.#shelves.categories, [], [category]));
  }

  #liveCategory(id: string): Category {
    const category = this.#shelves.categories.get(id);
    if (category) return category;
    const message = 'Tato kategorie v ceníku není, nejspíš ji mezitím někdo vyřadil. Nic se nezměnilo.';
    throw new Refusal(404, 'category-unknown', message, 'Obnovte ceník a vyberte kategorii znovu.');
  }

  createTable(draft: TableDraft, author: Author): Table {
    const { name, area, position } = draft;
    return this.#putTable({ id: this.#world.uuid(), name, area, position }, author);
  }

  patchTable(id: string, patch: Partial<TableDraft>, author: Author): Table {
    return this.#putTable({ ...this.#liveTable(id), ...patch }, author);
  }

  #putTable(table: Table, author: Author): Table {
    // Guests' orders are called by it: two tables of one name would get each other's food.
    const twin = this.tables().find((t) => t.name === table.name && t.id !== table.id);
    if (twin) {
      const message = `Stůl „${table.name}“ už je v oblasti „${twin.area}“. Nic se nezměnilo.`;
      throw new Refusal(422, 'table-name-taken', message, 'Dejte stolu jiné jméno nebo číslo.');
    }
    this.#write(author, step(this.#shelves.tables, [table]));
    return table;
  }

  archiveTable(id: string, author: Author): void {
    const table = this.#liveTable(id);
    if (this.#options.tableInUse(id)) {
      const message = `Na stole „${table.name}“ je otevřený účet. Stůl zůstal.`;
      throw new Refusal(
        409,
        'table-in-use',
        message,
        'Účet nejdřív zaplaťte, nebo ho přesuňte na jiný stůl.',
      );
    }
    this.#write(author, step(this.#shelves.tables, [], [table]));
  }

  #liveTable(id: string): Table {
    const table = this.#shelves.tables.get(id);
    if (table) return table;
    const message = 'Tento stůl v seznamu není, nejspíš ho mezitím někdo odebral. Nic se nezměnilo.';
    throw new Refusal(404, 'table-unknown', message, 'Obnovte seznam stolů a vyberte znovu.');
  }

  setVatRates(rates: readonly VatRateView[], author: Author): readonly VatRate[] {
    checkRates(rates, this.items(), this.day());
    this.#write(author, replacement(this.#shelves.rates, rates.map(keptRate)));
    return this.vatRates();
  }

  setPaymentTypes(types: readonly PaymentType[], author: Author): readonly PaymentType[] {
    checkPaymentTypes(types);
    this.#write(author, replacement(this.#shelves.payments, types.map(keptPaymentType)));
    return this.paymentTypes();
  }

  patchSettings(patch: SettingsPatch, author: Author): Settings {
    checkSettings(patch, (id) => this.#shelves.items.get(id) !== undefined);
    this.#write(author, this.#settingsStep(patch));
    return this.#settings;
  }

  #settingsStep(patch: SettingsPatch): Step {
    const next: Settings = { ...this.#settings, ...patch };
    return {
      save: (author) => writeSettings(this.#store, this.#options.registerId, patch, author),
      remember: () => {
        this.#settings = next;
      },
    };
  }

  isEmpty(): boolean {
    return [this.#shelves.items, this.#shelves.categories, this.#shelves.tables].every((shelf) =>
      shelf.isEmpty(),
    );
  }

  fill(content: CatalogueContent, author: Author): void {
    if (!this.isEmpty()) {
      const message = 'V databázi už ceník je. Nic se nezměnilo.';
      throw new Refusal(409, 'catalogue-not-empty', message, 'Naplnit jde jen prázdnou pokladnu.');
    }
    this.#write(
      author,
      step(this.#shelves.categories, content.categories),
      step(this.#shelves.items, content.items),
      step(this.#shelves.tables, content.tables),
      replacement(this.#shelves.rates, content.vatRates.map(keptRate)),
      replacement(this.#shelves.payments, content.paymentTypes.map(keptPaymentType)),
      this.#settingsStep(content.settings),
    );
  }

  /** One transaction; memory and listeners learn of it once it is on the disk. */
  #write(author: Author, ...steps: readonly Step[]): void {
    this.#store.transaction(() => {
      for (const { save } of steps) save(author.staffId);
      const row = this.#store.db
        .prepare('UPDATE catalogue_version SET version = version + 1 RETURNING version')
        .get() as { version: number };
      this.#store.afterCommit(() => {
        for (const { remember } of steps) remember();
        this.#version = row.version;
        this.#lists = undefined;
        this.#events.emit({ kind: 'catalogue', version: row.version });
      });
    });
  }

  #sorted(): Lists {
    this.#lists ??= sortedLists(this.#shelves);
    return this.#lists;
  }
}
