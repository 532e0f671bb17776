import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RIGHTS } from '../domain/index.ts';
import { Refusal } from '../wire/index.ts';
import { realWorld } from '../world/index.ts';
import { devicesOf } from './config/devices.ts';
import { demoConfig } from './demo/config.ts';
import { DEMO_STAFF } from './demo/restaurant.ts';
import { seedDemo } from './demo/seed.ts';
import { createVirtualDevices } from './demo/virtual-devices.ts';
import { createLog } from './log.ts';
import { createRegister, type Register } from './register.ts';

let folder: string;
let register: Register | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kasad-register-'));
});
afterEach(async () => {
  await register?.stop();
  register = undefined;
  rmSync(folder, { recursive: true, force: true });
});

function demo(dir = folder, port = 0): Register {
  const config = demoConfig(dir, port);
  register = createRegister({
    config,
    world: realWorld,
    log: createLog('silent', realWorld),
    version: '0.1.0',
    kioskFolder: join(folder, 'no-kiosk'),
    env: {},
    pid: process.pid,
    virtual: createVirtualDevices(devicesOf(config), realWorld),
    seed: async (parts) => void (await seedDemo(parts)),
    checkAnswers: true,
  });
  return register;
}

interface Asked {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers of many routes, looked into by tests
  readonly body: any;
}

