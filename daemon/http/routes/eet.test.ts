import Fastify from 'fastify';
import { afterEach, expect, it } from 'vitest';
import { checkingSerializer, Refusal, validatorCompiler } from '../../../wire/index.ts';
import { openBox, outcomes, pokOf } from '../../eet/box.fixture.ts';
import { manager, waiter } from '../../ledger/shop.fixture.ts';
import { requireRight } from '../../staff/actor.ts';
import type { App } from '../app.ts';
import { eetRoutes } from './eet.ts';
import { receiptRoutes } from './receipts.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** The routes alone; answers are checked against their schemas, and rights are asked for as the server does. */
function routes() {
  const box = openBox();
  const app = Fastify() as unknown as App;
  closing.push(
    () => app.close(),
    () => box.stop(),
  );
  let actor = manager;
  app.setValidatorCompiler(validatorCompiler as never);
  app.setSerializerCompiler(checkingSerializer as never);
  app.setErrorHandler((error, _request, reply) => {
    if (!(error instanceof Refusal)) throw error;
    reply.code(error.status).serializer(JSON.stringify).send({ code: error.code });
  });
  app.decorateRequest('actor', { getter: () => actor });
  app.addHook('preHandler', async ({ routeOptions }) => {
    const { right } = routeOptions.config as { right?: Parameters<typeof requireRight>[1] };
    if (right) requireRight(actor, right);
  });
  eetRoutes(app, box.eet);
  receiptRoutes(app, box.ledger);
  const ask = async (method: 'GET' | 'POST', url: string, payload?: object) => {
    const answer = await app.inject({ method, url: `/api${url}`, ...(payload && { payload }) });
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

it('show how it stands to everybody, in pages, and each receipt with its attempts', async () => {
  const { box, ask, as } = routes();
  as(waiter);
  const [first, second, third] = [box.sell(), box.sell(), box.sell()];
  box.authority.answer = (identity) =>
    identity.includes(second.number) ? outcomes.rejected(3) : outcomes.confirmed(pokOf(1));
  await box.world.advance(1_000);
  expect((await ask('GET', '/eet')).body).toMatchObject({
    environment: 'playground',
    waiting: 0,
    blocked: 0,
    rejected: 1,
    confirmedToday: 2,
    oldest: { number: second.number, left_s: 48 * 3600 - 1 },
    last: { at: '2026-11-24T12:00:00+01:00' },
    blockedBy: null,
  });

  const page = (await ask('GET', '/eet/sales?limit=2')).body;
  const rest = (await ask('GET', `/eet/sales?limit=2&before=${encodeURIComponent(page.next)}`)).body;
  const numbers = [...page.sales, ...rest.sales].map(({ number }: { number: string }) => number);
  expect([page.sales.length, rest.sales.length, rest.next]).toEqual([2, 1, null]);
  expect(numbers.sort()).toEqual([first.number, second.number, third.number]);
  const only = (await ask('GET', '/eet/sales?state=rejected')).body.sales;
  expect(only).toMatchObject([{ number: second.number, total: '219.00', fiscal: { state: 'rejected' } }]);
  expect((await ask('GET', '/eet/sales?registerId=nobody')).body).toEqual({ sales: [], next: null });
  expect((await ask('GET', '/eet/sales?before=x')).status).toBe(400);

  expect((await ask('GET', `/receipts/${second.receipt.id}/eet`)).body.attempts).toMatchObject([
    { state: 'rejected', code: 3 },
  ]);
  expect((await ask('GET', '/receipts/nobody/eet')).status).toBe(404);
  expect((await ask('GET', '/receipts')).body.receipts[0].fiscal.pok).toBe(pokOf(1));
});

it('try out, send again and take over only for those who may set the shop up', async () => {
  const { box, ask, as } = routes();
  box.authority.answer = () => outcomes.rejected(2);
  const { receipt } = box.sell();
  await box.world.advance(1_000);
  const deeds = [
    ['/eet/test', undefined],
    [`/receipts/${receipt.id}/eet/resend`, undefined],
    ['/eet/take-over', { registerId: 'pokladna-9' }],
  ] as const;
  as(waiter);
  for (const [url, body] of deeds) expect((await ask('POST', url, body)).status).toBe(403);
  as(manager);
  box.authority.answer = () => outcomes.verified;
  expect(await ask('POST', '/eet/test')).toMatchObject({ status: 200, body: { ok: true } });
  const resent = await ask('POST', `/receipts/${receipt.id}/eet/resend`);
  expect(resent).toMatchObject({ status: 200, body: { fiscal: { state: 'waiting' } } });
  expect(await ask('POST', '/eet/take-over', { registerId: 'pokladna-9' })).toMatchObject({
    status: 409,
    body: { code: 'eet-register-heard' },
  });
});
