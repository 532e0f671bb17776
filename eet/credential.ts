import type { KeyObject, X509Certificate } from 'node:crypto';
import type { Environment } from './sale.ts';

/** A register's certificate of CA EET with its key. The key never leaves it as text, except by `credentialPem`. */
export interface Credential {
  readonly key: KeyObject;
  readonly certificate: X509Certificate;
  /** The CN: `CZ` and 8 to 10 digits. */
  readonly eic: string;
  /** By the policy OID: 1.2.203.19122063.10.1.102 production, .10.4.102 playground; null when it is neither. */
  readonly environment: Environment | null;
  /** Milliseconds since 1970. */
  readonly notBefore_ms: number;
  readonly notAfter_ms: number;
  /** SHA-256 of the certificate, in hexadecimal, lower case. */
  readonly fingerprint: string;
}
