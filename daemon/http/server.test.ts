import { mkdirSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Type } from 'typebox';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ConsoleDoor, findConsole } from '../console.ts';
import { requireRight } from '../staff/actor.ts';
import { idle_ms } from '../staff/sessions.ts';
import type { App } from './app.ts';
import { LineDraft, LinePatch } from './contract.ts';
import { type TriedServer, tryServer } from './server.fixture.ts';

/** Routes that stand for those of the other parts. */
const nothing = { response: { 200: Type.Null() } };
const routes = (app: App) => {
  app.post(
    '/api/try/lines',
    { schema: { body: LineDraft, response: { 200: Type.Object({ by: Type.String() }) } } },
    (request) => ({
      by: request.actor.name,
    }),
  );
  app.patch(
    '/api/try/lines/:id',
    {
      config: { right: 'sell' },
      schema: {
        params: Type.Object({ id: Type.String({ maxLength: 8 }) }),
        querystring: Type.Object(
          { n: Type.Optional(Type.Integer({ minimum: 1 })) },
          { additionalProperties: false },
        ),
        body: LinePatch,
        response: { 200: Type.Object({ allowedBy: Type.String() }) },
      },
    },
    (request) => {
      if (request.body.discount) requireRight(request.actor, 'discount');
      return { allowedBy: request.actor.allowedBy };
    },
  );
  app.post('/api/try/report', { config: { right: 'cash-movement' }, schema: nothing }, () => null);
  const shown = { right: 'cash-movement', reads: true } as const;
  app.get('/api/try/report', { config: { right: 'cash-movement' }, schema: nothing }, () => null);
  app.post('/api/try/report/print', { config: shown, schema: nothing }, () => null);
  app.get('/api/try/bug', { config: { open: true }, schema: { response: { 200: Type.Null() } } }, () => {
    throw new Error('secret inside: /var/lib/kasad');
  });
  app.get(
    '/api/try/lie',
    { config: { open: true }, schema: { response: { 200: Type.Object({ n: Type.Integer() }) } } },
    () => ({ n: 1.5 }),
  );
  app.get(
    '/api/try/forgot',
    { config: { open: true }, schema: { response: { 200: Type.String() } } },
    (request) => request.actor.name,
  );
};

let tried: TriedServer;
let cookie: string;
beforeEach(async () => {
  tried = await tryServer({ routes });
  cookie = await tried.signIn(tried.waiter.id, '2222');
});
afterEach(() => tried.close());

interface Ask {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly payload?: string | object;
  readonly headers?: Record<string, string>;
}
const ask = ({ method = 'GET', url, payload, headers = {} }: Ask) =>
  tried.app.inject({
    method,
    url,
    headers: { host: '127.0.0.1:8400', cookie, ...headers },
    ...(payload === undefined ? {} : { payload }),
  });
