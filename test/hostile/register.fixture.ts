import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { devicesOf } from '../../daemon/config/devices.ts';
import type { Config } from '../../daemon/config/schema.ts';
import { demoConfig } from '../../daemon/demo/config.ts';
import { DEMO_STAFF } from '../../daemon/demo/restaurant.ts';
import { seedDemo } from '../../daemon/demo/seed.ts';
import { createVirtualDevices } from '../../daemon/demo/virtual-devices.ts';
import type { CatalogueView, StaffView } from '../../daemon/http/contract.ts';
import { createLog } from '../../daemon/log.ts';
import { createRegister } from '../../daemon/register.ts';
import { realWorld, type World } from '../../world/index.ts';

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: answers of many routes, looked into by tests
  readonly body: any;
}

export interface Client {
  /** A string or bytes go as they are; anything else as JSON. */
  ask(method: string, where: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  signIn(name: string): Promise<void>;
  readonly cookie: string;
}

export interface RunningRegister {
  readonly url: string;
  readonly dir: string;
  readonly logged: string[];
  client(): Client;
  stop(): Promise<string[]>;
}

export function tempFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'kasad-hostile-'));
}

/** The whole register with the demo restaurant, listening on a port of its own. */
export async function startRegister(options: {
  readonly dir: string;
  readonly world?: World;
  readonly configure?: (config: Config) => Config;
}): Promise<RunningRegister> {
  const { dir, world = realWorld, configure = (config) => config } = options;
  const config = configure(demoConfig(dir, 0));
  const logged: string[] = [];
  const register = createRegister({
    config,
    world,
    log: createLog('warn', world, { write: (line) => void logged.push(line) }),
    version: '0.1.0',
    kioskFolder: path.join(dir, 'no-kiosk'),
    env: {},
    pid: process.pid,
    virtual: createVirtualDevices(devicesOf(config), realWorld),
    seed: async (parts) => void (await seedDemo(parts)),
    checkAnswers: true,
    pinCost: 4,
  });
  const { url } = await register.start();
  return { url, dir, logged, client: () => clientOf(url), stop: () => register.stop() };
}

export function clientOf(url: string): Client {
  let cookie = '';
  const client: Client = {
    get cookie() {
      return cookie;
    },
    async ask(method, where, body, headers = {}) {
      const raw = typeof body === 'string' || body instanceof Uint8Array;
      const answer = await fetch(url + where, {
        method,
        headers: {
          ...(cookie === '' ? {} : { cookie }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: (raw ? body : JSON.stringify(body)) as BodyInit }),
      });
      const set = answer.headers.get('set-cookie');
      if (set) cookie = set.split(';')[0] ?? '';
      const text = await answer.text();
      const type = answer.headers.get('content-type') ?? '';
      return {
        status: answer.status,
        type,
        headers: answer.headers,
        body: type.includes('json') && text !== '' ? JSON.parse(text) : text,
      };
    },
    async signIn(name) {
      const people = (await client.ask('GET', '/api/staff')).body as StaffView[];
      const staffId = people.find((one) => one.name === name)?.id;
      const pin = DEMO_STAFF.find((one) => one.name === name)?.pin;
      const { status } = await client.ask('POST', '/api/session', { staffId, pin });
      if (status !== 200) throw new Error(`${name} cannot sign in: ${status}`);
    },
  };
  return client;
}

/** One sale over the counter of one piece of the first item with a price; answers what paying answered. */
export async function sell(client: Client, key: string = crypto.randomUUID()): Promise<Answer> {
  const catalogue = (await client.ask('GET', '/api/catalogue')).body as CatalogueView;
  const item = catalogue.items.find(
    ({ openPrice, soldOut, unit }) => !openPrice && !soldOut && unit === 'ks',
  );
  const opened = await client.ask('POST', '/api/bills', { tableId: null, guests: null });
  if (opened.status !== 200) return opened;
  const { id } = opened.body.bill;
  const line = { lineId: crypto.randomUUID(), itemId: item?.id };
  const added = await client.ask('POST', `/api/bills/${id}/lines`, line);
  if (added.status !== 200) return added;
  const total_haler = added.body.sum.total_haler;
  return client.ask(
    'POST',
    `/api/bills/${id}/pay`,
    {
      tenders: [{ typeId: 'hotovost', amount: Math.ceil(total_haler / 100) * 100 + 10_000 }],
      tip_haler: 0,
      expectedTotal_haler: total_haler,
    },
    { 'idempotency-key': key },
  );
}

export function removeFolder(dir: string): void {
  rmSync(dir, { recursive: true, force: true });
}
