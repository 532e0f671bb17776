import { execFileSync } from 'node:child_process';
import { randomUUID, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createAuthority } from '../authority/https-authority.ts';
import type { Credential } from '../credential/credential.ts';
import { openP12 } from '../credential/p12.ts';
import { createLine, type Line } from '../line/line.ts';
import { manualTime } from '../manual-time.fixture.ts';
import { EET_NAMESPACE, identityOf } from '../message/message.ts';
import type { Sale } from '../sale.ts';
import { samples } from '../samples.fixture.ts';
import { particularsOf } from '../trust/particulars.ts';
import { distrustOf } from '../trust/signer.ts';
import type { Double } from './door.ts';
import { credentialOf, EIC, messageOf, SALE, startDouble } from './double.fixture.ts';
import { judgeMessage } from './judge.ts';

const time = manualTime();
let double: Double;
let credential: Credential;
let line: Line;
let folder: string;
beforeAll(async () => {
  double = await startDouble({ time });
  credential = await credentialOf(double);
  line = createLine({ time, timeout_ms: 10_000, ca: double.ca });
  folder = mkdtempSync(join(tmpdir(), 'kasad-eet-'));
});
afterAll(async () => {
  line.close();
  await double.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What is new since the last time. */
let seen = 0;
afterEach(() => {
  seen = double.offences().length;
});
const offences = () =>
  double
    .offences()
    .slice(seen)
    .map(({ what }) => what);

const HEADERS = {
  'Content-Type': 'text/xml; charset=utf-8',
  SOAPAction: 'http://fs.gov.cz/eet/OdeslaniTrzby',
};
const post = async (body: string, headers: Readonly<Record<string, string>> = HEADERS) => {
  const came = await line.exchange({ url: double.url, method: 'POST', headers, body, bytes_max: 65_536 });
  const answer = came.body.toString();
  return { ...came, answer, code: Number(/Chyba kod="(-?\d+)"/.exec(answer)?.[1] ?? Number.NaN) };
};

function sent(by: Credential, sale: Partial<Sale>, at = double) {
  const authority = createAuthority({
    time,
    trust: at.trust,
    ca: at.ca,
    endpoints: { production: at.url, playground: at.url },
  });
  return authority
    .send(messageOf(by, sale), { environment: at.environment, verification: false })
    .finally(() => authority.close());
}

function written(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const run = (program: string, ...args: string[]) => execFileSync(program, args, { stdio: 'pipe' }).toString();

describe('what a message has to be', () => {
  test('right: it is recorded once, however often it comes, each time under another POK', async () => {
    const sale = { number: 'once' };
    const [one, other] = [messageOf(credential, sale), messageOf(credential, sale, { first: false })];
    for (const { xml } of [one, other]) expect((await post(xml)).answer).toContain('Potvrzeni');
    const recorded = double.sales().find(({ identity }) => identity === identityOf({ ...SALE, ...sale }));
    expect(new Set(recorded?.poks).size).toBe(2);
    for (const pok of recorded?.poks ?? [])
      expect(pok).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}-ff$/);
    expect(double.messages().slice(-2)).toMatchObject([
      { uuid: one.uuid, first: true, signedBy: EIC, verification: false, pok: recorded?.poks[0] },
      { uuid: other.uuid, first: false, pok: recorded?.poks[1] },
    ]);
    expect(offences()).toEqual([]);
  });

  test('only looked at when it says so', async () => {
    const sale = { number: 'looked-at' };
    const came = await post(messageOf(credential, sale, { verification: true }).xml);
    expect(came.code).toBe(0);
    expect(came.answer).not.toContain('Signature');
    expect(double.sales().some(({ identity }) => identity.includes('looked-at'))).toBe(false);
  });

  test('no larger than 12 kB', async () => {
    const { xml } = messageOf(credential);
    const padded = (bytes: number) =>
      xml.replace('<soapenv:Header>', `${' '.repeat(bytes - xml.length)}<soapenv:Header>`);
    expect((await post(padded(12 * 1024))).answer).toContain('Potvrzeni');
    expect((await post(padded(12 * 1024 + 1))).code).toBe(7);
    expect((await post(padded(200_000))).code).toBe(7);
  });

  test.each<[number, string, (xml: string) => string]>([
    [2, 'cut off', (xml) => xml.slice(0, -20)],
    [2, 'of another encoding', (xml) => `<?xml version="1.0" encoding="windows-1250"?>${xml}`],
    [2, 'empty', () => ''],
    [3, 'not SOAP', () => '<a/>'],
    [3, 'with two sales', (xml) => xml.replace(/<v4:Trzba>.*<\/v4:Trzba>/s, '$&$&')],
    [3, 'with a sum of one decimal', (xml) => xml.replace('3264.50', '3264.5')],
    [3, 'with an empty attribute', (xml) => xml.replace('id_pokl="bar"', 'id_pokl="bar" cerp_zuct=""')],
    [3, 'with a uuid of version 7', (xml) => xml.replace(/(uuid_zpravy="[^-]+-[^-]+-)4/, '$17')],
    [4, 'changed after it was signed', (xml) => xml.replace('3264.50', '3264.51')],
    [4, 'not signed', (xml) => xml.replace(/<soapenv:Header>.*<\/soapenv:Header>/s, '')],
    [4, 'with another signature', (xml) => xml.replace(/(SignatureValue>)..../, '$1AAAA')],
  ])('refused with code %i: %s', async (code, _what, spoil) => {
    const before = double.sales().length;
    const came = await post(spoil(messageOf(credential, { number: `bad-${code}` }).xml));
    expect(came.code).toBe(code);
    expect(came.answer).not.toContain('Signature');
    expect(offences()).toEqual(['refused']);
    expect(double.sales().length).toBe(before);
  });

  test('signed under a certificate that the authority itself has signed', async () => {
    const { xml } = messageOf(credential, { number: 'false-certificate' });
    const forged = Buffer.from(credential.certificate.raw);
    forged.writeUInt8(forged.readUInt8(forged.length - 1) ^ 1, forged.length - 1);
    const came = await post(
      xml.replace(credential.certificate.raw.toString('base64'), forged.toString('base64')),
    );
    expect(came.code).toBe(4);
    expect(double.offences().at(-1)?.about).toBe('code 4: a certificate of another authority');
  });

  test.each<[string, (xml: string) => string]>([
    ['a document type', (xml) => `<!DOCTYPE a [<!ENTITY b "c">]>${xml}`],
    [
      'a header of WS-Addressing',
      (xml) => xml.replace('</soapenv:Header>', '<a:To xmlns:a="urn:a"/></soapenv:Header>'),
    ],
    ['a Timestamp', (xml) => xml.replace('</wsse:Security>', '<wsu:Timestamp/></wsse:Security>')],
    ['a thousand elements in each other', (xml) => xml.replace('<v4:Trzba>', '<a>'.repeat(1_000))],
  ])('not answered, as an attack: %s', async (_what, spoil) => {
    expect(await post(spoil(messageOf(credential).xml))).toMatchObject({ left: true, status: null });
    expect(offences()).toEqual(['attack']);
  });

  test('warned of', async () => {
    const hour_ms = 3_600_000;
    const at = (ms: number) => new Date(time.wall_ms() + ms).toISOString().replace(/\.\d+Z/, 'Z');
    const codes = async (sale: Partial<Sale>) =>
      (await sent(credential, sale)).outcome.warnings.map(({ code }) => code);
    expect(await codes({ soldAt: at(2 * hour_ms) })).toEqual([]);
    expect(await codes({ soldAt: at(2 * hour_ms + 1_000) })).toEqual([4]);
    expect(await codes({ soldAt: at(-300 * 24 * hour_ms) })).toEqual([]);
    expect(await codes({ delegatingEic: EIC })).toEqual([7]);
    expect(await codes({ eic: 'CZ12345678' })).toEqual([1]);
    double.behave({ is: 'warned', codes: [2, 6] });
    expect(await codes({})).toEqual([2, 6]);
  });

  test('sent by POST, with its type and its action', async () => {
    await post(messageOf(credential, { number: 'typeless' }).xml, { 'Content-Type': 'application/json' });
    expect(offences()).toEqual(['http', 'http']);
    const url = double.url.replace('v4', 'v3');
    expect((await line.exchange({ url, method: 'GET', headers: {}, bytes_max: 100 })).status).toBe(404);
  });
});

describe('what a register must not do', () => {
  const send = (sale: Partial<Sale>, head: Parameters<typeof messageOf>[2]) =>
    post(messageOf(credential, sale, head).xml);

  test('use a uuid again, in whatever letters', async () => {
    const uuid = randomUUID();
    await send({ number: 'u1' }, { uuid });
    await send({ number: 'u2' }, { uuid: uuid.toUpperCase() });
    expect(offences()).toEqual(['uuid-again']);
  });

  test('say twice that a sale was never sent, though it was refused', async () => {
    double.behave({ is: 'code', code: -1 });
    await send({ number: 'f' }, { first: true });
    await send({ number: 'f' }, { first: true });
    await send({ number: 'f' }, { first: false });
    expect(offences()).toEqual(['first-again']);
  });

  test('write a sale anew for a resend', async () => {
    await send({ number: 'n' }, {});
    await send({ number: 'n', total: '3264.51' }, { first: false });
    await send({ number: 'n', registerId: 'sal' }, {});
    expect(offences()).toEqual(['number-again']);
  });
});

describe('what goes wrong', () => {
  test('does so one message each, in the order it was said, then for a time', async () => {
    const code = async () => (await post(messageOf(credential).xml)).code;
    double.behave({ is: 'code', code: 8 }, { is: 'code', code: 6 });
    double.behaveFor(60_000, { is: 'code', code: -1 });
    expect([await code(), await code(), await code(), await code()]).toEqual([8, 6, -1, -1]);
    time.advance(60_000);
    expect(await code()).toBe(Number.NaN);
  });
});

describe('in production', () => {
  test('a POK is no test’s, and a sale may not be of before the beginning', async () => {
    const own = manualTime('2026-12-01T12:00:00Z');
    const production = await startDouble({
      time: own,
      environment: 'production',
      keys: { answers: credential.key, answersCa: credential.key },
    });
    try {
      const real = await credentialOf(production, EIC, { key: credential.key });
      expect(real.environment).toBe('production');
      const { outcome } = await sent(real, {}, production);
      expect(outcome).toMatchObject({ state: 'confirmed', test: false, warnings: [] });
      expect('pok' in outcome && outcome.pok).not.toMatch(/-ff$/);
      const law = { ca: { holderOf: () => ({ eic: EIC }) }, environment: 'production' } as const;
      const warned = (soldAt: string, now: string) => {
        const verdict = judgeMessage(Buffer.from(messageOf(real, { soldAt }).xml), {
          ...law,
          now_ms: Date.parse(now),
        });
        return verdict.is === 'right' ? verdict.received.warnings : verdict;
      };
      expect(warned('2026-10-31T23:59:59+01:00', '2026-12-01T12:00:00Z')).toEqual([5]);
      expect(warned('2026-11-01T00:00:00+01:00', '2026-12-01T12:00:00Z')).toEqual([]);
      expect(warned('2026-12-31T23:59:59+01:00', '2026-12-31T22:59:59Z')).toEqual([]);
      expect(warned('2026-12-31T23:59:59+01:00', '2026-12-31T23:00:00Z')).toEqual([5]);
      expect(warned('2027-01-01T00:00:00+01:00', '2026-12-31T23:00:00Z')).toEqual([]);
    } finally {
      await production.stop();
    }
  });
});

describe('its papers', () => {
  test('a .p12 is of the old kind, and another program opens it', async () => {
    const { p12, password } = await double.issue(EIC, { key: credential.key });
    expect(password).toMatch(/^[A-Za-z0-9]{8}$/);
    const file = written('register.p12', p12);
    const pkcs12 = ['pkcs12', '-legacy', '-in', file, '-passin'];
    const info = execFileSync('sh', [
      '-c',
      `openssl pkcs12 -legacy -info -noout -in "$1" -passin "$2" 2>&1`,
      'sh',
      file,
      `pass:${password}`,
    ]).toString();
    expect(info).toMatch(/MAC: sha1, Iteration 2048/);
    expect(info).toMatch(/PKCS7 Encrypted data: pbeWithSHA1And40BitRC2-CBC, Iteration 2048/);
    expect(info).toMatch(/Shrouded Keybag: pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 2048/);
    const leaf = run('openssl', ...pkcs12, `pass:${password}`, '-clcerts', '-nokeys');
    const chain = run('openssl', ...pkcs12, `pass:${password}`, '-nokeys');
    const key = run('openssl', ...pkcs12, `pass:${password}`, '-nocerts', '-noenc');
    expect(credential.key.export({ type: 'pkcs8', format: 'pem' })).toBe(
      key.slice(key.indexOf('-----BEGIN')),
    );
    const all = chain.match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----\n/g) ?? [];
    expect(all).toHaveLength(3);
    expect(leaf).toContain('CN = CZ00000019');
    const [own = '', sub = '', root = ''] = all;
    const at = String(time.wall_ms() / 1_000);
    const verify = (stamp: string) =>
      run(
        'openssl',
        'verify',
        '-x509_strict',
        '-attime',
        stamp,
        '-CAfile',
        written('root.pem', root),
        '-untrusted',
        written('sub.pem', sub),
        written('own.pem', own),
      );
    expect(verify(at)).toContain('OK');
    expect(() => verify(String(Number(at) + 367 * 86_400))).toThrow(/expired/);
    const certificate = new X509Certificate(own);
    expect(particularsOf(certificate)?.policies).toEqual(['1.2.203.19122063.10.4.102.0.1']);
    expect(certificate.validToDate.getTime() - certificate.validFromDate.getTime()).toBe(366 * 86_400_000);
    expect(openP12(p12, 'aaaa1111')).toEqual({ fault: 'wrong-password' });
  });

  test('an answer is signed so that another program believes it, and no longer when a byte is changed', async () => {
    const { answer } = await post(messageOf(credential).xml);
    const [, der = ''] = /X509v3" wsu:Id="[^"]+">([^<]+)/.exec(answer) ?? [];
    const signer = new X509Certificate(Buffer.from(der, 'base64'));
    expect(distrustOf(signer, double.trust, time.wall_ms())).toBe(undefined);
    expect(signer.subject).toContain('organizationIdentifier=NTRCZ-72080043');
    const certificate = written('signer.pem', signer.toString());
    const judged = (xml: string) => {
      const ids = ['--id-attr:Id', 'http://schemas.xmlsoap.org/soap/envelope/:Body'];
      return run(
        'xmlsec1',
        '--verify',
        '--enabled-key-data',
        'rsa',
        '--pubkey-cert-pem',
        certificate,
        ...ids,
        written('answer.xml', xml),
      );
    };
    expect(() => judged(answer)).not.toThrow();
    expect(() => judged(answer.replace('-ff"', '-fe"'))).toThrow();
  });

  const official = samples();
  if (official) {
    test('nobody else’s are believed: the authority’s own sample is refused with code 4', async () => {
      const came = await post(official.read('requests/CZ00000019.eet.v4.req.xml').toString());
      expect(came.code).toBe(4);
      expect(double.offences().at(-1)).toEqual({
        what: 'refused',
        about: 'code 4: a certificate of another authority',
      });
    });

    test('its answers keep to the official schema', async () => {
      const schema = written('answers.xsd', official.read('schema/EETXMLSchema.xsd'));
      const body = (answer: string) =>
        (/<v4:Odpoved.*<\/v4:Odpoved>/s.exec(answer)?.[0] ?? '').replace(
          /<v4:Odpoved(?: xmlns:v4="[^"]+")?/,
          `<v4:Odpoved xmlns:v4="${EET_NAMESPACE}"`,
        );
      double.behave({ is: 'right' }, { is: 'warned', codes: [1, 7] }, { is: 'code', code: -1 });
      for (const _ of [1, 2, 3]) {
        const { answer } = await post(messageOf(credential).xml);
        expect(() =>
          run('xmllint', '--noout', '--schema', schema, written('odpoved.xml', body(answer))),
        ).not.toThrow();
      }
    });
  }
});

test('starts in a moment, and leaves its port when it is stopped', async () => {
  const begin = performance.now();
  const fresh = await startDouble({ time });
  expect(performance.now() - begin).toBeLessThan(3_000);
  const port = Number(new URL(fresh.url).port);
  await expect(startDouble({ time, port })).rejects.toThrow(/EADDRINUSE/);
  await fresh.stop();
  const again = await startDouble({
    time,
    port,
    keys: { answers: credential.key, answersCa: credential.key },
  });
  expect(new URL(again.renewalUrl).port).toBe(String(port));
  await again.stop();
});