const json = { 'content-type': 'application/json' };
const line = { lineId: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff', itemId: 'pivo' };
/** Every refusal is a whole problem document in Czech, with the status it says. */
const problem = async (asked: Ask) => {
  const answer = await ask(asked);
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  const body = answer.json();
  expect(body).toMatchObject({ status: answer.statusCode, type: `urn:kasad:${body.code}` });
  expect(body.title).toMatch(/\.$/);
  expect(body.hint).toMatch(/\.$/);
  return body as { status: number; code: string; title: string; hint: string; id?: string; right?: string };
};

describe('the command line', () => {
  test('comes in with the key in the data folder, which only its user can read, as a technician', async () => {
    const { key } = findConsole(tried.folder) as ConsoleDoor;
    const ask = (authorization: string) =>
      tried.app.inject({ method: 'PATCH', url: '/api/try/lines/x', headers: { authorization }, payload: {} });
    expect((await ask(`Bearer ${key}`)).json()).toMatchObject({ code: 'needs-approval', right: 'sell' });
    for (const wrong of [`Bearer ${key}x`, `Bearer ${key.slice(1)}`, key, 'Bearer ', '']) {
      expect((await ask(wrong)).json()).toMatchObject({ code: 'signed-out' });
    }
    expect(statSync(join(tried.folder, 'console.json')).mode & 0o777).toBe(0o600);
    expect(tried.logged.join('')).not.toContain(key);
  });
});

describe('bad input', () => {
  const post = (payload: string | object, headers = json) =>
    problem({ method: 'POST', url: '/api/try/lines', payload, headers });

  test('malformed JSON, an empty body, a poisoned prototype', async () => {
    for (const body of ['{"lineId":', '', '{"__proto__":{"a":1}}', '\u0000']) {
      expect(await post(body)).toMatchObject({ status: 400 });
    }
    expect((await post('{')).code).toBe('body-unreadable');
  });

  test('the field is named in words', async () => {
    expect((await post({ ...line, quantity: -1 })).title).toBe(
      'Něco ve formuláři nesedí: množství (quantity) má být nejméně 1. Nic se nezměnilo.',
    );
    expect((await post({ ...line, quantity: 1e15 })).title).toContain('množství (quantity) má být nejvýše');
    expect((await post({ ...line, quantity: 1.5 })).title).toContain('množství (quantity) má být celé číslo');
    expect((await post({ ...line, quantity: '2' })).title).toContain('množství (quantity) má být celé číslo');
    expect((await post({ ...line, unitPrice_haler: 1e300 })).title).toContain('cena (unitPrice_haler)');
    expect((await post({ ...line, surprise: 1 })).title).toContain('pole surprise sem nepatří');
    expect((await post({ ...line, valueOf: 1 })).title).toContain('pole valueOf sem nepatří');
    expect((await post({})).title).toContain('pole lineId chybí');
    expect((await post('[]')).title).toContain('obsah požadavku má být objekt');
    expect((await post('null')).code).toBe('invalid');
  });

  test('in a query and in a path', async () => {
    const patch = (url: string, payload: object = {}) => problem({ method: 'PATCH', url, payload });
    expect((await patch('/api/try/lines/1?n=0')).title).toContain('v adrese za otazníkem');
    expect((await patch('/api/try/lines/1?m=1')).title).toContain('pole m sem nepatří');
    expect((await patch('/api/try/lines/123456789')).title).toContain('(v adrese)');
    expect(
      (await patch('/api/try/lines/1', { discount: { kind: 'percent', percent_bp: 10_001 } })).code,
    ).toBe('invalid');
    const ok = await ask({ method: 'PATCH', url: '/api/try/lines/1?n=3', payload: {} });
    expect(ok.statusCode).toBe(200);
  });

  test('a wrong media type and a body too large', async () => {
    expect(await post('<a/>', { 'content-type': 'text/xml' })).toMatchObject({ status: 415 });
    expect(await post('a=1', { 'content-type': 'application/x-www-form-urlencoded' })).toMatchObject({
      status: 415,
    });
    expect(await post('hello', { 'content-type': 'text/plain' })).toMatchObject({ status: 415 });
    expect(await post({ ...line, note: 'x'.repeat(1024 * 1024) })).toMatchObject({
      status: 413,
      code: 'body-too-large',
    });
  });

  test('an unknown address, signed in or not', async () => {
    expect(await problem({ url: '/api/nothing' })).toMatchObject({ status: 404, code: 'route-unknown' });
    expect(await problem({ url: '/api/nothing', headers: { cookie: '' } })).toMatchObject({ status: 404 });
    expect(await problem({ url: '/api/%zz' })).toMatchObject({ status: 400 });
  });

  test('a request that is no HTTP does not stop the server', async () => {
    await tried.app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = tried.app.server.address() as { port: number };
    const socket = connect(port, '127.0.0.1');
    socket.end('\u0000\u0001 nonsense\r\n\r\n');
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1.1 400/);
    expect((await ask({ url: '/health' })).statusCode).toBe(200);
  });
});

describe('bugs', () => {
  test('tell an id that is in the log, and nothing of the inside', async () => {
    const body = await problem({ url: '/api/try/bug' });
    expect(body.status).toBe(500);
    expect(JSON.stringify(body)).not.toMatch(/secret|var\/lib|Error|\.ts/);
    const entry = tried.logged.find((text) => text.includes(body.id ?? 'none'));
    expect(entry).toContain('secret inside');
    expect(body.hint).toContain(body.id);
  });

  test('an answer that differs from its schema is one', async () => {
    expect((await problem({ url: '/api/try/lie' })).status).toBe(500);
  });

  test('an open route that asks who is there is one', async () => {
    expect((await problem({ url: '/api/try/forgot', headers: { cookie: '' } })).status).toBe(500);
  });
});

