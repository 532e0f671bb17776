import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import forge from 'node-forge';

/*
 * The one file here that knows node-forge. It puts certificates together and takes requests apart; what is signed or
 * verified goes through OpenSSL (node:crypto), which is faster and has had fewer faults.
 */

const { asn1, md, pki } = forge;

/** No clock is asked in this shop: a dead battery says 1970. Both dates are UTCTime (RFC 5280, 4.1.2.5). */
const VALID_FROM = new Date('1970-01-01T00:00:00Z');
const VALID_UNTIL = new Date('2049-12-31T23:59:59Z');

const SHA256_WITH_RSA = pki.oids.sha256WithRSAEncryption;

export interface Issue {
  readonly publicKey: KeyObject;
  readonly commonName: string;
  readonly serverName: string;
  /** 16 random bytes. */
  readonly serial: Uint8Array;
}

/** A certificate that signs itself and others, but no further authorities. */
export function authorityCertificate(key: KeyObject, issue: Pick<Issue, 'commonName' | 'serial'>): string {
  const cert = blank(createPublicKey(key), issue.serial);
  const name = named(issue.commonName);
  cert.setSubject(name);
  cert.setIssuer(name);
  cert.setExtensions([
    { name: 'basicConstraints', critical: true, cA: true, pathLenConstraint: 0 },
    { name: 'keyUsage', critical: true, keyCertSign: true },
    { name: 'subjectKeyIdentifier' },
  ]);
  return signed(cert, key);
}

/** A certificate for those ends of a connection that its holder may be (RFC 5280, 4.2.1.12). */
export function memberCertificate(
  caKey: KeyObject,
  caCert: string,
  issue: Issue & { readonly ends: readonly ('server' | 'client')[] },
): string {
  const authority = pki.certificateFromPem(caCert);
  const cert = blank(issue.publicKey, issue.serial);
  cert.setSubject(named(issue.commonName));
  cert.setIssuer(authority.subject.attributes);
  cert.setExtensions([
    { name: 'basicConstraints', critical: true, cA: false },
    { name: 'keyUsage', critical: true, digitalSignature: true },
    {
      name: 'extKeyUsage',
      serverAuth: issue.ends.includes('server'),
      clientAuth: issue.ends.includes('client'),
    },
    { name: 'subjectAltName', altNames: [{ type: 2, value: issue.serverName }] },
    { name: 'subjectKeyIdentifier' },
    { name: 'authorityKeyIdentifier', keyIdentifier: authority.generateSubjectKeyIdentifier().getBytes() },
  ]);
  return signed(cert, caKey);
}

/** PKCS #10, SHA-256 with RSA. */
export function certificateRequest(key: KeyObject, commonName: string): string {
  const request = pki.createCertificationRequest();
  request.publicKey = forgeKey(createPublicKey(key));
  request.setSubject(named(commonName));
  request.sign(
    signer(key, () => request.certificationRequestInfo),
    md.sha256.create(),
  );
  return pki.certificationRequestToPem(request);
}

/** The key of a request that its own signature covers; what else stands in it is nobody's business here. */
export function keyOfRequest(
  pem: string,
  admits: (key: KeyObject) => boolean,
): { readonly key: KeyObject } | { readonly fault: 'malformed' | 'weak-key' | 'bad-signature' } {
  let key: KeyObject;
  let info: Buffer;
  let signature: Buffer;
  try {
    const request = pki.certificationRequestFromPem(pem);
    if (request.signatureOid !== SHA256_WITH_RSA || !request.publicKey) return { fault: 'malformed' };
    key = createPublicKey(pki.publicKeyToPem(request.publicKey));
    info = der(request.certificationRequestInfo);
    signature = Buffer.from(String(request.signature), 'latin1');
  } catch {
    // forge throws plain errors for whatever it cannot read.
    return { fault: 'malformed' };
  }
  if (!admits(key)) return { fault: 'weak-key' };
  return verify('sha256', info, key, signature) ? { key } : { fault: 'bad-signature' };
}

function blank(publicKey: KeyObject, serial: Uint8Array): forge.pki.Certificate {
  const cert = pki.createCertificate();
  cert.publicKey = forgeKey(publicKey);
  // Positive and without a leading zero, whatever was drawn (RFC 5280, 4.1.2.2).
  const first = (((serial[0] ?? 0) & 0x3f) | 0x40).toString(16);
  cert.serialNumber = first + Buffer.from(serial).subarray(1).toString('hex');
  cert.validity.notBefore = VALID_FROM;
  cert.validity.notAfter = VALID_UNTIL;
  return cert;
}

// UTF8String: a PrintableString, which is forge's own choice, has no underscore.
const named = (commonName: string): forge.pki.CertificateField[] => [
  { name: 'commonName', value: commonName, valueTagClass: asn1.Type.UTF8 as unknown as forge.asn1.Class },
];

function signed(cert: forge.pki.Certificate, key: KeyObject): string {
  cert.sign(
    signer(key, () => cert.tbsCertificate),
    md.sha256.create(),
  );
  return pki.certificateToPem(cert);
}

/** What forge takes for a private key; it asks it to sign once `signedPart` is complete. */
function signer(key: KeyObject, signedPart: () => unknown): forge.pki.rsa.PrivateKey {
  return {
    sign: () => sign('sha256', der(signedPart()), key).toString('latin1'),
  } as unknown as forge.pki.rsa.PrivateKey;
}

const der = (value: unknown) => Buffer.from(asn1.toDer(value as forge.asn1.Asn1).getBytes(), 'latin1');

const forgeKey = (key: KeyObject) =>
  pki.publicKeyFromPem(key.export({ type: 'spki', format: 'pem' }) as string);
