import { createHash } from 'node:crypto';
import { checkStockDeed, mustBeStocked } from '../../catalogue/index.ts';
import { type StockLevel, stockState } from '../../domain/index.ts';
import type { Entry } from '../../sync/index.ts';
import { type KeptItem, localTime, Refusal, STOCK, stockFact } from '../../wire/index.ts';
import type { Sql } from '../database/database.ts';
import type {
  MovementList,
  MovementsQuery,
  StockItem,
  StockItemDetail,
  StockList,
  StockMove,
} from '../http/contract/stock.ts';
import { type Author, BACKOFFICE, signature } from '../price-list/author.ts';
import type { Desk, Sight } from '../price-list/desk.ts';
import { followedMovements, headOf, lastMovements, readMovements } from './movements.ts';
import { createRecipes, type Recipes } from './recipes.ts';

/**
 * How much is there of what a store keeps in stock: the last stock-take and all that has moved since, at registers and
 * here. No sale is refused because of it, and it may go below zero.
 */
export interface Stock {
  readonly recipes: Recipes;
  /** In the order of the price list. */
  list(store: string): Promise<StockList>;
  /** Throws a Refusal 404 `not-stocked`. */
  get(store: string, itemId: string): Promise<StockItemDetail>;
  movements(store: string, query: MovementsQuery): Promise<MovementList>;
  /**
   * A delivery, a write-off or a stock-take of one item or many, all of them or none. The same key again moves nothing;
   * with another deed it is refused, 409 `key-reused`.
   */
  move(store: string, move: StockMove, author: Author): Promise<StockList>;
}

/** As many movements as are told of one item. */
const TOLD = 200;

export function createStock(desk: Desk): Stock {
  const { clock } = desk;
  return {
    recipes: createRecipes(desk),
    list: (store) => desk.look(store, (sight) => listOf(sight, store)),
    get: (store, itemId) =>
      desk.look(store, async (sight) => {
        const { id } = mustBeStocked(sight.shop.drawers.item.get(itemId));
        const { items } = await listOf(sight, store, new Set([id]));
        const movements = await followedMovements(sight, store, id, TOLD);
        return { ...(items[0] as StockItem), movements };
      }),
    movements: (store, query) => readMovements(desk, store, query),
    async move(store, { key, kind, reason, items }, author) {
      await desk.write(store, async (shop, sql) => {
        if (!(await isFirst(sql, store, key, { kind, reason, items }))) {
          return { entries: [], answer: undefined };
        }
        checkStockDeed({ kind, reason, items }, (id) => shop.drawers.item.get(id));
        const at = localTime(clock.wall_ms(), clock.zone);
        const entries = items.map(({ itemId, quantity_thousandths }): Entry => {
          const body = stockFact({
            itemId,
            kind,
            quantity_thousandths: kind === 'write-off' ? -quantity_thousandths : quantity_thousandths,
            at,
            staffId: signature(author),
            reason: reason.trim().toWellFormed(),
            registerId: BACKOFFICE.id,
          });
          return { is: 'fact', kind: STOCK, id: itemId, body };
        });
        return { entries, answer: undefined };
      });
      const moved = new Set(items.map(({ itemId }) => itemId));
      return desk.look(store, (sight) => listOf(sight, store, moved));
    },
  };
}

async function listOf(sight: Sight, store: string, only?: ReadonlySet<string>): Promise<StockList> {
  const { sql, shop } = sight;
  const items = shop.lists.items.filter(({ id, stocked }) => stocked && (only?.has(id) ?? true));
  const rows = await sql.all<StockLevel & { item_id: string; last: string }>(
    'SELECT item_id, level AS level_thousandths, take, last FROM stock WHERE store = ?',
    store,
  );
  const levels = new Map(rows.map((row) => [row.item_id, row]));
  const ids = items.map(({ id }) => id).filter((id) => levels.has(id));
  const { last, counted } = await lastMovements(sight, store, ids);
  return {
    items: items.map((item): StockItem => {
      const level_thousandths = levels.get(item.id)?.level_thousandths ?? 0;
      const kept = shop.drawers.item.get(item.id) as KeptItem;
      return {
        ...headOf(item, item.id),
        categoryId: item.categoryId,
        plu: item.plu,
        level_thousandths,
        state: stockState(level_thousandths, item.unit),
        countedAt: counted.get(item.id) ?? null,
        last: last.get(item.id) ?? null,
        ingredientCount: kept.recipe?.length ?? 0,
      };
    }),
  };
}

/** Remembers the deed under its key. False when it is done already. */
async function isFirst(sql: Sql, store: string, key: string, deed: unknown): Promise<boolean> {
  const hash = createHash('sha256').update(JSON.stringify(deed)).digest('base64url');
  const known = await sql.get<{ hash: string }>(
    'SELECT hash FROM stock_deed WHERE store = ? AND deed = ?',
    store,
    key,
  );
  if (known?.hash === hash) return false;
  if (known) {
    throw new Refusal(
      409,
      'key-reused',
      {
        cs: 'Pod stejným klíčem už se zapsalo něco jiného. Teď se nezapsalo nic.',
        en: 'Something else was recorded under the same key already. Nothing was recorded now.',
      },
      {
        cs: 'Načtěte stránku znovu a zadejte to ještě jednou.',
        en: 'Reload the page and enter it once more.',
      },
    );
  }
  await sql.run('INSERT INTO stock_deed (store, deed, hash) VALUES (?, ?, ?)', store, key, hash);
  return true;
}
