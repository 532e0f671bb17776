import {
  addMovement,
  foldStock,
  NO_STOCK,
  type Receipt,
  type StampedMovement,
  type StockLevel,
  type StockMovement,
  type Thousandths,
} from '../../domain/index.ts';
import type { FactRow } from '../../sync/index.ts';
import { createStockReader, STOCK, type StockFact, stockFact } from '../../wire/index.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';

/** Movements as facts, and the levels that they come to as rows. */
export interface StockBook {
  level(itemId: string): StockLevel;
  /** A movement made here. Inside the caller's transaction. */
  add(movement: StockMovement): void;
  /** What a receipt made here takes or brings back, item by item. */
  addSale(receipt: Receipt, used: ReadonlyMap<string, Thousandths>, registerId: string): void;
  /** A fact that is there. Inside a transaction; false when it is reckoned with already or no movement at all. */
  takeIn(fact: FactRow): boolean;
  /** Inside a transaction: nothing is reckoned with any more. */
  clear(): void;
  last(itemId: string): StockFact | undefined;
  /** Newest first. */
  recent(itemId: string, count: number): Recent[];
  /** What was there before the movement with this stamp; null when that is the first one. */
  before(itemId: string, stamp: string): number | null;
}

export type Recent = StockFact & { readonly stamp: string };

interface MovementRow {
  readonly stamp: string;
  readonly kind: StampedMovement['kind'];
  readonly quantity_thousandths: number;
}

export function createStockBook({ db, journal }: Store, log: Pick<Log, 'warn'>): StockBook {
  const read = createStockReader();
  const readLevel = db.prepare<[string], StockLevel>(
    'SELECT level AS level_thousandths, take FROM stock WHERE item_id = ?',
  );
  const writeLevel = db.prepare<[string, number, string | null]>(
    `INSERT INTO stock (item_id, level, take) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET level = excluded.level, take = excluded.take`,
  );
  const insert = db.prepare<[string, string, string, number, string, number]>(
    `INSERT OR IGNORE INTO stock_movement (item_id, hlc, origin, seq, kind, quantity) VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const MOVEMENT = 'SELECT hlc AS stamp, kind, quantity AS quantity_thousandths FROM stock_movement';
  const readFrom = db.prepare<[string, string], MovementRow>(`${MOVEMENT} WHERE item_id = ? AND hlc >= ?`);
  // From a take on that is the last one before the end, the sum is the level.
  const sumBetween = db
    .prepare<[string, string, string], number | null>(
      'SELECT sum(quantity) FROM stock_movement WHERE item_id = ? AND hlc >= ? AND hlc < ?',
    )
    .pluck();
  const readTakeBefore = db
    .prepare<[string, string], string | null>(
      `SELECT max(hlc) FROM stock_movement WHERE item_id = ? AND kind = 'take' AND hlc < ?`,
    )
    .pluck();
  const FACT = `SELECT 'fact' AS "is", origin, seq, hlc, kind, id, body FROM fact WHERE id = ? AND kind = '${STOCK}'`;
  const readRecent = db.prepare<[string, number], FactRow>(`${FACT} ORDER BY hlc DESC LIMIT ?`);

  const level = (itemId: string) => readLevel.get(itemId) ?? NO_STOCK;

  /** False when it is there already. */
  function reckon({ id, hlc, origin, seq }: FactRow, { kind, quantity_thousandths }: StockFact): boolean {
    const known = level(id);
    if (insert.run(id, hlc, origin, seq, kind, quantity_thousandths).changes === 0) return false;
    // What is older than the newest take is in what was counted.
    const next =
      addMovement(known, { stamp: hlc, kind, quantity_thousandths }) ?? foldStock(readFrom.all(id, hlc));
    if (next !== known) writeLevel.run(id, next.level_thousandths, next.take);
    return true;
  }

  function add(movement: StockMovement): void {
    const body = stockFact(movement);
    journal.fact(STOCK, movement.itemId, body);
    // Stamped above every other movement of the item that is known here.
    reckon(readRecent.get(movement.itemId, 1) as FactRow, body);
  }

  return {
    level,
    add,
    addSale({ id: receiptId, issuedAt: at, staff }, used, registerId) {
      for (const [itemId, quantity] of used) {
        add({
          itemId,
          kind: 'sale',
          quantity_thousandths: 0 - quantity,
          at,
          staffId: staff.id,
          reason: '',
          receiptId,
          registerId,
        });
      }
    },
    takeIn(fact) {
      const body = read(fact.body);
      if (body) return reckon(fact, body);
      const { id, origin, seq } = fact;
      log.warn({ id, origin, seq }, 'a movement of stock cannot be read');
      return false;
    },
    clear() {
      db.exec('DELETE FROM stock_movement; DELETE FROM stock;');
    },
    last: (itemId) => {
      const fact = readRecent.get(itemId, 1);
      return fact && read(fact.body);
    },
    recent: (itemId, count) =>
      readRecent.all(itemId, count).flatMap(({ body, hlc: stamp }) => {
        const movement = read(body);
        return movement ? [{ ...movement, stamp }] : [];
      }),
    before: (itemId, stamp) => sumBetween.get(itemId, readTakeBefore.get(itemId, stamp) ?? '', stamp) ?? null,
  };
}
