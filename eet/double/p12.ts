import type { KeyObject, X509Certificate } from 'node:crypto';
import forge from 'node-forge';
import type { Bytes } from './papers.ts';

const { asn1, md, pki, pkcs12, rc2, util } = forge;
const U = asn1.Class.UNIVERSAL;
const T = asn1.Type;

/** As the authority's own: certificates under RC2 of 40 bits, the key under 3DES, a SHA-1 MAC, 2048 rounds each. */
const ROUNDS = 2048;
const LOCAL_KEY_ID = '1.2.840.113549.1.9.21';
const RC2_40 = '1.2.840.113549.1.12.1.6';
/** What a key is derived for (RFC 7292, B.3). */
const FOR = { key: 1, iv: 2, mac: 3 } as const;
const SALT_BYTES = 16;
const BLOCK_BYTES = 8;
const SHA1_BYTES = 20;

/** A PKCS#12 of the old kind (RFC 7292), the owner's certificate first, then those above it. */
export function oldP12(
  key: KeyObject,
  chain: readonly X509Certificate[],
  password: string,
  bytes: Bytes,
): Buffer {
  const salt = () => Buffer.from(bytes(SALT_BYTES)).toString('latin1');
  // By it the key finds its certificate among the others.
  const own = attribute(LOCAL_KEY_ID, octets(latin1(chain[0]?.fingerprint ?? '')));
  const certificates = sequence(
    ...chain.map((one, at) =>
      bag(
        pki.oids.certBag as string,
        sequence(oid(pki.oids.x509Certificate as string), tagged(octets(one.raw.toString('latin1')))),
        ...(at === 0 ? [own] : []),
      ),
    ),
  );
  const shrouded = pki.encryptPrivateKeyInfo(
    asn1.fromDer(key.export({ type: 'pkcs8', format: 'der' }).toString('latin1')),
    password,
    { algorithm: '3des', count: ROUNDS },
  );
  const safe = der(
    sequence(
      encrypted(der(certificates), password, salt()),
      sequence(
        oid(pki.oids.data as string),
        tagged(octets(der(sequence(bag(pki.oids.pkcs8ShroudedKeyBag as string, shrouded, own))))),
      ),
    ),
  );
  const macSalt = salt();
  const mac = forge.hmac.create();
  mac.start(md.sha1.create(), derived(password, macSalt, FOR.mac, SHA1_BYTES).getBytes());
  mac.update(safe);
  const sha1 = sequence(oid(pki.oids.sha1 as string), asn1.create(U, T.NULL, false, ''));
  const file = sequence(
    integer(3),
    sequence(oid(pki.oids.data as string), tagged(octets(safe))),
    sequence(sequence(sha1, octets(mac.digest().getBytes())), octets(macSalt), integer(ROUNDS)),
  );
  return Buffer.from(der(file), 'latin1');
}

/** EncryptedData of PKCS#7 (RFC 2315, 13). */
function encrypted(content: string, password: string, salt: string): forge.asn1.Asn1 {
  const cipher = rc2.createEncryptionCipher(derived(password, salt, FOR.key, 5).getBytes(), 40);
  cipher.start(derived(password, salt, FOR.iv, BLOCK_BYTES).getBytes());
  cipher.update(util.createBuffer(content));
  cipher.finish();
  return sequence(
    oid(pki.oids.encryptedData as string),
    tagged(
      sequence(
        integer(0),
        sequence(
          oid(pki.oids.data as string),
          sequence(oid(RC2_40), sequence(octets(salt), integer(ROUNDS))),
          asn1.create(asn1.Class.CONTEXT_SPECIFIC, 0, false, cipher.output.getBytes()),
        ),
      ),
    ),
  );
}

const derived = (password: string, salt: string, purpose: number, length: number) =>
  pkcs12.generateKey(password, util.createBuffer(salt), purpose as never, ROUNDS, length);

const sequence = (...items: forge.asn1.Asn1[]) => asn1.create(U, T.SEQUENCE, true, items);
const bag = (kind: string, value: forge.asn1.Asn1, ...attributes: forge.asn1.Asn1[]) =>
  sequence(oid(kind), tagged(value), ...(attributes.length > 0 ? [set(...attributes)] : []));
const attribute = (name: string, value: forge.asn1.Asn1) => sequence(oid(name), set(value));
const set = (...items: forge.asn1.Asn1[]) => asn1.create(U, T.SET, true, items);
/** Of bytes written as `AB:CD`. */
const latin1 = (fingerprint: string) =>
  Buffer.from(fingerprint.replaceAll(':', ''), 'hex').toString('latin1');
const tagged = (inside: forge.asn1.Asn1) => asn1.create(asn1.Class.CONTEXT_SPECIFIC, 0, true, [inside]);
const octets = (bytes: string) => asn1.create(U, T.OCTETSTRING, false, bytes);
const oid = (name: string) => asn1.create(U, T.OID, false, asn1.oidToDer(name).getBytes());
const integer = (value: number) => asn1.create(U, T.INTEGER, false, asn1.integerToDer(value).getBytes());
const der = (node: forge.asn1.Asn1) => asn1.toDer(node).getBytes();
