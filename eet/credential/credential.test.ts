import { describe, expect, test } from 'vitest';
import { createCredential, credentialFromPem, credentialPem } from './credential.ts';
import {
  issueCertificate,
  issueCredential,
  keyOf,
  otherKey,
  PLAYGROUND_POLICY,
  PRODUCTION_POLICY,
} from './issue.fixture.ts';

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
