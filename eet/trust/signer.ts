import type { X509Certificate } from 'node:crypto';
import { type Particulars, particularsOf } from './particulars.ts';
import type { Trust } from './trust.ts';

/** Key usage, RFC 5280, 4.2.1.3. */
const SIGNING = 0b1100_0000; // digitalSignature, nonRepudiation

/** Extensions that are heeded here, or that say nothing about who signs: key usage, basic constraints, extended key usage, policies, other names. */
const KNOWN = new Set(['2.5.29.15', '2.5.29.19', '2.5.29.37', '2.5.29.32', '2.5.29.17']);

const SOUND_SIGNATURE = /^sha(256|384|512)WithRSAEncryption$/;

/**
 * Why the owner of this certificate is not to be believed at `now_ms`; undefined when he is. English, for the log.
 * Revocation is not asked for: a register may be able to reach the tax authority alone.
 */
export function distrustOf(signer: X509Certificate, trust: Trust, now_ms: number): string | undefined {
  const particulars = particularsOf(signer);
  if (!particulars) return 'the certificate of the signer cannot be read';
  const issued = trust.chains.filter(([issuer]) => issuer !== undefined && isIssuedBy(signer, issuer));
  if (issued.length === 0) return 'the certificate of the signer is of no known authority';
  const faults = issued.map((chain) => faultOfChain(chain, now_ms));
  if (!faults.includes(undefined)) return faults[0];
  return faultOfSigner(signer, particulars, trust, now_ms);
}

function faultOfSigner(
  signer: X509Certificate,
  { keyUsage, critical, organisation }: Particulars,
  trust: Trust,
  now_ms: number,
): string | undefined {
  if (!isValid(signer, now_ms)) return 'the certificate of the signer is not valid now';
  if (signer.ca) return 'the signer is an authority, not one who signs answers';
  if (keyUsage !== undefined && (keyUsage & SIGNING) === 0) return 'the key of the signer is not for signing';
  if (critical.some((oid) => !KNOWN.has(oid))) return 'the certificate of the signer has limits unknown here';
  if (!SOUND_SIGNATURE.test(signer.signatureAlgorithm ?? ''))
    return 'the certificate of the signer is signed weakly';
  if (organisation !== trust.organisation)
    return `signed by ${printable(organisation)}, expected ${trust.organisation}`;
  return undefined;
}

function faultOfChain(chain: readonly X509Certificate[], now_ms: number): string | undefined {
  for (const [below, authority] of chain.entries()) {
    const particulars = particularsOf(authority);
    const issuer = chain[below + 1] ?? authority; // The root has issued itself.
    if (!particulars || !isIssuedBy(authority, issuer)) return 'the chain of the authority does not hold';
    if (!isValid(authority, now_ms)) return 'a certificate of the authority is not valid now';
    const { pathLength, critical } = particulars;
    // `ca` and `isIssuedBy` have looked at the key usage too.
    const may =
      authority.ca &&
      (pathLength === undefined || below <= pathLength) &&
      critical.every((oid) => KNOWN.has(oid));
    if (!may) return 'a certificate of the chain may not issue others';
  }
  return undefined;
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    return false; // A signature of a kind that OpenSSL will not reckon with.
  }
}

function isValid(certificate: X509Certificate, now_ms: number): boolean {
  return certificate.validFromDate.getTime() <= now_ms && now_ms <= certificate.validToDate.getTime();
}

/** What a stranger's certificate says must not be able to write into a log what it likes. */
function printable(text: string | undefined): string {
  return text === undefined ? 'somebody without an identifier' : text.replace(/[^ -~]/g, '?');
}
