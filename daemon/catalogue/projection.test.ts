import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freezeItem } from '../../domain/index.ts';
import type { CellRow } from '../../sync/index.ts';
import type { ItemDraft } from '../http/contract.ts';
import {
  cellsOf,
  NOON_MS,
  pass,
  receive,
  shown,
  type TestRegister,
  testRegister,
} from './registers.fixture.ts';

const petr = { staffId: 'petr' };
const food = { name: 'Hlavní jídla', hue: 40, position: 1, route: 'kuchyn' };
const draft = (categoryId: string, more: Partial<ItemDraft> = {}): ItemDraft => ({
  name: 'Svíčková',
  shortName: 'Svíčková',
  price_haler: 21_900,
  vatClass: 'reduced',
  categoryId,
  unit: 'ks',
  plu: null,
  eans: [],
  weighedEanPrefix: null,
  labels: [],
  allergens: [],
  hue: null,
  route: null,
  soldOut: false,
  openPrice: false,
  stocked: false,
  prepaid: false,
  ...more,
});

/** Two registers with one category and one item that both know. */
function shop() {
  const [one, two] = [testRegister('r1'), testRegister('r2')];
  const categoryId = one.catalogue.createCategory(food, petr).id;
  const itemId = one.catalogue.createItem(draft(categoryId), petr).id;
  pass(one, two);
  two.told.length = 0;
  return { one, two, categoryId, itemId };
}

const cell = (tbl: string, id: string, col: string, value: unknown, seq = 1): CellRow => ({
  is: 'cell',
  tbl,
  id,
  col,
  val: JSON.stringify(value),
  hlc: `${(NOON_MS + seq).toString().padStart(13, '0')}.0000.o-x`,
  origin: 'o-x',
  seq,
});

test('what one register sets, the other sells by: after one event, and after a restart', () => {
  const { one, two, itemId, categoryId } = shop();
  one.catalogue.createTable({ name: '1', area: 'Sál', position: 1 }, petr);
  one.catalogue.setPaymentTypes(one.catalogue.paymentTypes().slice(0, 1), petr);
  one.catalogue.setVatRates(
    [
      ...one.catalogue.vatRates(),
      { vatClass: 'reduced', name: 'snížená', rate_bp: 1500, validFrom: '2027-01-01' },
    ],
    petr,
  );
  one.catalogue.patchSettings({ receiptFooter: ['Na shledanou'], shownLabel: 'bar' }, petr);
  one.catalogue.patchItem(itemId, { price_haler: 22_900 }, petr);
  pass(one, two);
  expect(two.told).toEqual([{ kind: 'catalogue', version: two.catalogue.version() }]);
  expect(two.catalogue.item(itemId)).toMatchObject({ price_haler: 22_900, categoryId });
  expect(shown(two)).toEqual({ ...shown(one), settings: two.catalogue.settings() });
  // The footer is the shop's, the label the first register's own.
  expect(two.catalogue.settings()).toMatchObject({ receiptFooter: ['Na shledanou'], shownLabel: null });
  expect(shown(two.restart())).toEqual(shown(two));
  pass(one, two);
  expect(two.told).toHaveLength(1);
});

test('a price says since when it is what it is, from which, at which register and by whom', () => {
  const { one, two, itemId } = shop();
  one.clock.wall_ms = Date.parse('2026-11-24T11:04:00Z');
  one.catalogue.patchItem(itemId, { price_haler: 22_900 }, petr);
  pass(one, two);
  const change = {
    at: '2026-11-24T12:04:00+01:00',
    from_haler: 21_900,
    register: { id: 'r1', name: 'Pokladna 1' },
    by: 'Petr',
    planned: false,
  };
  expect(two.catalogue.itemView(itemId).priceChange).toEqual(change);
  two.catalogue.patchItem(itemId, { soldOut: true }, { staffId: 'jana' });
  expect(two.catalogue.itemView(itemId).priceChange).toEqual(change);
  expect(two.restart().catalogue.itemView(itemId).priceChange).toEqual(change);
});

test('what is on a bill keeps the price that it was added for', () => {
  const { one, two, itemId } = shop();
  const item = two.catalogue.item(itemId);
  const line = item && freezeItem(item, null, 1200);
  one.catalogue.patchItem(itemId, { price_haler: 22_900 }, petr);
  pass(one, two);
  expect([line?.unitPrice_haler, two.catalogue.item(itemId)?.price_haler]).toEqual([21_900, 22_900]);
});

