import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Client,
  type RunningRegister,
  removeFolder,
  startRegister,
  tempFolder,
} from './register.fixture.ts';

let register: RunningRegister;
let manager: Client;
let waiter: Client;
beforeAll(async () => {
  register = await startRegister({ dir: tempFolder() });
  manager = register.client();
  await manager.signIn('Petr');
  waiter = register.client();
  await waiter.signIn('Jana');
  await manager.ask('POST', '/api/shift/open', { float_haler: 100_000 });
});
afterAll(async () => {
  await register.stop();
  removeFolder(register.dir);
});

async function billOf(quantity: number): Promise<{ where: string; lineId: string; pay: object }> {
  const { items } = (await waiter.ask('GET', '/api/catalogue')).body;
  const item = items.find((one: { unit: string; openPrice: boolean }) => one.unit === 'ks' && !one.openPrice);
  const { body: opened } = await waiter.ask('POST', '/api/bills', { tableId: null, guests: null });
  const where = `/api/bills/${opened.bill.id}`;
  const lineId = crypto.randomUUID();
  const line = { lineId, itemId: item.id, quantity };
  const { body: view } = await waiter.ask('POST', `${where}/lines`, line);
  const total = view.sum.total_haler;
  return {
    where,
    lineId,
    pay: {
      tenders: [{ typeId: 'hotovost', amount: Math.ceil(total / 100) * 100 }],
      tip_haler: 0,
      expectedTotal_haler: total,
    },
  };
}

const keyed = (key: string) => ({ 'idempotency-key': key });
const receiptCount = async () => (await waiter.ask('GET', '/api/shift')).body.receiptCount as number;

describe('at the same moment', () => {
  test('one payment sent many times under one key is one receipt', async () => {
    const { where, pay } = await billOf(1_000);
    const before = await receiptCount();
    const key = crypto.randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => waiter.ask('POST', `${where}/pay`, pay, keyed(key))),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(200));
    expect(new Set(answers.map(({ body }) => body.number)).size).toBe(1);
    expect(await receiptCount()).toBe(before + 1);
  });

  test('two waiters who pay one bill take its money once', async () => {
    const { where, pay } = await billOf(1_000);
    const before = await receiptCount();
    const answers = await Promise.all(
      [waiter, manager, waiter, manager].map((one) =>
        one.ask('POST', `${where}/pay`, pay, keyed(crypto.randomUUID())),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect(await receiptCount()).toBe(before + 1);
  });

  test('a receipt is taken back once, whoever else tries', async () => {
    const { where, pay } = await billOf(1_000);
    const { body: paid } = await waiter.ask('POST', `${where}/pay`, pay, keyed(crypto.randomUUID()));
    const answers = await Promise.all(
      Array.from({ length: 4 }, () =>
        manager.ask(
          'POST',
          `/api/receipts/${paid.receipt.id}/reverse`,
          { reason: 'reklamace' },
          keyed(crypto.randomUUID()),
        ),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
  });

  test('a lent right is good for one deed of those sent together', async () => {
    const { where } = await billOf(1_000);
    const { body: people } = await waiter.ask('GET', '/api/staff');
    const staffId = people.find((one: { name: string }) => one.name === 'Petr').id;
    const lent = await waiter.ask('POST', '/api/approval', { staffId, pin: '2580', right: 'discount' });
    const answers = await Promise.all(
      [1_000, 2_000, 3_000, 4_000].map((percent_bp) =>
        waiter.ask(
          'PATCH',
          where,
          { discount: { kind: 'percent', percent_bp } },
          { 'x-approval': lent.body.token },
        ),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403, 403, 403]);
  });

  test('more than there is cannot be voided by two at once', async () => {
    const { where, lineId } = await billOf(2_000);
    const answers = await Promise.all(
      Array.from({ length: 3 }, () =>
        manager.ask('POST', `${where}/lines/${lineId}/void`, { quantity: 2_000, reason: 'omyl' }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });
});

describe('on the wire', () => {
  async function say(text: string): Promise<string> {
    const socket = connect(Number(new URL(register.url).port), '127.0.0.1');
    let heard = '';
    socket.on('data', (bytes) => {
      heard += String(bytes);
    });
    socket.end(text);
    await once(socket, 'close');
    return heard;
  }

  test.each([
    ['no HTTP at all', '\x16\x03\x01\x02\x00\r\n\r\n', 400],
    [
      'two lengths of one body',
      'POST /api/session HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['endless headers', `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`, 431],
  ])('%s is answered by a problem document', async (_what, text, status) => {
    const heard = await say(text);
    expect(heard).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(heard).toContain('application/problem+json');
    const body = JSON.parse(heard.split('\r\n\r\n')[1] ?? '');
    expect(body).toMatchObject({
      status,
      type: `urn:kasad:${body.code}`,
      hint: expect.stringMatching(/\.$/),
    });
  });
});
