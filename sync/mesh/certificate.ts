import type { PeerCertificate } from 'node:tls';
import { holderOf, serverName } from '../pairing/names.ts';

/** Who is at the other end, by its certificate. */
export interface Caller {
  /** A guest only listens: a kitchen screen, a script. */
  readonly kind: 'register' | 'guest';
  /** Register id, or the guest's name. */
  readonly name: string;
  /** SHA-256 of the certificate (DER), lower-case hexadecimal; null when no certificate has been seen yet. */
  readonly fingerprint: string | null;
}

/** Undefined for a certificate that is not made out to a register or guest of this shop. The signature is TLS's. */
export function readCaller(certificate: PeerCertificate, storeId: string): Caller | undefined {
  // Without a certificate Node gives an empty object; with several common names, an array.
  const commonName: unknown = certificate.subject?.CN;
  const holder = holderOf(commonName);
  if (!holder || holder.storeId !== storeId) return undefined;
  if (certificate.subjectaltname !== `DNS:${serverName(holder)}`) return undefined;
  return { kind: holder.is, name: holder.id, fingerprint: fingerprintOf(certificate) };
}

function fingerprintOf(certificate: PeerCertificate): string {
  return certificate.fingerprint256.replaceAll(':', '').toLowerCase();
}