test('an archived item and a deleted record vanish', () => {
  const { one, two, itemId, categoryId } = shop();
  const other = one.catalogue.createItem(draft(categoryId, { name: 'Guláš' }), petr).id;
  pass(one, two);
  one.catalogue.archiveItem(itemId, petr);
  pass(one, two);
  expect(two.catalogue.items().map((item) => item.id)).toEqual([other]);
  receive(two, [cell('item', other, '_del', true)]);
  expect(two.catalogue.items()).toEqual([]);
  expect(two.restart().catalogue.items()).toEqual([]);
});

test('a record that cannot be read is left as it was, told without its values, and keeps nobody back', () => {
  const { two, itemId } = shop();
  const other = { ...draft('c'), name: 'Guláš', archived: false, changedBy: 'petr' };
  receive(two, [
    cell('item', itemId, 'price_haler', 'twenty', 1),
    cell('item', 'odd id !', 'name', 'X', 2),
    cell('category', 'c', 'name', 'Polévky', 3),
    cell('setting', 'shop', 'lockAfter_s', -1, 4),
    cell('setting', 'shop', 'printReceipt', 'never', 5),
    cell('setting', 'shop', 'ofTheFuture', { a: 1 }, 6),
    ...Object.entries(other).map(([col, value], i) => cell('item', 'gulas', col, value, 10 + i)),
  ]);
  expect(two.catalogue.item(itemId)).toMatchObject({ price_haler: 21_900 });
  expect(two.catalogue.item('gulas')).toMatchObject({ name: 'Guláš' });
  expect(two.catalogue.category('c')).toMatchObject({ name: 'Polévky', position: 0 });
  expect(two.catalogue.settings()).toMatchObject({ lockAfter_s: 300, printReceipt: 'never' });
  expect(two.warned).toHaveLength(3);
  expect(JSON.stringify(two.warned)).not.toContain('twenty');
  // Put right by anybody, it is taken.
  receive(two, [cell('item', itemId, 'price_haler', 23_900, 30)]);
  expect(two.catalogue.item(itemId)).toMatchObject({ price_haler: 23_900 });
});

test('fields that this program does not know do not matter, missing ones become no cells', () => {
  const { one } = shop();
  receive(one, [
    ...Object.entries({
      name: 'Nový druh',
      price_haler: 100,
      vatClass: 'reduced',
      categoryId: 'c',
      aroma: 7,
    }).map(([col, value], i) => cell('item', 'new', col, value, i + 1)),
  ]);
  expect(one.catalogue.item('new')).toMatchObject({
    unit: 'ks',
    labels: [],
    soldOut: false,
    stocked: false,
    prepaid: false,
    shortName: 'Nový druh',
  });
  expect(cellsOf(one).filter((row) => row.id === 'new')).toHaveLength(5);
});

test('an item whose cells come in two parts is shown when the second is there', () => {
  const { one, two, categoryId } = shop();
  const id = one.catalogue.createItem(draft(categoryId, { name: 'Guláš' }), petr).id;
  const cells = cellsOf(one).filter((row) => row.id === id);
  receive(two, cells.slice(0, 2));
  expect(two.catalogue.item(id)).toBeUndefined();
  expect(two.warned).toEqual([]);
  receive(two, cells.slice(2));
  expect(two.catalogue.item(id)).toEqual(one.catalogue.item(id));
});

test('what two registers made apart is let in, shown to be mended, and can be mended', () => {
  const { one, two, itemId, categoryId } = shop();
  const ofTwo = two.catalogue.createCategory({ ...food, name: 'Polévky' }, petr).id;
  const ean = '8594001021499';
  const a = one.catalogue.createItem(draft(categoryId, { plu: '7', eans: [ean] }), petr).id;
  const b = two.catalogue.createItem(draft(categoryId, { plu: '7', eans: [ean], name: 'Guláš' }), petr).id;
  one.catalogue.createTable({ name: '1', area: 'Sál', position: 1 }, petr);
  two.catalogue.createTable({ name: '1', area: 'Sál', position: 1 }, petr);
  pass(two, one);
  one.catalogue.patchItem(itemId, { categoryId: ofTwo }, petr);
  two.catalogue.archiveCategory(ofTwo, petr);
  pass(one, two);
  pass(two, one);
  expect(shown(one)).toEqual(shown(two));
  const [first, second] = [a, b].sort();
  const { mends } = shown(one);
  expect(mends).toEqual(
    expect.arrayContaining([
      { kind: 'plu', id: second, otherId: first, value: '7' },
      { kind: 'ean', id: second, otherId: first, value: ean },
      { kind: 'category', id: itemId, otherId: null, value: '' },
      expect.objectContaining({ kind: 'table', value: '1' }),
    ]),
  );
  expect(mends).toHaveLength(4);
  expect(one.catalogue.health()).toMatchObject([{ id: 'price-list', state: 'attention' }]);
  // The clash stands in the way of nothing else, but it may not be made worse.
  one.catalogue.patchItem(a, { soldOut: true }, petr);
  expect(() => one.catalogue.patchItem(itemId, { plu: '7' }, petr)).toThrow(/PLU 7/);

  one.catalogue.patchItem(b, { plu: '8', eans: [] }, petr);
  one.catalogue.patchItem(itemId, { categoryId }, petr);
  const [, table] = one.catalogue.tables();
  one.catalogue.patchTable(table?.id ?? '', { name: '2' }, petr);
  expect(shown(one).mends).toEqual([]);
  expect(one.catalogue.health()).toMatchObject([{ state: 'ok' }]);
});

