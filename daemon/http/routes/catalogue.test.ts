import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Catalogue, createCatalogue } from '../../catalogue/catalogue.ts';
import { memoryStore } from '../../catalogue/memory-store.fixture.ts';
import { RESTAURANT } from '../../demo/restaurant.ts';
import type { ItemView } from '../contract.ts';
import { type TriedServer, tryServer } from '../server.fixture.ts';
import { catalogueRoutes } from './catalogue.ts';

let server: TriedServer;
let catalogue: Catalogue;
let manager: string;
let waiter: string;

beforeEach(async () => {
  let ids = 0;
  catalogue = createCatalogue(
    memoryStore(),
    { wall_ms: () => Date.parse('2026-11-24T12:00:00Z'), uuid: () => `new-${++ids}` },
    { emit: () => {} },
    {
      registerId: 'r1',
      registerName: 'Pokladna 1',
      timezone: 'Europe/Prague',
      tableInUse: (id) => id === 't1',
    },
  );
  catalogue.start();
  catalogue.fill(RESTAURANT, { staffId: 'demo' });
  const register = { id: 'r1', name: 'Pokladna 1', series: 'R1', version: '0.1.0' };
  server = await tryServer({ routes: (app) => catalogueRoutes(app, { catalogue, register }) });
  manager = await server.signIn(server.manager.id, '1111');
  waiter = await server.signIn(server.waiter.id, '2222');
});

afterEach(() => server.close());

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

async function ask(method: Method, url: string, cookie: string, payload?: object | string | Buffer) {
  const csv = typeof payload === 'string' || Buffer.isBuffer(payload);
  const answer = await server.app.inject({
    method,
    url,
    headers: { host: '127.0.0.1', cookie, ...(csv ? { 'content-type': 'text/csv' } : {}) },
    ...(payload === undefined ? {} : { payload }),
  });
  const json = String(answer.headers['content-type'] ?? '').includes('json');
  return {
    status: answer.statusCode,
    body: json ? answer.json() : undefined,
    raw: answer.rawPayload,
    answer,
  };
}

test('the whole catalogue can be read without signing in', async () => {
  const { status, body } = await ask('GET', '/api/catalogue', '');
  expect(status).toBe(200);
  expect(body.items).toHaveLength(RESTAURANT.items.length);
  expect(body.register.day).toBe('2026-11-24');
});

test('a waiter marks an item sold out and changes nothing else', async () => {
  expect((await ask('PATCH', '/api/items/p231', waiter, { soldOut: true })).body.soldOut).toBe(true);
  for (const patch of [{ soldOut: false, price_haler: 1 }, { price_haler: 1 }, {}]) {
    const { status, body } = await ask('PATCH', '/api/items/p231', waiter, patch);
    expect([status, body.code, body.right]).toEqual([403, 'needs-approval', 'edit-items']);
  }
  expect(catalogue.item('p231')).toMatchObject({ soldOut: true, price_haler: 23_900 });
});

test('a manager makes, changes and removes items', async () => {
  const {
    id: _,
    priceChange: _since,
    ...draft
  } = (await ask('PATCH', '/api/items/p231', manager, { price_haler: 24_900 })).body as ItemView;
  expect(catalogue.item('p231')?.price_haler).toBe(24_900);
  expect((await ask('POST', '/api/items', manager, draft)).body.code).toBe('plu-taken');
  const made = await ask('POST', '/api/items', manager, { ...draft, plu: '9001' });
  expect(made.status).toBe(200);
  expect((await ask('DELETE', `/api/items/${made.body.id}`, manager)).status).toBe(204);
  expect((await ask('DELETE', `/api/items/${made.body.id}`, manager)).body.code).toBe('item-unknown');
  expect((await ask('POST', '/api/items', waiter, draft)).status).toBe(403);
});

