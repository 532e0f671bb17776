import { type Credential, type CredentialFault, createCredential } from './credential.ts';
import { createLock } from './lock.ts';
import { readSafe } from './safe.ts';
import { Unopened } from './unopened.ts';

/** Why a .p12 could not be opened. */
export type P12Fault =
  | CredentialFault
  | 'too-large'
  /** Not a PKCS#12 at all, or a damaged one. */
  | 'not-p12'
  /** A PKCS#12, but with a cipher or digest that is not known here. */
  | 'unknown-cipher'
  | 'wrong-password'
  /** It asks for so much reckoning that it can only be meant to keep a program busy. */
  | 'too-costly';

/** The authority's are 5 to 6 kB. */
const BYTES_MAX = 64 * 1024;

/**
 * Opens a PKCS#12 (RFC 7292) as the certificate authority gives it: RC2-40 and 3DES with a SHA-1 MAC, which OpenSSL no
 * longer reads, and as today's programs write it. Each derivation of a key is paid for before it is made, so the time
 * it takes has a bound whatever the file says. Neither the password nor anything of the file is in what it answers.
 */
export function openP12(bytes: Uint8Array, password: string): Credential | { readonly fault: P12Fault } {
  if (bytes.length > BYTES_MAX) return { fault: 'too-large' };
  try {
    const { keys, certificates } = readSafe(Buffer.from(bytes).toString('latin1'), createLock(password));
    if (certificates.length === 0) return { fault: 'no-certificate' };
    if (keys.length === 0) return { fault: 'no-key' };
    for (const key of keys) {
      const own = certificates.find((certificate) => certificate.checkPrivateKey(key));
      if (own) return createCredential(key, own);
    }
    return { fault: 'not-a-pair' };
  } catch (error) {
    if (error instanceof Unopened) return { fault: error.fault };
    throw error;
  }
}
