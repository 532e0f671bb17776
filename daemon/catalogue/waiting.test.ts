import { expect, test } from 'vitest';
import { cellsOf, pass, receive, shown, type TestRegister, testRegister } from './registers.fixture.ts';

const petr = { staffId: 'petr' };

/** Two registers that know one category and one item; the second is told to wait in one of two ways. */
function shop(how: 'at-shift' | 'off') {
  const [one, two] = [testRegister('r1'), testRegister('r2')];
  const categoryId = one.catalogue.createCategory(
    { name: 'Pivo', hue: 80, position: 1, route: null },
    petr,
  ).id;
  const itemId = one.catalogue.createItem(draft(categoryId), petr).id;
  pass(one, two);
  if (how === 'off') two.catalogue.patchSettings({ itemSync: false }, petr);
  else {
    one.catalogue.patchSettings({ itemChanges: 'at-shift' }, petr);
    pass(one, two);
  }
  return { one, two, categoryId, itemId };
}

const draft = (categoryId: string, name = 'Pilsner 0,5 l') => ({
  name,
  shortName: name,
  price_haler: 6_200,
  vatClass: 'standard',
  categoryId,
  unit: 'ks' as const,
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
});
const priceAt = ({ catalogue }: TestRegister, id: string) => catalogue.item(id)?.price_haler;

test('with changes at the opening of the shift, prices wait for it, also over a restart', () => {
  const { one, two, itemId, categoryId } = shop('at-shift');
  two.catalogue.shiftOpen('monday');
  one.catalogue.patchItem(itemId, { price_haler: 6_500 }, petr);
  const added = one.catalogue.createItem(draft(categoryId, 'Kofola'), petr).id;
  one.catalogue.patchCategory(categoryId, { name: 'Piva' }, petr);
  pass(one, two);
  expect([priceAt(two, itemId), two.catalogue.item(added), shown(two).waiting]).toEqual([
    6_200,
    undefined,
    3,
  ]);
  expect(two.catalogue.category(categoryId)?.name).toBe('Pivo');
  // What the register itself changes holds at once, there and by what it sells.
  expect(priceAt(one, itemId)).toBe(6_500);

  const again = two.restart();
  expect([priceAt(again, itemId), shown(again).waiting]).toEqual([6_200, 3]);
  // The same shift goes on after the restart.
  again.catalogue.shiftOpen('monday');
  expect(shown(again).waiting).toBe(3);
  again.catalogue.shiftOpen('tuesday');
  expect(priceAt(again, itemId)).toBe(6_500);
  expect(shown(again)).toEqual(shown(one));
  expect(shown(again.restart())).toEqual(shown(one));
});

test('switched off, nothing comes in by itself; the button and the switch let it in', () => {
  const { one, two, itemId } = shop('off');
  one.catalogue.patchItem(itemId, { price_haler: 6_500 }, petr);
  pass(one, two);
  two.catalogue.shiftOpen('monday');
  expect([priceAt(two, itemId), shown(two).waiting]).toEqual([6_200, 1]);
  expect(two.catalogue.applyWaiting()).toBe(1);
  expect([priceAt(two, itemId), shown(two).waiting]).toEqual([6_500, 0]);
  expect(two.catalogue.applyWaiting()).toBe(0);

  one.catalogue.patchItem(itemId, { price_haler: 6_600 }, petr);
  pass(one, two);
  expect(priceAt(two, itemId)).toBe(6_500);
  two.catalogue.patchSettings({ itemSync: true }, petr);
  expect([priceAt(two, itemId), shown(two).waiting]).toEqual([6_600, 0]);
});

test('the shop told at once to wait no longer lets everything in', () => {
  const { one, two, itemId } = shop('at-shift');
  one.catalogue.patchItem(itemId, { price_haler: 6_500 }, petr);
  pass(one, two);
  expect(shown(two).waiting).toBe(1);
  one.catalogue.patchSettings({ itemChanges: 'at-once' }, petr);
  pass(one, two);
  expect([priceAt(two, itemId), shown(two).waiting]).toEqual([6_500, 0]);
});

test('sold out, allergens, kept in stock and taken off the list go through at once', () => {
  const { one, two, itemId, categoryId } = shop('at-shift');
  const gone = one.catalogue.createItem(draft(categoryId, 'Kofola'), petr).id;
  pass(one, two);
  two.catalogue.applyWaiting();
  one.catalogue.patchItem(itemId, { price_haler: 6_500, soldOut: true, allergens: [1], stocked: true }, petr);
  one.catalogue.archiveItem(gone, petr);
  pass(one, two);
  expect(two.catalogue.item(itemId)).toMatchObject({
    price_haler: 6_200,
    soldOut: true,
    allergens: [1],
    stocked: true,
  });
  expect([two.catalogue.item(gone), shown(two).waiting]).toEqual([undefined, 1]);
  one.catalogue.patchItem(itemId, { soldOut: false }, petr);
  pass(one, two);
  expect(two.catalogue.item(itemId)?.soldOut).toBe(false);
});

test('tables, rates, payments and settings do not wait', () => {
  const { one, two } = shop('off');
  one.catalogue.createTable({ name: '1', area: 'Sál', position: 1 }, petr);
  one.catalogue.patchSettings({ printReceipt: 'never' }, petr);
  pass(one, two);
  expect(two.catalogue.tables()).toHaveLength(1);
  expect(two.catalogue.settings().printReceipt).toBe('never');
  expect(shown(two).waiting).toBe(0);
});

test('what is set here as it waits, or taken back there, waits no longer', () => {
  const { one, two, itemId } = shop('at-shift');
  one.catalogue.patchItem(itemId, { shortName: 'Pilsner' }, petr);
  pass(one, two);
  expect(shown(two).waiting).toBe(1);
  two.catalogue.patchItem(itemId, { shortName: 'Pilsner' }, petr);
  expect(shown(two).waiting).toBe(0);
  one.catalogue.patchItem(itemId, { name: 'Plzeň' }, petr);
  pass(one, two);
  expect(shown(two).waiting).toBe(1);
  one.catalogue.patchItem(itemId, { name: 'Pilsner 0,5 l' }, petr);
  pass(one, two);
  expect(shown(two).waiting).toBe(0);
});

test('a change made here leaves what waits in its place, and both hold in the end', () => {
  const { one, two, itemId } = shop('at-shift');
  one.catalogue.patchItem(itemId, { price_haler: 6_500 }, petr);
  pass(one, two);
  two.catalogue.patchItem(itemId, { plu: '5' }, petr);
  expect([priceAt(two, itemId), shown(two).waiting]).toEqual([6_200, 1]);
  two.catalogue.shiftOpen('monday');
  pass(two, one);
  one.catalogue.shiftOpen('monday');
  expect(shown(two).items).toEqual(shown(one).items);
  expect(two.catalogue.item(itemId)).toMatchObject({ price_haler: 6_500, plu: '5' });
});

test('an item with two labels is everywhere; labels are only looked at, everything is held', () => {
  const { one, two, itemId } = shop('at-shift');
  two.catalogue.applyWaiting();
  one.catalogue.patchSettings({ itemChanges: 'at-once', shownLabel: 'pokl1' }, petr);
  one.catalogue.patchItem(itemId, { labels: ['pokl1', 'pokl2'] }, petr);
  receive(two, cellsOf(one));
  expect(two.catalogue.item(itemId)?.labels).toEqual(['pokl1', 'pokl2']);
  expect(two.catalogue.view({ id: 'r2', name: '', series: '', version: '' }).labels).toEqual([
    'pokl1',
    'pokl2',
  ]);
});
