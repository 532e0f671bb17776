import { expect, test } from 'vitest';
import { MAX_SCHEDULED } from '../../catalogue/index.ts';
import { Refusal } from '../../wire/index.ts';
import { manualWorld } from '../../world/manual.fixture.ts';
import { exportItems, importItems } from './csv.ts';
import { pass, shown, type TestRegister, testRegister } from './registers.fixture.ts';
import { createSwitching } from './switching.ts';

const petr = { staffId: 'petr' };
const at = (text: string) => Date.parse(text);

function shop() {
  const [one, two] = [testRegister('r1'), testRegister('r2')];
  const categoryId = one.catalogue.createCategory(
    { name: 'Pivo', hue: 80, position: 1, route: null },
    petr,
  ).id;
  const item = (name: string, openPrice = false) =>
    one.catalogue.createItem(
      {
        name,
        shortName: name,
        price_haler: 6_200,
        vatClass: 'standard',
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
        openPrice,
        stocked: false,
        prepaid: false,
      },
      petr,
    ).id;
  const itemId = item('Pilsner');
  const openId = item('Ostatní', true);
  pass(one, two);
  return { one, two, categoryId, itemId, openId };
}

const sold = ({ catalogue }: TestRegister, id: string) => {
  const item = catalogue.item(id);
  return [item?.price_haler, item?.vatClass];
};
const clocks = (wall: string, ...registers: TestRegister[]) => {
  for (const { clock } of registers) clock.wall_ms = at(wall);
};
const cells = ({ store }: TestRegister) => store.db.prepare('SELECT count(*) FROM cell').pluck().get();

test('a price and a class of VAT come into effect on every register at their minute, and nobody writes', () => {
  const { one, two, itemId } = shop();
  one.catalogue.schedule({ kind: 'price', itemId, from: '2027-01-01T00:00', price_haler: 6_500 }, petr);
  one.catalogue.schedule({ kind: 'vat-class', itemId, from: '2027-01-01T00:00', vatClass: 'reduced' }, petr);
  pass(one, two);
  const written = cells(two);
  expect(shown(two).scheduled).toMatchObject([
    { kind: 'price', from: '2027-01-01T00:00', price_haler: 6_500, by: 'Petr', register: 'Pokladna 1' },
    { kind: 'vat-class', vatClass: 'reduced' },
  ]);
  clocks('2026-12-31T23:59:59+01:00', one, two);
  expect([sold(one, itemId), sold(two, itemId)]).toEqual([
    [6_200, 'standard'],
    [6_200, 'standard'],
  ]);
  clocks('2027-01-01T00:00:00+01:00', one, two);
  for (const register of [one, two, two.restart()]) {
    expect(sold(register, itemId)).toEqual([6_500, 'reduced']);
    expect(register.catalogue.itemView(itemId)).toMatchObject({
      price_haler: 6_500,
      priceChange: { at: '2027-01-01T00:00:00+01:00', from_haler: 6_200, planned: true, by: 'Petr' },
    });
    expect(shown(register).scheduled).toEqual([]);
  }
  expect(cells(two)).toBe(written);
});

test('a price set by hand afterwards wins everywhere, also back to the old one, also on a slow clock', () => {
  const { one, two, itemId } = shop();
  one.catalogue.schedule({ kind: 'price', itemId, from: '2026-11-25T08:00', price_haler: 6_500 }, petr);
  pass(one, two);
  clocks('2026-11-25T09:00:00+01:00', one, two);
  two.catalogue.patchItem(itemId, { price_haler: 6_200 }, petr);
  pass(two, one);
  expect([sold(one, itemId)[0], sold(two, itemId)[0]]).toEqual([6_200, 6_200]);
  // A register whose clock lies an hour behind, where the plan was never in effect.
  clocks('2026-11-25T07:30:00+01:00', one);
  one.catalogue.patchItem(itemId, { price_haler: 7_000 }, petr);
  pass(one, two);
  expect([sold(one, itemId)[0], sold(two, itemId)[0]]).toEqual([7_000, 7_000]);
  expect(shown(two.restart()).items).toEqual(shown(two).items);
});

