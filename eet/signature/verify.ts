import { createHash, verify, type X509Certificate } from 'node:crypto';
import { canonical } from '../xml/canonical.ts';
import {
  allOf,
  attributeOf,
  elementsIn,
  hasElementsOnly,
  isNamed,
  textOf,
  type XmlElement,
} from '../xml/element.ts';
import { fromBase64 } from './base64.ts';
import { Broken, must } from './broken.ts';
import { bodyOf, headerOf } from './envelope.ts';
import { DS, EXC_C14N, RSA_SHA256, SHA256, WSSE, WSU } from './names.ts';
import { certificateOf, refersTo } from './token.ts';

/**
 * What the signature of a SOAP message came to. `intact`: the owner of the certificate's key has signed exactly `body`,
 * and that alone; whether the certificate is to be believed is another question. `none`: nobody has signed anything.
 * `broken`: there is a signature, or a part of one, that does not hold or is not of the one allowed form.
 */
export type BodySignature =
  | { readonly state: 'intact'; readonly body: XmlElement; readonly certificate: X509Certificate }
  | { readonly state: 'none' }
  | { readonly state: 'broken'; readonly reason: string };

const DIGEST_BYTES = 32;
const SIGNATURE_BYTES = 1_024;
const PREFIXES = 32;

/**
 * Verifies a signature over soap:Body after WS-Security 1.0, X.509 token profile. One form alone is allowed, and all
 * else is refused before anything is reckoned: Envelope/Header/Security holds one BinarySecurityToken and one
 * Signature, the only ones in the document; one Reference to the wsu:Id of the document's one Body; ids said once;
 * exclusive canonical form, RSA with SHA-256, SHA-256. Never throws for what the document says.
 */
export function verifyBody(root: XmlElement): BodySignature {
  const all = [...allOf(root)];
  const signatures = all.filter((one) => isNamed(one, DS, 'Signature'));
  const tokens = all.filter((one) => isNamed(one, WSSE, 'BinarySecurityToken'));
  if (signatures.length === 0 && tokens.length === 0) return { state: 'none' };
  try {
    const body = must(bodyOf(root), 'not one soap:Body where it belongs');
    must(areIdsUnique(all), 'an id is said twice');
    must(signatures.length === 1 && tokens.length === 1, 'not one signature and one certificate');
    const [signature, token] = [signatures[0] as XmlElement, tokens[0] as XmlElement];
    const security = must(securityOf(root), 'not one wsse:Security in the header');
    must(signature.parent === security && token.parent === security, 'the signature is not in the header');
    return { state: 'intact', body, certificate: judge(signature, token, body) };
  } catch (error) {
    if (error instanceof Broken) return { state: 'broken', reason: error.message };
    throw error;
  }
}

function judge(signature: XmlElement, token: XmlElement, body: XmlElement): X509Certificate {
  const [info, value, keyInfo] = partsOf(signature, 'SignedInfo', 'SignatureValue', 'KeyInfo');
  const [method, algorithm, reference] = partsOf(
    info,
    'CanonicalizationMethod',
    'SignatureMethod',
    'Reference',
  );
  const [transforms, digestMethod, digestValue] = partsOf(
    reference,
    'Transforms',
    'DigestMethod',
    'DigestValue',
  );
  const [transform] = partsOf(transforms, 'Transform');
  const id = must(attributeOf(body, WSU, 'Id') || undefined, 'the body has no id');
  must(attributeOf(reference, '', 'URI') === `#${id}`, 'something else than the body is signed');
  must(isPlain(algorithm, RSA_SHA256), 'not signed by RSA with SHA-256');
  must(isPlain(digestMethod, SHA256), 'the digest is not SHA-256');
  must(refersTo(keyInfo, token), 'the key is not said to be that of the certificate');
  const certificate = certificateOf(token);

  const digest = must(fromBase64(textOf(digestValue), DIGEST_BYTES), 'the digest cannot be read');
  const covered = Buffer.from(canonical(body, prefixesOf(transform)));
  must(createHash('sha256').update(covered).digest().equals(digest), 'the body is not what was signed');
  const signed = Buffer.from(canonical(info, prefixesOf(method)));
  const proof = must(fromBase64(textOf(value), SIGNATURE_BYTES), 'the signature cannot be read');
  must(isBy(certificate, signed, proof), 'the signature is not by the key of the certificate');
  return certificate;
}

function isBy(certificate: X509Certificate, signed: Buffer, proof: Buffer): boolean {
  try {
    return verify('RSA-SHA256', signed, certificate.publicKey, proof);
  } catch {
    return false; // A key that OpenSSL will not reckon with.
  }
}

/** The children of an element of the signature: exactly these, in this order. */
function partsOf<const N extends readonly string[]>(
  element: XmlElement,
  ...names: N
): { [K in keyof N]: XmlElement } {
  const children = elementsIn(element);
  const asExpected =
    hasElementsOnly(element) &&
    children.length === names.length &&
    children.every((child, i) => isNamed(child, DS, names[i] as string));
  must(asExpected, `${element.local} does not consist of ${names.join(', ')}`);
  return children as { [K in keyof N]: XmlElement };
}

function isPlain(element: XmlElement, algorithm: string): boolean {
  return attributeOf(element, '', 'Algorithm') === algorithm && textOf(element)?.trim() === '';
}

/** The prefixes of InclusiveNamespaces of a transform that is exclusive canonicalization and nothing else. */
function prefixesOf(method: XmlElement): string[] {
  must(attributeOf(method, '', 'Algorithm') === EXC_C14N, 'another canonical form than the exclusive one');
  const [inclusive, ...more] = elementsIn(method);
  must(hasElementsOnly(method) && more.length === 0, 'a transform with more in it');
  if (inclusive === undefined) return [];
  const list = attributeOf(inclusive, '', 'PrefixList');
  must(
    isNamed(inclusive, EXC_C14N, 'InclusiveNamespaces') && elementsIn(inclusive).length === 0,
    'a transform with more in it',
  );
  const prefixes = (list ?? '').split(/[\t\n\r ]+/).filter((prefix) => prefix !== '');
  must(prefixes.length <= PREFIXES, 'too many prefixes');
  return prefixes;
}

function securityOf(root: XmlElement): XmlElement | undefined {
  const header = headerOf(root);
  const found = header && elementsIn(header).filter((one) => isNamed(one, WSSE, 'Security'));
  return found?.length === 1 ? found[0] : undefined;
}

/** Whatever some reader might take for an id counts as one. */
function areIdsUnique(all: readonly XmlElement[]): boolean {
  const ids = all.flatMap(({ attributes }) =>
    attributes.filter(({ local }) => /^id$/i.test(local)).map(({ value }) => value),
  );
  return new Set(ids).size === ids.length;
}
