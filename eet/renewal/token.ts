import { sign } from 'node:crypto';
import type { Credential } from '../credential/credential.ts';

/** At most five minutes from `iat` to `exp`. */
const LIFE_S = 300;
/** So much of it lies in the past, for a register whose clock is ahead of the authority's. */
const BEHIND_S = 60;

/**
 * Who asks (ca-renewal-openapi.yml, `bearerJwtRs256`): a JWT in compact form, signed by the key of the certificate that
 * is being renewed, which it names by the SHA-256 of its DER.
 */
export function bearerToken({ key, certificate }: Credential, now_ms: number): string {
  const thumbprint = Buffer.from(certificate.fingerprint256.replaceAll(':', ''), 'hex');
  const iat = Math.floor(now_ms / 1_000) - BEHIND_S;
  const header = { alg: 'RS256', typ: 'JWT', 'x5t#S256': thumbprint.toString('base64url') };
  const signed = [header, { iat, exp: iat + LIFE_S }].map(encoded).join('.');
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`;
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