describe('foreign pages', () => {
  const sell = (headers: Record<string, string>) =>
    ask({ method: 'POST', url: '/api/try/lines', payload: line, headers });

  test('a foreign Host is refused everywhere, also on files and health', async () => {
    for (const url of ['/', '/health', '/metrics', '/api/staff', '/api/events', '/nothing']) {
      for (const host of [
        'evil.example',
        'evil.example:8400',
        '127.0.0.1.evil.example',
        '127.0.0.1, evil.example',
        'localhost@evil.example',
      ]) {
        expect((await problem({ url, headers: { host } })).code).toBe('host-refused');
      }
    }
    for (const host of ['localhost:8400', 'LOCALHOST', '[::1]:8400', 'pokladna-1.local:8400', '127.0.0.1']) {
      expect((await ask({ url: '/health', headers: { host } })).statusCode).toBe(200);
    }
  });

  test('a foreign Origin cannot change anything nor listen', async () => {
    const host = '127.0.0.1:8400';
    for (const origin of [
      'http://evil.example',
      'null',
      'https://127.0.0.1:8400',
      'http://127.0.0.1:8401',
      'http://127.0.0.1',
    ]) {
      expect((await sell({ host, origin })).statusCode).toBe(403);
      expect((await problem({ url: '/api/events', headers: { host, origin } })).code).toBe('origin-refused');
    }
    expect((await sell({ host, 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403);
    expect((await sell({ host, 'sec-fetch-site': 'same-site' })).statusCode).toBe(403);
    expect(
      (await sell({ host, origin: 'http://127.0.0.1:8400', 'sec-fetch-site': 'same-origin' })).statusCode,
    ).toBe(200);
    expect((await sell({ host })).statusCode).toBe(200);
  });

  test('the page may load only its own parts', async () => {
    const { headers } = await ask({ url: '/api/staff' });
    const csp = String(headers['content-security-policy']);
    expect(csp).toContain("default-src 'self'");
    expect(csp).not.toContain('unsafe');
    expect(csp).not.toContain('upgrade-insecure-requests');
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('who asks', () => {
  test('the cookie cannot be read by a script nor sent from another site', async () => {
    const answer = await ask({
      method: 'POST',
      url: '/api/session',
      payload: { staffId: tried.waiter.id, pin: '2222' },
    });
    expect(String(answer.headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Strict$/);
    expect(answer.json()).toMatchObject({ staff: { name: 'Petr Číšník' } });
    expect(answer.body).not.toMatch(/scrypt|2222/);
    // Signing in again replaces the session of this screen.
    expect((await ask({ url: '/api/session' })).statusCode).toBe(401);
  });

  test('nobody, a made-up and an expired session', async () => {
    for (const forged of ['', 'kasad_test=', 'kasad_test=AAAA', 'other=1']) {
      expect(await problem({ url: '/api/session', headers: { cookie: forged } })).toMatchObject({
        status: 401,
        code: 'signed-out',
      });
    }
    expect((await ask({ url: '/api/session' })).statusCode).toBe(200);
    await tried.world.advance(idle_ms + 1);
    expect((await problem({ url: '/api/session' })).code).toBe('signed-out');
  });

  test('signing out ends the session', async () => {
    expect((await ask({ method: 'DELETE', url: '/api/session' })).statusCode).toBe(204);
    expect((await ask({ url: '/api/session' })).statusCode).toBe(401);
    expect((await ask({ method: 'DELETE', url: '/api/session' })).statusCode).toBe(204);
  });

  test('wrong PINs climb the ladder and say how long', async () => {
    const attempt = (pin: string) =>
      ask({ method: 'POST', url: '/api/session', payload: { staffId: tried.waiter.id, pin } });
    for (let i = 0; i < 4; i++) expect((await attempt('0000')).statusCode).toBe(401);
    const locked = await attempt('0000');
    expect(locked.statusCode).toBe(429);
    expect(locked.headers['retry-after']).toBe('30');
    expect(locked.json().title).toContain('za 30 s');
    expect((await attempt('2222')).statusCode).toBe(429);
    await tried.world.advance(30_000);
    expect((await attempt('2222')).statusCode).toBe(200);
  });

  test('a right is missing, is lent, is used up', async () => {
    const report = (approval?: string) => ({
      method: 'POST' as const,
      url: '/api/try/report',
      headers: { ...(approval === undefined ? {} : { 'x-approval': approval }) } as Record<string, string>,
    });
    expect(await problem(report())).toMatchObject({
      status: 403,
      code: 'needs-approval',
      right: 'cash-movement',
    });
    const lend = async (right: string) =>
      (
        await ask({
          method: 'POST',
          url: '/api/approval',
          payload: { staffId: tried.manager.id, pin: '1111', right },
        })
      ).json().token as string;
    const token = await lend('cash-movement');
    expect((await ask(report(token))).statusCode).toBe(200);
    expect((await problem(report(token))).code).toBe('needs-approval');

    // One PIN for looking at a report and printing it, but not for a deed of the same right.
    const headers = { 'x-approval': await lend('cash-movement') };
    expect((await ask({ url: '/api/try/report', headers })).statusCode).toBe(200);
    expect((await ask({ method: 'POST', url: '/api/try/report/print', headers })).statusCode).toBe(200);
    expect((await problem({ method: 'POST', url: '/api/try/report', headers })).code).toBe('needs-approval');

    expect((await problem(report(await lend('discount')))).code).toBe('needs-approval');
    expect((await problem(report('nonsense'))).code).toBe('needs-approval');

    const discount = (headers: Record<string, string>) => ({
      method: 'PATCH' as const,
      url: '/api/try/lines/1',
      payload: { discount: { kind: 'percent', percent_bp: 1000 } },
      headers,
    });
    expect((await problem(discount({}))).right).toBe('discount');
    const allowed = await ask(discount({ 'x-approval': await lend('discount') }));
    expect(allowed.json()).toEqual({ allowedBy: tried.manager.id });
  });

  test('people are changed by those who may', async () => {
    const draft = { name: 'Eva', role: 'waiter', pin: '3333' };
    expect((await problem({ method: 'POST', url: '/api/staff', payload: draft })).right).toBe('edit-staff');
    cookie = await tried.signIn(tried.manager.id, '1111');
    expect((await ask({ method: 'POST', url: '/api/staff', payload: draft })).statusCode).toBe(201);
    const all = await ask({ url: '/api/staff/all' });
    expect(all.json()).toHaveLength(3);
    expect(all.body).not.toMatch(/scrypt|pin/);
    const technician = { name: 'Tomáš', role: 'technician', pin: '4444' };
    const added = await ask({ method: 'POST', url: '/api/staff', payload: technician });
    cookie = await tried.signIn(added.json().id, '4444');
    expect(
      (await ask({ method: 'POST', url: '/api/staff', payload: { ...draft, name: 'Ota' } })).statusCode,
    ).toBe(201);
    for (const rise of [
      { method: 'POST' as const, url: '/api/staff', payload: { ...draft, role: 'manager' } },
      { method: 'PATCH' as const, url: `/api/staff/${added.json().id}`, payload: { role: 'manager' } },
      { method: 'PATCH' as const, url: `/api/staff/${tried.manager.id}`, payload: { pin: '4444' } },
    ]) {
      expect((await problem(rise)).right).toBe('appoint-managers');
    }
    cookie = await tried.signIn(tried.manager.id, '1111');
    const last = {
      method: 'PATCH' as const,
      url: `/api/staff/${tried.manager.id}`,
      payload: { active: false },
    };
    expect(await problem(last)).toMatchObject({ status: 409, code: 'last-manager' });
    expect((await problem({ ...last, url: '/api/staff/nobody' })).status).toBe(404);
    expect((await problem({ ...last, payload: { pin: '12' } })).title).toContain('PIN (4 až 8 číslic)');
  });

  test('too many attempts are slowed down before they reach a PIN', async () => {
    const codes = [];
    for (let i = 0; i < 65; i++) {
      const answer = await ask({ method: 'POST', url: '/api/session', payload: {} });
      codes.push(answer.json().code);
    }
    expect(codes.filter((code) => code === 'too-many-requests').length).toBeGreaterThan(0);
    expect(codes[0]).toBe('invalid');
  });
});

test('secrets do not reach the log', async () => {
  cookie = await tried.signIn(tried.manager.id, '1111');
  await ask({ method: 'POST', url: '/api/staff', payload: { name: 'Eva', role: 'waiter', pin: '86420975' } });
  await ask({ method: 'POST', url: '/api/session', payload: { staffId: tried.waiter.id, pin: '97531086' } });
  await ask({ method: 'POST', url: '/api/session', payload: '{"pin":"97531086', headers: json });
  await ask({
    url: '/api/try/bug',
    headers: { authorization: 'Bearer planted-1', 'x-approval': 'planted-2' },
  });
  const { log } = tried.app;
  log.error(
    { err: Object.assign(new Error('x'), { pin: 'planted-3', deep: { Password: 'planted-4' } }) },
    'x',
  );
  log.info(
    { body: { lines: [{ a: { pin: 'planted-5' } }] }, req: { headers: { cookie: 'planted-6' } } },
    'x',
  );
  log
    .child({ token: 'planted-7' })
    .warn({ 'Set-Cookie': 'planted-8', secret: Buffer.from('planted-9') }, 'x');
  const all = tried.logged.join('');
  expect(all).toContain('[redacted]');
  expect(all).toContain('/api/session');
  for (const secret of ['86420975', '97531086', 'planted', cookie.split('=')[1] ?? '', 'scrypt']) {
    expect(all).not.toContain(secret);
  }
});

describe('health and metrics', () => {
  const part = (id: string, state: 'ok' | 'attention' | 'fault', cs: string) => ({
    id,
    state,
    cs,
    en: cs,
    hintCs: '',
    hintEn: '',
  });

  test('one sentence says the worst and whether sales go on', async () => {
    expect((await ask({ url: '/health' })).json()).toMatchObject({ state: 'ok', cs: 'Vše v pořádku.' });
    tried.parts.push(part('printer:kuchyn', 'attention', 'Tiskárna kuchyně nemá papír.'));
    expect((await ask({ url: '/health' })).json()).toMatchObject({
      state: 'attention',
      cs: 'Tiskárna kuchyně nemá papír. Prodává se dál.',
    });
    tried.parts.push(part('disk', 'fault', 'Disk je plný.'));
    const fault = await ask({ url: '/health' });
    expect(fault.statusCode).toBe(503);
    expect(fault.json().cs).toBe('Disk je plný. A ještě 1 závada. Prodávat se nedá.');
  });

  test('a change is told as an event, once', async () => {
    const told: string[] = [];
    tried.events.listen((event) => void (event.kind === 'health' && told.push(event.health.cs)));
    tried.watch.start();
    await tried.world.advance(20_000);
    expect(told).toEqual([]);
    tried.parts.push(part('disk', 'attention', 'Disk se plní.'));
    await tried.world.advance(20_000);
    expect(told).toEqual(['Disk se plní. Prodává se dál.']);
    tried.watch.stop();
    tried.parts.length = 0;
    await tried.world.advance(20_000);
    expect(told).toHaveLength(1);
  });

  test('only a page of the kiosk is heard, and how long ago', async () => {
    const age = async () =>
      /^kasad_page_age_seconds (\d+)$/m.exec((await ask({ url: '/metrics' })).body)?.[1];
    await ask({ url: '/health' });
    await ask({ url: '/health', headers: { 'sec-fetch-site': 'cross-site' } });
    expect(await age()).toBeUndefined();
    await ask({ url: '/health', headers: { 'sec-fetch-site': 'same-origin' } });
    await tried.world.advance(42_000);
    expect(await age()).toBe('42');
  });

  test('metrics are lines that Prometheus reads', async () => {
    tried.parts.push(part('a"b\\c\nd', 'attention', 'x'));
    await ask({ url: '/api/nothing' });
    const answer = await ask({ url: '/metrics' });
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(answer.body).toContain('kasad_health{part="a\\"b\\\\c\\nd"} 1\n');
    expect(answer.body).toContain('kasad_http_responses_total{method="GET",status="4xx"} 1\n');
    // The grammar of the exposition format: comment, or name, labels, value.
    for (const text of answer.body.trimEnd().split('\n')) {
      expect(text).toMatch(
        /^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z_]+="([^"\\\n]|\\["\\n])*",?)*\})? [-+0-9.e]+)$/,
      );
    }
  });
});

describe('the screen', () => {
  test('not built: a page says so and what to do, the API works on', async () => {
    const page = await ask({ url: '/' });
    expect(page.statusCode).toBe(503);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.body).toContain('npm run build');
  });

  test('built: the page is asked for each time, its hashed parts are kept', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kasad-kiosk-'));
    mkdirSync(join(folder, 'assets'));
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Pokladna</title>');
    writeFileSync(join(folder, 'assets/app-1a2b.js'), 'export {};');
    await tried.close();
    tried = await tryServer({ kioskFolder: folder });
    const html = { accept: 'text/html' };
    for (const url of ['/', '/ucty/12']) {
      const page = await ask({ url, headers: html });
      expect(page.body).toContain('Pokladna');
      expect(page.headers['cache-control']).toBe('no-cache');
    }
    const script = await ask({ url: '/assets/app-1a2b.js' });
    expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(script.headers['content-type']).toContain('javascript');
    expect((await problem({ url: '/assets/gone.js' })).status).toBe(404);
    expect((await problem({ url: '/api/x', headers: html })).status).toBe(404);
    for (const url of ['/../package.json', '/..%2f..%2fetc/passwd', '/assets/../../x']) {
      expect((await ask({ url })).statusCode).toBeGreaterThanOrEqual(400);
    }
  });
});
