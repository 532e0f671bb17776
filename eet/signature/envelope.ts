import { allOf, elementsIn, isNamed, type XmlElement } from '../xml/element.ts';
import { SOAP } from './names.ts';

/**
 * The one Body of a SOAP 1.1 message, a child of the Envelope that is the document; undefined when it is none, or when
 * another Body stands anywhere in it: then two readers could each read their own.
 */
export function bodyOf(root: XmlElement): XmlElement | undefined {
  if (!isNamed(root, SOAP, 'Envelope')) return undefined;
  const bodies = [...allOf(root)].filter((one) => isNamed(one, SOAP, 'Body'));
  return bodies.length === 1 && bodies[0]?.parent === root ? bodies[0] : undefined;
}

/** The one Header of it, in the same sense. */
export function headerOf(root: XmlElement): XmlElement | undefined {
  const headers = elementsIn(root).filter((one) => isNamed(one, SOAP, 'Header'));
  return headers.length === 1 ? headers[0] : undefined;
}
