import { type Bill, type BillEvent, type BillLine, type Unit, unordered } from '../../domain/index.ts';
import type { World } from '../../world/index.ts';
import type { Store } from '../store/store.ts';
import type { BillBook } from './bill-book.ts';
import type { BookClock } from './book-clock.ts';
import type { CatalogueForSale, Printing } from './ledger.ts';
import type { Numbers } from './numbers.ts';

/** Telling kitchen and bar what they have not heard of. */
export interface Kitchen {
  /**
   * Inside the caller's transaction: one order for each route that has news, all under one number. Lines without
   * a route are made by whoever sells them and are told to nobody.
   */
  tell(bill: Bill, by: { staffId: string; name: string }, lineIds?: ReadonlySet<string>): Bill;
}

const isCounted = (unit: Unit): boolean => unit === 'ks' || unit === 'porce';

export function createKitchen(parts: {
  store: Store;
  book: BillBook;
  clock: BookClock;
  numbers: Numbers;
  printing: Printing;
  catalogue: CatalogueForSale;
  world: World;
  /** What tells this register's orders from those of its siblings; null when it has none. */
  mark: () => string | null;
}): Kitchen {
  const { store, book, clock, numbers, printing, catalogue, world, mark } = parts;
  return {
    tell(bill, by, lineIds) {
      const routes = new Map<string, BillLine[]>();
      for (const line of bill.lines) {
        const { route } = line.item;
        if (route === null || unordered(line) === 0 || (lineIds && !lineIds.has(line.id))) continue;
        routes.set(route, [...(routes.get(route) ?? []), line]);
      }
      if (routes.size === 0) return bill;

      const at = clock.at();
      const number = numbers.order(at.slice(0, 10));
      const register = mark();
      const table = bill.tableId === null ? null : (catalogue.table(bill.tableId)?.name ?? null);
      const events: BillEvent[] = [];
      for (const [route, lines] of routes) {
        const id = world.uuid();
        printing.order({
          id,
          number,
          ...(register === null ? {} : { register }),
          billId: bill.id,
          table,
          staffName: by.name,
          at,
          route,
          lines: lines.map((l) => ({
            quantity: unordered(l),
            ...(isCounted(l.item.unit) ? {} : { unit: l.item.unit }),
            name: l.item.name,
            note: l.note,
          })),
        });
        events.push({
          kind: 'ordered',
          at,
          staffId: by.staffId,
          orderId: id,
          lines: lines.map((l) => ({ lineId: l.id, quantity: unordered(l) })),
        });
      }
      store.afterCommit(() => printing.wake());
      return book.append(bill.id, bill, events);
    },
  };
}
