import type { XmlAttribute, XmlElement } from './element.ts';

/*
 * Exclusive XML Canonicalization 1.0 without comments (https://www.w3.org/TR/xml-exc-c14n/), of an element with all
 * that is in it.
 */

/** Namespaces that an ancestor in the output has written already, by prefix. */
type Written = ReadonlyMap<string, string>;

/**
 * `inclusive` are the prefixes of `InclusiveNamespaces/@PrefixList`, written wherever they are in scope; `#default`
 * stands for the default namespace.
 */
export function canonical(apex: XmlElement, inclusive: readonly string[] = []): string {
  const always = inclusive.map((prefix) => (prefix === '#default' ? '' : prefix));
  return elementText(apex, new Map(), always);
}

function elementText(element: XmlElement, above: Written, always: readonly string[]): string {
  const written = new Map(above);
  const fresh: [string, string][] = [];
  for (const prefix of new Set([...prefixesUsed(element), ...always])) {
    if (prefix === 'xml') continue; // Bound by itself, never declared.
    const uri = inScope(element, prefix);
    // Nothing in scope is the same as an empty default; of other prefixes there is then nothing to write.
    if (uri === (written.get(prefix) ?? '')) continue;
    written.set(prefix, uri);
    fresh.push([prefix, uri]);
  }
  const name = element.prefix === '' ? element.local : `${element.prefix}:${element.local}`;
  const namespaces = fresh
    .sort(([a], [b]) => byCodePoint(a, b))
    .map(([prefix, uri]) => ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${attributeValue(uri)}"`);
  const attributes = [...element.attributes].sort(byNamespaceThenName).map(attributeText);
  const inside = element.children.map((child) =>
    typeof child === 'string' ? plainText(child) : elementText(child, written, always),
  );
  return `<${name}${namespaces.join('')}${attributes.join('')}>${inside.join('')}</${name}>`;
}

/** Visibly utilized: by the element's own name and by those of its attributes; the default one never by attributes. */
function prefixesUsed(element: XmlElement): string[] {
  return [
    element.prefix,
    ...element.attributes.map(({ prefix }) => prefix).filter((prefix) => prefix !== ''),
  ];
}

function inScope(element: XmlElement, prefix: string): string {
  for (let at: XmlElement | null = element; at !== null; at = at.parent) {
    const uri = at.namespaces.get(prefix);
    if (uri !== undefined) return uri;
  }
  return '';
}

function attributeText({ prefix, local, value }: XmlAttribute): string {
  return ` ${prefix === '' ? local : `${prefix}:${local}`}="${attributeValue(value)}"`;
}

function byNamespaceThenName(a: XmlAttribute, b: XmlAttribute): number {
  return byCodePoint(a.uri, b.uri) || byCodePoint(a.local, b.local);
}

/** The order of UTF-8 is that of code points; that of JavaScript's strings is not, above U+FFFF. */
function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

const TEXT: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' };
const VALUE: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
};

function plainText(text: string): string {
  return text.replace(/[&<>\r]/g, (one) => TEXT[one] as string);
}

function attributeValue(value: string): string {
  return value.replace(/[&<"\t\n\r]/g, (one) => VALUE[one] as string);
}
