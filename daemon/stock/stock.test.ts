import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FactRow } from '../../sync/index.ts';
import { Refusal } from '../../wire/index.ts';
import type { StockDeed } from '../http/contract.ts';
import { manager, newKey, waiter } from '../ledger/shop.fixture.ts';
import { faultsOf } from '../words.fixture.ts';
import { createStockShop, type StockBox, type StockShop } from './boxes.fixture.ts';

let shop: StockShop;
let bar: StockBox;
let hall: StockBox;

beforeEach(() => {
  shop = createStockShop();
  bar = shop.open('r1');
  hall = shop.open('r2');
});
afterEach(() => shop.stop());

const link = () => shop.shop.link(bar.box, hall.box);
const unlink = () => shop.shop.unlink(bar.box, hall.box);

function move(
  at: StockBox,
  kind: StockDeed['kind'],
  items: Readonly<Record<string, number>>,
  reason = 'dodací list 7',
  key = newKey(),
) {
  const list = Object.entries(items).map(([itemId, quantity_thousandths]) => ({
    itemId,
    quantity_thousandths,
  }));
  return at.stock.move({ kind, reason, items: list }, key, manager);
}

const facts = ({ box }: StockBox) =>
  box.store.db.prepare("SELECT id, body FROM fact WHERE kind = 'stock' ORDER BY hlc").all() as {
    id: string;
    body: string;
  }[];
const rows = ({ box }: StockBox) => ({
  stock: box.store.db.prepare('SELECT * FROM stock ORDER BY item_id').all(),
  movements: box.store.db.prepare('SELECT * FROM stock_movement').all(),
});

function refusal(run: () => unknown): Refusal {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a sale', () => {
  it('takes out what is kept in stock, once for each item, and below zero when nobody has counted', () => {
    const receiptId = bar.sell(['kava', 2_000], ['svickova', 1_000], ['syr', 345], ['kava', 1_000]);
    expect(bar.stock.list().map(({ itemId, level_thousandths }) => [itemId, level_thousandths])).toEqual([
      ['pivo', 0],
      ['kava', -3_000],
      ['syr', -345],
    ]);
    expect(facts(bar).map(({ id, body }) => [id, JSON.parse(body)])).toMatchObject([
      ['kava', { kind: 'sale', quantity_thousandths: -3_000, receiptId, registerId: 'r1', staffId: 'jana' }],
      ['syr', { kind: 'sale', quantity_thousandths: -345, receiptId }],
    ]);
    expect(bar.told).toEqual([{ kind: 'stock' }]);
  });

  it('of what is not kept in stock writes nothing', () => {
    bar.sell(['svickova', 1_000], ['rizek', 2_000]);
    expect([facts(bar), rows(bar), bar.told]).toEqual([[], { stock: [], movements: [] }, []]);
  });

  it('of what is made of others takes out those, and a reversal brings them back', () => {
    const kitchen = createStockShop({ rizek: [{ itemId: 'syr', quantity_thousandths: 120 }] });
    const stove = kitchen.open('r1');
    move(stove, 'take', { syr: 5_000 });
    const sold = stove.sell(['rizek', 2_000], ['syr', 345]);
    expect(stove.level('syr')).toBe(5_000 - 240 - 345);
    // One movement of one item, whatever it was sold as.
    expect(stove.stock.get('syr').movements).toHaveLength(2);
    stove.ledger.receipts.reverse(sold, { reason: 'omyl' }, newKey(), manager);
    expect(stove.level('syr')).toBe(5_000);
    kitchen.stop();
  });

  it('that is reversed brings everything back', () => {
    move(bar, 'take', { kava: 10_000 });
    const sold = bar.sell(['kava', 2_000]);
    expect(bar.level('kava')).toBe(8_000);
    const back = bar.ledger.receipts.reverse(sold, { reason: 'omyl' }, newKey(), manager);
    expect(bar.level('kava')).toBe(10_000);
    const [newest] = bar.stock.get('kava').movements;
    expect(newest).toMatchObject({
      kind: 'sale',
      quantity_thousandths: 2_000,
      level_thousandths: 10_000,
      receipt: { id: back.receipt.id, number: back.number },
    });
  });

  it('that does not come to pass moves nothing', () => {
    move(bar, 'take', { kava: 10_000 });
    const before = rows(bar);
    const { bill } = bar.ledger.bills.open({ tableId: null, guests: null }, waiter);
    bar.ledger.bills.addLine(bill.id, { lineId: newKey(), itemId: 'kava' }, waiter);
    const request = {
      tenders: [{ typeId: 'karta', amount: 5_500 }],
      tip_haler: 0,
      expectedTotal_haler: 5_500,
    };
    // The bill's event is written last; when that cannot be, the receipt is none and its goods are still there.
    bar.box.store.db.exec("CREATE TRIGGER no BEFORE UPDATE ON bill BEGIN SELECT RAISE(ABORT, 'no'); END");
    expect(() => bar.ledger.receipts.pay(bill.id, request, newKey(), waiter)).toThrow();
    expect(rows(bar)).toEqual(before);
    bar.box.store.db.exec('DROP TRIGGER no');
    const key = newKey();
    for (let i = 0; i < 2; i++) bar.ledger.receipts.pay(bill.id, request, key, waiter);
    expect(bar.level('kava')).toBe(9_000);
  });
});