function client(url: string) {
  let cookie = '';
  const ask = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Asked> => {
    const answer = await fetch(url + path, {
      method,
      headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const set = answer.headers.get('set-cookie');
    if (set) cookie = set.split(';')[0] ?? '';
    const text = await answer.text();
    const json = (answer.headers.get('content-type') ?? '').includes('json');
    return { status: answer.status, body: json && text !== '' ? JSON.parse(text) : text };
  };
  const signIn = async (name: string) => {
    const people = (await ask('GET', '/api/staff')).body as { id: string; name: string }[];
    const staffId = people.find((one) => one.name === name)?.id;
    const pin = DEMO_STAFF.find((one) => one.name === name)?.pin;
    expect((await ask('POST', '/api/session', { staffId, pin })).status).toBe(200);
  };
  return { ask, signIn };
}

test('a whole sale over HTTP: table, order, payment, paper, drawer, close, and all of it again after a restart', async () => {
  const { url } = await demo().start();
  const { ask, signIn } = client(url);
  await signIn('Petr');
  const { body: catalogue } = await ask('GET', '/api/catalogue');
  expect(catalogue.items.length).toBeGreaterThan(100);
  const item = catalogue.items.find((one: { name: string }) => /svíčková/i.test(one.name));

  expect((await ask('POST', '/api/shift/report/print')).body).toMatchObject({ code: 'shift-closed' });
  expect((await ask('POST', '/api/shift/open', { float_haler: 200_000 })).status).toBe(200);
  const { body: opened } = await ask('POST', '/api/bills', { tableId: catalogue.tables[0].id, guests: 2 });
  const billId = opened.bill.id;
  const lineId = crypto.randomUUID();
  await ask('POST', `/api/bills/${billId}/lines`, { lineId, itemId: item.id, quantity: 2_000 });
  const { body: ordered } = await ask('POST', `/api/bills/${billId}/order`);
  const total_haler = ordered.sum.total_haler;
  const pay = {
    tenders: [{ typeId: 'hotovost', amount: 100_000 }],
    tip_haler: 0,
    expectedTotal_haler: total_haler,
  };
  const key = { 'idempotency-key': crypto.randomUUID() };
  const paid = await ask('POST', `/api/bills/${billId}/pay`, pay, key);
  expect(paid.status).toBe(200);
  // The same key again is the same receipt, not a second one.
  expect((await ask('POST', `/api/bills/${billId}/pay`, pay, key)).body.receipt.id).toBe(
    paid.body.receipt.id,
  );
  expect(paid.body.number).toMatch(/^R1-\d{4}-000001$/);

  const printed = async (path: string) => {
    for (let look = 0; look < 200; look++) {
      const { body } = await ask('GET', path);
      if (body.jobs?.every((job: { state: string }) => job.state === 'printed') && body.jobs.length > 0)
        return body;
      await new Promise((resolve) => setImmediate(resolve));
    }
    throw new Error('never printed');
  };
  await printed(`/api/receipts/${paid.body.receipt.id}`);
  const { body: state } = await ask('GET', '/virtual/state');
  const uctenky = state.printers.find((one: { id: string }) => one.id === 'uctenky');
  expect(JSON.stringify(uctenky.papers)).toContain(paid.body.number);
  const kuchyn = state.printers.find((one: { id: string }) => one.id === 'kuchyn');
  expect(kuchyn.papers).toHaveLength(1);
  expect(state.drawer.open).toBe(true);

  const { body: z } = await ask(
    'POST',
    '/api/shift/close',
    { counted_haler: 200_000 + total_haler, countedForeign: {} },
    { 'idempotency-key': crypto.randomUUID() },
  );
  expect(z.report).toMatchObject({ receiptCount: 1, close: { zNumber: 1 } });

  expect(await register?.stop()).toEqual([]);
  const again = client((await demo().start()).url);
  await again.signIn('Jana');
  expect((await again.ask('GET', '/api/receipts')).body.receipts).toHaveLength(1);
  expect((await again.ask('GET', '/api/shifts')).body).toHaveLength(1);
  expect((await again.ask('GET', '/health')).body.state).not.toBe('fault');
});

describe('what it cannot start with is told with a remedy, and nothing stays behind', () => {
  const refused = async (starting: Promise<unknown>) => {
    const error = await starting.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(Refusal);
    expect((error as Refusal).hint.cs).toMatch(/\.$/);
    return error as Refusal;
  };

  test('a port in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const error = await refused(demo(folder, port).start());
    expect(error.code).toBe('cannot-listen');
    expect(error.message).toContain(`127.0.0.1:${port}`);
    await new Promise((resolve) => other.close(resolve));
    // The folder was let go of: the same register starts once the port is free.
    await demo(folder, port).start();
  });

  test('a data folder that cannot be made', async () => {
    const error = await refused(demo('/dev/null/kasad').start());
    expect(error.code).toBe('data-folder');
    expect(error.message).toContain('/dev/null/kasad');
  });

  test('a folder that another register has open', async () => {
    const first = demo();
    await first.start();
    expect((await refused(demo().start())).code).toBe('already-running');
    await first.stop();
  });
});

describe('OpenAPI', () => {
  interface Operation {
    readonly summary?: string;
    readonly tags?: string[];
    readonly responses: Record<string, { content?: object; description?: string }>;
    readonly requestBody?: { content: object };
    readonly parameters?: { name: string; in: string }[];
    readonly security?: unknown[];
  }

  test('tells of every route, with what goes in, what comes out and who may', async () => {
    const { url } = await demo().start();
    const { body } = await client(url).ask('GET', '/api/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    const operations = Object.entries(body.paths as Record<string, Record<string, Operation>>).flatMap(
      ([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
    );
    const faults: string[] = [];
    for (const { path, method, operation } of operations) {
      const say = (what: string) => faults.push(`${method} ${path}: ${what}`);
      if (!operation.summary) say('no summary');
      if (!operation.tags?.length) say('no tag');
      if (!Object.keys(operation.responses).some((status) => /^[23]/.test(status))) say('no answer');
      if (!operation.responses.default?.content) say('no problem document');
      for (const [, name] of path.matchAll(/\{(\w+)\}/g)) {
        if (!operation.parameters?.some((one) => one.name === name && one.in === 'path'))
          say(`{${name}} unknown`);
      }
    }
    expect(faults).toEqual([]);

    // The routes that the register is to have, named here independently of the code.
    const known = operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`);
    expect(known).toEqual(expect.arrayContaining([...ROUTES]));
    const open = operations
      .filter(({ operation }) => !operation.security)
      .map(({ path, method }) => `${method} ${path}`);
    expect(open.filter((route) => !route.includes('/virtual/')).sort()).toEqual([
      'delete /api/session',
      'get /api/catalogue',
      'get /api/events',
      'get /api/setup/state',
      'get /api/staff',
      'get /health',
      'get /metrics',
      'post /api/session',
    ]);
  });

  test('whatever is not open is closed to whoever is not signed in', async () => {
    const { url } = await demo().start();
    const { ask } = client(url);
    const { body } = await ask('GET', '/api/openapi.json');
    for (const [path, methods] of Object.entries(body.paths as Record<string, Record<string, Operation>>)) {
      for (const [method, { security }] of Object.entries(methods)) {
        if (!security) continue;
        const { status } = await ask(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, 'x'));
        expect({ route: `${method} ${path}`, status }).toEqual({ route: `${method} ${path}`, status: 401 });
      }
    }
    expect(RIGHTS.length).toBeGreaterThan(0);
  });
});

const ROUTES = `
GET /api/staff|POST /api/session|GET /api/session|DELETE /api/session|POST /api/approval|GET /api/catalogue
POST /api/items|PATCH /api/items/{id}|DELETE /api/items/{id}|GET /api/items.csv|POST /api/items/import
POST /api/categories|PATCH /api/categories/{id}|DELETE /api/categories/{id}
POST /api/tables|PATCH /api/tables/{id}|DELETE /api/tables/{id}
PUT /api/vat-rates|PUT /api/payment-types|PATCH /api/settings
GET /api/staff/all|POST /api/staff|PATCH /api/staff/{id}
GET /api/bills|POST /api/bills|GET /api/bills/{id}|PATCH /api/bills/{id}|DELETE /api/bills/{id}
POST /api/bills/{id}/lines|PATCH /api/bills/{id}/lines/{lineId}|POST /api/bills/{id}/lines/{lineId}/void
POST /api/bills/{id}/order|POST /api/bills/{id}/split|POST /api/bills/{id}/pay
GET /api/receipts|GET /api/receipts/{id}|GET /api/receipts/{id}/paper
POST /api/receipts/{id}/reprint|POST /api/receipts/{id}/reverse
GET /api/shift|POST /api/shift/open|POST /api/shift/cash|GET /api/shift/report|POST /api/shift/report/print
POST /api/shift/close|GET /api/shifts|GET /api/shifts/{id}/report|POST /api/shifts/{id}/print
GET /api/devices|PATCH /api/devices/{id}|POST /api/devices/{id}/test|POST /api/drawer/open|GET /api/drawer/log
POST /api/scale/read|GET /api/print-jobs|POST /api/print-jobs/{id}/decide|GET /api/events|GET /health|GET /metrics
`
  .trim()
  .split(/[|\n]/);
