import { createHash, generateKeyPairSync, type KeyObject, sign, X509Certificate } from 'node:crypto';
import forge from 'node-forge';
import { BASE64, DS, EXC_C14N, RSA_SHA256, SHA256, SOAP, WSSE, WSU, X509_V3 } from '../signature/names.ts';
import type { Trust } from '../trust/trust.ts';

/*
 * Answers signed by an authority of our own. What is signed is written in its canonical form by hand, so that nothing
 * of what is tested has a part in it.
 */

export const EET = 'http://fs.gov.cz/eet/schema/v4';
export const ORGANISATION = 'NTRCZ-72080043';
export const NOW_MS = Date.parse('2026-12-01T12:00:00Z');
export const UUID = '03965780-6457-4842-bd80-5f9195c0b8c8';
export const POK = '91616ac4-83ae-4cca-89c8-986a62bc0c44-08';
export const PLAYGROUND_POK = '91616ac4-83ae-4cca-89c8-986a62bc0c44-ff';

export interface Signer {
  readonly key: KeyObject;
  readonly certificate: X509Certificate;
}

export interface Issue {
  readonly name: string;
  readonly organisation?: string;
  readonly from?: string;
  readonly until?: string;
  readonly authority?: boolean;
  readonly pathLength?: number;
  /** Of the KeyUsage extension; none when not given. */
  readonly keyUsage?: Readonly<Record<string, boolean>>;
  readonly critical?: string;
  readonly sha1?: boolean;
}

const keys: KeyObject[] = [];
/** Keys take long to make: the few that are needed are used again. */
const keyOf = (index: number): KeyObject => {
  keys[index] ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  return keys[index];
};

/** A certificate by `issuer`; by itself when it is null. */
export function issue(issuer: Signer | null, what: Issue, keyIndex = 2): Signer {
  const key = keyOf(keyIndex);
  const cert = forge.pki.createCertificate();
  const own = forge.pki.privateKeyFromPem(key.export({ type: 'pkcs8', format: 'pem' }).toString());
  cert.publicKey = forge.pki.setRsaPublicKey(own.n, own.e);
  cert.serialNumber = '01';
  cert.validity.notBefore = new Date(what.from ?? '2026-06-01T00:00:00Z');
  cert.validity.notAfter = new Date(what.until ?? '2027-06-01T00:00:00Z');
  const name: forge.pki.CertificateField[] = [{ name: 'commonName', value: what.name }];
  if (what.organisation !== undefined) name.push({ type: '2.5.4.97', value: what.organisation });
  cert.setSubject(name);
  const issuing = issuer && forge.pki.certificateFromPem(issuer.certificate.toString());
  cert.setIssuer(issuing ? issuing.subject.attributes : name);
  const { pathLength } = what;
  cert.setExtensions([
    ...(what.authority
      ? [
          {
            name: 'basicConstraints',
            critical: true,
            cA: true,
            ...(pathLength === undefined ? {} : { pathLenConstraint: pathLength }),
          },
        ]
      : []),
    ...(what.keyUsage ? [{ name: 'keyUsage', critical: true, ...what.keyUsage }] : []),
    ...(what.critical ? [{ id: what.critical, critical: true, value: '\x05\x00' }] : []),
  ]);
  const signing = issuer?.key ?? key;
  cert.sign(
    forge.pki.privateKeyFromPem(signing.export({ type: 'pkcs8', format: 'pem' }).toString()),
    what.sha1 ? forge.md.sha1.create() : forge.md.sha256.create(),
  );
  return { key, certificate: new X509Certificate(forge.pki.certificateToPem(cert)) };
}

export const SIGNER: Issue = {
  name: 'Answers',
  organisation: ORGANISATION,
  keyUsage: { digitalSignature: true },
};

export interface Authority {
  readonly trust: Trust;
  readonly root: Signer;
  readonly issuing: Signer;
  /** Who signs the answers. */
  readonly signer: Signer;
}

/** Root, issuing authority and signer, as the authority's are. */
export function authority(): Authority {
  const long = { from: '2022-01-01T00:00:00Z', until: '2040-01-01T00:00:00Z', authority: true };
  const keyUsage = { keyCertSign: true };
  const root = issue(null, { name: 'Root', ...long, keyUsage }, 0);
  const issuing = issue(root, { name: 'Issuing', ...long, pathLength: 0, keyUsage }, 1);
  return {
    root,
    issuing,
    signer: issue(issuing, SIGNER),
    trust: { chains: [[issuing.certificate, root.certificate]], organisation: ORGANISATION },
  };
}

