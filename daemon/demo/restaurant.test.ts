import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { checkPaymentTypes, checkSettings, itemFaults } from '../../catalogue/index.ts';
import { ALLERGENS, isEan, type Staff as Person, vatRateOn } from '../../domain/index.ts';
import { createCatalogue } from '../catalogue/catalogue.ts';
import { memoryStore } from '../catalogue/memory-store.fixture.ts';
import { CatalogueView, StaffDraft, StockDeed } from '../http/contract.ts';
import type { PersonDraft } from '../staff/staff.ts';
import { DEMO_STAFF, RESTAURANT } from './restaurant.ts';
import { seedDemo } from './seed.ts';
import { DEMO_STOCK } from './stock.ts';

const { items, categories, tables } = RESTAURANT;
const day = '2026-11-24';
const register = { id: 'r1', name: 'Pokladna 1', series: 'R1', version: '0' };

function emptyShop() {
  const store = memoryStore();
  const catalogue = createCatalogue(
    store,
    { wall_ms: () => Date.parse('2026-11-24T12:00:00Z'), uuid: () => 'unused' },
    { emit: () => {} },
    { registerId: 'r1', registerName: 'Pokladna 1', timezone: 'Europe/Prague', tableInUse: () => false },
  );
  catalogue.start();
  const people: Person[] = [];
  const staff = {
    all: () => people,
    add: async ({ name, role }: PersonDraft) => {
      const person = { id: name, name, role, active: true };
      people.push(person);
      return person;
    },
  };
  const counted: StockDeed[] = [];
  const stock = {
    list: () =>
      catalogue
        .items()
        .filter((item) => item.stocked)
        .map(({ id: itemId, name, unit }) => ({
          itemId,
          name,
          unit,
          level_thousandths: 0,
          last:
            counted.length > 0
              ? { kind: 'take' as const, quantity_thousandths: 0, at: day, staff: 'Petr' }
              : null,
        })),
    move(deed: StockDeed) {
      counted.push(deed);
      return [];
    },
  };
  return { catalogue, staff, people, stock, counted };
}

test('the demo is seeded once, as the contract wants it', async () => {
  const { catalogue, staff, people, stock, counted } = emptyShop();
  expect(await seedDemo({ catalogue, staff, stock })).toBe(true);
  const view = catalogue.view(register);
  expect([...Value.Errors(CatalogueView, view)]).toEqual([]);
  expect(view.items).toHaveLength(items.length);
  expect(people.map((person) => person.role)).toEqual(['waiter', 'manager', 'technician']);

  const version = catalogue.version();
  expect(await seedDemo({ catalogue, staff, stock })).toBe(false);
  expect([catalogue.version(), people.length]).toEqual([version, 3]);
  expect(counted).toHaveLength(1);
  expect(Value.Check(StockDeed, counted[0])).toBe(true);
  expect(counted[0]?.items).toHaveLength(DEMO_STOCK.size);
});

test('a seeding cut short is finished by the next start', async () => {
  const { catalogue, staff, people, stock, counted } = emptyShop();
  await staff.add(DEMO_STAFF[0]);
  expect(await seedDemo({ catalogue, staff, stock })).toBe(true);
  expect(people.map((person) => person.name).sort()).toEqual(['Jana', 'Petr', 'Technik']);
  counted.length = 0;
  expect(await seedDemo({ catalogue, staff, stock })).toBe(false);
  expect(counted).toHaveLength(1);
});

test('items clash with nothing and can be sold today', () => {
  const shop = {
    hasCategory: (id: string) => categories.some((category) => category.id === id),
    hasRate: (vatClass: string) => vatRateOn(RESTAURANT.vatRates, vatClass, day) !== undefined,
  };
  expect(itemFaults(items, [], shop)).toEqual([]);
  expect(new Set(items.map((item) => item.id)).size).toBe(items.length);
  expect(items.length).toBeGreaterThanOrEqual(120);
  expect(categories.length).toBeGreaterThanOrEqual(12);
  for (const { id } of categories) expect(items.filter((item) => item.categoryId === id)).not.toEqual([]);
});

test('what is counted in pieces is kept in stock, under the demo’s own ids', () => {
  const stocked = items.filter((item) => item.stocked);
  expect(stocked.map((item) => item.id).sort()).toEqual([...DEMO_STOCK.keys()].sort());
  expect(new Set(stocked.map((item) => item.unit))).toEqual(new Set(['ks']));
  for (const quantity of DEMO_STOCK.values()) expect(quantity % 1000).toBe(0);
});

test('codes have their check digits, allergens are of the list', () => {
  for (const item of items) {
    for (const ean of item.eans) expect(isEan(ean), `${item.name}: ${ean}`).toBe(true);
    for (const number of item.allergens) expect(ALLERGENS[number], item.name).toBeDefined();
    expect(item.shortName.length, item.name).toBeLessThanOrEqual(20);
    expect(item.openPrice || item.price_haler > 0, item.name).toBe(true);
  }
  expect(items.filter((item) => item.eans.length > 0).length).toBeGreaterThan(15);
  expect(items.filter((item) => item.weighedEanPrefix).map((item) => item.unit)).toEqual(['kg', 'kg']);
});

test('food bears 12 %, drinks 21 %', () => {
  const drinks = ['pivo', 'nealko', 'vino', 'lihoviny', 'kava'];
  for (const item of items) {
    if (item.categoryId === 'ostatni') continue;
    const rate = vatRateOn(RESTAURANT.vatRates, item.vatClass, day)?.rate_bp;
    expect(rate, item.name).toBe(drinks.includes(item.categoryId) ? 2100 : 1200);
  }
});

test('allergens that the name gives away are declared', () => {
  const given: [RegExp, number][] = [
    [/pivo|ležák|desítka|knedlík|knedlo|špagety|spaghetti|penne|nudle|chleb|topink|bageta|řízek/i, 1],
    [/krevety/i, 2],
    [/vaječn|vejce|carbonara|tatarsk/i, 3],
    [/losos|pstruh/i, 4],
    [/arašíd/i, 5],
    [/sýr|másl|smeta|šlehač|zmrzlin|hermelín|cappuccino|latte|tvaroh|brynz|halloumi/i, 7],
    [/ořech|mandle/i, 8],
    [/hořčic/i, 10],
    [/víno|prosecco|sekt|rulandsk|frankovka/i, 12],
  ];
  for (const item of items) {
    for (const [name, allergen] of given) {
      if (name.test(item.name)) expect(item.allergens, item.name).toContain(allergen);
    }
  }
});

test('settings, payments, tables and people are such as the register takes', () => {
  expect(() => checkPaymentTypes(RESTAURANT.paymentTypes)).not.toThrow();
  const isItem = (id: string) => items.some((item) => item.id === id);
  expect(() => checkSettings(RESTAURANT.settings, { isItem, registerId: 'pokladna-1' })).not.toThrow();
  expect(new Set(tables.map((table) => table.name)).size).toBe(20);
  expect(new Set(tables.map((table) => table.area)).size).toBe(3);
  expect(new Set(DEMO_STAFF.map((person) => person.pin)).size).toBe(3);
  for (const person of DEMO_STAFF) expect(Value.Check(StaffDraft, person)).toBe(true);
});
