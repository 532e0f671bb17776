import { type Receipt, usedBy } from '../../domain/index.ts';
import type { World } from '../../world/index.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Events } from '../events.ts';
import type { StockDeed, StockDetail, StockView } from '../http/contract.ts';
import { createDeeds } from '../ledger/deeds.ts';
import type { Log } from '../log.ts';
import type { Projection } from '../replication/projection.ts';
import type { Actor } from '../staff/actor.ts';
import type { Store } from '../store/store.ts';
import { createProjection } from './projection.ts';
import { createStockBook } from './stock-book.ts';
import { createStockDeeds } from './stock-deeds.ts';
import { createStockViews } from './stock-views.ts';

/**
 * How much is there of what the shop keeps in stock, the same at all its registers: every movement is a fact, and the
 * level is the last stock-take with all that has moved since. It is told and never asked: no sale is refused because
 * of it, and it may go below zero.
 */
export interface Stock {
  /** What is kept in stock, in the order of the price list. */
  list(): StockView[];
  /** With its last movements, newest first. Throws a Refusal 404 `not-stocked`. */
  get(itemId: string): StockDetail;
  /**
   * A delivery, a write-off or a stock-take of one item or many, in one transaction. `key`: a UUID made by the caller;
   * the same key again moves nothing. Answers the items as they are now.
   */
  move(deed: StockDeed, key: string, actor: Actor): StockView[];
  /** Inside the transaction of a new receipt; a reversal brings back what it takes back. */
  sold(receipt: Receipt): void;
  /** Other registers' movements, for replication. */
  readonly projection: Projection;
}

export interface StockOptions {
  readonly store: Store;
  readonly catalogue: Pick<Catalogue, 'items' | 'item' | 'isStocked' | 'recipe'>;
  readonly world: Pick<World, 'wall_ms'>;
  readonly events: Pick<Events, 'emit'>;
  readonly log: Pick<Log, 'warn'>;
  readonly register: { readonly id: string; readonly timezone: string };
  /** An unknown id is its own name. */
  readonly staffName: (staffId: string) => string;
  readonly registerName: (registerId: string) => string;
  /** Undefined while the receipt has not come here. */
  readonly receiptNumber: (receiptId: string) => string | undefined;
}

export function createStock(options: StockOptions): Stock {
  const { store, catalogue, events, register } = options;
  const book = createStockBook(store, options.log);
  const views = createStockViews({ ...options, book });
  const deeds = createStockDeeds({ ...options, book, deeds: createDeeds(store.db) });
  const tell = () => store.afterCommit(() => events.emit({ kind: 'stock' }));

  return {
    list: () => views.list(),
    get: (itemId) => views.get(itemId),
    move(deed, key, actor) {
      store.transaction(() => {
        if (deeds.move(deed, key, actor)) tell();
      });
      return views.list(new Set(deed.items.map(({ itemId }) => itemId)));
    },
    sold(receipt) {
      const used = usedBy(receipt.lines, catalogue);
      if (used.size === 0) return;
      book.addSale(receipt, used, register.id);
      tell();
    },
    projection: createProjection({ book, journal: store.journal, tell }),
  };
}
