import { STOCK } from '../../wire/index.ts';
import type { Projection } from '../replication/projection.ts';
import type { Store } from '../store/store.ts';
import type { StockBook } from './stock-book.ts';

/** Movements of other registers as levels. In whatever order and however often they come, the same levels come out. */
export function createProjection(parts: {
  book: Pick<StockBook, 'takeIn' | 'clear'>;
  journal: Pick<Store['journal'], 'everyFact'>;
  /** Inside a transaction: after its commit the screens learn of it. */
  tell: () => void;
}): Projection {
  const { book, journal, tell } = parts;
  return {
    take({ facts }) {
      let news = false;
      for (const fact of facts) if (fact.kind === STOCK) news = book.takeIn(fact) || news;
      if (news) tell();
    },
    rebuild() {
      book.clear();
      for (const fact of journal.everyFact(STOCK)) book.takeIn(fact);
      tell();
    },
  };
}
