import type { FactRow } from '../../sync/index.ts';
import { EET_OUTCOME, EET_SALE, EET_TAKE_OVER } from '../../wire/index.ts';
import type { Projection } from '../replication/projection.ts';
import type { Store } from '../store/store.ts';
import type { ShopSales } from './shop-sales.ts';

/**
 * Other registers' sales and how they stand, as rows. In whatever order and however often the facts come, the same
 * rows come out.
 */
export function createProjection(parts: {
  readonly shop: Pick<ShopSales, 'fold' | 'clear'>;
  readonly store: Pick<Store, 'journal' | 'afterCommit'>;
  /** Inside the transaction: a receipt's facts have changed. */
  readonly onReceipt: (receiptId: string) => void;
  /** After the commit. */
  readonly onTakeOver: (fact: FactRow) => void;
  /** Inside a transaction: after its commit the screens learn of it. */
  readonly tell: () => void;
}): Projection {
  const { shop, store, onReceipt, onTakeOver, tell } = parts;
  return {
    take({ facts }) {
      const receipts = new Set<string>();
      const takeOvers: FactRow[] = [];
      for (const fact of facts) {
        if (fact.kind === EET_SALE || fact.kind === EET_OUTCOME) receipts.add(fact.id);
        else if (fact.kind === EET_TAKE_OVER) takeOvers.push(fact);
      }
      for (const id of receipts) {
        shop.fold(id);
        onReceipt(id);
      }
      if (takeOvers.length > 0) store.afterCommit(() => takeOvers.forEach(onTakeOver));
      if (receipts.size + takeOvers.length > 0) tell();
    },
    rebuild() {
      shop.clear();
      for (const id of store.journal.factIds(EET_SALE)) {
        shop.fold(id);
        onReceipt(id);
      }
      tell();
    },
  };
}
