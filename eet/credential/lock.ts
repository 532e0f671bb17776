import { createDecipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import forge from 'node-forge';
import { countOf, type Node, octetsOf, oidOf, sequenceIn } from './ber.ts';
import { readOr } from './credential.ts';
import { Unopened } from './unopened.ts';

const { md, pkcs12, rc2, util } = forge;

/** What a password opens and vouches for. Both throw `Unopened`. */
export interface Lock {
  /** MacData (RFC 7292, 4) over the content: that it is whole, and the password the right one. */
  check(mac: Node, content: string): void;
  /** What an AlgorithmIdentifier has encrypted: PBES1 as in RFC 7292, C, or PBES2 (RFC 8018, 6.2). */
  open(algorithm: Node | undefined, bytes: string): string;
}

/**
 * Of all key derivations of one file together; about a second at most. The authority's file asks for about 2 000 each,
 * OpenSSL 3 for 2 048, keytool for 10 000.
 */
const ITERATIONS_MAX = 200_000;

/** What a key is derived for (RFC 7292, B.3). */
const FOR = { key: 1, iv: 2, mac: 3 } as const;
const PBES2 = '1.2.840.113549.1.5.13';
const PBKDF2 = '1.2.840.113549.1.5.12';
const SHA1_3DES = '1.2.840.113549.1.12.1.3';
const SHA1_RC2_40 = '1.2.840.113549.1.12.1.6';

const DIGESTS: Readonly<Record<string, 'sha1' | 'sha256' | 'sha384' | 'sha512'>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
const DIGEST_BYTES = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 } as const;
/** PBKDF2's functions (RFC 8018, B.1.2). */
const HMACS: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};
/** PBES2's ciphers (B.2), and how long their keys are. */
const CIPHERS: Readonly<Record<string, readonly [name: string, keyBytes: number]>> = {
  '1.2.840.113549.3.7': ['des-ede3-cbc', 24],
  '2.16.840.1.101.3.4.1.2': ['aes-128-cbc', 16],
  '2.16.840.1.101.3.4.1.22': ['aes-192-cbc', 24],
  '2.16.840.1.101.3.4.1.42': ['aes-256-cbc', 32],
};

export function createLock(password: string): Lock {
  let allowance = ITERATIONS_MAX;

  /** Before each derivation, with the very number that it is then made with. */
  function pay(count: number): number {
    if (count < 1) throw new Unopened('not-p12');
    allowance -= count;
    if (allowance < 0) throw new Unopened('too-costly');
    return count;
  }

  /** RFC 7292, B.2. */
  function derived(purpose: number, salt: string, count: number, length: number, digest: keyof typeof md) {
    const made = md[digest as 'sha1'].create();
    const key = pkcs12.generateKey(
      password,
      util.createBuffer(salt),
      purpose as never,
      pay(count),
      length,
      made,
    );
    return Buffer.from(key.getBytes(), 'latin1');
  }

  function byPbes1(cipher: string, parameters: Node | undefined, bytes: Buffer): Buffer | undefined {
    const [salted, counted] = sequenceIn(parameters);
    const [salt, count] = [octetsOf(salted), countOf(counted)];
    const make = (purpose: number, length: number) => derived(purpose, salt, count, length, 'sha1');
    if (cipher === SHA1_3DES) return deciphered('des-ede3-cbc', make(FOR.key, 24), make(FOR.iv, 8), bytes);
    // Not in OpenSSL any more.
    const old = rc2.createDecryptionCipher(make(FOR.key, 5).toString('latin1'), 40);
    old.start(make(FOR.iv, 8).toString('latin1'));
    old.update(util.createBuffer(bytes.toString('latin1')));
    return old.finish() ? Buffer.from(old.output.getBytes(), 'latin1') : undefined;
  }

  function byPbes2(parameters: Node | undefined, bytes: Buffer): Buffer | undefined {
    const [derivation, scheme] = sequenceIn(parameters).map(sequenceIn);
    if (oidOf(derivation?.[0]) !== PBKDF2) throw new Unopened('unknown-cipher');
    // The length of the key may stand between count and function; the cipher says it as well.
    const [salt, count, ...more] = sequenceIn(derivation?.[1]);
    const prf = more.find(({ value }) => Array.isArray(value));
    const digest = prf === undefined ? 'sha1' : known(HMACS, oidOf(sequenceIn(prf)[0]));
    const [cipher, keyBytes] = known(CIPHERS, oidOf(scheme?.[0]));
    const salted = Buffer.from(octetsOf(salt), 'latin1');
    const key = pbkdf2Sync(password, salted, pay(countOf(count)), keyBytes, digest);
    return deciphered(cipher, key, Buffer.from(octetsOf(scheme?.[1]), 'latin1'), bytes);
  }

  return {
    check(mac, content) {
      const [digestInfo, salt, count] = sequenceIn(mac);
      const [algorithm, value] = sequenceIn(digestInfo);
      const digest = known(DIGESTS, oidOf(sequenceIn(algorithm)[0]));
      const times = count === undefined ? 1 : countOf(count);
      const key = derived(FOR.mac, octetsOf(salt), times, DIGEST_BYTES[digest], digest);
      const own = createHmac(digest, key).update(Buffer.from(content, 'latin1')).digest();
      const given = Buffer.from(octetsOf(value), 'latin1');
      if (given.length !== own.length || !timingSafeEqual(given, own)) throw new Unopened('wrong-password');
    },
    open(algorithm, content) {
      const [named, parameters] = sequenceIn(algorithm);
      const oid = oidOf(named);
      if (oid !== PBES2 && oid !== SHA1_3DES && oid !== SHA1_RC2_40) throw new Unopened('unknown-cipher');
      const bytes = Buffer.from(content, 'latin1');
      const opened = oid === PBES2 ? byPbes2(parameters, bytes) : byPbes1(oid, parameters, bytes);
      if (!opened) throw new Unopened('wrong-password');
      return opened.toString('latin1');
    },
  };
}

function known<T>(names: Readonly<Record<string, T>>, oid: string): T {
  const found = Object.hasOwn(names, oid) ? names[oid] : undefined;
  if (found === undefined) throw new Unopened('unknown-cipher');
  return found;
}

/** Undefined when the padding does not come out, as with another key than the right one. */
function deciphered(cipher: string, key: Buffer, iv: Buffer, bytes: Buffer): Buffer | undefined {
  return readOr(() => {
    const decipher = createDecipheriv(cipher, key, iv);
    return Buffer.concat([decipher.update(bytes), decipher.final()]);
  });
}
