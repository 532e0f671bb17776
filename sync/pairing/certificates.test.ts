import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  createKeyAndRequest,
  createShop,
  fingerprintOf,
  type Shop,
  signGuest,
  signRegister,
} from './certificates.ts';
import { commonName, holderOf, ID, serverName, shopHash } from './names.ts';
import { bytes } from './pairing.fixture.ts';
import { certificateRequest } from './x509.ts';

// Keys take their time on a machine that has other things to do.
vi.setConfig({ testTimeout: 90_000 });

const dir = mkdtempSync(join(tmpdir(), 'kasad-certificates-'));
const written = (name: string, text: string) => {
  const path = join(dir, name);
  writeFileSync(path, text);
  return path;
};
const openssl = (...args: string[]) => execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' });

let shop: Shop;
let csr: string;
beforeAll(async () => {
  [shop, { csr }] = await Promise.all([createShop({ bytes }), createKeyAndRequest('anything at all')]);
});
afterAll(() => rmSync(dir, { recursive: true }));

async function signed(registerId: string, request = csr): Promise<string> {
  const answer = await signRegister(shop, request, registerId, bytes);
  if (!answer.ok) throw new Error(answer.fault);
  return answer.cert;
}

describe('a certificate of the shop', () => {
  test('stands before a strict judge, whatever it is used for', async () => {
    const [ca, cert] = [written('ca.pem', shop.caCert), written('cert.pem', await signed('pokladna-1'))];
    for (const purpose of ['sslserver', 'sslclient']) {
      const name = `pokladna-1.${shop.storeId}.register.internal`;
      expect(
        openssl('verify', '-x509_strict', '-purpose', purpose, '-verify_hostname', name, '-CAfile', ca, cert),
      ).toContain('OK');
    }
    // It must not be able to sign for others.
    expect(openssl('x509', '-in', cert, '-noout', '-text')).toContain('CA:FALSE');
  });

  test('says the dates in the form that RFC 5280, 4.1.2.5 prescribes', async () => {
    for (const pem of [shop.caCert, await signed('pokladna-1')]) {
      const times = openssl('asn1parse', '-in', written('dates.pem', pem)).match(/\S*TIME\s*:\S+/g);
      expect(times?.map((line) => line.replace(/\s/g, ''))).toEqual([
        'UTCTIME:700101000000Z',
        'UTCTIME:491231235959Z',
      ]);
    }
  });

  test('takes nothing but the key from the request', async () => {
    const cert = new X509Certificate(await signed('pokladna-1'));
    expect(cert.subject).toBe(`CN=pokladna-1.${shop.storeId}.register.internal`);
    expect(cert.subjectAltName).toBe(`DNS:pokladna-1.${shop.storeId}.register.internal`);
    expect(cert.issuer).toBe(new X509Certificate(shop.caCert).subject);
    expect(cert.publicKey.export({ type: 'spki', format: 'pem' })).toBe(
      openssl('req', '-in', written('csr.pem', csr), '-noout', '-pubkey'),
    );
  });

  test('has a number of its own, positive whatever was drawn', async () => {
    const drawn = async (byte: number) => {
      const answer = await signRegister(shop, csr, 'x', (count) => new Uint8Array(count).fill(byte));
      return answer.ok ? new X509Certificate(answer.cert).serialNumber : answer.fault;
    };
    expect(await drawn(0x00)).toBe(`40${'00'.repeat(15)}`);
    expect(await drawn(0xff)).toBe(`7F${'FF'.repeat(15)}`);
  });

  test("a guest's is told from a register's", async () => {
    const answer = await signGuest(shop, csr, 'kuchyn', bytes);
    if (!answer.ok) throw new Error(answer.fault);
    expect(new X509Certificate(answer.cert).subject).toBe(`CN=kuchyn.${shop.storeId}.guest.internal`);
  });

  test('a guest can call, and cannot be called', async () => {
    const answer = await signGuest(shop, csr, 'kuchyn', bytes);
    if (!answer.ok) throw new Error(answer.fault);
    const files = ['-CAfile', written('ca.pem', shop.caCert), written('guest.pem', answer.cert)];
    expect(openssl('verify', '-x509_strict', '-purpose', 'sslclient', ...files)).toContain('OK');
    expect(() => openssl('verify', '-x509_strict', '-purpose', 'sslserver', ...files)).toThrow(
      /unsuitable certificate purpose/,
    );
  });

  test('is known by the hash of its DER', async () => {
    const cert = await signed('pokladna-1');
    const der = Buffer.from(cert.replace(/-----[^-]+-----/g, ''), 'base64');
    expect(fingerprintOf(cert)).toBe(createHash('sha256').update(der).digest('hex'));
  });
});

