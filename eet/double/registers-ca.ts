import { createPublicKey, type X509Certificate } from 'node:crypto';
import type { Environment } from '../sale.ts';
import type { Time } from '../time.ts';
import { particularsOf } from '../trust/particulars.ts';
import { certified, type Name, OID } from './certificate.ts';
import type { IssuedP12, Issuing } from './door.ts';
import { oldP12 } from './p12.ts';
import { type Bytes, newRsaKey, type Papers } from './papers.ts';

export interface Issued extends IssuedP12 {
  readonly certificate: X509Certificate;
}

/** CA EET, which issues the registers' certificates. */
export interface RegistersCa {
  issue(eic: string, how?: Issuing): Promise<Issued>;
  /** The EIC of a certificate of its own that is valid now and of this environment; else why it is none. */
  holderOf(certificate: X509Certificate): { readonly eic: string } | { readonly distrust: string };
  /** One that it has issued, by SHA-256 of its DER in base64url. */
  find(thumbprint: string): X509Certificate | undefined;
}

/** Certificate policies, as the authority's papers have them; the last two numbers are the kind's own. */
const POLICY: Readonly<Record<Environment, string>> = {
  production: '1.2.203.19122063.10.1.102.0.1',
  playground: '1.2.203.19122063.10.4.102.0.1',
};
const DAYS = 366;
const DAY_MS = 86_400_000;
const REMEMBERED = 10_000;
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';
const PASSWORD_CHARS = 8;

export function createRegistersCa(
  { registersCa, registersRoot }: Pick<Papers, 'registersCa' | 'registersRoot'>,
  own: Environment,
  time: Pick<Time, 'wall_ms'>,
  bytes: Bytes,
): RegistersCa {
  const issued = new Map<string, X509Certificate>();
  const issuerKey = createPublicKey(registersCa.key);

  return {
    async issue(eic, { notBefore_ms = time.wall_ms(), days = DAYS, environment = own, key } = {}) {
      const holder = certified(
        key ?? (await newRsaKey()),
        {
          name: nameOf(eic),
          serial: bytes(16),
          from: new Date(notBefore_ms),
          until: new Date(notBefore_ms + days * DAY_MS),
          policies: [POLICY[environment]],
        },
        registersCa,
      );
      const { certificate } = holder;
      issued.set(thumbprintOf(certificate), certificate);
      const [oldest] = issued.keys();
      if (issued.size > REMEMBERED && oldest !== undefined) issued.delete(oldest);
      const password = Array.from(bytes(PASSWORD_CHARS), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
      const chain = [certificate, registersCa.certificate, registersRoot.certificate];
      return { p12: oldP12(holder.key, chain, password, bytes), password, certificate };
    },
    holderOf(certificate) {
      if (!certificate.checkIssued(registersCa.certificate) || !certificate.verify(issuerKey))
        return { distrust: 'a certificate of another authority' };
      const now = time.wall_ms();
      if (now < certificate.validFromDate.getTime() || now > certificate.validToDate.getTime())
        return { distrust: 'a certificate that is not valid now' };
      if (particularsOf(certificate)?.policies.includes(POLICY[own]) !== true)
        return { distrust: 'a certificate of the other environment' };
      const eic = /(?:^|\n)CN=(.*)/.exec(certificate.subject)?.[1];
      return eic === undefined ? { distrust: 'a certificate of nobody' } : { eic };
    },
    find: (thumbprint) => issued.get(thumbprint),
  };
}

/** `x5t#S256` of RFC 7515, 4.1.8. */
const thumbprintOf = ({ fingerprint256 }: X509Certificate): string =>
  Buffer.from(fingerprint256.replaceAll(':', ''), 'hex').toString('base64url');

const nameOf = (eic: string): Name => [
  [OID.commonName, eic],
  [OID.country, 'CZ'],
];