describe('what people do', () => {
  it('moves the level: what came, what is gone, what was counted', () => {
    move(bar, 'delivery', { kava: 24_000, syr: 1_250 });
    move(bar, 'write-off', { kava: 1_000 }, 'rozbité');
    bar.sell(['kava', 2_000]);
    const counted = move(bar, 'take', { kava: 20_000, pivo: 0 }, '');
    expect(counted.map(({ itemId, level_thousandths }) => [itemId, level_thousandths])).toEqual([
      ['pivo', 0],
      ['kava', 20_000],
    ]);
    expect(counted[1]?.last).toMatchObject({ kind: 'take', quantity_thousandths: 20_000, staff: 'petr' });
    const told = bar.stock.get('kava').movements;
    expect(
      told.map((one) => [
        one.kind,
        one.quantity_thousandths,
        one.level_thousandths,
        one.difference_thousandths,
      ]),
    ).toEqual([
      ['take', 20_000, 20_000, -1_000],
      ['sale', -2_000, 21_000, null],
      ['write-off', -1_000, 23_000, null],
      ['delivery', 24_000, 24_000, null],
    ]);
    expect(told[2]).toMatchObject({ reason: 'rozbité', registerName: 'Pokladna r1', allowedBy: null });
    expect(told[1]).toMatchObject({ staff: 'Jana Nováková', receipt: { number: 'R1-2026-000001' } });
  });

  it('is one deed under one key, and says who has allowed it', () => {
    const key = newKey();
    const deed: StockDeed = {
      kind: 'delivery',
      reason: '',
      items: [{ itemId: 'kava', quantity_thousandths: 6_000 }],
    };
    const lent = { ...waiter, approved: 'stock' as const, allowedBy: 'petr' };
    const first = bar.stock.move(deed, key, lent);
    expect(bar.stock.move(deed, key, lent)).toEqual(first);
    expect(bar.level('kava')).toBe(6_000);
    expect(bar.told).toHaveLength(1);
    expect(bar.stock.get('kava').movements).toMatchObject([{ staff: waiter.name, allowedBy: 'petr' }]);
    expect(refusal(() => bar.stock.move({ ...deed, kind: 'take' }, key, lent)).code).toBe('key-reused');
  });

  it('is refused as a whole, in both languages', () => {
    const refused: [StockDeed['kind'], Record<string, number>, string, string][] = [
      ['delivery', { kava: 1_000, svickova: 1_000 }, '', 'not-stocked'],
      ['delivery', { kava: 1_000, nic: 1_000 }, '', 'not-stocked'],
      ['write-off', { kava: 1_000 }, ' ', 'reason-missing'],
      ['write-off', { pivo: 1_000, kava: 0 }, 'rozbité', 'quantity-missing'],
      ['delivery', { kava: 0 }, '', 'quantity-missing'],
      ['take', { syr: 345, kava: 1_500 }, '', 'not-divisible'],
    ];
    for (const [kind, items, reason, code] of refused) {
      const { code: said, title, hint } = refusal(() => move(bar, kind, items, reason));
      expect(said).toBe(code);
      expect([...faultsOf(title), ...faultsOf(hint)]).toEqual([]);
    }
    const twice = [1_000, 2_000].map((quantity_thousandths) => ({ itemId: 'kava', quantity_thousandths }));
    const { code, title, hint } = refusal(() =>
      bar.stock.move({ kind: 'take', reason: '', items: twice }, newKey(), manager),
    );
    expect([code, ...faultsOf(title), ...faultsOf(hint)]).toEqual(['item-twice']);
    expect(refusal(() => bar.stock.get('svickova')).code).toBe('not-stocked');
    expect([facts(bar), bar.told]).toEqual([[], []]);
  });

  it('is told of only as far as anybody reads, and adds up all the same', () => {
    move(bar, 'delivery', { kava: 5_000 });
    move(bar, 'take', { kava: 100_000 });
    for (let i = 0; i < 60; i++) move(bar, 'delivery', { kava: 1_000 });
    const { movements } = bar.stock.get('kava');
    expect(movements).toHaveLength(50);
    expect([movements[0]?.level_thousandths, movements[49]?.level_thousandths]).toEqual([160_000, 111_000]);
    move(bar, 'take', { pivo: 3_000 });
    expect(bar.stock.get('pivo').movements[0]?.difference_thousandths).toBeNull();
  });
});