describe('a request', () => {
  const made = (bits: number, exponent = 65_537) =>
    certificateRequest(
      generateKeyPairSync('rsa', { modulusLength: bits, publicExponent: exponent }).privateKey,
      'x',
    );
  const byOpenssl = (...args: string[]) =>
    openssl('req', '-new', '-nodes', '-keyout', join(dir, 'key.pem'), '-subj', '/CN=x', ...args);
  const faultOf = async (request: string) => {
    const answer = await signRegister(shop, request, 'x', bytes);
    return answer.ok ? undefined : answer.fault;
  };

  test('with a weak key is turned away', async () => {
    expect(await faultOf(made(1_024))).toBe('weak-key');
    expect(await faultOf(made(2_047))).toBe('weak-key');
    expect(await faultOf(made(4_104))).toBe('weak-key');
    expect(await faultOf(made(2_048, 3))).toBe('weak-key');
  });

  test('made elsewhere is as good as our own', async () => {
    expect(await faultOf(byOpenssl('-newkey', 'rsa:2048'))).toBe(undefined);
    expect(await faultOf(byOpenssl('-newkey', 'rsa:4096'))).toBe(undefined);
  });

  test('that asks for more gets no more', async () => {
    const greedy = byOpenssl(
      '-newkey',
      'rsa:2048',
      '-addext',
      'basicConstraints=CA:TRUE',
      '-addext',
      'subjectAltName=DNS:bank.cz',
    );
    const cert = new X509Certificate(await signed('x', greedy));
    expect([cert.ca, cert.subjectAltName]).toEqual([false, `DNS:x.${shop.storeId}.register.internal`]);
  });

  test.each([
    ['nothing', () => ''],
    ['a certificate', () => shop.caCert],
    ['an elliptic key', () => byOpenssl('-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256')],
    ['SHA-1', () => byOpenssl('-newkey', 'rsa:2048', '-sha1')],
    ['half', () => csr.slice(0, 400)],
    ['much', () => csr + ' '.repeat(8_192)],
  ])('that is no request but %s is malformed', async (_, request) => {
    expect(await faultOf(request())).toBe('malformed');
  });

  test('with any byte changed is turned away, or is still of the same key; and never an exception', async () => {
    const der = Buffer.from(csr.replace(/-----[^-]+-----/g, ''), 'base64');
    // The tag of the algorithm's empty parameters: no signature covers it (RFC 2986, 4.2), and nobody reads it.
    // It stands before the signature's own head (5 bytes) and its 256, and has a length behind it.
    const uncovered = der.length - 256 - 5 - 2;
    const key = new X509Certificate(await signed('x')).publicKey;
    await fc.assert(
      fc.asyncProperty(fc.nat(der.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const damaged = Buffer.from(der);
        damaged[at] = (damaged[at] as number) ^ change;
        const pem = `-----BEGIN CERTIFICATE REQUEST-----\n${damaged.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`;
        const answer = await signRegister(shop, pem, 'x', bytes);
        if (answer.ok) {
          expect(at).toBe(uncovered);
          expect(new X509Certificate(answer.cert).publicKey.equals(key)).toBe(true);
        } else expect(answer.fault).toMatch(/^(malformed|weak-key|bad-signature)$/);
      }),
      { numRuns: 300, examples: [[uncovered, 1]] },
    );
  });
});

describe('names', () => {
  const ids = fc.stringMatching(/^[A-Za-z0-9_-]{1,32}$/);
  const holder = (id: string) => ({ is: 'register' as const, id, storeId: '0123456789abc' });

  test('come back from the CN letter for letter, and fit into it', () => {
    fc.assert(
      fc.property(ids, (id) => {
        expect(holderOf(commonName(holder(id)))).toEqual(holder(id));
        expect(commonName(holder(id)).length).toBeLessThanOrEqual(64);
      }),
    );
    for (const foreign of [
      '',
      'x',
      'a.b.register.internal.cz',
      'a b.c.register.internal',
      'a.c.shop.internal',
      undefined,
    ]) {
      expect(holderOf(foreign)).toBe(undefined);
    }
  });

  test('become labels of DNS, and no two the same one', () => {
    const seen = new Map<string, string>();
    fc.assert(
      fc.property(ids, (id) => {
        const name = serverName(holder(id));
        expect(name.split('.')[0]).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
        expect(name.split('.')[0]?.length).toBeLessThanOrEqual(63);
        expect(seen.get(name) ?? id).toBe(id);
        seen.set(name, id);
      }),
      { numRuns: 2_000 },
    );
    const alike = ['bar-1', 'Bar-1', 'bar_1', 'BAR-1', 'bar--1', '-bar-1', 'bar-1-', '_', '-', '--'];
    expect(new Set(alike.map((id) => serverName(holder(id)))).size).toBe(alike.length);
    expect(serverName(holder('bar-1'))).toBe('bar-1.0123456789abc.register.internal');
  });

  test.each(['bar-1', 'Bar_1', '_', '-', 'xn--1', 'A'.repeat(32)])(
    '%s is found under its name by OpenSSL',
    async (id) => {
      const who = { is: 'register' as const, id, storeId: shop.storeId };
      const cert = new X509Certificate(await signed(id));
      expect(cert.subject).toBe(`CN=${commonName(who)}`);
      expect(cert.checkHost(serverName(who))).toBe(serverName(who));
    },
  );

  test('that no certificate may bear are a mistake', async () => {
    for (const id of ['', 'a.b', 'a b', 'á', 'x'.repeat(33)]) {
      expect(ID.test(id)).toBe(false);
      await expect(signRegister(shop, csr, id, bytes)).rejects.toThrow(/name/);
    }
  });

  test("the shop's id is safe in DNS, and its hash gives it not away", () => {
    expect(shop.storeId).toMatch(/^[0-9a-hjkmnp-tv-z]{13}$/);
    expect(shopHash('abc')).toBe('ba7816bf8f01cfea');
  });
});
