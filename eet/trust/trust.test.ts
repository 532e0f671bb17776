import { createHash, X509Certificate } from 'node:crypto';
import forge from 'node-forge';
import { describe, expect, test } from 'vitest';
import {
  authority,
  type Issue,
  issue,
  NOW_MS,
  ORGANISATION,
  SIGNER,
} from '../answer/signed-answers.fixture.ts';
import { samples } from '../samples.fixture.ts';
import { ICA_PUBLIC, ICA_ROOT } from './anchors.ts';
import { builtInTrust } from './built-in.ts';
import { particularsOf } from './particulars.ts';
import { distrustOf } from './signer.ts';

const ours = authority();
const { trust, root, issuing } = ours;
const judged = (what: Partial<Issue>, by = issuing, now_ms = NOW_MS) =>
  distrustOf(issue(by, { ...SIGNER, ...what }).certificate, trust, now_ms);

describe('the anchors', () => {
  test.each([
    ['I.CA Public CA/RSA 06/2022', ICA_PUBLIC, '2032-06-17T12:00:22.000Z'],
    ['I.CA Root CA/RSA 05/2022', ICA_ROOT, '2047-05-03T12:05:00.000Z'],
  ])('%s is what it says', (name, { pem, sha256 }, until) => {
    const certificate = new X509Certificate(pem);
    expect(createHash('sha256').update(certificate.raw).digest('hex')).toBe(sha256);
    expect(certificate.subject).toContain(`CN=${name}\n`);
    expect(certificate.validToDate.toISOString()).toBe(until);
  });

  test('are a chain that holds while both are valid, and not a day longer', () => {
    const [first] = builtInTrust.chains;
    expect(first?.map(({ subject }) => /CN=(.*)/.exec(subject)?.[1])).toEqual([
      'I.CA Public CA/RSA 06/2022',
      'I.CA Root CA/RSA 05/2022',
    ]);
    expect(builtInTrust.organisation).toBe('NTRCZ-72080043');
  });

  const official = samples();
  if (official) {
    test('are those that the authority has published', () => {
      for (const [file, { sha256 }] of [
        ['ca/ica-public-ca-rsa-06-2022.pem', ICA_PUBLIC],
        ['ca/ica-root-ca-rsa-05-2022.pem', ICA_ROOT],
      ] as const) {
        const { raw } = new X509Certificate(official.read(file));
        expect(createHash('sha256').update(raw).digest('hex')).toBe(sha256);
      }
    });

    test('bear the signer of a real answer as long as it is valid, and nobody who signs a message', () => {
      const signerOf = (path: string) => {
        const [, text = ''] = /X509v3"[^>]*>([^<]+)<\/wsse:B/.exec(official.read(path).toString()) ?? [];
        return new X509Certificate(Buffer.from(text, 'base64'));
      };
      const signer = signerOf('responses/playground-accepted.2026-07-21.xml');
      const at = (day: string) => distrustOf(signer, builtInTrust, Date.parse(day));
      expect(at('2026-12-01')).toBe(undefined);
      expect(at('2026-06-01')).toMatch(/not valid now/);
      expect(at('2027-06-09')).toMatch(/not valid now/);
      expect(at('2032-06-18')).toMatch(/of the authority is not valid now/);
      expect(distrustOf(signer, { ...builtInTrust, organisation: 'NTRCZ-1' }, NOW_MS)).toMatch(
        /signed by NTRCZ-72080043, expected NTRCZ-1/,
      );
      expect(distrustOf(signerOf('requests/CZ00000019.eet.v4.req.xml'), builtInTrust, NOW_MS)).toMatch(
        /no known authority/,
      );
    });
  }
});

