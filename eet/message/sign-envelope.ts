import { createHash, sign } from 'node:crypto';
import type { Credential } from '../credential/credential.ts';
import { BASE64, DS, EXC_C14N, RSA_SHA256, SHA256, SOAP, WSSE, WSU, X509_V3 } from '../signature/names.ts';

/** Names by which the parts of one message find each other; NCNames, each another one. */
export interface Ids {
  readonly body: string;
  readonly token: string;
  readonly signature: string;
  readonly keyInfo: string;
  readonly reference: string;
}

export interface Content {
  /** In canonical form, all its elements bearing the prefix `prefix`. */
  readonly xml: string;
  /** Between `soapenv` and `wsu` in the alphabet: in that order the namespaces are signed. */
  readonly prefix: string;
  readonly namespace: string;
}

/**
 * A SOAP 1.1 message whose Body, and nothing else, is signed as WS-Security 1.0 with the X.509 token profile has it:
 * exclusive canonical form, SHA-256, RSA. What is signed is written as it is digested, in canonical form, so nothing
 * is parsed and nothing has to be brought into that form. No other header: the authority takes one for an attack.
 */
export function signEnvelope(
  content: Content,
  { key, certificate }: Pick<Credential, 'key' | 'certificate'>,
  ids: Ids,
): string {
  const { prefix, namespace } = content;
  const body =
    `<soapenv:Body xmlns:soapenv="${SOAP}" xmlns:${prefix}="${namespace}" xmlns:wsu="${WSU}" wsu:Id="${ids.body}">` +
    `${content.xml}</soapenv:Body>`;
  const digest = createHash('sha256').update(body).digest('base64');
  const info =
    `<ds:SignedInfo xmlns:ds="${DS}" xmlns:soapenv="${SOAP}" xmlns:${prefix}="${namespace}">` +
    `<ds:CanonicalizationMethod Algorithm="${EXC_C14N}">${inclusive(`soapenv ${prefix}`)}</ds:CanonicalizationMethod>` +
    `<ds:SignatureMethod Algorithm="${RSA_SHA256}"></ds:SignatureMethod>` +
    `<ds:Reference URI="#${ids.body}"><ds:Transforms><ds:Transform Algorithm="${EXC_C14N}">${inclusive(prefix)}` +
    `</ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="${SHA256}"></ds:DigestMethod>` +
    `<ds:DigestValue>${digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>`;
  const value = sign('RSA-SHA256', Buffer.from(info), key).toString('base64');
  return (
    `<soapenv:Envelope xmlns:soapenv="${SOAP}" xmlns:${prefix}="${namespace}"><soapenv:Header>` +
    `<wsse:Security xmlns:wsse="${WSSE}" xmlns:wsu="${WSU}">` +
    `<wsse:BinarySecurityToken EncodingType="${BASE64}" ValueType="${X509_V3}" wsu:Id="${ids.token}">` +
    `${certificate.raw.toString('base64')}</wsse:BinarySecurityToken>` +
    `<ds:Signature xmlns:ds="${DS}" Id="${ids.signature}">${info}<ds:SignatureValue>${value}</ds:SignatureValue>` +
    `<ds:KeyInfo Id="${ids.keyInfo}"><wsse:SecurityTokenReference wsu:Id="${ids.reference}">` +
    `<wsse:Reference URI="#${ids.token}" ValueType="${X509_V3}"/></wsse:SecurityTokenReference></ds:KeyInfo>` +
    `</ds:Signature></wsse:Security></soapenv:Header>${body}</soapenv:Envelope>`
  );
}

/** As the authority's own samples have it: namespaces that are not used where they stand are signed all the same. */
const inclusive = (prefixes: string): string =>
  `<ec:InclusiveNamespaces xmlns:ec="${EXC_C14N}" PrefixList="${prefixes}"></ec:InclusiveNamespaces>`;