test('a manager sets prices ahead and cancels them; anybody lets waiting changes in', async () => {
  const draft = { kind: 'price', itemId: 'p231', from: '2027-01-01T00:00', price_haler: 25_000 };
  expect((await ask('POST', '/api/scheduled-changes', waiter, draft)).body.right).toBe('edit-items');
  const made = await ask('POST', '/api/scheduled-changes', manager, draft);
  expect([made.status, made.body]).toMatchObject([200, draft]);
  expect((await ask('GET', '/api/catalogue', manager)).body.scheduled).toHaveLength(1);
  for (const wrong of [{ from: '2027-01-01' }, { kind: 'happy-hour' }, { price_haler: -1 }, { more: 1 }]) {
    const refused = await ask('POST', '/api/scheduled-changes', manager, { ...draft, ...wrong });
    expect([refused.status, refused.body.code]).toEqual([400, 'invalid']);
  }
  const at = `/api/scheduled-changes/${made.body.id}`;
  expect((await ask('DELETE', at, waiter)).status).toBe(403);
  expect((await ask('DELETE', at, manager)).status).toBe(204);
  expect((await ask('DELETE', at, manager)).body.code).toBe('scheduled-unknown');
  expect((await ask('POST', '/api/catalogue/apply', waiter)).body).toEqual({ applied: 0 });
});

test('the exported price list can be imported again', async () => {
  for (const encoding of ['utf-8', 'windows-1250']) {
    const file = await ask('GET', `/api/items.csv?encoding=${encoding}`, manager);
    expect(file.status).toBe(200);
    expect(file.answer.headers['content-type']).toBe(`text/csv; charset=${encoding}`);
    expect(file.answer.headers['content-disposition']).toContain('cenik-2026-11-24.csv');
    const back = await ask('POST', '/api/items/import?apply=true', manager, file.raw);
    expect(back.body).toMatchObject({ applied: true, unchanged: RESTAURANT.items.length, faults: [] });
  }
});

test('an import is only tried unless it is told to apply', async () => {
  const version = catalogue.version();
  const tried = await ask('POST', '/api/items/import', manager, 'PLU;Cena\n231;1\n');
  expect(tried.body).toMatchObject({ applied: false, changed: 1 });
  expect(catalogue.version()).toBe(version);
  const done = await ask('POST', '/api/items/import?apply=true', manager, 'PLU;Cena\n231;1\n');
  expect(done.body).toMatchObject({ applied: true, changed: 1 });
  expect(catalogue.item('p231')?.price_haler).toBe(100);
  const bad = await ask('POST', '/api/items/import?apply=true', manager, 'PLU;Cena\n231;x\n');
  expect(bad.body.faults).toMatchObject([{ line: 2, column: 'Cena' }]);
  expect((await ask('POST', '/api/items/import?apply=true', waiter, 'PLU;Cena\n')).status).toBe(403);
});

test('categories, tables, rates, payments and settings', async () => {
  const category = await ask('POST', '/api/categories', manager, {
    name: 'Akce',
    hue: 1,
    position: 99,
    route: null,
  });
  const at = `/api/categories/${category.body.id}`;
  expect((await ask('PATCH', at, manager, { name: 'Letní akce' })).body.name).toBe('Letní akce');
  expect((await ask('DELETE', at, manager)).status).toBe(204);
  expect((await ask('DELETE', '/api/categories/pivo', manager)).body.code).toBe('category-not-empty');

  const table = await ask('POST', '/api/tables', manager, { name: 'B1', area: 'Bar', position: 1 });
  expect((await ask('PATCH', `/api/tables/${table.body.id}`, manager, { area: 'Sál' })).body.area).toBe(
    'Sál',
  );
  expect((await ask('DELETE', `/api/tables/${table.body.id}`, manager)).status).toBe(204);
  expect((await ask('DELETE', '/api/tables/t1', manager)).body.code).toBe('table-in-use');
  expect((await ask('POST', '/api/tables', waiter, { name: 'B2', area: 'Bar', position: 1 })).status).toBe(
    403,
  );

  expect((await ask('PUT', '/api/vat-rates', manager, RESTAURANT.vatRates.slice(0, 1))).body.code).toBe(
    'vat-class-used',
  );
  const future = { vatClass: 'standard', name: 'základní', rate_bp: 2200, validFrom: '2028-01-01' };
  expect((await ask('PUT', '/api/vat-rates', manager, [...RESTAURANT.vatRates, future])).body).toHaveLength(
    4,
  );
  expect(
    (await ask('PUT', '/api/payment-types', manager, RESTAURANT.paymentTypes.slice(0, 2))).body,
  ).toHaveLength(2);
  expect((await ask('PATCH', '/api/settings', manager, { theme: 'dark' })).body.theme).toBe('dark');
  expect((await ask('PATCH', '/api/settings', manager, { theme: 'pink' })).status).toBe(400);
  expect((await ask('PATCH', '/api/settings', waiter, { theme: 'dark' })).status).toBe(403);
});