test('another change of the item leaves the plan in effect and writes no price', () => {
  const { one, two, itemId } = shop();
  one.catalogue.schedule({ kind: 'price', itemId, from: '2026-11-25T08:00', price_haler: 6_500 }, petr);
  one.catalogue.schedule({ kind: 'price', itemId, from: '2026-11-26T08:00', price_haler: 6_800 }, petr);
  clocks('2026-11-25T09:00:00+01:00', one, two);
  one.catalogue.patchItem(itemId, { soldOut: true, price_haler: 6_500 }, petr);
  pass(one, two);
  expect([sold(one, itemId)[0], sold(two, itemId)[0]]).toEqual([6_500, 6_500]);
  clocks('2026-11-26T09:00:00+01:00', one, two);
  expect([sold(one, itemId)[0], sold(two, itemId)[0]]).toEqual([6_800, 6_800]);
  expect(two.catalogue.itemView(itemId).priceChange).toMatchObject({ from_haler: 6_500, planned: true });
});

test('happy hours go by the clock on the wall, also when it is moved', () => {
  const { one, two, categoryId, itemId, openId } = shop();
  const hour = {
    kind: 'happy-hour' as const,
    itemId: null,
    categoryId,
    weekdays: [2, 7],
    fromTime: '01:30',
    toTime: '03:30',
    price_haler: null,
    percent_bp: 2_000,
  };
  one.catalogue.schedule(hour, petr);
  pass(one, two);
  const price = (wall: string) => {
    clocks(wall, two);
    return sold(two, itemId)[0];
  };
  // Tuesday in winter.
  expect([price('2026-11-24T01:29:59+01:00'), price('2026-11-24T01:30:00+01:00')]).toEqual([6_200, 4_960]);
  expect(two.catalogue.itemView(itemId)).toMatchObject({ regularPrice_haler: 6_200, happyUntil: '03:30' });
  expect([price('2026-11-24T03:29:59+01:00'), price('2026-11-24T03:30:00+01:00')]).toEqual([4_960, 6_200]);
  expect(two.catalogue.itemView(itemId)).not.toHaveProperty('happyUntil');
  // The clock is set back: the price of the time that it shows.
  expect(price('2026-11-24T02:00:00+01:00')).toBe(4_960);
  expect(price('2026-11-25T02:00:00+01:00')).toBe(6_200);
  // Spring: Sunday, 2:00 becomes 3:00. Autumn: 3:00 becomes 2:00.
  expect([price('2027-03-28T01:59:00+01:00'), price('2027-03-28T03:00:00+02:00')]).toEqual([4_960, 4_960]);
  expect(price('2027-03-28T03:30:00+02:00')).toBe(6_200);
  expect([price('2027-10-31T02:59:00+02:00'), price('2027-10-31T02:00:00+01:00')]).toEqual([4_960, 4_960]);
  expect(price('2027-10-31T03:30:00+01:00')).toBe(6_200);
  clocks('2026-11-24T02:00:00+01:00', two);
  expect(sold(two, openId)[0]).toBe(6_200);
});

test('in a happy hour the price list stays what it is: edited, exported and imported', () => {
  const { one, itemId } = shop();
  one.catalogue.schedule(
    {
      kind: 'happy-hour',
      itemId,
      categoryId: null,
      weekdays: [1, 2, 3, 4, 5, 6, 7],
      fromTime: '00:00',
      toTime: '00:00',
      price_haler: 4_500,
      percent_bp: null,
    },
    petr,
  );
  expect(sold(one, itemId)[0]).toBe(4_500);
  const file = exportItems(one.catalogue);
  expect(file.toString()).toContain('Pilsner;"62,00"');
  expect(importItems(file, one.catalogue, petr, { apply: true })).toMatchObject({ changed: 0, unchanged: 2 });
  one.catalogue.patchItem(itemId, { name: 'Plzeň' }, petr);
  expect(one.catalogue.itemView(itemId)).toMatchObject({ price_haler: 4_500, regularPrice_haler: 6_200 });
  expect(one.catalogue.itemView(itemId)).not.toHaveProperty('priceChange');
});

