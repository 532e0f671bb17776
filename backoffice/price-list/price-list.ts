import type { World } from '../../world/index.ts';
import type { Database } from '../database/database.ts';
import type { ChangeLog, ChangesQuery, PriceListView, Spread } from '../http/contract/price-list.ts';
import type { Replicas } from '../replica/replica.ts';
import { type BulkEdits, createBulkEdits } from './bulk-edits.ts';
import { readChangeLog } from './change-log.ts';
import { createDesk, type Desk } from './desk.ts';
import { createFiles, type Files } from './files.ts';
import { createItemEdits, type ItemEdits } from './item-edits.ts';
import { createShopEdits, type ShopEdits } from './shop-edits.ts';
import { type ItemEffects, type SpeakingRegister, spreadOf, witnessesOf } from './spread.ts';

/**
 * The price list of each store: read from documents made of its cells, and written as the cells that a register would
 * write. Whatever is changed here goes to the registers, and what they change is here as soon as it has come.
 */
export interface PriceList extends ItemEdits, BulkEdits, ShopEdits {
  readonly files: Files;
  list(store: string, options: { readonly archived: boolean }): Promise<PriceListView>;
  changes(store: string, query: ChangesQuery): Promise<ChangeLog>;
  spread(store: string): Promise<Spread>;
  /** How records are read and written, for those who write others of them. */
  readonly desk: Desk;
}

export interface PriceListOptions {
  readonly database: Database;
  readonly replicas: Pick<Replicas, 'of'>;
  readonly registers: { list(store: string): Promise<readonly SpeakingRegister[]> };
  readonly world: Pick<World, 'wall_ms' | 'uuid'>;
  /** IANA name of the zone in which the stores' days begin. */
  readonly zone: string;
}

export function createPriceList(options: PriceListOptions): PriceList {
  const { database, replicas, registers, world, zone } = options;
  const clock = { wall_ms: () => world.wall_ms(), zone };
  const desk = createDesk({ database, replicas, registers, clock });
  return {
    desk,
    ...createItemEdits(desk),
    ...createBulkEdits(desk),
    ...createShopEdits(desk, world),
    files: createFiles(desk, world),
    list: (store, wanted) => desk.look(store, ({ views }) => views.list(wanted)),
    changes: (store, query) => readChangeLog(desk, store, query),
    async spread(store) {
      const replica = await replicas.of(store);
      const said = witnessesOf(await registers.list(store), replica.reports(), clock.wall_ms());
      return desk.look(store, async ({ sql, shop }) => {
        const effects = await sql.all<ItemEffects>(
          `SELECT id, origin, MAX(seq) AS seq FROM cell
           WHERE store = ? AND tbl = 'item' GROUP BY id, origin ORDER BY id`,
          store,
        );
        return spreadOf(shop, effects, said, zone);
      });
    },
  };
}
