import { expect, test } from 'vitest';
import { vatRateOn } from '../../domain/index.ts';
import { Refusal } from '../../wire/index.ts';
import { createEvents } from '../events.ts';
import type { EetSettings, Event, ItemDraft } from '../http/contract.ts';
import { createCatalogue } from './catalogue.ts';
import { emptyDatabase, memoryStore } from './memory-store.fixture.ts';

const jana = { staffId: 'jana' };
const register = { id: 'r1', name: 'Pokladna 1', series: 'R1', version: '0' };

function fixture(db = emptyDatabase(), registerId = 'r1') {
  const told: Event[] = [];
  const events = createEvents((error) => {
    throw error;
  });
  events.listen((event) => told.push(event));
  const store = memoryStore(db);
  const clock = { wall_ms: Date.parse('2026-11-24T12:00:00Z') };
  const busy = new Set<string>();
  let ids = 0;
  const world = { wall_ms: () => clock.wall_ms, uuid: () => `id-${++ids}-${told.length}` };
  const options = {
    registerId,
    registerName: 'Pokladna 1',
    timezone: 'Europe/Prague',
    tableInUse: (id: string) => busy.has(id),
  };
  const catalogue = createCatalogue(store, world, events, options);
  catalogue.start();
  return { catalogue, store, db, told, clock, busy };
}

function draft(patch: Partial<ItemDraft> = {}): ItemDraft {
  return {
    name: 'Svíčková',
    shortName: 'Svíčková',
    price_haler: 21_900,
    vatClass: 'reduced',
    categoryId: 'none',
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
    ...patch,
  };
}

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) {
      expect(error.message).toMatch(/\.$/);
      expect(error.hint.cs).toMatch(/\.$/);
      return `${error.status} ${error.code}`;
    }
    throw error;
  }
  return 'done';
}

const food = { name: 'Hlavní jídla', hue: 40, position: 1, route: 'kuchyn' };

test('an item is kept in stock until somebody says otherwise, also off the list and after a restart', () => {
  const first = fixture();
  const { catalogue } = first;
  const categoryId = catalogue.createCategory(food, jana).id;
  const { id } = catalogue.createItem(draft({ categoryId, stocked: true }), jana);
  const other = catalogue.createItem(draft({ categoryId }), jana);
  expect([id, other.id, 'nobody'].map((one) => catalogue.isStocked(one))).toEqual([true, false, false]);
  // It may stand on a bill that is paid later.
  catalogue.archiveItem(id, jana);
  expect(catalogue.isStocked(id)).toBe(true);
  expect(fixture(first.db).catalogue.isStocked(id)).toBe(true);
  catalogue.patchItem(other.id, { stocked: true }, jana);
  expect(catalogue.isStocked(other.id)).toBe(true);
});

test('what was written is read again after a restart, on the same version', () => {
  const first = fixture();
  const { catalogue } = first;
  const category = catalogue.createCategory(food, jana);
  const table = catalogue.createTable({ name: '1', area: 'Sál', position: 1 }, jana);
  const item = catalogue.createItem(
    draft({
      categoryId: category.id,
      plu: '12',
      eans: ['8594001021499'],
      labels: ['bar'],
      allergens: [7, 1, 7],
    }),
    jana,
  );
  catalogue.setPaymentTypes(
    [
      {
        id: 'k',
        name: 'Karta',
        kind: 'card',
        currency: 'CZK',
        rate_haler: null,
        registered: true,
        prepaid: false,
        active: true,
      },
      {
        id: 'e',
        name: 'EUR',
        kind: 'foreign-cash',
        currency: 'EUR',
        rate_haler: 2450,
        registered: true,
        prepaid: false,
        active: true,
      },
    ],
    jana,
  );
  catalogue.patchSettings({ lockAfter_s: 60, theme: 'dark' }, jana);
  expect(item.allergens).toEqual([1, 7]);

  const again = fixture(first.db).catalogue;
  expect(again.version()).toBe(catalogue.version());
  expect(again.view(register)).toEqual(catalogue.view(register));
  expect(again.item(item.id)).toEqual(item);
  expect(again.table(table.id)).toEqual(table);
  expect(again.paymentTypes().map((type) => type.id)).toEqual(['k', 'e']);
  expect(again.settings()).toMatchObject({ lockAfter_s: 60, theme: 'dark', language: 'cs' });
});

