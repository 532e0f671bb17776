import { createHash, createPublicKey, type KeyObject, sign, X509Certificate } from 'node:crypto';
import forge from 'node-forge';

/*
 * Certificates put together value by value (RFC 5280), because node-forge's own know no keys but RSA; they are signed
 * by OpenSSL (node:crypto).
 */

const { asn1, pki } = forge;

/** Of a subject: attribute by OID, in order. */
export type Name = readonly (readonly [oid: string, value: string])[];

/** Whoever has a certificate, with the key to it. */
export interface Holder {
  readonly key: KeyObject;
  readonly name: Name;
  readonly certificate: X509Certificate;
}

export interface Wanted {
  readonly name: Name;
  readonly publicKey: KeyObject;
  /** 16 random bytes. */
  readonly serial: Uint8Array;
  readonly from: Date;
  readonly until: Date;
  /** How many authorities may stand below it; for an authority alone. */
  readonly authority?: { readonly pathLength: number };
  readonly policies?: readonly string[];
  readonly dnsName?: string;
}

export const OID = {
  commonName: '2.5.4.3',
  country: '2.5.4.6',
  organisation: '2.5.4.10',
  organisationIdentifier: '2.5.4.97',
} as const;

const BASIC_CONSTRAINTS = '2.5.29.19';
const KEY_USAGE = '2.5.29.15';
const SUBJECT_KEY = '2.5.29.14';
const AUTHORITY_KEY = '2.5.29.35';
const POLICIES = '2.5.29.32';
const OTHER_NAMES = '2.5.29.17';
const ECDSA_SHA256 = '1.2.840.10045.4.3.2';

/** Signed by `issuer`. */
export function certify(wanted: Wanted, issuer: Pick<Holder, 'key' | 'name'>): X509Certificate {
  const algorithm = algorithmOf(issuer.key);
  const spki = wanted.publicKey.export({ type: 'spki', format: 'der' }).toString('latin1');
  const content = sequence(
    asn1.create(asn1.Class.CONTEXT_SPECIFIC, 0, true, [integer('\x02')]),
    // Positive and without a leading zero, whatever was drawn (RFC 5280, 4.1.2.2).
    integer(`\x40${Buffer.from(wanted.serial).toString('latin1')}`),
    algorithm,
    nameOf(issuer.name),
    sequence(time(wanted.from), time(wanted.until)),
    nameOf(wanted.name),
    asn1.fromDer(spki, AS_IT_IS),
    asn1.create(asn1.Class.CONTEXT_SPECIFIC, 3, true, [
      sequence(...extensionsOf(wanted, createPublicKey(issuer.key))),
    ]),
  );
  const signature = sign('sha256', der(content), issuer.key).toString('latin1');
  return new X509Certificate(der(sequence(content, algorithm, bits(signature))));
}

/** A key with a certificate for it. */
export function certified(
  key: KeyObject,
  wanted: Omit<Wanted, 'publicKey'>,
  /** Itself when it is not given. */
  issuer: Pick<Holder, 'key' | 'name'> = { key, name: wanted.name },
): Holder {
  return {
    key,
    name: wanted.name,
    certificate: certify({ ...wanted, publicKey: createPublicKey(key) }, issuer),
  };
}

function extensionsOf(
  { publicKey, authority, policies, dnsName }: Wanted,
  issuerKey: KeyObject,
): forge.asn1.Asn1[] {
  const limits = authority ? [asn1.create(U, T.BOOLEAN, false, '\xff'), number(authority.pathLength)] : [];
  return [
    extension(BASIC_CONSTRAINTS, sequence(...limits), true),
    // keyCertSign and cRLSign, or digitalSignature and nonRepudiation, as the published ones have it.
    extension(KEY_USAGE, authority ? bits('\x06', 1) : bits('\xc0', 6), true),
    extension(SUBJECT_KEY, asn1.create(U, T.OCTETSTRING, false, keyId(publicKey))),
    extension(AUTHORITY_KEY, sequence(asn1.create(asn1.Class.CONTEXT_SPECIFIC, 0, false, keyId(issuerKey)))),
    ...(policies ? [extension(POLICIES, sequence(...policies.map((one) => sequence(oid(one)))))] : []),
    ...(dnsName === undefined
      ? []
      : [extension(OTHER_NAMES, sequence(asn1.create(asn1.Class.CONTEXT_SPECIFIC, 2, false, dnsName)))]),
  ];
}

/** Bit strings are not taken apart. The types know only an older form of this argument. */
const AS_IT_IS = { strict: true, decodeBitStrings: false } as unknown as boolean;
const U = asn1.Class.UNIVERSAL;
const T = asn1.Type;

/** By which a certificate is found that another one was issued under (RFC 5280, 4.2.1.2). */
const keyId = (key: KeyObject): string =>
  createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest()
    .toString('latin1');

function extension(id: string, value: forge.asn1.Asn1, critical = false): forge.asn1.Asn1 {
  const flag = critical ? [asn1.create(U, T.BOOLEAN, false, '\xff')] : [];
  return sequence(oid(id), ...flag, asn1.create(U, T.OCTETSTRING, false, asn1.toDer(value).getBytes()));
}

/** UTF8String, but the country, which is a PrintableString. */
function nameOf(name: Name): forge.asn1.Asn1 {
  const parts = name.map(([id, value]) =>
    asn1.create(U, T.SET, true, [
      sequence(
        oid(id),
        id === OID.country
          ? asn1.create(U, T.PRINTABLESTRING, false, value)
          : asn1.create(U, T.UTF8, false, Buffer.from(value).toString('latin1')),
      ),
    ]),
  );
  return sequence(...parts);
}

function algorithmOf(key: KeyObject): forge.asn1.Asn1 {
  return key.asymmetricKeyType === 'rsa'
    ? sequence(oid(pki.oids.sha256WithRSAEncryption as string), asn1.create(U, T.NULL, false, ''))
    : sequence(oid(ECDSA_SHA256));
}

const sequence = (...items: forge.asn1.Asn1[]) => asn1.create(U, T.SEQUENCE, true, items);
const oid = (name: string) => asn1.create(U, T.OID, false, asn1.oidToDer(name).getBytes());
const integer = (bytes: string) => asn1.create(U, T.INTEGER, false, bytes);
const number = (value: number) => integer(asn1.integerToDer(value).getBytes());
const bits = (bytes: string, unused = 0) =>
  asn1.create(U, T.BITSTRING, false, String.fromCharCode(unused) + bytes);
/** UTCTime, so only until 2049 (RFC 5280, 4.1.2.5). */
const time = (at: Date) => asn1.create(U, T.UTCTIME, false, asn1.dateToUtcTime(at) as unknown as string);
const der = (node: forge.asn1.Asn1) => Buffer.from(asn1.toDer(node).getBytes(), 'latin1');
