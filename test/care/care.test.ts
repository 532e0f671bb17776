import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, expect, test, vi } from 'vitest';
import { readResetMark } from '../../daemon/care/reset/mark.ts';
import { finishReset } from '../../daemon/care/reset/wipe.ts';
import { devicesOf } from '../../daemon/config/devices.ts';
import { findConsole } from '../../daemon/console.ts';
import { demoConfig } from '../../daemon/demo/config.ts';
import { DEMO_STAFF } from '../../daemon/demo/restaurant.ts';
import { seedDemo } from '../../daemon/demo/seed.ts';
import { createVirtualDevices } from '../../daemon/demo/virtual-devices.ts';
import type {
  BackupView,
  BillView,
  CatalogueView,
  PairingView,
  PutOnStick,
  ReceiptView,
  ResetView,
  SiblingsView,
} from '../../daemon/http/contract.ts';
import { createLog } from '../../daemon/log.ts';
import { createRegister, type Register } from '../../daemon/register.ts';
import { realWorld as world } from '../../world/index.ts';
import { signInAt } from '../kiosk/two-registers.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });
const PATIENCE = { timeout: 60_000, interval: 50 };
const log = createLog('silent', world);
const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

interface Box {
  readonly dir: string;
  readonly media: string;
  readonly url: string;
  readonly register: Register;
  readonly quits: () => number;
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'kasad-care-'));
  stops.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

async function start(base: string, number = 1): Promise<Box> {
  const dir = join(base, `data-${number}`);
  const media = join(base, 'media');
  mkdirSync(media, { recursive: true });
  const config = demoConfig(dir, 0, { number });
  let quits = 0;
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
    ...(number === 1 ? { seed: async (parts) => void (await seedDemo(parts)) } : {}),
    ...{ media, quit: () => void quits++, checkAnswers: true, pinCost: 4 },
  });
  const { url } = await register.start();
  stops.push(() => register.stop());
  return { dir, media, url, register, quits: () => quits };
}

/** A USB stick as the system mounts it. */
function plugIn({ media }: Box, name: string): string {
  const at = join(media, name);
  mkdirSync(at);
  expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'kasad-test', at]).status).toBe(0);
  stops.push(() => spawnSync('umount', ['-l', at]));
  return at;
}

