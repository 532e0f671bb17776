import { SaxesParser } from 'saxes';
import type { XmlAttribute, XmlElement } from './element.ts';

export interface XmlLimits {
  /** The document, in bytes. */
  readonly bytes: number;
  readonly depth: number;
  /** Of one element, declarations of namespaces included. */
  readonly attributes: number;
  /** Elements, runs of text and comments in the whole document. */
  readonly nodes: number;
}

/** An answer has some ten elements in five levels; this leaves room and is still nothing to a register. */
export const XML_LIMITS: XmlLimits = { bytes: 256 * 1024, depth: 32, attributes: 32, nodes: 4_096 };

export type XmlFault = 'too-large' | 'too-complex' | 'encoding' | 'forbidden' | 'malformed';

export type XmlDocument =
  | { readonly ok: true; readonly root: XmlElement }
  | { readonly ok: false; readonly fault: XmlFault; readonly reason: string };

const XMLNS = 'http://www.w3.org/2000/xmlns/';

/** What ends the reading at once; it never leaves this file. */
class Stop extends Error {
  readonly fault: XmlFault;

  constructor(fault: XmlFault, reason: string) {
    super(reason);
    this.fault = fault;
  }
}

type Open = XmlElement & { children: (XmlElement | string)[] };

/**
 * Reads an XML 1.0 document with namespaces in UTF-8. Refused, because a message has no use for it and an attacker has:
 * a document type (and with it every entity but the five of XML), processing instructions, other encodings.
 * Never throws for what the bytes are.
 */
export function readXml(bytes: Uint8Array, limits: XmlLimits = XML_LIMITS): XmlDocument {
  try {
    return { ok: true, root: treeOf(textOf(bytes, limits), limits) };
  } catch (error) {
    if (error instanceof Stop) return { ok: false, fault: error.fault, reason: error.message };
    // Whatever else flies out of here is the parser's word on a document that is not well formed.
    return { ok: false, fault: 'malformed', reason: String((error as Error).message).slice(0, 200) };
  }
}

function textOf(bytes: Uint8Array, limits: XmlLimits): string {
  if (bytes.byteLength > limits.bytes) throw new Stop('too-large', `more than ${limits.bytes} bytes`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Stop('encoding', 'not UTF-8');
  }
}

function treeOf(text: string, limits: XmlLimits): XmlElement {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const path: Open[] = [];
  let root: XmlElement | undefined;
  let nodes = 0;
  let attributes = 0;
  const count = () => {
    nodes += 1;
    if (nodes > limits.nodes) throw new Stop('too-complex', `more than ${limits.nodes} nodes`);
  };
  const append = (written: string) => {
    const inside = path.at(-1)?.children;
    if (inside === undefined || written === '') return;
    const last = inside.at(-1);
    if (typeof last === 'string') inside[inside.length - 1] = last + written;
    else inside.push(written);
  };

  parser.on('xmldecl', ({ version, encoding }) => {
    if (version !== '1.0') throw new Stop('forbidden', 'not XML 1.0');
    if (encoding !== undefined && !/^(utf-8|us-ascii)$/i.test(encoding))
      throw new Stop('encoding', 'declared to be in another encoding than UTF-8');
  });
  parser.on('doctype', () => {
    throw new Stop('forbidden', 'a document type');
  });
  parser.on('processinginstruction', () => {
    throw new Stop('forbidden', 'a processing instruction');
  });
  parser.on('comment', count);
  parser.on('text', (written) => {
    count();
    append(written);
  });
  parser.on('cdata', (written) => {
    count();
    append(written);
  });
  parser.on('opentagstart', () => {
    count();
    attributes = 0;
    if (path.length >= limits.depth) throw new Stop('too-complex', `deeper than ${limits.depth} elements`);
  });
  parser.on('attribute', () => {
    attributes += 1;
    if (attributes > limits.attributes)
      throw new Stop('too-complex', `more than ${limits.attributes} attributes in one element`);
  });
  parser.on('opentag', ({ prefix, local, uri, attributes: written }) => {
    const parent = path.at(-1) ?? null;
    const all = Object.values(written);
    const element: Open = {
      prefix,
      local,
      uri,
      attributes: all.filter((one) => one.uri !== XMLNS).map(plain),
      namespaces: new Map(all.filter((one) => one.uri === XMLNS).map(declarationOf)),
      parent,
      children: [],
    };
    parent?.children.push(element);
    root ??= element;
    path.push(element);
  });
  parser.on('closetag', () => {
    path.pop();
  });
  parser.write(text).close();
  if (root === undefined) throw new Stop('malformed', 'no element');
  return root;
}

/** Without the prefixed name that the parser adds. */
function plain({ prefix, local, uri, value }: XmlAttribute): XmlAttribute {
  return { prefix, local, uri, value };
}

/** `xmlns:a="…"` declares `a`, `xmlns="…"` the default. */
function declarationOf({ prefix, local, value }: XmlAttribute): [string, string] {
  // The parser cuts white space off before it compares; others do not, and so would read another document.
  if (value !== value.trim()) throw new Stop('forbidden', 'white space around the name of a namespace');
  return [prefix === '' ? '' : local, value];
}
