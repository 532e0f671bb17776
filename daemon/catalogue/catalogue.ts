import type { Category, Item, PaymentType, Table, VatRate } from '../../domain/index.ts';
import type {
  CatalogueView,
  ItemDraft,
  ItemPatch,
  Settings,
  SettingsPatch,
  VatRateView,
} from '../http/contract.ts';

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

export interface ChangeCounts {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
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
  /** What can be sold, archived items left out, in order of creation. */
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
  /** All of them or none. */
  putItems(changes: readonly ItemChange[], author: Author): ChangeCounts;
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
}
