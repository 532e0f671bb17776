import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import forge from 'node-forge';
import { type Credential, type CredentialFault, createCredential, readOr } from './credential.ts';

const { asn1, pki, pkcs12, util } = forge;

/** Why a .p12 could not be opened. */
export type P12Fault =
  | CredentialFault
  | 'too-large'
  /** Not a PKCS#12 at all, or a damaged one. */
  | 'not-p12'
  | 'wrong-password'
  /** It asks for so much reckoning that it can only be meant to keep a program busy. */
  | 'too-costly';

/** The authority's are 5 to 6 kB. */
const BYTES_MAX = 64 * 1024;
/** Of all key derivations in one file together. The authority's asks for about 2 000 each; OpenSSL 3 for 2 048. */
const ITERATIONS_MAX = 200_000;
/** Of nested values: a real file has about twenty. */
const DEPTH_MAX = 40;
const READING = { strict: true, decodeBitStrings: false, maxDepth: DEPTH_MAX } as unknown as boolean;

/**
 * Opens a PKCS#12 (RFC 7292) as the certificate authority gives it: RC2-40 and 3DES with a SHA-1 MAC, which OpenSSL no
 * longer reads. How much reckoning it asks for is counted before any of it is done.
 */
export function openP12(bytes: Uint8Array, password: string): Credential | { readonly fault: P12Fault } {
  if (bytes.length > BYTES_MAX) return { fault: 'too-large' };
  const root = parse(Buffer.from(bytes).toString('latin1'));
  if (!root) return { fault: 'not-p12' };
  const cost = costOf(root, password);
  if (cost === undefined) return { fault: 'not-p12' };
  if (cost > ITERATIONS_MAX) return { fault: 'too-costly' };
  let opened: forge.pkcs12.Pkcs12Pfx;
  try {
    opened = pkcs12.pkcs12FromAsn1(root, false, password);
  } catch (error) {
    // The library's own words, never shown: only whether the password was to blame.
    return { fault: /MAC|password/i.test((error as Error).message) ? 'wrong-password' : 'not-p12' };
  }
  const bags = opened.safeContents.flatMap(({ safeBags }) => safeBags);
  const certificates = bags.flatMap((bag) => certificateIn(bag) ?? []);
  if (certificates.length === 0) return { fault: 'no-certificate' };
  const keys = bags.flatMap((bag) => keyIn(bag) ?? []);
  if (keys.length === 0) return { fault: 'no-key' };
  for (const key of keys) {
    const own = certificates.find((certificate) => certificate.checkPrivateKey(key));
    if (own) return createCredential(key, own);
  }
  return { fault: 'not-a-pair' };
}

function certificateIn(bag: forge.pkcs12.Bag): X509Certificate | undefined {
  if (bag.type !== pki.oids.certBag) return undefined;
  const node = bag.cert ? pki.certificateToAsn1(bag.cert) : bag.asn1;
  return readOr(() => new X509Certificate(Buffer.from(asn1.toDer(node).getBytes(), 'latin1')));
}

function keyIn(bag: forge.pkcs12.Bag): KeyObject | undefined {
  if (bag.type !== pki.oids.pkcs8ShroudedKeyBag && bag.type !== pki.oids.keyBag) return undefined;
  const { key } = bag;
  if (!key) return undefined;
  return readOr(() => createPrivateKey(pki.privateKeyToPem(key)));
}

/**
 * Iterations of all key derivations that the file asks for; undefined when it cannot be taken apart. What lies under
 * encryption is opened, within the limit, for what it asks for in turn.
 */
function costOf(root: forge.asn1.Asn1, password: string): number | undefined {
  let cost = 0;
  const waiting: forge.asn1.Asn1[] = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    cost += iterationsOf(node);
    if (cost > ITERATIONS_MAX) return cost;
    const inside = Array.isArray(node.value) ? node.value : embedded(node);
    waiting.push(...inside, ...decrypted(node, password));
  }
  return cost;
}

/**
 * A salt and a count beside each other, as PBES1 and PKCS#12 (RFC 8018 A.3), PBKDF2 (A.2) and the MAC (RFC 7292, 4)
 * have them. Other values of that shape are counted too: too much is told, never too little.
 */
function iterationsOf({ value }: forge.asn1.Asn1): number {
  if (!Array.isArray(value)) return 0;
  return value.reduce((sum, { type, tagClass, value: bytes }, index) => {
    if (type !== asn1.Type.INTEGER || tagClass !== asn1.Class.UNIVERSAL || typeof bytes !== 'string')
      return sum;
    const salted = value[index - 1]?.type === asn1.Type.OCTETSTRING;
    if (!salted) return sum;
    return sum + (bytes.length > 4 ? Number.POSITIVE_INFINITY : Math.max(0, asn1.derToInteger(bytes)));
  }, 0);
}

/** PKCS#7 content is a value within the bytes of another one. */
function embedded({ type, tagClass, value }: forge.asn1.Asn1): forge.asn1.Asn1[] {
  if (type !== asn1.Type.OCTETSTRING || tagClass !== asn1.Class.UNIVERSAL || typeof value !== 'string')
    return [];
  const inside = parse(value);
  return inside ? [inside] : [];
}

/** EncryptedContentInfo (RFC 2315, 10.1): which content, how it is encrypted, and the bytes. */
function decrypted({ value }: forge.asn1.Asn1, password: string): forge.asn1.Asn1[] {
  if (!Array.isArray(value) || value.length !== 3) return [];
  const [content, algorithm, bytes] = value;
  if (content?.type !== asn1.Type.OID || !Array.isArray(algorithm?.value)) return [];
  const [oid, parameters] = algorithm.value;
  if (typeof oid?.value !== 'string' || !parameters || bytes?.tagClass !== asn1.Class.CONTEXT_SPECIFIC)
    return [];
  // This derivation itself must not be the costly one.
  if (iterationsWithin(parameters) > ITERATIONS_MAX) return [];
  try {
    const cipher = CIPHERS.getCipher(asn1.derToOid(oid.value), parameters, password);
    cipher.update(util.createBuffer(octets(bytes)));
    if (!cipher.finish()) return [];
    const inside = parse(cipher.output.getBytes());
    return inside ? [inside] : [];
  } catch {
    return []; // The wrong password, or a cipher that is not known: told when the file is opened.
  }
}

function iterationsWithin(node: forge.asn1.Asn1): number {
  const below = Array.isArray(node.value) ? node.value.map(iterationsWithin) : [];
  return below.reduce((sum, one) => sum + one, iterationsOf(node));
}

/** Implicitly tagged, whole or in pieces. */
function octets({ value }: forge.asn1.Asn1): string {
  return typeof value === 'string' ? value : value.map(octets).join('');
}

function parse(der: string): forge.asn1.Asn1 | undefined {
  return readOr(() => asn1.fromDer(util.createBuffer(der), READING));
}

/** There, but not in the types. */
const CIPHERS = (
  pki as unknown as {
    pbe: { getCipher(oid: string, parameters: forge.asn1.Asn1, password: string): forge.cipher.BlockCipher };
  }
).pbe;
