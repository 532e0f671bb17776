import { createPrivateKey, generateKeyPair, type KeyObject, X509Certificate } from 'node:crypto';
import { promisify } from 'node:util';
import { commonName, type Holder, ID, serverName } from './names.ts';

/**
 * The papers of a shop. Every register keeps them, so that any one of them can bring a new one in; see
 * docs/decisions/0006. All keys and certificates are PEM.
 */
export interface Shop {
  /** 13 characters, random; it goes into the names of certificates. */
  readonly storeId: string;
  readonly caKey: string;
  readonly caCert: string;
}

/** Draws random bytes. */
export type Bytes = (count: number) => Uint8Array;

export type Signed =
  | { readonly ok: true; readonly cert: string }
  | { readonly ok: false; readonly fault: CsrFault };
/** `weak-key`: not RSA with 2048 to 4096 bits and the exponent 65537. `bad-signature`: not made by its own key. */
export type CsrFault = 'malformed' | 'weak-key' | 'bad-signature';

const CSR_MAX = 8_192;
const STORE_ID_LENGTH = 13;
const STORE_ID_ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
/** Longer than a register's, for it cannot be replaced without pairing the whole shop anew. */
const CA_BITS = 3_072;
const KEY_BITS = 2_048;
const EXPONENT = 65_537;

const makeKeyPair = promisify(generateKeyPair);
// node-forge takes 10 MB and a good while to load, and is needed when somebody is paired, not at every start.
const x509 = () => import('./x509.ts');

/** A new shop. Takes a second or more, none of it at the expense of selling. */
export async function createShop({ bytes }: { readonly bytes: Bytes }): Promise<Shop> {
  const storeId = Array.from(bytes(STORE_ID_LENGTH), (byte) => STORE_ID_ALPHABET[byte & 31]).join('');
  const key = await newKey(CA_BITS);
  const { authorityCertificate } = await x509();
  return {
    storeId,
    caKey: pem(key),
    caCert: authorityCertificate(key, { commonName: `${storeId}.shop.internal`, serial: bytes(16) }),
  };
}

/** A private key, which never leaves the box, and a request to have it certified. */
export async function createKeyAndRequest(name: string): Promise<{ key: string; csr: string }> {
  const key = await newKey(KEY_BITS);
  const { certificateRequest } = await x509();
  return { key: pem(key), csr: certificateRequest(key, name) };
}

export const signRegister = (shop: Shop, csr: string, registerId: string, bytes: Bytes): Promise<Signed> =>
  signMember(shop, csr, { is: 'register', id: registerId, storeId: shop.storeId }, bytes);

export const signGuest = (shop: Shop, csr: string, name: string, bytes: Bytes): Promise<Signed> =>
  signMember(shop, csr, { is: 'guest', id: name, storeId: shop.storeId }, bytes);

/** Only the key of a request is believed: who the certificate is for, the shop says. */
async function signMember(shop: Shop, csr: string, holder: Holder, bytes: Bytes): Promise<Signed> {
  if (!ID.test(holder.id)) throw new Error(`Not a name for a certificate: ${holder.id}`);
  if (csr.length > CSR_MAX) return { ok: false, fault: 'malformed' };
  const { keyOfRequest, memberCertificate } = await x509();
  const asked = keyOfRequest(csr, isStrong);
  if ('fault' in asked) return { ok: false, fault: asked.fault };
  const cert = memberCertificate(createPrivateKey(shop.caKey), shop.caCert, {
    publicKey: asked.key,
    commonName: commonName(holder),
    serverName: serverName(holder),
    serial: bytes(16),
    // A guest only listens: nobody may take it for a register that can be called.
    ends: holder.is === 'guest' ? ['client'] : ['server', 'client'],
  });
  return { ok: true, cert };
}

/** SHA-256 over the certificate's DER, 64 lower-case hexadecimal digits. Throws when it is no certificate. */
export const fingerprintOf = (cert: string): string =>
  new X509Certificate(cert).fingerprint256.replaceAll(':', '').toLowerCase();

function isStrong(key: KeyObject): boolean {
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  return (
    key.asymmetricKeyType === 'rsa' &&
    modulusLength >= 2_048 &&
    modulusLength <= 4_096 &&
    publicExponent === BigInt(EXPONENT)
  );
}

const newKey = async (bits: number): Promise<KeyObject> =>
  (await makeKeyPair('rsa', { modulusLength: bits, publicExponent: EXPONENT })).privateKey;

const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }) as string;
