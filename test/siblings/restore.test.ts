import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { devicesOf } from '../../daemon/config/devices.ts';
import { findConsole } from '../../daemon/console.ts';
import { demoConfig } from '../../daemon/demo/config.ts';
import { DEMO_EET, DEMO_STAFF } from '../../daemon/demo/restaurant.ts';
import { seedDemo } from '../../daemon/demo/seed.ts';
import { createVirtualDevices } from '../../daemon/demo/virtual-devices.ts';
import type {
  BillView,
  CatalogueView,
  PairingView,
  ReceiptView,
  SiblingsView,
} from '../../daemon/http/contract.ts';
import { createLog } from '../../daemon/log.ts';
import { createRegister, type Register } from '../../daemon/register.ts';
import { createCopier } from '../../daemon/store/copies.ts';
import { restoreCopy } from '../../daemon/store/restore.ts';
import { createDouble, type Double } from '../../eet/index.ts';
import { realWorld as world } from '../../world/index.ts';
import { signInAt } from '../kiosk/two-registers.ts';

/*
 * Last night's copy is put on a new box while the shop is a day ahead of it. Whole registers with databases of their
 * own, linked as in a shop, and one tax authority for them.
 */
const PATIENCE = { timeout: 60_000, interval: 50 };
const log = createLog('silent', world);
const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

interface Box {
  readonly dir: string;
  readonly register: Register;
  readonly url: string;
}

async function start(dir: string, number: number, authority: Double): Promise<Box> {
  const config = demoConfig(dir, 0, { number });
  const register = createRegister({
    ...{
      config,
      world,
      log,
      version: '0.1.0',
      kioskFolder: join(dir, 'no-kiosk'),
      env: {},
      pid: process.pid,
    },
    virtual: createVirtualDevices(devicesOf(config), world),
    standIn: async () => ({ ...authority, stop: async () => {} }),
    ...(number === 1 ? { seed: async (parts) => void (await seedDemo(parts, DEMO_EET)) } : {}),
    pinCost: 4,
  });
  const { url } = await register.start();
  stops.push(() => register.stop());
  return { dir, register, url };
}

const pinOf = (name: string) => DEMO_STAFF.find((one) => one.name === name)?.pin ?? '';
const clerk = ({ url }: Box) => signInAt(url, 'Petr', pinOf('Petr'));