test('screens are told at the minute, and after a jump of the clock', async () => {
  const { one, itemId } = shop();
  const world = manualWorld(at('2026-11-24T15:58:30+01:00'));
  const told: number[] = [];
  const catalogue = {
    lookAtClock: () => {
      one.clock.wall_ms = world.wall_ms();
      one.catalogue.lookAtClock();
      told.push(one.told.length);
    },
  };
  one.catalogue.schedule(
    {
      kind: 'happy-hour',
      itemId,
      categoryId: null,
      weekdays: [2],
      fromTime: '16:00',
      toTime: '18:00',
      price_haler: 4_500,
      percent_bp: null,
    },
    petr,
  );
  one.told.length = 0;
  const switching = createSwitching(catalogue, world);
  switching.start();
  await world.advance(89_999);
  expect([world.wall_ms(), one.told.length]).toEqual([at('2026-11-24T15:59:59.999+01:00'), 0]);
  await world.advance(1);
  expect(one.told).toEqual([{ kind: 'catalogue', version: one.catalogue.version() }]);
  expect(sold(one, itemId)[0]).toBe(4_500);
  // Set two days ahead between two ticks: seen within a minute.
  world.setWall(at('2026-11-26T16:30:00+01:00'));
  await world.advance(60_000);
  expect(one.told).toHaveLength(2);
  expect(sold(one, itemId)[0]).toBe(6_200);
  switching.stop();
  const looks = told.length;
  await world.advance(600_000);
  expect(told).toHaveLength(looks);
});

test('a full disk when a price changes by itself ends nothing: it is sold for, and told when there is room', () => {
  const { one, itemId } = shop();
  const startsAt = '2026-11-24T16:00';
  one.catalogue.schedule({ kind: 'price', itemId, from: startsAt, price_haler: 7_000 }, petr);
  one.told.length = 0;
  one.clock.wall_ms = at('2026-11-24T16:00:00+01:00');
  const { transaction } = one.store;
  const full = new Refusal(507, 'disk-full', { cs: 'plno', en: 'full' }, { cs: '', en: '' });
  const store = one.store as { transaction: typeof transaction };
  store.transaction = () => {
    throw full;
  };
  one.catalogue.lookAtClock();
  expect([sold(one, itemId)[0], one.told.length]).toEqual([7_000, 0]);
  expect(JSON.stringify(one.warned)).toContain('disk-full');
  store.transaction = transaction;
  one.catalogue.lookAtClock();
  expect(one.told).toHaveLength(1);
});

test('what makes no sense is not planned', () => {
  const { one, itemId, openId, categoryId } = shop();
  const plan = (draft: object) => {
    try {
      one.catalogue.schedule(draft as never, petr);
      return 'planned';
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return error.code;
    }
  };
  const price = { kind: 'price', itemId, from: '2027-01-01T00:00', price_haler: 1 };
  expect(plan({ ...price, from: '2026-11-24T12:00' })).toBe('schedule-past');
  expect(plan({ ...price, from: '2026-11-24T12:01' })).toBe('planned');
  expect(plan({ ...price, from: '2027-02-30T12:00' })).toBe('schedule-day');
  expect(plan({ ...price, itemId: 'nothing' })).toBe('item-unknown');
  expect(plan({ ...price, itemId: openId })).toBe('schedule-open-price');
  expect(plan({ kind: 'vat-class', itemId, from: '2027-01-01T00:00', vatClass: 'x' })).toBe(
    'vat-class-unknown',
  );
  const hour = {
    kind: 'happy-hour',
    itemId,
    categoryId: null,
    weekdays: [1, 1],
    fromTime: '16:00',
    toTime: '18:00',
    price_haler: 1,
    percent_bp: null,
  };
  expect(plan({ ...hour, categoryId })).toBe('schedule-target');
  expect(plan({ ...hour, itemId: null })).toBe('schedule-target');
  expect(plan({ ...hour, itemId: null, categoryId: 'x' })).toBe('category-unknown');
  expect(plan({ ...hour, percent_bp: 100 })).toBe('schedule-price');
  expect(plan({ ...hour, weekdays: [] })).toBe('schedule-weekdays');
  expect(plan(hour)).toBe('planned');
  const last = shown(one).scheduled.at(-1);
  expect(shown(one).scheduled.find((one) => one.kind === 'happy-hour')).toMatchObject({ weekdays: [1] });
  one.catalogue.unschedule(last?.id ?? '', petr);
  expect(() => one.catalogue.unschedule(last?.id ?? '', petr)).toThrow(Refusal);
  const free = MAX_SCHEDULED - shown(one).scheduled.length;
  for (let i = 0; i < free; i++) one.catalogue.schedule(price as never, petr);
  expect(plan(price)).toBe('schedule-full');
});
