import type { Recipe } from '../../wire/index.ts';
import { createEvents } from '../events.ts';
import type { Event } from '../http/contract.ts';
import {
  ITEMS,
  newKey,
  silent,
  type TestShop,
  testCatalogue,
  testShop,
  waiter,
  ZONE,
} from '../ledger/shop.fixture.ts';
import type { Projection } from '../replication/projection.ts';
import { type Box, createShop, type Shop } from '../replication/shop.fixture.ts';
import { testFolder } from '../store/folder.fixture.ts';
import { createStock, type Stock } from './stock.ts';

/** Counted by the piece, by the piece, and weighed; the rest of the shop's items are not kept in stock. */
export const STOCKED: readonly string[] = ['kava', 'pivo', 'syr'];
/** One register of a small shop: real store, replication, ledger and stock; everything else stands in. */
export interface StockBox {
  readonly box: Box;
  readonly stock: Stock;
  readonly ledger: TestShop['ledger'];
  /** What the stock has told. */
  readonly told: Event[];
  level(itemId: string): number | undefined;
  /** Sells over the counter; answers the receipt's id. */
  sell(...items: readonly (readonly [itemId: string, quantity: number])[]): string;
}

export interface StockShop {
  readonly shop: Shop;
  open(id: string): StockBox;
  /** On the same data, as after the program was started anew. */
  reopen(of: StockBox): StockBox;
  stop(): void;
}

/** `recipes`: by item, what it is made of. */
export function createStockShop(recipes: Readonly<Record<string, Recipe>> = {}): StockShop {
  const shop = createShop();
  const folders: ReturnType<typeof testFolder>[] = [];
  const boxes = new Set<Box>();

  function open(id: string, dir: string): StockBox {
    const parts: Projection[] = [];
    const box = shop.open(id, dir, {
      take(taken) {
        for (const part of parts) part.take(taken);
      },
    });
    boxes.add(box);
    box.store.db.pragma('synchronous = OFF');
    const { store } = box;
    const { world } = shop;
    const items = ITEMS.map((item) => ({ ...item, stocked: STOCKED.includes(item.id) }));
    const catalogue = {
      ...testCatalogue(world, items),
      isStocked: (itemId: string) => items.some((one) => one.id === itemId && one.stocked),
      recipe: (itemId: string) => recipes[itemId] ?? [],
    };
    const told: Event[] = [];
    const events = createEvents((error) => {
      throw error;
    });
    events.listen((event) => told.push(event));
    const stock = createStock({
      store,
      catalogue,
      world,
      events,
      log: silent,
      register: { id, timezone: ZONE },
      staffName: (staffId) => (staffId === 'jana' ? waiter.name : staffId),
      registerName: (registerId) => `Pokladna ${registerId}`,
      receiptNumber: (receiptId) => {
        try {
          return ledger.receipts.get(receiptId).number;
        } catch {
          return undefined;
        }
      },
    });
    const { ledger } = testShop(store, world, catalogue, { id, series: id.toUpperCase() }, stock);
    parts.push(ledger.projection, stock.projection);
    if (!ledger.shifts.current().shift) ledger.shifts.open({ float_haler: 0 }, waiter);
    return {
      box,
      stock,
      ledger,
      told,
      level: (itemId) => stock.list().find((one) => one.itemId === itemId)?.level_thousandths,
      sell(...sold) {
        const { bill } = ledger.bills.open({ tableId: null, guests: null }, waiter);
        for (const [itemId, quantity] of sold) {
          ledger.bills.addLine(bill.id, { lineId: newKey(), itemId, quantity }, waiter);
        }
        const { total_haler } = ledger.bills.get(bill.id).sum;
        const request = {
          tenders: [{ typeId: 'karta', amount: total_haler }],
          tip_haler: 0,
          expectedTotal_haler: total_haler,
        };
        return ledger.receipts.pay(bill.id, request, newKey(), waiter).receipt.id;
      },
    };
  }

  return {
    shop,
    open(id) {
      const folder = testFolder();
      folders.push(folder);
      return open(id, folder.dir);
    },
    reopen({ box }) {
      shop.stop(box);
      boxes.delete(box);
      return open(box.id, box.dir);
    },
    stop() {
      for (const box of boxes) shop.stop(box);
      for (const folder of folders) folder[Symbol.dispose]();
    },
  };
}
