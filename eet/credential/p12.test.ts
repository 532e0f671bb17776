import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { samples } from '../samples.fixture.ts';
import { credentialPem } from './credential.ts';
import { costlyP12, crowdedP12, deepP12, inBer, PLACES, withMacBy } from './hostile-p12.fixture.ts';
import { issueCertificate, issueCredential, keyOf, otherKey, p12Of } from './issue.fixture.ts';
import { openP12 } from './p12.ts';

const official = samples();
const PASSWORD = 'aB3dE6gH';
const good = p12Of(keyOf(), [issueCertificate()], PASSWORD);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kasad-p12-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As OpenSSL writes it, from a certificate with its key as PEM. */
function byOpenssl(pem: string, password: string, ...how: string[]): Buffer {
  const [from, out] = [join(folder, 'both.pem'), join(folder, 'made.p12')];
  writeFileSync(from, pem);
  execFileSync(
    'openssl',
    ['pkcs12', '-export', '-in', from, '-passout', `pass:${password}`, '-out', out, ...how],
    {
      stdio: 'pipe',
    },
  );
  return readFileSync(out);
}

describe('a .p12', () => {
  test('is opened with its password and with no other', () => {
    expect(openP12(good, PASSWORD)).toMatchObject({ eic: 'CZ00000019', environment: 'playground' });
    for (const wrong of ['', 'ab3dE6gH', `${PASSWORD} `]) {
      expect(openP12(good, wrong)).toEqual({ fault: 'wrong-password' });
    }
  });

  test.each([
    ['today’s', []],
    ['the old', ['-legacy']],
    ['the oldest', ['-legacy', '-certpbe', 'PBE-SHA1-RC2-40', '-macalg', 'sha1']],
    [
      'AES-128 and another function',
      ['-certpbe', 'AES-128-CBC', '-keypbe', 'AES-192-CBC', '-macalg', 'sha512'],
    ],
    ['3DES of today', ['-certpbe', 'DES-EDE3-CBC', '-keypbe', 'DES-EDE3-CBC', '-macalg', 'sha384']],
    ['no certificate encrypted', ['-certpbe', 'NONE']],
    ['nothing encrypted', ['-certpbe', 'NONE', '-keypbe', 'NONE']],
    ['no MAC', ['-nomac']],
  ])('of OpenSSL is opened: %s', (_what, how) => {
    for (const password of [PASSWORD, 'Žluťoučký kůň']) {
      const made = byOpenssl(credentialPem(issueCredential()), password, ...how);
      expect(openP12(made, password)).toMatchObject({ eic: 'CZ00000019' });
      expect(openP12(made, 'another')).toEqual({ fault: 'wrong-password' });
    }
  });

  test('that says no length beforehand and comes in pieces is opened', () => {
    expect(openP12(inBer(good), PASSWORD)).toMatchObject({ eic: 'CZ00000019' });
    expect(openP12(inBer(good), 'another')).toEqual({ fault: 'wrong-password' });
  });

  test('with ciphers that nobody here knows is said to be so, whatever the password', () => {
    const chacha = byOpenssl(credentialPem(issueCredential()), PASSWORD, '-keypbe', 'CAMELLIA-128-CBC');
    expect(openP12(chacha, PASSWORD)).toEqual({ fault: 'unknown-cipher' });
    expect(openP12(withMacBy(good, '1.2.840.113549.1.5.14'), PASSWORD)).toEqual({ fault: 'unknown-cipher' });
  });

  test('with the authority’s chain in it: the certificate that belongs to the key is taken', () => {
    const others = [issueCertificate({ commonName: 'SubCA', bits: 1024 }), issueCertificate()];
    expect(openP12(p12Of(keyOf(), others, PASSWORD), PASSWORD)).toMatchObject({ eic: 'CZ00000019' });
  });

  test('without a key, without a certificate, or with those of two people is told', () => {
    expect(openP12(p12Of(null, [issueCertificate()], PASSWORD), PASSWORD)).toEqual({ fault: 'no-key' });
    expect(openP12(p12Of(keyOf(), [], PASSWORD), PASSWORD)).toEqual({ fault: 'no-certificate' });
    expect(openP12(p12Of(otherKey(), [issueCertificate()], PASSWORD), PASSWORD)).toEqual({
      fault: 'not-a-pair',
    });
  });

  test('with a key of another kind is told', () => {
    const pem = join(folder, 'curve.pem');
    const made = [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-keyout',
      `${pem}.key`,
      '-out',
      pem,
    ];
    execFileSync('openssl', ['req', '-x509', '-nodes', '-subj', '/CN=CZ00000019', ...made], {
      stdio: 'pipe',
    });
    const both = readFileSync(pem, 'utf8') + readFileSync(`${pem}.key`, 'utf8');
    expect(openP12(byOpenssl(both, PASSWORD), PASSWORD)).toEqual({ fault: 'weak-key' });
  });

  test.each([
    ['nothing', Buffer.alloc(0), 'not-p12'],
    ['a text', Buffer.from('-----BEGIN CERTIFICATE-----'), 'not-p12'],
    ['half of it', good.subarray(0, good.length / 2), 'not-p12'],
    ['it and something behind it', Buffer.concat([good, Buffer.from([5, 0])]), 'not-p12'],
    ['a whole disk', Buffer.alloc(64 * 1024 + 1, 0x30), 'too-large'],
    ['a tower of sequences', Buffer.concat([Buffer.alloc(30_000, Buffer.from([0x30, 0x80]))]), 'not-p12'],
    ['a tower within', deepP12(60), 'not-p12'],
  ])('that is %s is none', (_what, bytes, fault) => {
    expect(openP12(bytes, PASSWORD)).toEqual({ fault });
  });

  test.each(PLACES)('that asks for too much reckoning (%s) is refused before any of it is done', (where) => {
    // A hundred million; eight million, as a number that is negative to some; more than any number holds.
    for (const count of [100_000_000, '\x80\0\0', '\xff\xff\xff\xff', `\x7f${'\xff'.repeat(40)}`]) {
      const started = process.cpuUsage();
      const read = openP12(costlyP12(where, count, PASSWORD), PASSWORD);
      const isNegative = typeof count === 'string' && count.charCodeAt(0) >= 0x80;
      expect(read).toEqual({ fault: isNegative ? 'not-p12' : 'too-costly' });
      // Any of them would take seconds at least.
      expect(process.cpuUsage(started).user).toBeLessThan(1_000_000);
    }
    // The shape alone is not what is refused.
    expect(openP12(costlyP12(where, 1, PASSWORD), PASSWORD)).not.toEqual({ fault: 'too-costly' });
    expect(openP12(costlyP12(where, 0, PASSWORD), PASSWORD)).toEqual({ fault: 'not-p12' });
  });

  test('that asks for a little again and again is refused when it has become too much', () => {
    const started = process.cpuUsage();
    expect(openP12(crowdedP12(500, 1_000, PASSWORD), PASSWORD)).toEqual({ fault: 'too-costly' });
    expect(openP12(crowdedP12(600, 1, PASSWORD), PASSWORD)).toEqual({ fault: 'no-certificate' });
    expect(process.cpuUsage(started).user).toBeLessThan(6_000_000);
  });

  test('of any bytes is opened or refused, never more than that', () => {
    const bare = byOpenssl(credentialPem(issueCredential()), PASSWORD, '-nomac');
    for (const whole of [good, bare, inBer(good), costlyP12('key of today', 1, PASSWORD)]) {
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
          (spoilt) => {
            const bytes = Buffer.from(whole);
            for (const [at, value] of spoilt) bytes[at] = value;
            const read = openP12(bytes, PASSWORD);
            expect('fault' in read || /^CZ\d{8,10}$/.test(read.eic)).toBe(true);
          },
        ),
        { numRuns: 150 },
      );
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(openP12(bytes, PASSWORD)).toHaveProperty('fault');
      }),
      { numRuns: 300 },
    );
  });

  test.runIf(official)('as the authority has published it is opened', () => {
    const file = official?.read('certs/CA_EET-Playground-CZ00000019.p12') ?? Buffer.alloc(0);
    expect(openP12(file, 'aaaa1111')).toMatchObject({ eic: 'CZ00000019', environment: 'playground' });
    expect(openP12(file, 'aaaa1112')).toEqual({ fault: 'wrong-password' });
  });
});