describe('a signer', () => {
  test('of the chain and of the organisation is believed', () => {
    expect(distrustOf(ours.signer.certificate, trust, NOW_MS)).toBe(undefined);
    expect(judged({ keyUsage: { nonRepudiation: true } })).toBe(undefined);
    expect(judged({ keyUsage: undefined })).toBe(undefined);
  });

  test('is believed from the first to the last moment of the certificate', () => {
    const until = { until: '2027-01-01T00:00:00Z' };
    expect(judged(until, issuing, Date.parse('2027-01-01T00:00:00Z'))).toBe(undefined);
    expect(judged(until, issuing, Date.parse('2027-01-01T00:00:01Z'))).toMatch(/not valid now/);
    const from = { from: '2026-11-01T00:00:00Z' };
    expect(judged(from, issuing, Date.parse('2026-11-01T00:00:00Z'))).toBe(undefined);
    expect(judged(from, issuing, Date.parse('2026-10-31T23:59:59Z'))).toMatch(/not valid now/);
  });

  test.each<[string, Partial<Issue>, RegExp]>([
    ['of another organisation', { organisation: 'NTRCZ-12345678' }, /signed by NTRCZ-12345678, expected/],
    [
      'whose organisation only starts alike',
      { organisation: `${ORGANISATION}0` },
      /signed by NTRCZ-720800430/,
    ],
    [
      'with a name to write into a log',
      { organisation: 'a\nkasad: all is well\u001b[2J' },
      /signed by a\?kasad: all is well\?\[2J,/,
    ],
    ['with an endless organisation', { organisation: 'x'.repeat(65) }, /somebody without an identifier/],
    ['of no organisation', { organisation: undefined }, /somebody without an identifier/],
    ['whose key is for something else', { keyUsage: { keyEncipherment: true } }, /not for signing/],
    [
      'that is an authority',
      { authority: true, keyUsage: { digitalSignature: true, keyCertSign: true } },
      /is an authority/,
    ],
    ['with limits that nobody knows', { critical: '1.2.3.4.5' }, /limits unknown/],
    ['signed by SHA-1', { sha1: true }, /signed weakly/],
  ])('%s is not', (_, what, reason) => {
    expect(judged(what)).toMatch(reason);
  });

  test('with two organisations is not', () => {
    const cert = forge.pki.certificateFromPem(ours.signer.certificate.toString());
    cert.setSubject([...cert.subject.attributes, { type: '2.5.4.97', value: ORGANISATION }]);
    cert.sign(
      forge.pki.privateKeyFromPem(issuing.key.export({ type: 'pkcs8', format: 'pem' }).toString()),
      forge.md.sha256.create(),
    );
    const twice = new X509Certificate(forge.pki.certificateToPem(cert));
    expect(particularsOf(twice)?.organisation).toBe(undefined);
    expect(distrustOf(twice, trust, NOW_MS)).toMatch(/without an identifier/);
  });
});

describe('a chain', () => {
  const long = { from: '2022-01-01T00:00:00Z', until: '2040-01-01T00:00:00Z', authority: true };
  const below = (top: Partial<Issue>, sub: Partial<Issue>, now_ms = NOW_MS) => {
    const first = issue(null, { name: 'R', ...long, ...top }, 0);
    const second = issue(first, { name: 'I', ...long, ...sub }, 1);
    const { certificate } = issue(second, SIGNER);
    return distrustOf(certificate, { ...trust, chains: [[second.certificate, first.certificate]] }, now_ms);
  };

  test('that keeps to the rules holds', () => {
    expect(below({}, {})).toBe(undefined);
    expect(below({ pathLength: 1 }, { pathLength: 0 })).toBe(undefined);
  });

  test.each<[string, Partial<Issue>, Partial<Issue>, RegExp]>([
    ['whose root is over', { until: '2026-11-01T00:00:00Z' }, {}, /of the authority is not valid now/],
    ['whose issuer is over', {}, { until: '2026-11-01T00:00:00Z' }, /of the authority is not valid now/],
    ['whose issuer has not begun', {}, { from: '2027-01-01T00:00:00Z' }, /of the authority is not valid now/],
    ['whose issuer is no authority', {}, { authority: false }, /may not issue others/],
    ['longer than its root allows', { pathLength: 0 }, {}, /may not issue others/],
    [
      'whose issuer may sign no certificates',
      {},
      { keyUsage: { digitalSignature: true } },
      /no known authority/,
    ],
    ['with limits that nobody knows', {}, { critical: '1.2.3.4.5' }, /may not issue others/],
  ])('%s does not', (_, top, sub, reason) => {
    expect(below(top, sub)).toMatch(reason);
  });

  test('that somebody has made himself, with the same names, is of no known authority', () => {
    const keys = [3, 4] as const;
    const falseRoot = issue(null, { name: 'Root', ...long }, keys[0]);
    const falseIssuing = issue(falseRoot, { name: 'Issuing', ...long }, keys[1]);
    expect(judged({}, falseIssuing)).toMatch(/no known authority/);
    expect(distrustOf(issue(null, SIGNER).certificate, trust, NOW_MS)).toMatch(/no known authority/);
  });

  test('bears only those whom its first has issued', () => {
    expect(judged({}, root)).toMatch(/no known authority/);
    expect(distrustOf(ours.signer.certificate, { ...trust, chains: [] }, NOW_MS)).toMatch(
      /no known authority/,
    );
    expect(distrustOf(ours.signer.certificate, { ...trust, chains: [[]] }, NOW_MS)).toMatch(
      /no known authority/,
    );
    const apart = {
      ...trust,
      chains: [[issuing.certificate, issue(null, { name: 'Root', ...long }, 3).certificate]],
    };
    expect(distrustOf(ours.signer.certificate, apart, NOW_MS)).toMatch(
      /chain of the authority does not hold/,
    );
    const both = { ...trust, chains: [...builtInTrust.chains, ...apart.chains, ...trust.chains] };
    expect(distrustOf(ours.signer.certificate, both, NOW_MS)).toBe(undefined);
  });
});