test('each write is told once, after the commit, and its version grows', () => {
  const { catalogue, told, store } = fixture();
  const category = catalogue.createCategory(food, jana);
  catalogue.createItem(draft({ categoryId: category.id }), jana);
  expect(told).toEqual([
    { kind: 'catalogue', version: 1 },
    { kind: 'catalogue', version: 2 },
  ]);
  expect(() =>
    store.transaction(() => {
      catalogue.createItem(draft({ categoryId: category.id }), jana);
      throw new Error('power');
    }),
  ).toThrow('power');
  expect(told).toHaveLength(2);
  expect(catalogue.items()).toHaveLength(1);
  expect(catalogue.version()).toBe(2);
});

test('a change writes cells of the changed columns only', () => {
  const { catalogue, db } = fixture();
  const category = catalogue.createCategory(food, jana);
  const item = catalogue.createItem(draft({ categoryId: category.id }), jana);
  const cells = () =>
    db.prepare("SELECT col, val, seq FROM cell WHERE tbl = 'item' AND id = ? ORDER BY seq").all(item.id) as {
      col: string;
      val: string;
    }[];
  expect(cells()).toHaveLength(19);
  catalogue.patchItem(item.id, { price_haler: 22_900 }, { staffId: 'petr' });
  const mark =
    '{"from_haler":21900,"to_haler":22900,"at":"2026-11-24T13:00:00+01:00","by":"petr","on":{"id":"r1","name":"Pokladna 1"}}';
  expect(
    cells()
      .slice(-3)
      .map(({ col, val }) => [col, val]),
  ).toEqual([
    ['price_haler', '22900'],
    ['priceMark', mark],
    ['changedBy', '"petr"'],
  ]);
  catalogue.archiveItem(item.id, jana);
  expect(
    cells()
      .slice(-2)
      .map(({ col, val }) => [col, val]),
  ).toEqual([
    ['archived', 'true'],
    ['changedBy', '"jana"'],
  ]);
});

test('an item that clashes is refused in words, and nothing changes', () => {
  const { catalogue, told } = fixture();
  const categoryId = catalogue.createCategory(food, jana).id;
  const taken = { plu: '7', eans: ['8594001021499'], weighedEanPrefix: '2912345', unit: 'kg' as const };
  catalogue.createItem(draft({ categoryId, ...taken }), jana);
  const other = catalogue.createItem(draft({ categoryId, plu: '8' }), jana);
  const version = catalogue.version();

  expect(refusal(() => catalogue.createItem(draft({ categoryId, plu: '7' }), jana))).toBe('422 plu-taken');
  expect(refusal(() => catalogue.patchItem(other.id, { plu: '7' }, jana))).toBe('422 plu-taken');
  expect(refusal(() => catalogue.patchItem(other.id, { eans: taken.eans }, jana))).toBe('422 ean-taken');
  const weighed = { weighedEanPrefix: '2912345', unit: 'kg' as const };
  expect(refusal(() => catalogue.patchItem(other.id, weighed, jana))).toBe('422 weighed-prefix-taken');
  expect(refusal(() => catalogue.patchItem(other.id, { weighedEanPrefix: '2900001' }, jana))).toBe(
    '422 weighed-unit',
  );
  expect(refusal(() => catalogue.patchItem(other.id, { categoryId: 'x' }, jana))).toBe(
    '422 category-unknown',
  );
  expect(refusal(() => catalogue.patchItem(other.id, { vatClass: 'x' }, jana))).toBe('422 vat-class-unknown');
  expect(refusal(() => catalogue.patchItem('x', { soldOut: true }, jana))).toBe('404 item-unknown');
  expect(refusal(() => catalogue.archiveItem('x', jana))).toBe('404 item-unknown');
  expect(refusal(() => catalogue.archiveCategory(categoryId, jana))).toBe('409 category-not-empty');
  expect(catalogue.version()).toBe(version);
  expect(told).toHaveLength(version);
  // Its own PLU is no clash.
  expect(refusal(() => catalogue.patchItem(other.id, { plu: '8', name: 'Jiná' }, jana))).toBe('done');
});

