import { createHash, createPublicKey, verify } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Credential } from '../credential/credential.ts';
import { type Issued, issueCertificate, issueCredential, keyOf, p12Of } from '../credential/issue.fixture.ts';
import { bearerOf } from '../double/bearer.ts';
import type { Double } from '../double/door.ts';
import { credentialOf, startDouble } from '../double/double.fixture.ts';
import type { CaBehaviour } from '../double/renewal-desk.ts';
import { manualTime } from '../manual-time.fixture.ts';
import { createRenewalApi, type HttpsRenewalOptions, RENEWAL_ENDPOINTS } from './https-renewal.ts';
import { type CallFault, memoryRenewal } from './memory-renewal.ts';
import { renewalContract } from './renewal.contract.ts';
import { bearerToken } from './token.ts';

const time = manualTime();
const DAY_MS = 86_400_000;
let double: Double;
let stranger: Double;
let own: Credential;
beforeAll(async () => {
  double = await startDouble({ time });
  stranger = await startDouble({ time });
  own = await credentialOf(double);
});
afterAll(() => Promise.all([double.stop(), stranger.stop()]));

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const api of opened.splice(0)) api.close();
});

function apiOf(options: Partial<HttpsRenewalOptions> = {}) {
  const endpoints = { production: double.renewalUrl, playground: double.renewalUrl };
  const api = createRenewalApi({ time, endpoints, ca: double.ca, ...options });
  opened.push(api);
  return api;
}

const expired = { notBefore_ms: time.wall_ms() - 30 * DAY_MS, days: 29 };

renewalContract('the real one against its double', {
  credential: (eic) => credentialOf(double, eic),
  expired: (eic) => credentialOf(double, eic, expired),
  stranger: (eic) => credentialOf(stranger, eic),
  open() {
    const api = apiOf();
    return {
      api,
      say: (fault) => double.renewal.behave(behaviourOf(fault)),
      reject: double.renewal.reject,
      pass: time.advance,
      close: api.close,
    };
  },
});

const STATUS = {
  refused: 400,
  unauthorized: 401,
  'not-found': 404,
  conflict: 409,
  'too-many': 429,
  fault: 503,
};

function behaviourOf({ fault, after_s, done }: CallFault): CaBehaviour {
  if (fault === 'unreachable') return done ? { is: 'reset' } : { is: 'cut' };
  const status = STATUS[fault];
  return { is: 'error', status, ...(after_s === undefined ? {} : { retryAfter_s: after_s }) };
}

const known = new Set<string>();
const knownOne = (what: Issued) => {
  const credential = issueCredential(what);
  known.add(credential.fingerprint);
  return Promise.resolve(credential);
};
renewalContract('the one in memory', {
  credential: (commonName) => knownOne({ commonName }),
  expired: (commonName) => knownOne({ commonName, notAfter: '2026-11-30T00:00:00Z' }),
  stranger: (commonName) =>
    Promise.resolve(issueCredential({ commonName, notAfter: '2027-02-02T00:00:00Z' })),
  open() {
    const memoryTime = manualTime();
    const api = memoryRenewal({
      time: memoryTime,
      knows: ({ fingerprint }) => known.has(fingerprint),
      issue: async (commonName) => ({
        p12: p12Of(keyOf(3072), [issueCertificate({ commonName, bits: 3072 })], 'ABcd1234'),
        password: 'ABcd1234',
      }),
    });
    return { api, say: api.say, reject: api.reject, pass: memoryTime.advance, close() {} };
  },
});

test('the addresses are those of the published interface', () => {
  expect(RENEWAL_ENDPOINTS).toEqual({
    production: 'https://caeet.gov.cz/api',
    playground: 'https://zkus.caeet.gov.cz/api',
  });
});