export interface Form {
  readonly method?: string;
  readonly digest?: string;
  readonly form?: string;
  readonly uri?: string;
  readonly bodyId?: string;
  /** Prefixes for InclusiveNamespaces of the Body's transform. */
  readonly prefixes?: string;
  /** What stands in SignedInfo after the Reference, canonical. */
  readonly more?: string;
  readonly hash?: 'sha1' | 'sha256';
  readonly transforms?: string;
  /** Makes the value instead of RSA with SHA-256. */
  readonly prove?: (signedInfo: string) => Buffer;
}

/** Parts of a signed answer, to be put together rightly or otherwise. */
export interface Parts {
  readonly body: string;
  readonly token: string;
  readonly signature: string;
}

export function parts(inside: string, { key, certificate }: Signer, form: Form = {}): Parts {
  const id = form.bodyId ?? 'Body-1';
  const body = `<s:Body xmlns:s="${SOAP}" xmlns:wsu="${WSU}" wsu:Id="${id}">${inside}</s:Body>`;
  const digest = createHash(form.hash ?? 'sha256')
    .update(body)
    .digest('base64');
  const inclusive =
    form.prefixes === undefined
      ? ''
      : `<ec:InclusiveNamespaces xmlns:ec="${EXC_C14N}" PrefixList="${form.prefixes}"></ec:InclusiveNamespaces>`;
  const transforms =
    form.transforms ?? `<ds:Transform Algorithm="${form.form ?? EXC_C14N}">${inclusive}</ds:Transform>`;
  const info =
    `<ds:SignedInfo xmlns:ds="${DS}"><ds:CanonicalizationMethod Algorithm="${EXC_C14N}"></ds:CanonicalizationMethod>` +
    `<ds:SignatureMethod Algorithm="${form.method ?? RSA_SHA256}"></ds:SignatureMethod>` +
    `<ds:Reference URI="${form.uri ?? `#${id}`}"><ds:Transforms>${transforms}</ds:Transforms>` +
    `<ds:DigestMethod Algorithm="${form.digest ?? SHA256}"></ds:DigestMethod>` +
    `<ds:DigestValue>${digest}</ds:DigestValue></ds:Reference>${form.more ?? ''}</ds:SignedInfo>`;
  const value = form.prove?.(info) ?? sign('RSA-SHA256', Buffer.from(info), key);
  return {
    body,
    token:
      `<wsse:BinarySecurityToken EncodingType="${BASE64}" ValueType="${X509_V3}" wsu:Id="Token-1">` +
      `${certificate.raw.toString('base64')}</wsse:BinarySecurityToken>`,
    signature:
      `<ds:Signature xmlns:ds="${DS}">${info}<ds:SignatureValue>${value.toString('base64')}</ds:SignatureValue>` +
      `<ds:KeyInfo><wsse:SecurityTokenReference><wsse:Reference URI="#Token-1" ValueType="${X509_V3}"/>` +
      '</wsse:SecurityTokenReference></ds:KeyInfo></ds:Signature>',
  };
}

/** `header` stands in the Header beside Security, `after` in the Envelope after the Body. */
export function envelope(
  { body, token, signature }: Parts,
  { header = '', after = '' }: { readonly header?: string; readonly after?: string } = {},
): string {
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<s:Envelope xmlns:s="${SOAP}"><s:Header>` +
    `<wsse:Security xmlns:wsse="${WSSE}" xmlns:wsu="${WSU}">${token}${signature}</wsse:Security>${header}</s:Header>` +
    `${body}${after}</s:Envelope>`
  );
}

/** Odpoved in canonical form. */
export function odpoved(inside: string, uuid: string | null = UUID): string {
  const head = uuid === null ? '' : ` uuid_zpravy="${uuid}"`;
  return (
    `<e:Odpoved xmlns:e="${EET}"><e:Hlavicka dat_prij="2026-12-01T12:00:00+01:00"${head}></e:Hlavicka>` +
    `${inside}</e:Odpoved>`
  );
}

export const confirmation = (pok = POK, test?: string) =>
  `<e:Potvrzeni pok="${pok}"${test === undefined ? '' : ` test="${test}"`}></e:Potvrzeni>`;

/** An answer without a signature, as refusals are. */
export function unsigned(inside: string, header = ''): string {
  return `<s:Envelope xmlns:s="${SOAP}">${header}<s:Body>${inside}</s:Body></s:Envelope>`;
}
