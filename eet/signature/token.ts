import { X509Certificate } from 'node:crypto';
import { attributeOf, elementsIn, isNamed, textOf, type XmlElement } from '../xml/element.ts';
import { fromBase64 } from './base64.ts';
import { must } from './broken.ts';
import { BASE64, WSSE, WSU, X509_V3 } from './names.ts';

const CERTIFICATE_BYTES = 16 * 1024;
/** What is shorter can be forged, what is longer costs a register too much to check. */
const KEY_BITS = { min: 2_048, max: 8_192 };

/** The certificate of a BinarySecurityToken, its key one that may sign. */
export function certificateOf(token: XmlElement): X509Certificate {
  const encoding = attributeOf(token, '', 'EncodingType');
  must(encoding === undefined || encoding === BASE64, 'the token is not in base64');
  must(attributeOf(token, '', 'ValueType') === X509_V3, 'the token is not an X.509 certificate');
  const der = must(fromBase64(textOf(token), CERTIFICATE_BYTES), 'the token cannot be read');
  const certificate = must(parsed(der), 'the token is not one certificate');
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.publicKey;
  const bits = details?.modulusLength ?? 0;
  must(
    type === 'rsa' && bits >= KEY_BITS.min && bits <= KEY_BITS.max,
    'the key is not RSA of 2048 bits or more',
  );
  return certificate;
}

/** Undefined also when anything stands beside the certificate, or its key is of a kind unknown here. */
function parsed(der: Buffer): X509Certificate | undefined {
  try {
    const certificate = new X509Certificate(der);
    return certificate.raw.equals(der) && certificate.publicKey ? certificate : undefined;
  } catch {
    return undefined;
  }
}

/** KeyInfo says by reference that the key is the token's, and says nothing else. */
export function refersTo(keyInfo: XmlElement, token: XmlElement): boolean {
  const [reference, ...more] = elementsIn(keyInfo);
  if (!reference || more.length > 0 || !isNamed(reference, WSSE, 'SecurityTokenReference')) return false;
  const [to, ...others] = elementsIn(reference);
  if (!to || others.length > 0 || !isNamed(to, WSSE, 'Reference')) return false;
  const id = attributeOf(token, WSU, 'Id');
  return id !== undefined && attributeOf(to, '', 'URI') === `#${id}`;
}