describe('two registers', () => {
  it('agree, whoever sold and counted while they could not hear each other', () => {
    link();
    move(bar, 'take', { kava: 50_000, pivo: 20_000 });
    shop.shop.settle();
    expect(hall.level('kava')).toBe(50_000);
    unlink();
    bar.sell(['kava', 3_000]);
    hall.sell(['kava', 2_000], ['pivo', 1_000]);
    hall.told.length = 0;
    link();
    expect([bar.level('kava'), hall.level('kava')]).toEqual([45_000, 45_000]);
    expect(hall.told).toEqual([{ kind: 'stock' }]);
    expect(rows(hall)).toEqual(rows(bar));
    const { movements } = hall.stock.get('kava');
    expect(hall.stock.get('kava')).toEqual(bar.stock.get('kava'));
    expect(movements.map((one) => one.registerName).sort()).toEqual([
      'Pokladna r1',
      'Pokladna r1',
      'Pokladna r2',
    ]);
  });

  it('count what was sold before a take only in the take, also when it comes late', async () => {
    link();
    unlink();
    hall.sell(['kava', 2_000]);
    await shop.shop.world.advance(60_000);
    move(bar, 'take', { kava: 30_000 });
    await shop.shop.world.advance(60_000);
    hall.sell(['kava', 4_000]);
    link();
    expect([bar.level('kava'), hall.level('kava')]).toEqual([26_000, 26_000]);
    expect(rows(hall)).toEqual(rows(bar));
  });

  it('bring back once what both have reversed, when one of the reversals is reversed', () => {
    link();
    move(bar, 'take', { kava: 10_000 });
    const sold = bar.sell(['kava', 2_000]);
    shop.shop.settle();
    unlink();
    const [, again] = [bar, hall].map((at) =>
      at.ledger.receipts.reverse(sold, { reason: 'omyl' }, newKey(), manager),
    );
    link();
    expect(hall.level('kava')).toBe(12_000);
    hall.ledger.receipts.reverse(again?.receipt.id ?? '', { reason: 'podruhé' }, newKey(), manager);
    shop.shop.settle();
    expect([bar.level('kava'), hall.level('kava')]).toEqual([10_000, 10_000]);
  });

  it('come to the same when one is started anew and makes everything again from the facts', () => {
    link();
    move(bar, 'take', { kava: 30_000, syr: 1_500 });
    hall.sell(['kava', 2_000], ['syr', 250]);
    shop.shop.settle();
    const before = rows(bar);
    bar = shop.reopen(bar);
    expect(rows(bar)).toEqual(before);
    bar.box.store.transaction(() => bar.stock.projection.rebuild());
    expect(rows(bar)).toEqual(before);
    expect(bar.level('syr')).toBe(1_250);
  });

  it('are not put out by a movement that nobody can read', () => {
    const { store } = bar.box;
    store.transaction(() => {
      store.journal.fact('stock', 'kava', { kind: 'gone', quantity_thousandths: 1 });
      store.journal.fact('stock', 'kava', { kind: 'delivery', quantity_thousandths: 'many' });
    });
    move(bar, 'delivery', { kava: 5_000 });
    link();
    expect(hall.level('kava')).toBe(5_000);
    expect(hall.stock.get('kava').movements).toHaveLength(1);
  });

  it('come to one level in whatever order, in whatever slices and however often they are told', () => {
    for (const at of [bar, hall]) {
      move(at, 'delivery', { kava: 9_000 });
      at.sell(['kava', 1_000]);
      move(at, 'take', { kava: 7_000 });
      at.sell(['kava', 2_000]);
    }
    link();
    const expected = rows(bar);
    const all = bar.box.store.db
      .prepare<[], FactRow>(
        `SELECT 'fact' AS "is", origin, seq, hlc, kind, id, body FROM fact WHERE kind = 'stock'`,
      )
      .all();
    expect(all).toHaveLength(8);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(all, { minLength: all.length }),
        fc.integer({ min: 1, max: 8 }),
        (order, slice) => {
          const { store } = hall.box;
          // All of the facts are there before the first slice of them is told.
          store.transaction(() => {
            store.db.exec('DELETE FROM stock_movement; DELETE FROM stock;');
            for (let i = 0; i < order.length; i += slice) {
              hall.stock.projection.take({ records: [], facts: order.slice(i, i + slice) });
            }
            hall.stock.projection.take({ records: [], facts: order.slice(0, 3) });
          });
          expect(rows(hall)).toEqual(expected);
        },
      ),
      { numRuns: 200 },
    );
  });
});