test('an archived item frees its PLU and its category, which reports can still name', () => {
  const { catalogue, db } = fixture();
  const categoryId = catalogue.createCategory(food, jana).id;
  const item = catalogue.createItem(draft({ categoryId, plu: '7' }), jana);
  catalogue.archiveItem(item.id, jana);
  expect(catalogue.item(item.id)).toBeUndefined();
  const next = catalogue.createItem(draft({ categoryId, plu: '7' }), jana);
  catalogue.archiveItem(next.id, jana);
  catalogue.archiveCategory(categoryId, jana);
  expect(catalogue.categories()).toEqual([]);
  expect(catalogue.category(categoryId)?.name).toBe('Hlavní jídla');
  expect(fixture(db).catalogue.category(categoryId)?.name).toBe('Hlavní jídla');
  expect(fixture(db).catalogue.items()).toEqual([]);
});

test('two items swap their PLUs in one step; a clash in the step stops all of it', () => {
  const { catalogue } = fixture();
  const categoryId = catalogue.createCategory(food, jana).id;
  const a = catalogue.createItem(draft({ categoryId, plu: '1', name: 'a' }), jana);
  const b = catalogue.createItem(draft({ categoryId, plu: '2', name: 'b' }), jana);
  const swap = [
    { id: a.id, draft: draft({ categoryId, plu: '2', name: 'a' }) },
    { id: b.id, draft: draft({ categoryId, plu: '1', name: 'b' }) },
  ];
  expect(catalogue.planItems(swap)).toEqual({ faults: [], added: 0, changed: 2, unchanged: 0 });
  expect(catalogue.item(a.id)?.plu).toBe('1');
  catalogue.putItems(swap, jana);
  expect(catalogue.items().map((item) => item.name)).toEqual(['b', 'a']);
  expect(catalogue.putItems(swap, jana)).toMatchObject({ changed: 0, unchanged: 2 });

  const version = catalogue.version();
  const clash = [
    { id: null, draft: draft({ categoryId, plu: '3' }) },
    { id: null, draft: draft({ categoryId, plu: '1' }) },
  ];
  expect(catalogue.putItems(clash, jana).faults).toMatchObject([{ index: 1, code: 'plu-taken' }]);
  const among = [
    { id: null, draft: draft({ categoryId, plu: '3' }) },
    { id: null, draft: draft({ categoryId, plu: '3' }) },
  ];
  expect(catalogue.planItems(among).faults).toMatchObject([{ index: 1, code: 'plu-taken' }]);
  expect(catalogue.version()).toBe(version);
});

test('a new item bears the label that this register shows', () => {
  const { catalogue } = fixture();
  const categoryId = catalogue.createCategory(food, jana).id;
  catalogue.patchSettings({ shownLabel: 'pokl1' }, jana);
  expect(catalogue.createItem(draft({ categoryId, labels: ['bar'] }), jana).labels).toEqual(['bar', 'pokl1']);
  expect(catalogue.createItem(draft({ categoryId, labels: ['pokl1'] }), jana).labels).toEqual(['pokl1']);
});

