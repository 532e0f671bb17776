import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { realWorld } from '../../world/index.ts';
import { type Certified, testAuthority } from './certificates.fixture.ts';
import type { HttpsOptions } from './https-transport.ts';
import { transportContract } from './transport.contract.ts';
import type { Question } from './transport.ts';
import { judge } from './verdict.ts';
import { type WebGround, webGround } from './web-server.fixture.ts';
import { faultWords } from './words.ts';

const DAY_MS = 86_400_000;
const now_ms = realWorld.wall_ms();
const own = testAuthority('Autorita hospody', now_ms);
const foreign = testAuthority('Cizí autorita', now_ms);
const folder = mkdtempSync(join(tmpdir(), 'kasad-ca-'));
const caFile = join(folder, 'ca.pem');
writeFileSync(caFile, own.cert);
afterAll(() => rmSync(folder, { recursive: true }));

transportContract('HTTP', () => webGround(null));
transportContract('HTTP without gzip', () => webGround(null, {}, false));
transportContract('HTTPS', () => webGround(own.issue(), { caFile }));

let ground: WebGround | undefined;
afterEach(async () => {
  await ground?.end();
  ground = undefined;
});
const question: Question = { method: 'POST', path: '/x', token: 't', body: '{}' };

async function open(tls: Certified | null = null, options: Partial<HttpsOptions> = {}): Promise<WebGround> {
  ground = await webGround(tls, options);
  ground.serve({ is: 'answer', status: 200, type: 'application/json', body: '{}' });
  return ground;
}

describe('bodies', () => {
  test('go gzipped from 1 kB on, and are wanted gzipped', async () => {
    const { transport, codings } = await open();
    await transport.ask({ ...question, body: 'x'.repeat(1_023) });
    await transport.ask({ ...question, body: 'x'.repeat(1_024) });
    expect(codings).toEqual(['- gzip', 'gzip gzip']);
  });

  test('being packed when the line is closed are over, and never leave', async () => {
    const { transport, heard } = await open();
    const asked = transport.ask({ ...question, path: '/first', body: 'a'.repeat(1_025) });
    transport.close();
    expect(await asked).toEqual({ is: 'unanswered', why: 'cut', detail: 'stopped' });
    // Packed after the first one: had that left, it would be there before.
    await transport.ask({ ...question, path: '/second', body: 'b'.repeat(100_000) });
    expect(heard.map(({ path }) => path)).toEqual(['/second']);
  });
});

describe('whom to believe', () => {
  test.each<[string, () => Certified, Partial<HttpsOptions>, string, RegExp]>([
    ['an unknown authority', () => own.issue(), {}, 'certificate', /certifikátu nejde věřit/],
    ['another authority than the one set', () => foreign.issue(), { caFile }, 'certificate', /nejde věřit/],
    ['another name', () => own.issue({ name: 'jinde.example' }), { caFile }, 'certificate', /nejde věřit/],
    [
      'a certificate that is over',
      () => own.issue({ until_ms: now_ms - 1_000 }),
      { caFile },
      'clock',
      /hodin/,
    ],
    ['one not good yet', () => own.issue({ from_ms: now_ms + DAY_MS / 2 }), { caFile }, 'clock', /hodin/],
    ['no file', () => own.issue(), { caFile: join(folder, 'none.pem') }, 'certificate', /nejde věřit/],
  ])('nobody by %s: told in words, and nothing is sent', async (_what, tls, options, code, words) => {
    const { transport, heard } = await open(tls(), options);
    const verdict = judge(await transport.ask(question), now_ms);
    if (verdict.ok) throw new Error('believed');
    expect(verdict.fault.code).toBe(code);
    const told = faultWords(verdict.fault);
    expect(told.cs).toMatch(words);
    expect(told.cs).toMatch(/Nic se mu neposlalo/);
    expect(told.hintCs).not.toBe('');
    expect(heard).toEqual([]);
  });

  test('a file that is no certificate makes nobody to be believed', async () => {
    writeFileSync(join(folder, 'junk.pem'), 'není to certifikát');
    const { transport, heard } = await open(own.issue(), { caFile: join(folder, 'junk.pem') });
    expect(await transport.ask(question)).toMatchObject({ is: 'unanswered', why: 'certificate' });
    expect(heard).toEqual([]);
  });

  test('the authority set in the configuration is', async () => {
    const { transport, heard } = await open(own.issue(), { caFile });
    expect(await transport.ask(question)).toMatchObject({ is: 'answered', status: 200 });
    expect(heard).toEqual([question]);
  });

  test('a stream is let in by the same rule', async () => {
    const { transport } = await open(own.issue());
    const reply = await new Promise((over) =>
      transport.listen({ ...question, method: 'GET' }, { opened() {}, text() {}, over }),
    );
    expect(reply).toMatchObject({ is: 'unanswered', why: 'certificate' });
  });
});

test('where nobody listens any more it is closed', async () => {
  const { transport, end } = await open();
  await end();
  expect(await transport.ask(question)).toMatchObject({ is: 'unanswered', why: 'closed' });
});
