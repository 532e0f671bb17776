import { createPrivateKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import forge from 'node-forge';
import { type Credential, createCredential } from './credential.ts';

const { asn1, pki } = forge;

export interface Issued {
  readonly commonName?: string;
  readonly policies?: readonly string[];
  readonly notBefore?: string;
  readonly notAfter?: string;
  readonly bits?: number;
  /** Puts another key beside the certificate than it was made for. */
  readonly key?: KeyObject;
}

export const PLAYGROUND_POLICY = '1.2.203.19122063.10.4.102.0.1';
export const PRODUCTION_POLICY = '1.2.203.19122063.10.1.102.0.1';

const keys = new Map<number, KeyObject>();
/** Keys take long to make; one of each size is used again. */
export function keyOf(bits = 2048): KeyObject {
  const kept = keys.get(bits) ?? generateKeyPairSync('rsa', { modulusLength: bits }).privateKey;
  keys.set(bits, kept);
  return kept;
}

/** A certificate as the certificate authority issues it, signed by itself. */
export function issueCertificate({
  commonName = 'CZ00000019',
  policies = [PLAYGROUND_POLICY],
  notBefore = '2026-05-13T09:40:23Z',
  notAfter = '2027-05-14T09:40:23Z',
  bits = 2048,
}: Issued = {}): X509Certificate {
  const key = pki.privateKeyFromPem(keyOf(bits).export({ type: 'pkcs8', format: 'pem' }).toString());
  const cert = pki.createCertificate();
  cert.publicKey = pki.setRsaPublicKey(key.n, key.e);
  cert.serialNumber = '01';
  cert.validity.notBefore = new Date(notBefore);
  cert.validity.notAfter = new Date(notAfter);
  cert.setSubject([{ name: 'commonName', value: commonName }]);
  cert.setIssuer([{ name: 'commonName', value: 'playground EETv2 NCA SubCA' }]);
  const sequence = (items: forge.asn1.Asn1[]) =>
    asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, items);
  const list = sequence(
    policies.map((oid) =>
      sequence([asn1.create(asn1.Class.UNIVERSAL, asn1.Type.OID, false, asn1.oidToDer(oid).getBytes())]),
    ),
  );
  cert.setExtensions(policies.length === 0 ? [] : [{ id: '2.5.29.32', value: asn1.toDer(list).getBytes() }]);
  cert.sign(key, forge.md.sha256.create());
  return new X509Certificate(pki.certificateToPem(cert));
}

export function issueCredential(what: Issued = {}): Credential {
  const made = createCredential(keyOf(what.bits), issueCertificate(what));
  if ('fault' in made) throw new Error(made.fault);
  return made;
}

/** A .p12 as the authority makes it: old ciphers, a SHA-1 MAC. */
export function p12Of(
  key: KeyObject | null,
  certificates: readonly X509Certificate[],
  password: string,
): Buffer {
  const own = key && pki.privateKeyFromPem(key.export({ type: 'pkcs8', format: 'pem' }).toString());
  const chain = certificates.map((one) => pki.certificateFromPem(one.toString()));
  // The types know neither a file without a certificate nor one without a key.
  const pfx = forge.pkcs12.toPkcs12Asn1(own as never, (chain.length > 0 ? chain : null) as never, password, {
    algorithm: '3des',
  });
  return Buffer.from(asn1.toDer(pfx).getBytes(), 'latin1');
}

export const otherKey = (): KeyObject =>
  createPrivateKey(
    generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
  );
