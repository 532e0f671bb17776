import Fastify from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { checkingSerializer, Refusal, validatorCompiler } from '../../../wire/index.ts';
import { manager, newKey, silent, testShop, testWorld } from '../../ledger/shop.fixture.ts';
import { openStore } from '../../store/database.ts';
import { testFolder } from '../../store/folder.fixture.ts';
import type { App } from '../app.ts';
import { billRoutes } from './bills.ts';
import { receiptRoutes } from './receipts.ts';
import { shiftRoutes } from './shifts.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** The routes alone, a manager asking; answers are checked against their schemas. */
function routes() {
  const folder = testFolder();
  const world = testWorld();
  const store = openStore({ dir: folder.dir, world, log: silent });
  const { ledger } = testShop(store, world);
  const app = Fastify() as unknown as App;
  closing.push(
    () => app.close(),
    () => store.close(),
    () => folder[Symbol.dispose](),
  );
  app.setValidatorCompiler(validatorCompiler as never);
  app.setSerializerCompiler(checkingSerializer as never);
  app.setErrorHandler((error, _request, reply) => {
    if (!(error instanceof Refusal)) throw error;
    reply.code(error.status).serializer(JSON.stringify).send({ code: error.code });
  });
  app.decorateRequest('actor', { getter: () => manager });
  billRoutes(app, ledger);
  receiptRoutes(app, ledger);
  shiftRoutes(app, ledger);
  return async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: object, key?: string) => {
    const answer = await app.inject({
      method,
      url: `/api${url}`,
      ...(body ? { payload: body } : {}),
      headers: key ? { 'idempotency-key': key } : {},
    });
    return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() };
  };
}

describe('the routes of bills, receipts and shifts', () => {
  it('take a day from opening to the Z report', async () => {
    const ask = routes();
    expect(await ask('GET', '/shift')).toMatchObject({ status: 200, body: { shift: null } });
    expect((await ask('POST', '/shift/open', { float_haler: 50_000 })).status).toBe(200);
    const bill = (await ask('POST', '/bills', { tableId: 't1', guests: 2 })).body.bill.id;
    const line = { lineId: newKey(), itemId: 'svickova' };
    expect((await ask('POST', `/bills/${bill}/lines`, line)).body.sum.total_haler).toBe(21_900);
    await ask('POST', `/bills/${bill}/lines`, { lineId: newKey(), itemId: 'kava' });
    expect((await ask('POST', `/bills/${bill}/order`)).body.bill.lines[0].ordered).toBe(1000);
    expect(
      (await ask('PATCH', `/bills/${bill}/lines/${line.lineId}`, { unitPrice_haler: 20_000 })).status,
    ).toBe(200);
    expect((await ask('POST', `/bills/${bill}/print`)).body).toMatchObject({ kind: 'bill', state: 'queued' });
    expect((await ask('PATCH', `/bills/${bill}`, { guests: 3 })).body.bill.guests).toBe(3);
    const taken = { quantity: 1000, reason: 'host odešel' };
    expect((await ask('POST', `/bills/${bill}/lines/${line.lineId}/void`, taken)).body.sum.total_haler).toBe(
      5_500,
    );
    const pay = { tenders: [{ typeId: 'karta', amount: 5_500 }], tip_haler: 0, expectedTotal_haler: 5_500 };
    expect((await ask('POST', `/bills/${bill}/pay`, pay)).status).toBe(400);
    expect((await ask('POST', `/bills/${bill}/pay`, pay, 'no uuid')).status).toBe(400);
    const paid = await ask('POST', `/bills/${bill}/pay`, pay, newKey());
    expect(paid).toMatchObject({ status: 200, body: { number: 'R1-2026-000001' } });
    const { id } = paid.body.receipt;
    expect((await ask('GET', `/receipts/${id}`)).body).toEqual(paid.body);
    expect(
      (await ask('GET', '/receipts?q=kava&limit=1&from=2026-11-24&to=2026-11-24')).body.receipts,
    ).toHaveLength(1);
    expect((await ask('POST', `/receipts/${id}/reprint`)).body.copy).toBe(true);
    const back = await ask('POST', `/receipts/${id}/reverse`, { reason: 'omyl' }, newKey());
    expect(back.body.receipt.total_haler).toBe(-5_500);
    expect(await ask('POST', `/receipts/${id}/reverse`, { reason: 'omyl' }, newKey())).toEqual({
      status: 409,
      body: { code: 'already-reversed' },
    });
    expect((await ask('POST', '/shift/cash', { amount_haler: -100, reason: 'pošta' }, newKey())).status).toBe(
      200,
    );
    expect((await ask('GET', '/shift/report')).body.report.receiptCount).toBe(2);
    const x = (await ask('POST', '/shift/report/print')).body;
    expect([x.job.kind, x.report.receiptCount]).toEqual(['report', 2]);
    const empty = (await ask('POST', '/bills', { tableId: null, guests: null })).body.bill.id;
    expect((await ask('GET', '/bills')).body).toHaveLength(1);
    expect((await ask('DELETE', `/bills/${empty}`)).status).toBe(204);
    expect((await ask('GET', `/bills/${empty}`)).body.bill.state).toBe('discarded');
    const z = await ask('POST', '/shift/close', { counted_haler: 49_900, countedForeign: {} }, newKey());
    expect(z.body.report.close.zNumber).toBe(1);
    const [shift] = (await ask('GET', '/shifts')).body;
    expect(shift).toMatchObject({ zNumber: 1, difference_haler: 0 });
    expect((await ask('GET', `/shifts/${shift.id}/report`)).body).toEqual(z.body);
    expect((await ask('POST', `/shifts/${shift.id}/print`)).body.copy).toBe(true);
  });

  it('split a bill', async () => {
    const ask = routes();
    const bill = (await ask('POST', '/bills', { tableId: 't1', guests: null })).body.bill.id;
    const lineId = newKey();
    await ask('POST', `/bills/${bill}/lines`, { lineId, itemId: 'pivo', quantity: 2000 });
    const split = await ask('POST', `/bills/${bill}/split`, {
      tableId: 't2',
      lines: [{ lineId, quantity: 1000 }],
    });
    expect([split.body.from.sum.total_haler, split.body.to.sum.total_haler]).toEqual([6_200, 6_200]);
  });
});