describe('the token', () => {
  const NOW_MS = Date.parse('2026-12-01T12:00:00.900Z');
  const parts = (token: string) => token.split('.').map((part) => Buffer.from(part, 'base64url'));

  test('names the certificate, is signed by its key, and lives for five minutes', () => {
    const credential = issueCredential();
    const token = bearerToken(credential, NOW_MS);
    const [header, claims, signature] = parts(token) as [Buffer, Buffer, Buffer];
    expect(JSON.parse(header.toString())).toEqual({
      alg: 'RS256',
      typ: 'JWT',
      'x5t#S256': createHash('sha256').update(credential.certificate.raw).digest('base64url'),
    });
    const iat = Date.parse('2026-12-01T11:59:00Z') / 1_000;
    expect(JSON.parse(claims.toString())).toEqual({ iat, exp: iat + 300 });
    const signed = Buffer.from(token.slice(0, token.lastIndexOf('.')));
    expect(verify('RSA-SHA256', signed, createPublicKey(credential.key), signature)).toBe(true);
    expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  test('is taken by the double from a minute behind to four ahead, and no other token is', () => {
    const credential = issueCredential();
    const find = (thumbprint: string) =>
      parts(bearerToken(credential, NOW_MS))[0]?.toString().includes(thumbprint)
        ? credential.certificate
        : undefined;
    const judged = (token: string, now_ms = NOW_MS) => {
      const found = bearerOf(`Bearer ${token}`, find, now_ms);
      return 'refused' in found ? found.refused : true;
    };
    const token = bearerToken(credential, NOW_MS);
    expect(judged(token)).toBe(true);
    expect(judged(token, NOW_MS - 59_000)).toBe(true);
    expect(judged(token, NOW_MS - 61_000)).toMatch(/not valid now/);
    expect(judged(token, NOW_MS + 239_000)).toBe(true);
    expect(judged(token, NOW_MS + 240_000)).toMatch(/not valid now/);
    const [header = '', claims = '', signature = ''] = token.split('.');
    const said = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    expect(judged(`${header}.${said({ iat: 1, exp: 2 })}.${signature}`)).toMatch(/not signed/);
    expect(judged(`${said({ alg: 'none' })}.${claims}.`)).toMatch(/RS256/);
    expect(judged(`${header}.${claims}`)).toMatch(/not signed/);
    expect(judged('')).toMatch(/no token/);
    expect(judged('a.b.c')).toMatch(/not a JWT/);
    expect(judged(`${header}.${said({})}.${signature}`)).toMatch(/not signed/);
  });
});

describe('an answer that is not as it should be', () => {
  const told = (behaviour: CaBehaviour) => {
    double.renewal.behave(behaviour);
    return apiOf();
  };
  const fault = { ok: false, fault: 'fault', after_s: null };
  const ID = '3fa85f64-5717-4562-b3fc-2c963f66afa6';

  test.each(['', 'null', '[]', '{}', '{"reqId":1}', '{"reqId":"../x"}', '<html>', '{"reqId":"'])(
    'to a request: %s',
    async (body) => {
      expect(await told({ is: 'body', body }).request(own)).toEqual(fault);
    },
  );

  test.each([
    ['{"count":0}', { ok: true, requestIds: [] }],
    [`{"count":1,"data":["${ID}"]}`, { ok: true, requestIds: [ID] }],
    ['{"count":1,"data":[1]}', fault],
    ['{"count":1,"data":"x"}', fault],
    ['null', fault],
  ])('to what is open: %s', async (body, expected) => {
    expect(await told({ is: 'body', body }).notFinished(own)).toEqual(expected);
  });

  test('to a status, a claim', async () => {
    const asked = await apiOf().request(own);
    if (!asked.ok) throw new Error(asked.fault);
    const id = asked.requestId;
    for (const [body, expected] of [
      ['{"state":"NEW"}', { ...fault, after_s: 2 }],
      ['{"state":["ISSUED"]}', { ...fault, after_s: 2 }],
      ['{"state":"INPROCESS","pollAfterSeconds":0}', { ok: true, state: 'in-process', pollAfter_s: 2 }],
      [
        '{"state":"INPROCESS","pollAfterSeconds":1e9}',
        { ok: true, state: 'in-process', pollAfter_s: 604_800 },
      ],
      ['{"state":"REJECTED"}', { ok: true, state: 'rejected', reason: '' }],
      [
        `{"state":"REJECTED","rejectedReason":"a\\n\\u001b[2Jb${'x'.repeat(1_000)}"}`,
        { ok: true, state: 'rejected', reason: `a [2Jb${'x'.repeat(294)}` },
      ],
    ] as const) {
      expect(await told({ is: 'body', body }).status(own, id)).toEqual(expected);
    }
    time.advance(2_000);
    for (const body of [
      '{"pkcs12":"AAAA"}',
      '{"password":"ABcd1234"}',
      '{"pkcs12":"","password":"ABcd1234"}',
      '{"pkcs12":"Á","password":"ABcd1234"}',
      '{"pkcs12":"AAAA","password":""}',
      '{"pkcs12":"AAAA","password":"\\u0000"}',
    ]) {
      expect(await told({ is: 'body', body }).claim(own, id)).toEqual(fault);
    }
  });

  test('is a page, leads elsewhere, or has no end', async () => {
    expect(await told({ is: 'page', status: 200 }).request(own)).toEqual(fault);
    expect(await told({ is: 'page', status: 403 }).request(own)).toEqual(fault);
    expect(await told({ is: 'error', status: 302 }).request(own)).toEqual(fault);
    const unreachable = { ok: false, fault: 'unreachable', after_s: null };
    expect(await told({ is: 'body', body: 'x'.repeat(200_000) }).request(own)).toEqual(unreachable);
  });

  test('never comes, and is waited for as long as was said', async () => {
    const before = double.renewal.requests().length;
    double.renewal.behave({ is: 'silent' });
    const patience = manualTime();
    const asking = apiOf({ time: patience }).request(own);
    while (double.renewal.requests().length === before) await new Promise(setImmediate);
    patience.advance(20_000);
    expect(await asking).toEqual({ ok: false, fault: 'unreachable', after_s: null });
    expect(patience.waiting()).toBe(0);
  });

  test('comes from a stranger', async () => {
    const before = double.renewal.requests().length;
    expect(await apiOf({ ca: stranger.ca }).request(own)).toMatchObject({ fault: 'unreachable' });
    expect(double.renewal.requests().length).toBe(before);
  });
});
