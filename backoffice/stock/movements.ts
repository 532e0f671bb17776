import {
  followStock,
  formatReceiptNumber,
  type Item,
  type ReceiptNumber,
  type StampedMovement,
} from '../../domain/index.ts';
import { createStockReader, type StockFact } from '../../wire/index.ts';
import type {
  MovementList,
  MovementsQuery,
  StockItemDetail,
  StockMovementView,
} from '../http/contract/stock.ts';
import { readCursor, writeCursor } from '../price-list/cursor.ts';
import type { Desk, Sight } from '../price-list/desk.ts';

interface Row {
  readonly hlc: string;
  readonly seq: number;
  readonly item_id: string;
  readonly kind: StampedMovement['kind'];
  readonly quantity: number;
  readonly body: string;
}

const MOVEMENT = `SELECT m.hlc, m.seq, m.item_id, m.kind, m.quantity, f.body FROM stock_movement m
  JOIN fact f ON f.store = m.store AND f.origin = m.origin AND f.seq = m.seq`;

const read = createStockReader();

/** Movements for people: newest first. */
export function readMovements(desk: Desk, store: string, query: MovementsQuery): Promise<MovementList> {
  const limit = query.limit ?? 100;
  return desk.look(store, async (sight) => {
    const conditions = ['m.store = ?'];
    const values: (string | number)[] = [store];
    const also = (condition: string, ...more: (string | number)[]) => {
      conditions.push(condition);
      values.push(...more);
    };
    if (query.itemId !== undefined) also('m.item_id = ?', query.itemId);
    if (query.kind !== undefined) also('m.kind = ?', query.kind);
    if (query.place !== undefined) also('m.register_id = ?', query.place);
    if (query.from !== undefined) also('m.at >= ?', query.from);
    // A day or minute is in it to its end.
    if (query.to !== undefined) also('m.at < ?', `${query.to}~`);
    if (query.before !== undefined) also('(m.hlc, m.seq) < (?, ?)', ...readCursor(query.before));
    const rows = await sight.sql.all<Row>(
      `${MOVEMENT} WHERE ${conditions.join(' AND ')} ORDER BY m.hlc DESC, m.seq DESC LIMIT ${limit + 1}`,
      ...values,
    );
    const told = rows.slice(0, limit);
    const last = told.at(-1);
    return {
      movements: await viewsOf(sight, store, told),
      next: rows.length > limit && last ? writeCursor(last) : null,
    };
  });
}

/** The last movements of one item, and what was there after each. */
export async function followedMovements(
  sight: Sight,
  store: string,
  itemId: string,
  count: number,
): Promise<StockItemDetail['movements']> {
  const rows = await sight.sql.all<Row>(
    `${MOVEMENT} WHERE m.store = ? AND m.item_id = ? ORDER BY m.hlc DESC, m.seq DESC LIMIT ${count}`,
    store,
    itemId,
  );
  const oldest = rows.at(-1);
  if (!oldest) return [];
  const before = await levelBefore(sight, store, itemId, oldest.hlc);
  const stamped = rows.map(({ hlc: stamp, kind, quantity: quantity_thousandths }) => ({
    stamp,
    kind,
    quantity_thousandths,
  }));
  const followed = followStock(before, stamped.toReversed()).toReversed();
  const views = await viewsOf(sight, store, rows);
  return views.flatMap((view, at) => {
    const after = followed[at];
    if (!after) return [];
    const { level_thousandths: after_thousandths, difference_thousandths } = after;
    return { ...view, after_thousandths, difference_thousandths };
  });
}

/** The last movement of each of some items, and when each was last counted. */
export async function lastMovements(
  sight: Sight,
  store: string,
  itemIds: readonly string[],
): Promise<{
  readonly last: ReadonlyMap<string, StockMovementView>;
  readonly counted: ReadonlyMap<string, string>;
}> {
  const last = new Map<string, StockMovementView>();
  const counted = new Map<string, string>();
  const known = new Set(itemIds);
  const newest = async (stamp: 'last' | 'take') => {
    const rows = await sight.sql.all<Row>(
      `${MOVEMENT} JOIN stock s ON s.store = m.store AND s.item_id = m.item_id AND s.${stamp} = m.hlc
       WHERE m.store = ?`,
      store,
    );
    return rows.filter(({ item_id }) => known.has(item_id));
  };
  for (const view of await viewsOf(sight, store, await newest('last'))) last.set(view.itemId, view);
  for (const { item_id, body } of await newest('take')) counted.set(item_id, (read(body) as StockFact).at);
  return { last, counted };
}

/** From the last stock-take before on; null when there was nothing before. */
async function levelBefore(
  { sql }: Sight,
  store: string,
  itemId: string,
  stamp: string,
): Promise<number | null> {
  const take = await sql.get<{ hlc: string | null }>(
    `SELECT MAX(hlc) AS hlc FROM stock_movement WHERE store = ? AND item_id = ? AND kind = 'take' AND hlc < ?`,
    store,
    itemId,
    stamp,
  );
  const sum = await sql.get<{ level: number | null }>(
    `SELECT CAST(SUM(quantity) AS BIGINT) AS level FROM stock_movement
     WHERE store = ? AND item_id = ? AND hlc >= ? AND hlc < ?`,
    store,
    itemId,
    take?.hlc ?? '',
    stamp,
  );
  return sum?.level ?? null;
}

async function viewsOf(sight: Sight, store: string, rows: readonly Row[]): Promise<StockMovementView[]> {
  const bodies = rows.map(({ body }) => read(body) as StockFact);
  const receiptIds = [...new Set(bodies.flatMap(({ receiptId }) => receiptId ?? []))];
  const numbers = await receiptNumbers(sight, store, receiptIds);
  return rows.map(({ item_id }, at) => {
    const body = bodies[at] as StockFact;
    const place = sight.places.at(body.registerId);
    const who = (id: string) => sight.places.who(id, place) ?? id;
    return {
      ...headOf(sight.shop.drawers.item.all.get(item_id)?.value, item_id),
      kind: body.kind,
      quantity_thousandths: body.quantity_thousandths,
      at: body.at,
      by: who(body.staffId),
      allowedBy: body.allowedBy === undefined ? null : who(body.allowedBy),
      place,
      reason: body.reason,
      receipt:
        body.receiptId === undefined
          ? null
          : { id: body.receiptId, number: numbers.get(body.receiptId) ?? null },
    };
  });
}

/** Of an item that nobody knows any more, its id is all there is. */
export function headOf(item: Pick<Item, 'name' | 'unit'> | undefined, itemId: string) {
  return { itemId, name: item?.name ?? itemId, unit: item?.unit ?? ('ks' as const) };
}

async function receiptNumbers(
  { sql }: Sight,
  store: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await sql.all<{ id: string; body: string }>(
    `SELECT id, body FROM fact WHERE store = ? AND kind = 'receipt' AND id IN (${ids.map(() => '?').join(', ')})`,
    store,
    ...ids,
  );
  return new Map(
    rows.flatMap(({ id, body }) => {
      const { number } = JSON.parse(body) as { number?: ReceiptNumber };
      return number ? [[id, formatReceiptNumber(number)] as const] : [];
    }),
  );
}