async function technician<T>({ dir, url }: Box, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(url + path, {
    method,
    headers: {
      authorization: `Bearer ${findConsole(dir)?.key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

async function join_(box: Box, host: Box): Promise<void> {
  const { code, addresses } = await technician<PairingView>(host, 'POST', '/api/siblings/code');
  await technician(box, 'POST', '/api/siblings/join', { code, address: addresses[0] });
  await agree(box, host);
}

/** Both have all that the other has. */
async function agree(one: Box, two: Box): Promise<void> {
  for (const box of [one, two]) {
    await expect
      .poll(async () => {
        const { self, siblings } = await technician<SiblingsView>(box, 'GET', '/api/siblings');
        const [other] = siblings.filter(({ state }) => state === 'linked');
        return [self.drawing, other?.ahead, other?.behind];
      }, PATIENCE)
      .toEqual([false, 0, 0]);
  }
}

/** Sells so many times; the ids of the receipts, and the numbers that are on their paper. */
async function sell(box: Box, count: number): Promise<Map<string, string>> {
  const { ask } = await clerk(box);
  const { items, paymentTypes } = await ask<CatalogueView>('GET', '/api/catalogue');
  const itemId = items.find((item) => !item.openPrice)?.id;
  const typeId = paymentTypes.find(({ kind }) => kind === 'cash')?.id;
  const { shift } = await ask<{ shift: unknown }>('GET', '/api/shift');
  if (!shift) await ask('POST', '/api/shift/open', { float_haler: 0 });
  const sold = new Map<string, string>();
  for (let i = 0; i < count; i++) {
    const { bill: opened } = await ask<BillView>('POST', '/api/bills', { tableId: null, guests: null });
    const line = { lineId: crypto.randomUUID(), itemId };
    const { bill, sum } = await ask<BillView>('POST', `/api/bills/${opened.id}/lines`, line);
    const { receipt, number } = await ask<ReceiptView>(
      'POST',
      `/api/bills/${bill.id}/pay`,
      { tenders: [{ typeId, amount: 100_000 }], tip_haler: 0, expectedTotal_haler: sum.total_haler },
      { 'idempotency-key': crypto.randomUUID() },
    );
    sold.set(receipt.id, number);
  }
  return sold;
}

interface Listed {
  readonly receipts: readonly { id: string; number: string; fiscal: { state: string; pok: string | null } }[];
}
const receipts = async (box: Box) =>
  (await (await clerk(box)).ask<Listed>('GET', '/api/receipts?limit=200')).receipts;
const numbers = async (box: Box) => new Map((await receipts(box)).map(({ id, number }) => [id, number]));
const registered = (box: Box) =>
  expect
    .poll(async () => (await receipts(box)).filter(({ fiscal }) => fiscal.state !== 'confirmed'), PATIENCE)
    .toEqual([]);

test('last night’s copy on a new box, the shop a day ahead: nothing is lost, no number comes twice, nothing is registered twice', {
  timeout: 240_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kasad-restore-'));
  stops.push(() => rmSync(folder, { recursive: true, force: true }));
  const authority = await createDouble({ time: world, bytes: (count) => world.bytes(count) });
  stops.push(() => authority.stop());
  const dir = join(folder, 'one');
  let one = await start(dir, 1, authority);
  const two = await start(join(folder, 'two'), 2, authority);
  await join_(two, one);

  const sold = new Map<string, string>();
  const note = (some: Map<string, string>) => {
    for (const [id, number] of some) sold.set(id, number);
  };
  note(await sell(one, 3));
  note(await sell(two, 2));
  await registered(one);
  // In the copy three sales wait that will have been registered by the time it is used.
  authority.behaveFor(Number.POSITIVE_INFINITY, { is: 'status', status: 503 });
  note(await sell(one, 3));
  const stick = join(folder, 'kasad-2026-11-23.db');
  copyFileSync(await createCopier(dir, world, log)(), stick);
  authority.behaveFor(0, { is: 'right' });

  note(await sell(one, 12));
  note(await sell(two, 7));
  const { ask } = await clerk(two);
  const { items } = await ask<CatalogueView>('GET', '/api/catalogue');
  const beer = items.find((item) => !item.openPrice);
  await ask('PATCH', `/api/items/${beer?.id}`, { price_haler: 12_300 });
  await registered(one);
  await registered(two);
  await agree(one, two);
  const messagesBefore = authority.messages().length;

  // The box burns down with all that was in it.
  await one.register.stop();
  rmSync(dir, { recursive: true });
  mkdirSync(dir);
  const restored = restoreCopy({ dir, world, from: stick, registerId: 'pokladna-1' });
  expect(restored.setAside).toBe(null);
  one = await start(dir, 1, authority);
  // Guests are waiting, and nobody has joined it yet.
  note(await sell(one, 2));
  await join_(one, two);

  expect(await numbers(one)).toEqual(sold);
  expect(await numbers(two)).toEqual(sold);
  const prices = (await (await clerk(one)).ask<CatalogueView>('GET', '/api/catalogue')).items;
  expect(prices.find(({ id }) => id === beer?.id)?.price_haler).toBe(12_300);

  note(await sell(one, 4));
  note(await sell(two, 2));
  await registered(one);
  await registered(two);
  await agree(one, two);
  expect(await numbers(one)).toEqual(sold);
  expect(await numbers(two)).toEqual(sold);
  expect(sold.size).toBe(35);
  expect(new Set(sold.values()).size).toBe(35);

  // The authority has each sale once, and no message said to be a first one that was not.
  const bookings = authority.sales();
  expect(bookings).toHaveLength(35);
  expect(authority.offences()).toEqual([]);
  const again = authority
    .messages()
    .slice(messagesBefore)
    .filter(({ identity }) =>
      authority
        .messages()
        .slice(0, messagesBefore)
        .some((m) => m.identity === identity),
    );
  expect(again.filter(({ first }) => first)).toEqual([]);
  for (const box of [one, two]) {
    const poks = (await receipts(box)).map(({ fiscal }) => fiscal.pok);
    expect(new Set(poks).size).toBe(35);
  }
});