test("a register's own settings stay its own, the shop's are the same on all", () => {
  const first = fixture();
  first.catalogue.patchSettings({ shownLabel: 'bar', receiptFooter: ['Na shledanou'] }, jana);
  const second = fixture(first.db, 'r2').catalogue;
  expect(second.settings()).toMatchObject({ shownLabel: null, receiptFooter: ['Na shledanou'] });
});

test('how sales are registered is refused when the authority would not take it', () => {
  const eet: EetSettings = {
    environment: 'playground',
    eic: 'CZ00000019',
    unitId: '11',
    delegatingEic: null,
    delegatedByMany: false,
    wait_s: 2,
  };
  const { catalogue } = fixture();
  expect(catalogue.settings().eet).toBeNull();
  const delegating = { ...eet, delegatingEic: eet.eic };
  expect(refusal(() => catalogue.patchSettings({ eet: delegating }, jana))).toBe('422 eet-delegation');
  expect(catalogue.settings().eet).toBeNull();
  expect(refusal(() => catalogue.patchSettings({ eet }, jana))).toBe('done');
  expect(catalogue.settings().eet).toEqual(eet);

  // One character more than id_pokl takes.
  const long = fixture(emptyDatabase(), 'pokladna-v-salonku-01').catalogue;
  expect(refusal(() => long.patchSettings({ eet }, jana))).toBe('422 eet-register-id');
  expect(refusal(() => long.patchSettings({ eet: null }, jana))).toBe('done');
});

test('settings that make no sense are refused', () => {
  const { catalogue } = fixture();
  const seller = { name: 'U Lípy', place: '', address: 'Praha', ico: '12345678', dic: null };
  expect(refusal(() => catalogue.patchSettings({ seller }, jana))).toBe('422 ico-invalid');
  // The Ministry of Finance, as its own public register gives it.
  expect(refusal(() => catalogue.patchSettings({ seller: { ...seller, ico: '00006947' } }, jana))).toBe(
    'done',
  );
  // The example of the IBAN registry (SWIFT); then with two digits swapped.
  expect(refusal(() => catalogue.patchSettings({ iban: 'CZ6508000000192000145399' }, jana))).toBe('done');
  expect(catalogue.settings().iban).toBe('CZ6508000000192000145399');
  expect(refusal(() => catalogue.patchSettings({ iban: 'CZ6508000000192000145939' }, jana))).toBe(
    '422 iban-invalid',
  );
  // 16 × 2 dots are four bytes.
  const logo = { width: 16, height: 2, bits: 'gAEB/w==' };
  expect(refusal(() => catalogue.patchSettings({ logo: { ...logo, height: 3 } }, jana))).toBe(
    '422 logo-invalid',
  );
  expect(refusal(() => catalogue.patchSettings({ logo }, jana))).toBe('done');
  expect(catalogue.settings().logo).toEqual(logo);
  const keys = catalogue.settings().functionKeys.map((key) => ({ ...key, action: 'add-item' as const }));
  expect(refusal(() => catalogue.patchSettings({ functionKeys: keys }, jana))).toBe('422 key-item-unknown');
});

test('a rate of the future takes effect at local midnight by itself', () => {
  const { catalogue, clock } = fixture();
  catalogue.setVatRates(
    [
      ...catalogue.vatRates(),
      { vatClass: 'reduced', name: 'snížená', rate_bp: 1500, validFrom: '2027-01-01' },
    ],
    jana,
  );
  const rate = () => vatRateOn(catalogue.vatRates(), 'reduced', catalogue.day())?.rate_bp;
  clock.wall_ms = Date.parse('2026-12-31T22:59:59Z');
  expect([catalogue.day(), rate()]).toEqual(['2026-12-31', 1200]);
  const before = catalogue.view(register);
  expect(catalogue.view(register)).toBe(before);
  clock.wall_ms += 1000;
  expect([catalogue.day(), rate()]).toEqual(['2027-01-01', 1500]);
  expect(catalogue.view(register).register.day).toBe('2027-01-01');
});

