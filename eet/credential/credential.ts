import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { Environment } from '../sale.ts';
import { particularsOf } from '../trust/particulars.ts';

/** A register's certificate of CA EET with its key. The key never leaves it as text, except by `credentialPem`. */
export interface Credential {
  readonly key: KeyObject;
  readonly certificate: X509Certificate;
  /** The CN: `CZ` and 8 to 10 digits. */
  readonly eic: string;
  /** By the policy OID; null when it is neither's. */
  readonly environment: Environment | null;
  /** Milliseconds since 1970. */
  readonly notBefore_ms: number;
  readonly notAfter_ms: number;
  /** SHA-256 of the certificate, in hexadecimal, lower case. */
  readonly fingerprint: string;
}

/** Why a key and a certificate are none that a register could sign sales with. */
export type CredentialFault =
  /** No certificate, or not one that can be read. */
  | 'no-certificate'
  | 'no-key'
  /** The key is another certificate's. */
  | 'not-a-pair'
  /** Not RSA of at least 2048 bits, which the authority's interface asks for. */
  | 'weak-key'
  /** The CN is no EIC. */
  | 'no-eic';

const EIC = /^CZ[0-9]{8,10}$/;
const LEAST_BITS = 2048;
/**
 * Certificate policies of CA EET; two more numbers follow. The authority's papers give .10.4.102 for the playground, and
 * the certificate that it published for it bears .10.2.102.
 */
const POLICIES: Readonly<Record<Environment, readonly string[]>> = {
  production: ['1.2.203.19122063.10.1.102.'],
  playground: ['1.2.203.19122063.10.4.102.', '1.2.203.19122063.10.2.102.'],
};

/** Takes a key and a certificate for what they are. Nothing is said of validity: clocks are the caller's. */
export function createCredential(
  key: KeyObject,
  certificate: X509Certificate,
): Credential | { readonly fault: CredentialFault } {
  if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < LEAST_BITS) {
    return { fault: 'weak-key' };
  }
  if (!certificate.checkPrivateKey(key)) return { fault: 'not-a-pair' };
  const eic = commonName(certificate);
  if (eic === undefined) return { fault: 'no-eic' };
  return {
    key,
    certificate,
    eic,
    environment: environmentOf(certificate),
    notBefore_ms: certificate.validFromDate.getTime(),
    notAfter_ms: certificate.validToDate.getTime(),
    fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
  };
}

/** Certificate and key as PEM, one after the other; to be kept where nobody else can read it. */
export function credentialPem({ key, certificate }: Credential): string {
  return `${certificate.toString()}${key.export({ type: 'pkcs8', format: 'pem' })}`;
}

/** What `credentialPem` has written. */
export function credentialFromPem(pem: string): Credential | { readonly fault: CredentialFault } {
  const certificate = readOr(() => new X509Certificate(pem));
  if (!certificate) return { fault: 'no-certificate' };
  const key = readOr(() => createPrivateKey(pem));
  return key ? createCredential(key, certificate) : { fault: 'no-key' };
}

/** OpenSSL throws for what it cannot read, and its words may quote it. */
export function readOr<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function commonName({ subject }: X509Certificate): string | undefined {
  const names = subject.split('\n').filter((part) => part.startsWith('CN='));
  const name = names[0]?.slice('CN='.length);
  return names.length === 1 && name !== undefined && EIC.test(name) ? name : undefined;
}

/** A certificate that claims both belongs to neither. */
function environmentOf(certificate: X509Certificate): Environment | null {
  const policies = particularsOf(certificate)?.policies ?? [];
  const claimed = (Object.keys(POLICIES) as Environment[]).filter((environment) =>
    policies.some((policy) => POLICIES[environment].some((prefix) => policy.startsWith(prefix))),
  );
  return claimed.length === 1 ? (claimed[0] ?? null) : null;
}
