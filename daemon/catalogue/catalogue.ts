import type { BaseLogger } from 'pino';
import type { ItemChange, ItemPlan } from '../../catalogue/index.ts';
import type { Category, Item, PaymentType, Table, VatRate } from '../../domain/index.ts';
import { type Recipe, Refusal } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { Events } from '../events.ts';
import type {
  CatalogueView,
  ItemDraft,
  ItemPatch,
  ItemView,
  ScheduledChangeDraft,
  ScheduledChangeView,
  Settings,
  SettingsPatch,
  VatRateView,
} from '../http/contract.ts';
import type { HealthSource } from '../http/health.ts';
import type { Projection } from '../replication/projection.ts';
import { categoryWrites } from './category-writes.ts';
import { itemWrites } from './item-writes.ts';
import { mendHealth } from './mend-health.ts';
import { CatalogueProjection } from './projection.ts';
import { scheduleWrites } from './schedule-writes.ts';
import type { CatalogueStore } from './shelf.ts';
import { shopWrites } from './shop-writes.ts';
import { CatalogueState } from './state.ts';
import { createViews } from './view.ts';

export type CategoryDraft = Omit<Category, 'id'>;
export type TableDraft = Omit<Table, 'id'>;

/** Who makes a change: kept beside what was changed. Every signed-in actor is one. */
export interface Author {
  readonly staffId: string;
}

export type { ItemChange, ItemPlan };

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
  /** As people call it: kept beside what is changed here. */
  readonly registerName: string;
  /** IANA name of the zone in which days begin. */
  readonly timezone: string;
  /** Whether an open bill stands on the table. */
  tableInUse(tableId: string): boolean;
  /** Undefined for ids of nobody here. */
  staffName?(staffId: string): string | undefined;
  readonly log?: Pick<BaseLogger, 'warn'>;
}

/**
 * The price list and the settings of the shop, the same on all its registers. Read from memory; each write is one
 * transaction (row and replication cells), then one `catalogue` event. Bills freeze what they sell, so no write here
 * touches one. Every write throws a Refusal when it cannot be: then nothing has changed.
 */
export interface Catalogue extends HealthSource {
  /** Reads the database; before it nothing else may be called. */
  start(): void;
  /** What siblings change becomes rows, memory and one event. */
  readonly projection: Projection;
  /** Lets in at once what siblings have changed and waits; answers how many records. */
  applyWaiting(): number;
  /** The register's open shift: at its opening waiting changes are let in, once for each shift. */
  shiftOpen(shiftId: string): void;
  /** Tells listeners when prices set ahead have begun or ended since it was last called. */
  lookAtClock(): void;
  /** Grows with every change, also over restarts. */
  version(): number;
  /** What can be sold, for what it is sold at this minute; archived items left out: by PLU, then by name. */
  items(): readonly Item[];
  /** As sold at this minute. Undefined when unknown or archived. */
  item(id: string): Item | undefined;
  /** Whether the item is kept in stock; also one that was taken off the list while it was on a bill. */
  isStocked(id: string): boolean;
  /** What one unit of the item is made of; also of one that was taken off the list while it was on a bill. */
  recipe(id: string): Recipe;
  /** As the price list says, happy hours aside: what is edited and exported. */
  regularItems(): readonly Item[];
  /** For the screen. Only of what is on the list. */
  itemView(id: string): ItemView;
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
  /** Everything the kiosk shows, made once while nothing changes. */
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
  /** Sets a change of an item or category ahead; each register finds by its own clock when it holds. */
  schedule(draft: ScheduledChangeDraft, author: Author): ScheduledChangeView;
  unschedule(id: string, author: Author): void;
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
  const state = new CatalogueState(store, world, events, options);
  const projection = new CatalogueProjection(state, options.log);
  const views = createViews(state);
  const { shelves } = state;
  let told = '';

  return {
    start() {
      state.load();
      told = state.moment().signature;
      projection.release();
    },
    projection,
    applyWaiting: () => projection.apply(),
    shiftOpen: (shiftId) => projection.shiftOpen(shiftId),
    lookAtClock() {
      const { signature } = state.moment();
      if (signature === told) return;
      try {
        store.transaction(() => state.changing(() => {}));
        told = signature;
      } catch (error) {
        // A full disk: the price holds by the clock, and the screens are told at the next look.
        if (!(error instanceof Refusal)) throw error;
        options.log?.warn({ code: error.code }, 'screens were not told that a price set ahead holds now');
      }
    },
    health: () => [mendHealth(views.mends().length)],
    version: () => state.version,
    items: () => state.sold(),
    item: (id) => state.moment().priced.get(id)?.now ?? shelves.items.get(id),
    isStocked: (id) => shelves.items.current(id)?.value.stocked ?? false,
    recipe: (id) => shelves.items.current(id)?.value.recipe ?? [],
    regularItems: () => state.regularItems(),
    itemView: (id) => views.item(id),
    categories: () => state.lists().categories,
    category: (id) => shelves.categories.get(id) ?? shelves.categories.getArchived(id),
    tables: () => state.lists().tables,
    table: (id) => shelves.tables.get(id),
    vatRates: () => state.lists().rates,
    paymentTypes: () => state.lists().payments,
    settings: () => state.settings,
    route: (item) => item.route ?? shelves.categories.get(item.categoryId)?.route ?? null,
    day: () => state.day(),
    view: (register) => views.catalogue(register),
    ...itemWrites(state),
    ...categoryWrites(state),
    ...scheduleWrites(state),
    ...shopWrites(state, () => projection.release()),
  };
}
