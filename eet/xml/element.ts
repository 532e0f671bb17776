/** One element of a document that was read. Comments are gone, CDATA is text like any other. */
export interface XmlElement {
  readonly prefix: string;
  readonly local: string;
  /** The namespace; empty for none. */
  readonly uri: string;
  /** Without the declarations of namespaces. */
  readonly attributes: readonly XmlAttribute[];
  /** Namespaces declared on this very element, by prefix; the default one by the empty string. */
  readonly namespaces: ReadonlyMap<string, string>;
  readonly parent: XmlElement | null;
  /** Text that stands together is one string. */
  readonly children: readonly (XmlElement | string)[];
}

export interface XmlAttribute {
  readonly prefix: string;
  readonly local: string;
  readonly uri: string;
  readonly value: string;
}

export function isNamed(element: XmlElement, uri: string, local: string): boolean {
  return element.uri === uri && element.local === local;
}

export function elementsIn(parent: XmlElement): XmlElement[] {
  return parent.children.filter((child) => typeof child !== 'string');
}

/** The value of an attribute; undefined when the element does not bear it. */
export function attributeOf(element: XmlElement, uri: string, local: string): string | undefined {
  return element.attributes.find((one) => one.uri === uri && one.local === local)?.value;
}

/** The text of an element; undefined when elements stand in it. */
export function textOf(element: XmlElement): string | undefined {
  return elementsIn(element).length === 0 ? element.children.join('') : undefined;
}

/** Whether there is nothing but elements and white space between them. */
export function hasElementsOnly(element: XmlElement): boolean {
  return element.children.every((child) => typeof child !== 'string' || /^[\t\n\r ]*$/.test(child));
}

/** The element and all below it, in the document's order. */
export function* allOf(element: XmlElement): Generator<XmlElement> {
  yield element;
  for (const child of elementsIn(element)) yield* allOf(child);
}
