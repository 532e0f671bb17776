import { Writable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { realWorld } from '../../world/index.ts';
import type { RunningBackoffice } from '../backoffice.ts';
import { sqliteOpener } from '../database/both.fixture.ts';
import { createLog } from '../log.ts';
import {
  Client,
  makeStore,
  openStream,
  PASSWORD,
  pairRegister,
  startTestBackoffice,
  type TestStream,
} from '../server.fixture.ts';
import type { App } from './app.ts';
import { createServer } from './server.ts';
import { createStreams } from './streams.ts';

const open = sqliteOpener();
const EMAIL = 'jana@example.cz';
const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function shop(options: Parameters<typeof startTestBackoffice>[1] = {}) {
  const backoffice = await startTestBackoffice(await open.url(), options);
  stops.push(() => backoffice.stop());
  const store = await makeStore(backoffice, 'Hospoda', EMAIL);
  const jana = new Client(backoffice.url);
  await jana.signIn(EMAIL);
  return { backoffice, store, jana, at: `/api/stores/${store}` };
}

const refusal = ({ status, json }: { status: number; json: { code?: string } | null }) => [
  status,
  json?.code,
];

describe('the cookie and its guards', () => {
  test('no script reads it, no other site sends it, no plain HTTP beyond this machine carries it', async () => {
    const { backoffice } = await shop({
      config: { public_url: 'https://kasa.example.cz', proxies: ['127.0.0.1'] },
    });
    const said = { email: EMAIL, password: PASSWORD };
    const plain = await new Client(backoffice.url).post('/api/session', said);
    expect(plain.headers.get('set-cookie')).toMatch(
      /^kasad-backoffice=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    const proxied = await new Client(backoffice.url).ask('POST', '/api/session', said, {
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'kasa.example.cz',
      origin: 'https://kasa.example.cz',
    });
    expect(proxied.headers.get('set-cookie')).toMatch(
      /^__Host-kasad=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
  });

  test('whoever is no proxy of ours is not believed', async () => {
    const { backoffice } = await shop({ config: { public_url: 'https://kasa.example.cz' } });
    const answer = await new Client(backoffice.url).ask(
      'POST',
      '/api/session',
      { email: EMAIL, password: PASSWORD },
      { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'kasa.example.cz' },
    );
    expect(answer.headers.get('set-cookie')).not.toContain('Secure');
  });

  test.each([
    ['without the header', (jana: Client) => Object.assign(jana, { csrf: '' }), {}],
    ['with another header', (jana: Client) => Object.assign(jana, { csrf: 'x'.repeat(43) }), {}],
    ['from another origin', (jana: Client) => jana, { origin: 'https://zlo.example' }],
    ['from a sandboxed frame', (jana: Client) => jana, { origin: 'null' }],
    ['from another site, by the browser’s word', (jana: Client) => jana, { 'sec-fetch-site': 'cross-site' }],
    ['from a neighbour of the same site', (jana: Client) => jana, { 'sec-fetch-site': 'same-site' }],
  ])('a deed %s is refused, and not done', async (_how, change, headers) => {
    const { backoffice, jana, at, store } = await shop();
    const answer = await change(jana).ask('PATCH', at, { name: 'Cizí' }, headers);
    expect(refusal(answer)).toEqual([403, 'origin-refused']);
    expect((await backoffice.stores.get(store))?.name).toBe('Hospoda');
  });

  test('signing in by a form of another site is refused, and so is its stream of events', async () => {
    const { backoffice, jana, at } = await shop();
    const evil = { origin: 'https://zlo.example' };
    const said = { email: EMAIL, password: PASSWORD };
    expect(refusal(await new Client(backoffice.url).ask('POST', '/api/session', said, evil))).toEqual([
      403,
      'origin-refused',
    ]);
    expect(refusal(await jana.ask('GET', `${at}/events`, undefined, evil))).toEqual([403, 'origin-refused']);
  });

  test('the deed goes through with what the page was given', async () => {
    const { backoffice, jana, at, store } = await shop();
    const answer = await jana.ask(
      'PATCH',
      at,
      { name: 'Nová' },
      {
        origin: backoffice.url,
        'sec-fetch-site': 'same-origin',
      },
    );
    expect(answer.status).toBe(200);
    expect((await backoffice.stores.get(store))?.name).toBe('Nová');
  });

  test('a name that is not ours is refused, also for reading', async () => {
    const { backoffice } = await shop();
    const { hostname, port } = new URL(backoffice.url);
    const { request } = await import('node:http');
    const status = await new Promise((resolve, reject) => {
      const headers = { host: 'rebound.example' };
      request({ hostname, port, path: '/api/session', headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(421);
  });

  test('after too many tries from one address the next waits, whatever it says', async () => {
    const { backoffice } = await shop();
    const codes: unknown[] = [];
    for (let i = 0; i < 21; i++) {
      const answer = await new Client(backoffice.url).post('/api/v1/pair', { code: 'x' });
      codes.push(answer.status);
      if (answer.status === 429) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(codes.filter((one) => one === 429)).toHaveLength(1);
    expect(codes.at(-1)).toBe(429);
  });
});

describe('streams', () => {
  const streams: TestStream[] = [];
  afterEach(() => {
    for (const stream of streams.splice(0)) stream.close();
  });
  async function listen(client: Client, path: string): Promise<TestStream> {
    const stream = await openStream(client, path);
    streams.push(stream);
    return stream;
  }

  async function sell({ url }: RunningBackoffice, register: Client, seq: number, kind = 'receipt') {
    const origin = 'db-bar';
    const at = seq === 1 ? {} : { [origin]: seq - 1 };
    const row = {
      ...{ is: 'fact', origin, seq, hlc: `${1_764_000_000_000 + seq}.0000.${origin}` },
      ...{ kind, id: `r${seq}`, body: '{}' },
    };
    const message = {
      ...{ type: 'changes', origin, base: at, from: at, upto: { [origin]: seq } },
      ...{ done: true, rows: [row], whole: false },
    };
    const answer = await register.post('/api/v1/exchange', { origin, messages: [message] });
    expect([url, answer.status]).toEqual([url, 200]);
  }

  test('a page hears of a receipt, another register is poked, and the one that brought it is not', async () => {
    const { backoffice, store, jana, at } = await shop();
    const bar = await pairRegister(backoffice, store, 'bar');
    const sal = await pairRegister(backoffice, store, 'sal');
    const page = await listen(jana, `${at}/events`);
    const [own, other] = [await listen(bar, '/api/v1/events'), await listen(sal, '/api/v1/events')];
    await page.reads('"kind":"register"');
    await sell(backoffice, bar, 1);
    await page.reads('data: {"kind":"receipt"}');
    await other.reads('event: poke');
    await backoffice.registers.revoke(store, 'bar');
    await expect(own.reads('event: poke')).rejects.toThrow(/ended/);
  });

  test('a page of another store hears nothing', async () => {
    const { backoffice, store } = await shop();
    const theirs = await makeStore(backoffice, 'Cizina', 'cizi@example.cz');
    const stranger = new Client(backoffice.url);
    await stranger.signIn('cizi@example.cz');
    const page = await listen(stranger, `/api/stores/${theirs}/events`);
    await sell(backoffice, await pairRegister(backoffice, store, 'bar'), 1);
    await pairRegister(backoffice, theirs, 'cizi', { shop: 'cizina' });
    await page.reads('data: ');
    await expect(
      page.reads('register').then(() => backoffice.stop().then(() => page.reads('receipt'))),
    ).rejects.toThrow(/ended/);
  });

  test('a register that was cut off is out at once, its open stream too', async () => {
    const { backoffice, store, jana, at } = await shop();
    const bar = await pairRegister(backoffice, store, 'bar');
    const stream = await listen(bar, '/api/v1/events');
    const view = await jana.post(`${at}/registers/bar/revoke`);
    expect(view.json).toMatchObject({ state: 'revoked', connected: false });
    await stream.ended();
    expect(refusal(await bar.post('/api/v1/exchange', { origin: 'db-bar', messages: [] }))).toEqual([
      401,
      'token-refused',
    ]);
  });

  test.each([
    ['signed out', async (jana: Client) => jana.ask('DELETE', '/api/session')],
    [
      'whose password was changed elsewhere',
      async (jana: Client) => {
        const elsewhere = new Client(jana.url);
        await elsewhere.signIn(EMAIL);
        await elsewhere.ask('PUT', '/api/session/password', { current: PASSWORD, next: 'docela jine heslo' });
      },
    ],
    [
      'taken out of the store',
      async (jana: Client, backoffice: RunningBackoffice, store: string) => {
        const added = await backoffice.members.add(store, { email: 'b@c.cz', name: 'B', role: 'owner' });
        const own = (await backoffice.members.list(store)).find(({ email }) => email === EMAIL);
        expect(added.member.id).not.toBe(own?.id);
        await backoffice.members.remove(store, own?.id ?? '');
        expect((await jana.get(`/api/stores/${store}/registers`)).status).toBe(404);
      },
    ],
  ])('the pages of one who was %s hear nothing any more', async (_how, end) => {
    const { backoffice, store, jana, at } = await shop();
    const page = await listen(jana, `${at}/events`);
    await end(jana, backoffice, store);
    await page.ended();
  });

  test('the streams of a register are counted; the one too many is told so', async () => {
    const { backoffice, store } = await shop();
    const bar = await pairRegister(backoffice, store, 'bar');
    for (let i = 0; i < 3; i++) await (await listen(bar, '/api/v1/events')).reads('retry:');
    expect(refusal(await bar.get('/api/v1/events'))).toEqual([503, 'too-many-streams']);
  });

  test('stopping ends them all and does not wait for them', async () => {
    const { backoffice, store, jana, at } = await shop();
    const page = await listen(jana, `${at}/events`);
    const bar = await listen(await pairRegister(backoffice, store, 'bar'), '/api/v1/events');
    await Promise.all([page.reads('retry:'), bar.reads('retry:')]);
    expect(await backoffice.stop()).toBe(true);
    await Promise.all([page.ended(), bar.ended()]);
    stops.length = 0;
  });
});

describe('bodies', () => {
  test('an answer is gzipped for whoever can read it, and told apart for caches', async () => {
    const { backoffice } = await shop();
    const { request } = await import('node:http');
    const ask = (coding: string) =>
      new Promise<{ coding: string | undefined; body: Buffer; vary: string | undefined }>((resolve) => {
        const headers = { 'accept-encoding': coding };
        request(`${backoffice.url}/api/openapi.json`, { headers }, (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () =>
            resolve({
              coding: answer.headers['content-encoding'],
              body: Buffer.concat(chunks),
              vary: answer.headers.vary,
            }),
          );
        }).end();
      });
    const plain = await ask('identity');
    const packed = await ask('gzip, br');
    expect(plain.coding).toBeUndefined();
    expect([packed.coding, packed.vary]).toEqual(['gzip', 'accept-encoding']);
    expect(gunzipSync(packed.body)).toEqual(plain.body);
    expect((await ask('gzip;q=0')).coding).toBeUndefined();
  });

  test('what a page sends is limited too, by what it unpacks to', async () => {
    const { backoffice, jana, at } = await shop();
    const response = await fetch(`${backoffice.url}${at}`, {
      method: 'PATCH',
      headers: { ...jana.headers(), 'content-type': 'application/json', 'content-encoding': 'gzip' },
      body: gzipSync(JSON.stringify({ name: 'x'.repeat(4_000_000) })),
    });
    expect(response.status).toBe(413);
  });
});

describe('what goes out', () => {
  test('headers keep other sites, frames and caches away', async () => {
    const { backoffice, jana } = await shop();
    const { headers } = await jana.get('/api/session');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(backoffice.url).toMatch(/^http:\/\/127/);
  });

  test('an address that is not there says so; a page’s address gives the page', async () => {
    const { jana } = await shop();
    expect(refusal(await jana.get('/api/nothing'))).toEqual([404, 'route-unknown']);
    const page = await jana.ask('GET', '/receipts', undefined, { accept: 'text/html' });
    expect(page.headers.get('content-type')).toContain('text/html');
  });

  test('no secret stands in the log, however talkative it is', async () => {
    const lines: string[] = [];
    const to = new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    });
    const log = createLog('debug', realWorld, to);
    const { backoffice } = await shop({ log });
    const store = await makeStore(backoffice, 'Druhá', 'x@y.cz');
    const jana = new Client(backoffice.url);
    await jana.signIn(EMAIL);
    const bar = await pairRegister(backoffice, store, 'bar');
    await bar.post('/api/v1/exchange', { origin: 'db-bar', messages: [] });
    log.info(
      { headers: jana.headers(), body: { password: PASSWORD }, deep: [{ token: bar.token }] },
      'probe',
    );
    const all = lines.join('');
    expect(all).toContain('"/api/v1/exchange"');
    for (const secret of [jana.cookie.split('=')[1] ?? '', jana.csrf, bar.token, PASSWORD])
      expect(all).not.toContain(secret);
  });

  test.each([
    ['nobody', '/api/x', undefined],
    ['nobody of a store', '/api/stores/:store/x', 'account'],
    ['a store’s permission, without a store', '/api/x', 'read-books'],
    ['registers, outside their API', '/api/x', 'register'],
  ] as const)('a route for %s is not served', async (_who, path, access) => {
    const { backoffice } = await shop();
    const making = createServer({
      ...backoffice,
      ...{ world: realWorld, log: createLog('silent', realWorld), streams: createStreams(realWorld) },
      ...{ publicUrl: null, hosts: [], proxies: [], tls: null, pagesFolder: '/nowhere', version: '0' },
      routes: (app: App) => app.get(path, access ? { config: { access } } : {}, async () => ({})),
    });
    await expect(making.then((app) => app.ready())).rejects.toThrow(
      /who may call|permission|:store|registers/,
    );
  });
});