test('everything is projected anew from the cells', () => {
  const { one, itemId } = shop();
  one.catalogue.patchItem(itemId, { price_haler: 22_900 }, petr);
  one.catalogue.schedule({ kind: 'price', itemId, from: '2027-01-01T00:00', price_haler: 25_000 }, petr);
  one.catalogue.patchSettings({ theme: 'dark', receiptHeader: ['U Lípy'] }, petr);
  const before = shown(one);
  one.store.db.exec(
    "DELETE FROM item; DELETE FROM category; DELETE FROM setting; DELETE FROM scheduled_change; INSERT INTO dining_table VALUES ('ghost', '9', 'Sál', 1, 0, '')",
  );
  one.store.transaction(() => one.catalogue.projection.rebuild());
  expect(shown(one)).toEqual(before);
  expect(shown(one.restart())).toEqual(before);
});

type Deed = { readonly by: 0 | 1; readonly deed: number; readonly value: number };

test('law: two catalogues that took the same changes in different orders are equal', () => {
  const deeds = fc.array(
    fc.record({ by: fc.constantFrom(0 as const, 1 as const), deed: fc.nat(8), value: fc.nat(50) }),
    { minLength: 1, maxLength: 25 },
  );
  const orders = fc.array(fc.nat(1_000), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(deeds, orders, (all: Deed[], salt) => {
      const { one, two, categoryId, itemId } = shop();
      for (const [i, deed] of all.entries()) act(deed.by === 0 ? one : two, deed, i, categoryId, itemId);
      const cells = [...cellsOf(one), ...cellsOf(two)];
      const readers = [testRegister('r3'), testRegister('r4')] as const;
      for (const [r, reader] of readers.entries()) {
        // Pieces of the stream in another order, some of them twice.
        const pieces: CellRow[][] = [[], [], [], [], [], []];
        cells.forEach((row, i) => {
          pieces[(i * (r + 1) + (salt[i % 6] ?? 0)) % 6]?.push(row);
        });
        for (const piece of [...pieces, pieces[0] ?? []]) receive(reader, piece);
      }
      pass(one, two);
      pass(two, one);
      const [three, four] = readers;
      expect(shown(three)).toEqual(shown(four));
      expect(shown(one)).toEqual(shown(two));
      expect(shown(three)).toEqual(shown(one));
      expect(shown(three.restart())).toEqual(shown(three));
    }),
    { numRuns: 40 },
  );
});

function act(at: TestRegister, { deed, value }: Deed, i: number, categoryId: string, itemId: string): void {
  const { catalogue } = at;
  // Clocks of two boxes are never quite alike.
  at.clock.wall_ms = NOON_MS + i * 7_000 + value;
  const plu = String(value % 4);
  try {
    if (deed === 0) catalogue.createItem(draft(categoryId, { name: `Jídlo ${value}`, plu }), petr);
    else if (deed === 1) catalogue.patchItem(itemId, { price_haler: 100 * value }, petr);
    else if (deed === 2) catalogue.patchItem(itemId, { plu, soldOut: value % 2 === 0 }, petr);
    else if (deed === 3)
      catalogue.createTable({ name: String(value % 5), area: 'Sál', position: value }, petr);
    else if (deed === 4) catalogue.archiveItem(itemId, petr);
    else if (deed === 5) catalogue.patchSettings({ lockAfter_s: value }, petr);
    else if (deed === 6)
      catalogue.createCategory({ ...food, name: `Kategorie ${value}`, position: value }, petr);
    else if (deed === 7) {
      const from = `2027-01-01T00:${String(value).padStart(2, '0')}`;
      catalogue.schedule({ kind: 'price', itemId, from, price_haler: value }, petr);
    } else catalogue.archiveTable(catalogue.tables()[value % 3]?.id ?? '', petr);
  } catch (error) {
    // What cannot be there is refused, and changes nothing.
    if ((error as Error).name !== 'Refusal') throw error;
  }
}
