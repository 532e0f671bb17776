import Fastify from 'fastify';
import { afterEach, expect, it } from 'vitest';
import { checkingSerializer, Refusal, validatorCompiler } from '../../../wire/index.ts';
import { manager, newKey, waiter } from '../../ledger/shop.fixture.ts';
import { requireRight } from '../../staff/actor.ts';
import { createStockShop } from '../../stock/boxes.fixture.ts';
import type { App } from '../app.ts';
import { stockRoutes } from './stock.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** The routes alone; answers are checked against their schemas, and rights are asked for as the server does. */
function routes() {
  const shop = createStockShop();
  const box = shop.open('r1');
  const app = Fastify() as unknown as App;
  closing.push(
    () => app.close(),
    () => shop.stop(),
  );
  let actor = manager;
  app.setValidatorCompiler(validatorCompiler as never);
  app.setSerializerCompiler(checkingSerializer as never);
  app.setErrorHandler((error, _request, reply) => {
    if (!(error instanceof Refusal)) throw error;
    reply
      .code(error.status)
      .serializer(JSON.stringify)
      .send({ code: error.code, ...error.extra });
  });
  app.decorateRequest('actor', { getter: () => actor });
  app.addHook('preHandler', async ({ routeOptions }) => {
    const { right } = routeOptions.config as { right?: Parameters<typeof requireRight>[1] };
    if (right) requireRight(actor, right);
  });
  stockRoutes(app, box.stock);
  const ask = async (method: 'GET' | 'POST', url: string, body?: object, key?: string) => {
    const answer = await app.inject({
      method,
      url: `/api/stock${url}`,
      ...(body ? { payload: body } : {}),
      headers: key ? { 'idempotency-key': key } : {},
    });
    return { status: answer.statusCode, body: answer.json() };
  };
  return {
    box,
    ask,
    as(who: typeof manager) {
      actor = who;
    },
  };
}

it('tell levels and movements to everybody and let managers move them, once for a key', async () => {
  const { box, ask, as } = routes();
  const came = (itemId: string, quantity_thousandths: number) => ({
    kind: 'delivery',
    reason: 'dodací list 7',
    items: [{ itemId, quantity_thousandths }],
  });
  const key = newKey();
  for (let i = 0; i < 2; i++) {
    expect(await ask('POST', '/movements', came('kava', 24_000), key)).toMatchObject({
      status: 200,
      body: [{ itemId: 'kava', unit: 'ks', level_thousandths: 24_000, last: { kind: 'delivery' } }],
    });
  }
  const receiptId = box.sell(['kava', 25_000]);

  as(waiter);
  expect((await ask('GET', '')).body).toMatchObject([
    { itemId: 'pivo', level_thousandths: 0, last: null },
    { itemId: 'kava', level_thousandths: -1_000, last: { kind: 'sale', quantity_thousandths: -25_000 } },
    { itemId: 'syr', unit: 'kg' },
  ]);
  const { movements } = (await ask('GET', '/kava')).body;
  expect(movements).toMatchObject([
    { kind: 'sale', receipt: { id: receiptId, number: 'R1-2026-000001' }, level_thousandths: -1_000 },
    { kind: 'delivery', reason: 'dodací list 7', receipt: null, staff: 'petr' },
  ]);
  expect(await ask('POST', '/movements', came('kava', 1_000), newKey())).toMatchObject({
    status: 403,
    body: { code: 'needs-approval', right: 'stock' },
  });
  expect((await ask('GET', '/svickova')).status).toBe(404);

  as(manager);
  for (const wrong of [
    {},
    { ...came('kava', -1) },
    { ...came('kava', 1.5) },
    { ...came('kava', 1_000), more: 1 },
  ]) {
    expect((await ask('POST', '/movements', wrong, newKey())).status).toBe(400);
  }
  expect((await ask('POST', '/movements', came('kava', 1_000))).status).toBe(400);
  expect(box.level('kava')).toBe(-1_000);
});