async function raw({ dir, url }: Box, method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(url + path, {
    method,
    headers: {
      authorization: `Bearer ${findConsole(dir)?.key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
async function technician<T>(box: Box, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await raw(box, method, path, body);
  const value = (await answer.json()) as T;
  if (!answer.ok) throw Object.assign(new Error(JSON.stringify(value)), value);
  return value;
}
const clerk = ({ url }: Box, name = 'Petr') =>
  signInAt(url, name, DEMO_STAFF.find((one) => one.name === name)?.pin ?? '');

/** Sells so many times to a firm; what each paid in haléře, by the number on the paper. */
async function sell(box: Box, count: number): Promise<Map<string, number>> {
  const { ask } = await clerk(box);
  const { items, paymentTypes } = await ask<CatalogueView>('GET', '/api/catalogue');
  const itemId = items.find((item) => !item.openPrice)?.id;
  const typeId = paymentTypes.find(({ kind }) => kind === 'card')?.id;
  if (!(await ask<{ shift: unknown }>('GET', '/api/shift')).shift)
    await ask('POST', '/api/shift/open', { float_haler: 0 });
  const sold = new Map<string, number>();
  for (let i = 0; i < count; i++) {
    const { bill: opened } = await ask<BillView>('POST', '/api/bills', { tableId: null, guests: null });
    const line = { lineId: crypto.randomUUID(), itemId, quantity: 1_000 * (i + 1) };
    const { bill, sum } = await ask<BillView>('POST', `/api/bills/${opened.id}/lines`, line);
    const { number } = await ask<ReceiptView>(
      'POST',
      `/api/bills/${bill.id}/pay`,
      {
        tenders: [{ typeId, amount: sum.total_haler }],
        tip_haler: 0,
        expectedTotal_haler: sum.total_haler,
        buyer: { name: 'Vomáčka & syn', address: 'Dlouhá 1', ico: null, dic: null },
      },
      { 'idempotency-key': crypto.randomUUID() },
    );
    sold.set(number, sum.total_haler);
  }
  return sold;
}
const closeShift = async (box: Box) =>
  (await clerk(box)).ask(
    'POST',
    '/api/shift/close',
    { counted_haler: 0, countedForeign: {} },
    { 'idempotency-key': crypto.randomUUID() },
  );

const opened = (bytes: Uint8Array) =>
  Object.fromEntries(Object.entries(unzipSync(bytes)).map(([name, content]) => [name, strFromU8(content)]));

test('a stick is given to copies by a person, filled, and takes the bundle and the export', async () => {
  const box = await start(folder());
  const sold = await sell(box, 4);
  await expect(clerk(box, 'Jana').then(({ ask }) => ask('GET', '/api/backup'))).rejects.toThrow('403');
  const stick = plugIn(box, 'ZALOHA');
  plugIn(box, 'CIZI');
  const before = await technician<BackupView>(box, 'GET', '/api/backup');
  expect(before.sticks.map(({ name, chosen }) => [name, chosen])).toEqual([
    ['CIZI', false],
    ['ZALOHA', false],
  ]);
  await technician(box, 'POST', '/api/backup/targets', { stick: 'ZALOHA' });
  const after = await technician<BackupView>(box, 'POST', '/api/backup/now');
  expect(after.targets).toMatchObject([{ kind: 'stick', name: 'ZALOHA', state: 'ok', copies: [{}] }]);
  expect(after.copies).toHaveLength(1);
  expect(readdirSync(join(stick, 'kasad-zaloha', 'pokladna-1'))).toHaveLength(2);
  expect(readdirSync(join(box.media, 'CIZI'))).toEqual([]);

  const { file } = await technician<PutOnStick>(box, 'POST', '/api/support-bundle', { stick: 'ZALOHA' });
  const bundle = opened(readFileSync(join(stick, file)));
  expect(Object.keys(bundle)).toEqual(expect.arrayContaining(['doctor.json', 'health.json', 'zaznam.jsonl']));
  for (const [name, content] of Object.entries(bundle)) {
    for (const secret of ['Vomáčka', 'Petr', 'scrypt$', '2580', findConsole(box.dir)?.key ?? '-']) {
      expect(content.includes(secret), `${secret} in ${name}`).toBe(false);
    }
  }

  const answer = await raw(box, 'GET', '/api/export');
  expect(answer.headers.get('content-disposition')).toMatch(/kasad-vyvoz-pokladna-1.*\.zip/);
  const files = opened(new Uint8Array(await answer.arrayBuffer()));
  const table = (name: string) =>
    parse(files[name] ?? '', { bom: true, delimiter: ';', columns: true }) as Record<string, string>[];
  const haler = (text = '') => Math.round(Number(text.replace(',', '.')) * 100);
  expect(new Map(table('uctenky.csv').map((row) => [row.číslo, haler(row.celkem)]))).toEqual(sold);
  const paid = table('uctenky-platby.csv').reduce((sum, row) => sum + haler(row.částka), 0);
  expect(paid).toBe([...sold.values()].reduce((sum, one) => sum + one, 0));
  expect(table('uctenky.csv')[0]?.odběratel).toBe('Vomáčka & syn');
  expect(table('cenik.csv').length).toBeGreaterThan(100);
  expect(table('obsluha.csv').map((row) => row.jméno)).toEqual(expect.arrayContaining(['Petr', 'Jana']));
  expect(JSON.parse(files['zaznamy-receipt.json'] ?? '')).toHaveLength(4);
  expect(JSON.parse(files['udaje.json'] ?? '').length).toBeGreaterThan(1_000);
  expect(files['CTETE-ME.txt']).toContain('Účtenek 4');
  for (const content of Object.values(files)) expect(content).not.toContain('scrypt$');
  // It goes once its last byte has been read, which the one who asked may learn a little sooner.
  await expect.poll(() => readdirSync(join(box.dir, 'made'))).toEqual([]);
});

test('a box is not emptied while only it has the receipts; with a stick it is, and nothing is left on it', async () => {
  const base = folder();
  const box = await start(base);
  await sell(box, 2);
  const view = await technician<ResetView>(box, 'GET', '/api/reset');
  expect(view.lacks.map(({ code }) => code)).toEqual(['open-shift', 'receipts-here-only']);
  await expect(technician(box, 'POST', '/api/reset', { name: 'Pokladna 1' })).rejects.toMatchObject({
    code: 'reset-refused',
  });
  await closeShift(box);
  await expect(technician(box, 'POST', '/api/reset', { name: 'Pokladna 2' })).rejects.toMatchObject({
    code: 'reset-name',
  });
  await expect(
    technician(box, 'POST', '/api/reset', { name: 'pokladna 1', stick: 'ZALOHA' }),
  ).rejects.toMatchObject({ code: 'no-stick' });
  expect(readResetMark(box.dir)).toBeUndefined();
  const stick = plugIn(box, 'ZALOHA');
  await technician(box, 'POST', '/api/reset', { name: 'pokladna 1', stick: 'ZALOHA' });
  expect(readdirSync(join(stick, 'kasad-zaloha', 'pokladna-1'))).toHaveLength(2);
  await expect.poll(box.quits, PATIENCE).toBe(1);
  expect(await box.register.stop()).toEqual([]);
  expect(finishReset(box.dir)).toEqual({ setAside: null });
  expect(readdirSync(box.dir).filter((name) => name !== 'kasad.lock')).toEqual([]);
  // As new: nobody works here, nothing was sold.
  const fresh = await start(base);
  expect((await technician<ResetView>(fresh, 'GET', '/api/reset')).lacks).toEqual([]);
});

test('a box that leaves a shop is neither waited for nor listened to, and what it sold stays there', async () => {
  const base = folder();
  const one = await start(base, 1);
  const two = await start(base, 2);
  const { code, addresses } = await technician<PairingView>(one, 'POST', '/api/siblings/code');
  await technician(two, 'POST', '/api/siblings/join', { code, address: addresses[0] });
  const siblings = (box: Box) => technician<SiblingsView>(box, 'GET', '/api/siblings');
  await expect.poll(async () => (await siblings(two)).self.drawing, PATIENCE).toBe(false);
  await expect.poll(async () => (await siblings(one)).siblings[0]?.state, PATIENCE).toBe('linked');
  const sold = await sell(two, 3);
  await closeShift(two);
  await expect
    .poll(async () => (await technician<ResetView>(two, 'GET', '/api/reset')).heldBy, PATIENCE)
    .toEqual(['Pokladna 1']);
  await technician(two, 'POST', '/api/reset', { name: 'pokladna-2' });
  await expect.poll(async () => (await siblings(one)).siblings[0]?.state, PATIENCE).toBe('revoked');
  await expect.poll(two.quits, PATIENCE).toBe(1);
  expect(readResetMark(two.dir)).toMatchObject({ keep: false });
  expect(await two.register.stop()).toEqual([]);
  const { ask } = await clerk(one);
  const { receipts } = await ask<{ receipts: { number: string }[] }>('GET', '/api/receipts?limit=50');
  expect(receipts.map(({ number }) => number)).toEqual(expect.arrayContaining([...sold.keys()]));
});

test('a technician may empty it even so; then the database is put aside', async () => {
  const box = await start(folder());
  await sell(box, 1);
  writeFileSync(join(box.dir, 'other.json'), '{}');
  await technician(box, 'POST', '/api/reset', { name: 'pokladna-1', evenSo: true });
  await expect.poll(box.quits, PATIENCE).toBe(1);
  await box.register.stop();
  const wiped = finishReset(box.dir);
  expect(wiped?.setAside).toMatch(/odlozeno\/kasad-pokladna-1-/);
  expect(readdirSync(box.dir).filter((name) => name !== 'kasad.lock')).toEqual(['odlozeno']);
});
