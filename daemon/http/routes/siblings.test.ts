import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Siblings } from '../../siblings/siblings.ts';
import { type TriedServer, tryServer } from '../server.fixture.ts';
import { siblingRoutes } from './siblings.ts';

let server: TriedServer;
let joined: number;
let nobody: boolean;
let settled: boolean;

beforeEach(async () => {
  [joined, nobody, settled] = [0, true, false];
  const siblings = {
    get settled() {
      return settled;
    },
    async join() {
      joined++;
    },
  } as Partial<Siblings> as Siblings;
  server = await tryServer({ routes: (app) => siblingRoutes(app, siblings, () => nobody) });
});
afterEach(() => server.close());

const host = '127.0.0.1:8400';
async function join(headers: Record<string, string> = {}, url = '/api/siblings/join'): Promise<number> {
  const answer = await server.app.inject({
    method: 'POST',
    url,
    headers: { host, ...headers },
    payload: { code: '7K3M-0Q8X-ZZT1' },
  });
  return answer.statusCode;
}

test('a box on which nobody works is joined by whoever stands at it', async () => {
  expect(await join()).toBe(200);
  expect(await join({ origin: `http://${host}` })).toBe(200);
  expect(joined).toBe(2);
});

test('but by no foreign page, under whatever name it reaches the box', async () => {
  expect(await join({ host: 'evil.example:8400', origin: 'http://evil.example:8400' })).toBe(421);
  expect(await join({ origin: 'http://evil.example' })).toBe(403);
  expect(await join({ origin: 'null' })).toBe(403);
  expect(await join({ 'sec-fetch-site': 'cross-site' })).toBe(403);
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  expect(await join(form)).toBe(415);
  expect(joined).toBe(0);
});

test('nor is anything else open on it', async () => {
  for (const path of ['code', 'addresses', 'go-alone', 'pokladna-2/revoke']) {
    expect(await join({}, `/api/siblings/${path}`)).toBe(401);
  }
  expect(await join({}, '/api/guests')).toBe(401);
});

test('codes are not tried one after the other', async () => {
  for (let i = 0; i < 20; i++) expect(await join()).toBe(200);
  expect(await join()).toBe(429);
  expect(joined).toBe(20);
});

test('where people work, only who may pair registers joins it', async () => {
  nobody = false;
  expect(await join()).toBe(401);
  expect(await join({ cookie: await server.signIn(server.waiter.id, '2222') })).toBe(403);
  expect(joined).toBe(0);
  expect(await join({ cookie: await server.signIn(server.manager.id, '1111') })).toBe(200);
});

test('a register of a shop that has lost its people is not open to whoever passes by', async () => {
  settled = true;
  expect(await join()).toBe(401);
  expect(joined).toBe(0);
});