test('a table of rates that would leave an item without one is refused', () => {
  const { catalogue } = fixture();
  const categoryId = catalogue.createCategory(food, jana).id;
  catalogue.createItem(draft({ categoryId }), jana);
  const standard = { vatClass: 'standard', name: 'základní', rate_bp: 2100, validFrom: '2013-01-01' };
  const late = { vatClass: 'reduced', name: 'snížená', rate_bp: 1200, validFrom: '2027-01-01' };
  expect(refusal(() => catalogue.setVatRates([standard], jana))).toBe('422 vat-class-used');
  expect(refusal(() => catalogue.setVatRates([standard, late], jana))).toBe('422 vat-class-used');
  const twice = { ...late, validFrom: '2024-01-01' };
  expect(refusal(() => catalogue.setVatRates([twice, twice], jana))).toBe('422 vat-day-twice');
  const noDay = { ...late, validFrom: '2024-02-30' };
  expect(refusal(() => catalogue.setVatRates([noDay], jana))).toBe('422 vat-day-invalid');
  expect(refusal(() => catalogue.setVatRates([twice], jana))).toBe('done');
  expect(catalogue.vatRates()).toEqual([twice]);
});

test('payment types that cannot be reckoned with are refused', () => {
  const { catalogue } = fixture();
  const cash = {
    id: 'h',
    name: 'Hotovost',
    kind: 'cash' as const,
    currency: 'CZK',
    rate_haler: null,
    registered: true,
    prepaid: false,
    active: true,
  };
  const euro = {
    ...cash,
    id: 'e',
    name: 'EUR',
    kind: 'foreign-cash' as const,
    currency: 'EUR',
    rate_haler: 2450,
  };
  expect(refusal(() => catalogue.setPaymentTypes([cash, { ...cash, id: 'h2' }], jana))).toBe(
    '422 payment-twice',
  );
  expect(refusal(() => catalogue.setPaymentTypes([cash, { ...euro, rate_haler: null }], jana))).toBe(
    '422 payment-rate',
  );
  expect(refusal(() => catalogue.setPaymentTypes([cash, { ...euro, kind: 'card' }], jana))).toBe(
    '422 payment-rate',
  );
  expect(refusal(() => catalogue.setPaymentTypes([{ ...cash, active: false }], jana))).toBe(
    '422 payment-none',
  );
  expect(refusal(() => catalogue.setPaymentTypes([euro, cash], jana))).toBe('done');
  expect(catalogue.paymentTypes()).toEqual([euro, cash]);
  catalogue.setPaymentTypes([cash], jana);
  expect(catalogue.paymentTypes()).toEqual([cash]);
});

test('a table goes only when no open bill stands on it', () => {
  const { catalogue, busy } = fixture();
  const table = catalogue.createTable({ name: 'Z1', area: 'Zahrádka', position: 3 }, jana);
  expect(refusal(() => catalogue.createTable({ name: 'Z1', area: 'Sál', position: 1 }, jana))).toBe(
    '422 table-name-taken',
  );
  busy.add(table.id);
  expect(refusal(() => catalogue.archiveTable(table.id, jana))).toBe('409 table-in-use');
  busy.clear();
  catalogue.archiveTable(table.id, jana);
  expect(catalogue.tables()).toEqual([]);
  expect(refusal(() => catalogue.archiveTable(table.id, jana))).toBe('404 table-unknown');
});

test('orders go where the item says, else where its category says', () => {
  const { catalogue } = fixture();
  const categoryId = catalogue.createCategory(food, jana).id;
  const plain = catalogue.createItem(draft({ categoryId }), jana);
  const own = catalogue.createItem(draft({ categoryId, route: 'bar' }), jana);
  expect([catalogue.route(plain), catalogue.route(own)]).toEqual(['kuchyn', 'bar']);
  catalogue.patchCategory(categoryId, { route: null }, jana);
  expect(catalogue.route(plain)).toBeNull();
});
