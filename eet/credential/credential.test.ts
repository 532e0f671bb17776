import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { samples } from '../samples.fixture.ts';
import { createCredential, credentialFromPem, credentialPem } from './credential.ts';
import {
  costlyP12,
  issueCertificate,
  issueCredential,
  keyOf,
  otherKey,
  PLAYGROUND_POLICY,
  PRODUCTION_POLICY,
  p12Of,
} from './issue.fixture.ts';
import { openP12 } from './p12.ts';

const official = samples();
const PASSWORD = 'aB3dE6gH';
const faultOf = (read: object) => ('fault' in read ? read.fault : 'none');

describe('a credential', () => {
  test('says whose it is, for what and until when', () => {
    expect(issueCredential()).toMatchObject({
      eic: 'CZ00000019',
      environment: 'playground',
      notBefore_ms: Date.parse('2026-05-13T09:40:23Z'),
      notAfter_ms: Date.parse('2027-05-14T09:40:23Z'),
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test.each([
    ['production', [PRODUCTION_POLICY]],
    ['playground', [PLAYGROUND_POLICY]],
    ['playground', ['1.2.203.19122063.10.2.102.0.1']],
    [null, []],
    [null, ['1.2.203.19122063.10.1.1020.1']],
    [null, ['1.2.203.19122063.10.3.102.0.1']],
    [null, [PRODUCTION_POLICY, PLAYGROUND_POLICY]],
  ] as const)('belongs to %s by its policies %j', (environment, policies) => {
    expect(issueCredential({ policies }).environment).toBe(environment);
  });

  test.each(['CZ1234567', 'CZ12345678901', 'SK12345678', 'Karel', 'cz00000019'])(
    'of %s is none: that is no EIC',
    (commonName) => {
      expect(faultOf(createCredential(keyOf(), issueCertificate({ commonName })))).toBe('no-eic');
    },
  );

  test('needs a key of its own, and a strong one', () => {
    expect(faultOf(createCredential(otherKey(), issueCertificate()))).toBe('not-a-pair');
    expect(faultOf(createCredential(keyOf(1024), issueCertificate({ bits: 1024 })))).toBe('weak-key');
  });

  test('is written and read again', () => {
    const credential = issueCredential();
    const read = credentialFromPem(credentialPem(credential));
    if ('fault' in read) throw new Error(read.fault);
    expect(read.fingerprint).toBe(credential.fingerprint);
    expect(read.key.equals(credential.key)).toBe(true);
  });

  test('that was written only in part is told', () => {
    const pem = credentialPem(issueCredential());
    expect(faultOf(credentialFromPem(''))).toBe('no-certificate');
    expect(faultOf(credentialFromPem(pem.slice(0, pem.indexOf('-----BEGIN PRIVATE'))))).toBe('no-key');
  });
});

describe('a .p12', () => {
  const good = p12Of(keyOf(), [issueCertificate()], PASSWORD);

  test('is opened with its password and with no other', () => {
    expect(openP12(good, PASSWORD)).toMatchObject({ eic: 'CZ00000019', environment: 'playground' });
    for (const wrong of ['', 'ab3dE6gH', `${PASSWORD} `]) {
      expect(openP12(good, wrong)).toEqual({ fault: 'wrong-password' });
    }
  });

  test('of today’s OpenSSL is opened too, and one with the oldest ciphers', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kasad-p12-'));
    try {
      const [pem, out] = [join(folder, 'both.pem'), join(folder, 'made.p12')];
      writeFileSync(pem, credentialPem(issueCredential()));
      for (const how of [[], ['-legacy'], ['-legacy', '-certpbe', 'PBE-SHA1-RC2-40', '-macalg', 'sha1']]) {
        execFileSync('openssl', [
          'pkcs12',
          '-export',
          '-in',
          pem,
          '-passout',
          `pass:${PASSWORD}`,
          '-out',
          out,
          ...how,
        ]);
        expect(openP12(readFileSync(out), PASSWORD)).toMatchObject({ eic: 'CZ00000019' });
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
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

  test.each([
    ['nothing', Buffer.alloc(0), 'not-p12'],
    ['a text', Buffer.from('-----BEGIN CERTIFICATE-----'), 'not-p12'],
    ['half of it', good.subarray(0, good.length / 2), 'not-p12'],
    ['a whole disk', Buffer.alloc(64 * 1024 + 1, 0x30), 'too-large'],
    ['a tower of sequences', Buffer.concat([Buffer.alloc(30_000, Buffer.from([0x30, 0x80]))]), 'not-p12'],
  ])('that is %s is none', (_what, bytes, fault) => {
    expect(openP12(bytes, PASSWORD)).toEqual({ fault });
  });

  test.each(['mac', 'key', 'part', 'inside'] as const)(
    'that asks for too much reckoning (%s) is refused before any of it is done',
    (where) => {
      const started = process.cpuUsage();
      expect(openP12(costlyP12(where, 100_000_000, PASSWORD), PASSWORD)).toEqual({ fault: 'too-costly' });
      // A hundred million of them take minutes.
      expect(process.cpuUsage(started).user).toBeLessThan(2_000_000);
      // The shape alone is not what is refused.
      expect(openP12(costlyP12(where, 1, PASSWORD), PASSWORD)).not.toEqual({ fault: 'too-costly' });
    },
  );

  test('of any bytes is opened or refused, never more than that', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        (spoilt) => {
          const bytes = Buffer.from(good);
          for (const [at, value] of spoilt) bytes[at] = value;
          const read = openP12(bytes, PASSWORD);
          expect('fault' in read || read.eic === 'CZ00000019').toBe(true);
        },
      ),
      { numRuns: 150 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(openP12(bytes, PASSWORD)).toHaveProperty('fault');
      }),
      { numRuns: 300 },
    );
  });

  test.runIf(official)('as the authority has published it is opened', () => {
    const read = openP12(
      official?.read('certs/CA_EET-Playground-CZ00000019.p12') ?? Buffer.alloc(0),
      'aaaa1111',
    );
    expect(read).toMatchObject({ eic: 'CZ00000019', environment: 'playground' });
  });
});
