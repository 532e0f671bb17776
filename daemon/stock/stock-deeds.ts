import { checkStockDeed } from '../../catalogue/index.ts';
import { localTime } from '../../wire/index.ts';
import type { StockDeed } from '../http/contract.ts';
import { type Deeds, hashOf } from '../ledger/deeds.ts';
import type { Actor } from '../staff/actor.ts';
import type { StockOptions } from './stock.ts';
import type { StockBook } from './stock-book.ts';

/** What people do to the stock: deliveries, write-offs and stock-takes. */
export function createStockDeeds(
  parts: Pick<StockOptions, 'catalogue' | 'world' | 'register'> & { book: StockBook; deeds: Deeds },
): {
  /** Inside a transaction. False when it is done under this key already. */
  move(deed: StockDeed, key: string, actor: Actor): boolean;
} {
  const { catalogue, world, register, book, deeds } = parts;

  return {
    move(deed, key, actor) {
      const hash = hashOf(deed);
      if (deeds.find(key, 'stock', hash) !== undefined) return false;
      checkStockDeed(deed, (id) => catalogue.item(id));
      const at = localTime(world.wall_ms(), register.timezone);
      for (const { itemId, quantity_thousandths } of deed.items) {
        book.add({
          itemId,
          kind: deed.kind,
          quantity_thousandths: deed.kind === 'write-off' ? -quantity_thousandths : quantity_thousandths,
          at,
          staffId: actor.staffId,
          ...(actor.allowedBy === actor.staffId ? {} : { allowedBy: actor.allowedBy }),
          reason: deed.reason.trim().toWellFormed(),
          registerId: register.id,
        });
      }
      deeds.add(key, 'stock', hash, deed.kind);
      return true;
    },
  };
}
