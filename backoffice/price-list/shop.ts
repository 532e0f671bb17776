import {
  FIRST_SETTINGS,
  type JudgedList,
  type Kept,
  type Lists,
  type Moment,
  Prices,
  registerScope,
  SETTING,
  SHOP,
  sortedLists,
} from '../../catalogue/index.ts';
import type { KeptItem } from '../../wire/index.ts';
import { fits, localDay, Settings } from '../../wire/index.ts';
import type { Sql } from '../database/database.ts';
import { type Documents, type Listed, REGISTER, STAFF } from './reading.ts';

/** A document and what is known of its last change. */
export interface Filed<T> {
  readonly value: T;
  readonly archived: boolean;
  readonly hlc: string;
  readonly origin: string;
  readonly author: string | null;
}

/** All things of one kind. */
export class Drawer<T extends { readonly id: string }> implements Kept<T> {
  readonly all = new Map<string, Filed<T>>();
  readonly live = new Map<string, T>();

  put(record: Filed<T>): void {
    this.all.set(record.value.id, record);
    if (!record.archived) this.live.set(record.value.id, record.value);
  }
  get(id: string): T | undefined {
    return this.live.get(id);
  }
  values(): Iterable<T> {
    return this.live.values();
  }
  /** Archived things count. */
  isEmpty(): boolean {
    return this.all.size === 0;
  }
}

export interface Unreadable {
  readonly table: string;
  readonly id: string;
  /** What it was called when it could be read. */
  readonly name: string | null;
  readonly column: string;
}

type Drawers = { readonly [K in Listed]: Drawer<Documents[K]> };

/** The shop as its records say, at one version. Never changed. */
export class Shop {
  readonly version: number;
  readonly drawers: Drawers;
  readonly unreadable: readonly Unreadable[];
  readonly lists: Lists;
  readonly #prices: Prices;
  readonly #clock: Clock;

  constructor(version: number, drawers: Drawers, unreadable: readonly Unreadable[], clock: Clock) {
    this.version = version;
    this.drawers = drawers;
    this.unreadable = unreadable;
    this.#clock = clock;
    this.lists = sortedLists({
      items: drawers.item,
      categories: drawers.category,
      tables: drawers.dining_table,
      rates: drawers.vat_rate,
      payments: drawers.payment_type,
    });
    this.#prices = new Prices(drawers.item, drawers.scheduled_change, clock);
  }

  moment(): Moment {
    return this.#prices.now();
  }
  /** Today in the shop, YYYY-MM-DD. */
  day(): string {
    return localDay(this.#clock.wall_ms(), this.#clock.zone);
  }
  /** What the list says of an item, happy hours aside; undefined when it is not on it. */
  regular(id: string): KeptItem | undefined {
    return this.moment().priced.get(id)?.regular ?? this.drawers.item.get(id);
  }
  regularItems(): readonly KeptItem[] {
    const { priced } = this.moment();
    return this.lists.items.map((item) => priced.get(item.id)?.regular ?? item);
  }
  judged(): JudgedList {
    return {
      items: () => this.drawers.item.values(),
      get: (id) => this.drawers.item.get(id),
      regular: (id) => this.regular(id),
      hasCategory: (id) => this.drawers.category.get(id) !== undefined,
      rates: this.lists.rates,
      day: this.day(),
    };
  }
  /** A setting as a register goes by it. */
  setting<K extends keyof Settings>(key: K, registerId: string): Settings[K] {
    const said = [registerScope(registerId), SHOP].map((id) => this.drawers.setting.get(id)?.said[key]);
    const found = said.find((value) => value !== undefined && fits(Settings.properties[key], value));
    return found === undefined ? FIRST_SETTINGS[key] : (found as Settings[K]);
  }
}

export interface Clock {
  wall_ms(): number;
  /** IANA name of the zone of the shop's clocks. */
  readonly zone: string;
}

/** Reads the shop, from memory while nothing has changed. */
export interface Shops {
  read(sql: Sql, store: string): Promise<Shop>;
}

/** A big price list takes some ten megabytes; a backoffice of many stores has few that are looked at at once. */
const KEPT = 20;

export function createShops(clock: Clock): Shops {
  const kept = new Map<string, Shop>();
  return {
    async read(sql, store) {
      const row = await sql.get<{ version: number }>(
        'SELECT version FROM listed_version WHERE store = ?',
        store,
      );
      const version = row?.version ?? 0;
      const known = kept.get(store);
      // Within a transaction that is undone later the version is one that comes again with other records.
      if (known?.version === version) return known;
      const shop = await load(sql, store, version, clock);
      kept.delete(store);
      kept.set(store, shop);
      for (const oldest of kept.keys()) {
        if (kept.size <= KEPT) break;
        kept.delete(oldest);
      }
      return shop;
    },
  };
}

interface Row {
  readonly tbl: Listed;
  readonly id: string;
  readonly doc: string | null;
  readonly archived: number;
  readonly unreadable: string | null;
  readonly hlc: string;
  readonly origin: string;
  readonly author: string | null;
}

async function load(sql: Sql, store: string, version: number, clock: Clock): Promise<Shop> {
  const drawers: Drawers = {
    item: new Drawer(),
    category: new Drawer(),
    dining_table: new Drawer(),
    vat_rate: new Drawer(),
    payment_type: new Drawer(),
    scheduled_change: new Drawer(),
    [SETTING]: new Drawer(),
    [STAFF]: new Drawer(),
    [REGISTER]: new Drawer(),
  };
  const unreadable: Unreadable[] = [];
  const rows = await sql.all<Row>(
    'SELECT tbl, id, doc, archived, unreadable, hlc, origin, author FROM listed WHERE store = ?',
    store,
  );
  for (const { tbl, id, doc, archived, unreadable: column, hlc, origin, author } of rows) {
    const value = doc === null ? undefined : (JSON.parse(doc) as Documents[Listed]);
    if (value) {
      const drawer = drawers[tbl] as Drawer<Documents[Listed]>;
      drawer.put({ value, archived: archived === 1, hlc, origin, author });
    }
    if (column !== null) {
      const name = value && 'name' in value ? value.name : null;
      unreadable.push({ table: tbl, id, name, column });
    }
  }
  return new Shop(version, drawers, unreadable, clock);
}
