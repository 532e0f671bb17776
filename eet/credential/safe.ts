import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { countOf, type Node, octetsOf, oidOf, parsed, sequenceIn, taggedIn, written } from './ber.ts';
import { readOr } from './credential.ts';
import type { Lock } from './lock.ts';
import { Unopened } from './unopened.ts';

/** What of a PKCS#12 matters here. */
export interface Safe {
  readonly keys: readonly KeyObject[];
  readonly certificates: readonly X509Certificate[];
}

const VERSION = 3;
const DATA = '1.2.840.113549.1.7.1';
const ENCRYPTED = '1.2.840.113549.1.7.6';
const KEY_BAG = '1.2.840.113549.1.12.10.1.1';
const SHROUDED_BAG = '1.2.840.113549.1.12.10.1.2';
const CERTIFICATE_BAG = '1.2.840.113549.1.12.10.1.3';
const X509 = '1.2.840.113549.1.9.22.1';

/** PFX (RFC 7292, 4). Throws `Unopened`. What stands in it besides keys and certificates is passed over. */
export function readSafe(bytes: string, lock: Lock): Safe {
  const [version, outer, mac] = sequenceIn(parsed(bytes));
  if (countOf(version) !== VERSION) throw new Unopened('not-p12');
  const content = dataIn(outer);
  if (mac) lock.check(mac, content);
  const bags = sequenceIn(parsed(content)).flatMap((part) => sequenceIn(contentsOf(part, lock)));
  const [keys, certificates]: [KeyObject[], X509Certificate[]] = [[], []];
  for (const bag of bags) {
    const [kind, tagged] = sequenceIn(bag);
    const oid = oidOf(kind);
    if (oid === CERTIFICATE_BAG) certificates.push(...certificateIn(taggedIn(tagged)));
    if (oid === KEY_BAG) keys.push(...keyIn(written(taggedIn(tagged))));
    if (oid === SHROUDED_BAG) keys.push(...keyIn(unshrouded(taggedIn(tagged), lock)));
  }
  return { keys, certificates };
}

/** SafeContents, as they stand or under encryption (4.1). */
function contentsOf(part: Node, lock: Lock): Node {
  const [kind, tagged] = sequenceIn(part);
  if (oidOf(kind) !== ENCRYPTED) return parsed(dataIn(part));
  // EncryptedData and its EncryptedContentInfo (RFC 2315, 13 and 10.1).
  const [, encrypted] = sequenceIn(taggedIn(tagged));
  const [, algorithm, bytes] = sequenceIn(encrypted);
  return parsed(lock.open(algorithm, octetsOf(bytes, true)), 'wrong-password');
}

/** ContentInfo of the kind `data`. */
function dataIn(node: Node | undefined): string {
  const [kind, tagged] = sequenceIn(node);
  if (oidOf(kind) !== DATA) throw new Unopened('not-p12');
  return octetsOf(taggedIn(tagged));
}

/** EncryptedPrivateKeyInfo (RFC 5208, 6). */
function unshrouded(node: Node, lock: Lock): Buffer {
  const [algorithm, bytes] = sequenceIn(node);
  return Buffer.from(lock.open(algorithm, octetsOf(bytes)), 'latin1');
}

function keyIn(key: Buffer): KeyObject[] {
  return readOr(() => [createPrivateKey({ key, format: 'der', type: 'pkcs8' })]) ?? [];
}

function certificateIn(bag: Node): X509Certificate[] {
  const [kind, tagged] = sequenceIn(bag);
  if (oidOf(kind) !== X509) return [];
  const der = Buffer.from(octetsOf(taggedIn(tagged)), 'latin1');
  return readOr(() => [new X509Certificate(der)]) ?? [];
}
