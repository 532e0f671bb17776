import {
  addMovement,
  foldStock,
  NO_STOCK,
  type StampedMovement,
  type StockLevel,
} from '../../domain/index.ts';
import type { FactRow } from '../../sync/index.ts';
import { createStockReader, STOCK, type StockFact } from '../../wire/index.ts';
import type { Sql } from '../database/database.ts';
import type { Projection } from '../replica/projection.ts';

interface Read {
  readonly fact: FactRow;
  readonly body: StockFact;
}

/**
 * Movements of all registers as levels, by the same reckoning as at a register. In whatever order and however often they
 * come, the same levels come out. A fact that is no movement is put aside.
 */
export function createStockProjection(): Projection {
  const read = createStockReader();
  return {
    name: 'stock',
    version: 1,
    async take(sql, store, { facts }) {
      const movements = facts
        .filter(({ kind }) => kind === STOCK)
        .map((fact): Read => {
          const body = read(fact.body);
          if (!body) throw new Error('no movement of stock');
          return { fact, body };
        });
      if (movements.length > 0) await takeIn(sql, store, movements);
    },
    async clear(sql, store) {
      await sql.run('DELETE FROM stock_movement WHERE store = ?', store);
      await sql.run('DELETE FROM stock WHERE store = ?', store);
    },
  };
}

async function takeIn(sql: Sql, store: string, movements: readonly Read[]): Promise<void> {
  const fresh = await sql.insertReturning<{ origin: string; seq: number }>(
    'INSERT INTO stock_movement (store, item_id, hlc, origin, seq, kind, quantity, at, register_id) VALUES',
    movements.map(({ fact: { id, hlc, origin, seq }, body }) => [
      ...[store, id, hlc, origin, seq],
      ...[body.kind, body.quantity_thousandths, body.at.slice(0, 19), body.registerId],
    ]),
    'ON CONFLICT (store, item_id, hlc, origin, seq) DO NOTHING RETURNING origin, seq',
  );
  const names = new Set(fresh.map(({ origin, seq }) => `${origin} ${seq}`));
  const news = movements.filter(({ fact }) => names.has(`${fact.origin} ${fact.seq}`));
  const rows: (string | number | null)[][] = [];
  for (const [itemId, all] of Map.groupBy(news, ({ fact }) => fact.id)) {
    const known = await levelOf(sql, store, itemId);
    const level = await levelWith(sql, store, itemId, known, all);
    const last = [known.last, ...all.map(({ fact }) => fact.hlc)].sort().at(-1) as string;
    rows.push([store, itemId, level.level_thousandths, level.take, last]);
  }
  await sql.insertMany(
    'INSERT INTO stock (store, item_id, level, take, last) VALUES',
    rows,
    `ON CONFLICT (store, item_id) DO UPDATE SET level = excluded.level, take = excluded.take, last = excluded.last`,
  );
}

async function levelOf(sql: Sql, store: string, itemId: string): Promise<StockLevel & { last: string }> {
  const row = await sql.get<StockLevel & { last: string }>(
    'SELECT level AS level_thousandths, take, last FROM stock WHERE store = ? AND item_id = ?',
    store,
    itemId,
  );
  return row ?? { ...NO_STOCK, last: '' };
}

async function levelWith(
  sql: Sql,
  store: string,
  itemId: string,
  known: StockLevel,
  news: readonly Read[],
): Promise<StockLevel> {
  let level: StockLevel | undefined = { level_thousandths: known.level_thousandths, take: known.take };
  for (const { fact, body } of news) {
    const { kind, quantity_thousandths } = body;
    level = level && addMovement(level, { stamp: fact.hlc, kind, quantity_thousandths });
  }
  if (level) return level;
  // A newer stock-take: what is older than the newest one is in what was counted.
  const takes = news.filter(({ body }) => body.kind === 'take').map(({ fact }) => fact.hlc);
  const since = [known.take ?? '', ...takes].sort().at(-1) as string;
  const rows = await sql.all<StampedMovement>(
    `SELECT hlc AS stamp, kind, quantity AS quantity_thousandths FROM stock_movement
     WHERE store = ? AND item_id = ? AND hlc >= ?`,
    store,
    itemId,
    since,
  );
  return foldStock(rows);
}
