import { afterEach, beforeEach, expect, test } from 'vitest';
import type { VatRateView } from '../../daemon/http/contract.ts';
import { realWorld } from '../../world/index.ts';
import {
  type Client,
  type RunningRegister,
  removeFolder,
  sell,
  startRegister,
  tempFolder,
} from './register.fixture.ts';

/** The wall clock of the whole register in the test's hand; timers run on. */
let wall_ms: number;
let dir: string;
let register: RunningRegister;
let client: Client;
const world = { ...realWorld, wall_ms: () => wall_ms };
const setTo = (time: string) => {
  wall_ms = Date.parse(time);
};
async function start(): Promise<void> {
  register = await startRegister({ dir, world });
  client = register.client();
  await client.signIn('Petr');
}
beforeEach(async () => {
  dir = tempFolder();
  setTo('2026-11-24T12:00:00+01:00');
  await start();
  await client.ask('POST', '/api/shift/open', { float_haler: 0 });
});
afterEach(async () => {
  await register.stop();
  removeFolder(dir);
});

async function sold(): Promise<{ number: string; at: string }> {
  const { status, body } = await sell(client);
  expect(status).toBe(200);
  return { number: body.number, at: body.receipt.issuedAt };
}

async function clockState(): Promise<string> {
  const { parts } = (await client.ask('GET', '/health')).body;
  return parts.find((part: { id: string }) => part.id === 'clock').state;
}

async function close(): Promise<{ closedAt: string; receiptCount: number; zNumber: number }> {
  const { status, body } = await client.ask(
    'POST',
    '/api/shift/close',
    { counted_haler: 0, countedForeign: {} },
    { 'idempotency-key': crypto.randomUUID() },
  );
  expect(status).toBe(200);
  const { close, receiptCount } = body.report;
  return { closedAt: close.at, receiptCount, zNumber: close.zNumber };
}

test('set back a year while running: numbers go on, the time is told as it is, and people are asked to look', async () => {
  expect(await sold()).toEqual({ number: 'R1-2026-000001', at: '2026-11-24T12:00:00+01:00' });
  expect(await clockState()).toBe('ok');
  setTo('2025-11-24T12:00:00+01:00');
  expect(await sold()).toEqual({ number: 'R1-2026-000002', at: '2025-11-24T12:00:00+01:00' });
  // Until the clock is right again or the shift is over; neither a sale nor a restart hides it.
  expect(await clockState()).toBe('attention');
  await register.stop();
  setTo('2025-11-24T12:00:01+01:00');
  await start();
  expect((await sold()).number).toBe('R1-2026-000003');
  expect(await clockState()).toBe('attention');
  setTo('2026-11-24T12:05:00+01:00');
  await client.signIn('Petr');
  expect(await sold()).toEqual({ number: 'R1-2026-000004', at: '2026-11-24T12:05:00+01:00' });
  expect(await clockState()).toBe('ok');
  expect(await close()).toEqual({ closedAt: '2026-11-24T12:05:00+01:00', receiptCount: 4, zNumber: 1 });
});

test('a dead battery at the start: the register says so before it sells, and sells', async () => {
  await sold();
  await register.stop();
  setTo('1970-01-01T00:00:00Z');
  await start();
  expect(await clockState()).toBe('attention');
  expect((await sold()).number).toBe('R1-2026-000002');
});

test('ten years ahead and back again: no number twice, no gap in its series', async () => {
  await sold();
  setTo('2036-11-24T12:00:00+01:00');
  // Everyone is signed out after so long; the PIN is asked again.
  expect((await client.ask('GET', '/api/session')).status).toBe(401);
  await client.signIn('Petr');
  expect((await sold()).number).toBe('R1-2036-000001');
  setTo('2026-11-24T12:10:00+01:00');
  expect(await clockState()).toBe('attention');
  expect((await sold()).number).toBe('R1-2036-000002');
  expect((await client.ask('GET', '/api/receipts')).body.receipts).toHaveLength(3);
});

test('summer time ends and begins: each hour has its offset, also the one that comes twice', async () => {
  // The end of October 2027 and the end of March 2027, by the Union's rule: 01:00 UTC.
  const times: [string, string][] = [
    ['2027-03-28T00:59:59Z', '2027-03-28T01:59:59+01:00'],
    ['2027-03-28T01:00:00Z', '2027-03-28T03:00:00+02:00'],
    ['2027-10-31T00:30:00Z', '2027-10-31T02:30:00+02:00'],
    ['2027-10-31T01:30:00Z', '2027-10-31T02:30:00+01:00'],
  ];
  for (const [utc, local] of times) {
    setTo(utc);
    await client.signIn('Petr');
    expect((await sold()).at).toBe(local);
  }
  expect(await clockState()).toBe('ok');
});

test('midnight of a new year with a new rate and a bill open: old lines keep theirs, new ones take the new one', async () => {
  const { body: catalogue } = await client.ask('GET', '/api/catalogue');
  const item = catalogue.items.find(
    (one: { unit: string; openPrice: boolean; soldOut: boolean }) =>
      one.unit === 'ks' && !one.openPrice && !one.soldOut,
  );
  const rates = catalogue.vatRates as VatRateView[];
  const now = rates.findLast(({ vatClass }) => vatClass === item.vatClass) as VatRateView;
  const next = { ...now, rate_bp: now.rate_bp + 300, validFrom: '2027-01-01' };
  expect((await client.ask('PUT', '/api/vat-rates', [...rates, next])).status).toBe(200);

  setTo('2026-12-31T23:59:59+01:00');
  await client.signIn('Petr');
  const before = await sold();
  const { body: opened } = await client.ask('POST', '/api/bills', { tableId: null, guests: null });
  const where = `/api/bills/${opened.bill.id}`;
  const add = () => client.ask('POST', `${where}/lines`, { lineId: crypto.randomUUID(), itemId: item.id });
  await add();
  setTo('2027-01-01T00:00:00+01:00');
  const { body: view } = await add();
  const total = view.sum.total_haler;
  const paid = await client.ask(
    'POST',
    `${where}/pay`,
    { tenders: [{ typeId: 'karta', amount: total }], tip_haler: 0, expectedTotal_haler: total },
    { 'idempotency-key': crypto.randomUUID() },
  );
  expect(paid.body.receipt?.lines?.map((line: { rate_bp: number }) => line.rate_bp)).toEqual([
    now.rate_bp,
    next.rate_bp,
  ]);
  expect([before.number, paid.body.number]).toEqual(['R1-2026-000001', 'R1-2027-000001']);
  expect(await close()).toEqual({ closedAt: '2027-01-01T00:00:00+01:00', receiptCount: 2, zNumber: 1 });
});
