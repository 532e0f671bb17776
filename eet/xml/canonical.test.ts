import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { samples } from '../samples.fixture.ts';
import { canonical } from './canonical.ts';
import { allOf, attributeOf, type XmlElement } from './element.ts';
import { readXml } from './read.ts';

function rootOf(text: string | Buffer): XmlElement {
  const document = readXml(Buffer.from(text));
  if (!document.ok) throw new Error(document.reason);
  return document.root;
}
function named(root: XmlElement, local: string): XmlElement {
  const found = [...allOf(root)].find((one) => one.local === local);
  if (!found) throw new Error(`no ${local}`);
  return found;
}
const xmllint = (text: string) =>
  execFileSync('xmllint', ['--exc-c14n', '-'], { input: text, stdio: ['pipe', 'pipe', 'pipe'] }).toString();

describe('the canonical form', () => {
  test.each([
    ['without what no name uses', '<a xmlns:x="urn:x"><b/></a>', '<a><b></b></a>'],
    [
      'with a namespace where it is first used',
      '<a xmlns:x="urn:x"><x:b><x:c/></x:b><x:d/></a>',
      '<a><x:b xmlns:x="urn:x"><x:c></x:c></x:b><x:d xmlns:x="urn:x"></x:d></a>',
    ],
    [
      'with the default one taken back',
      '<a xmlns="urn:a"><b xmlns=""><c xmlns=""/></b></a>',
      '<a xmlns="urn:a"><b xmlns=""><c></c></b></a>',
    ],
    [
      'with attributes by namespace, then by name',
      '<a xmlns:y="urn:1" xmlns:x="urn:2" x:a="1" y:b="2" z="3" b="4"/>',
      '<a xmlns:x="urn:2" xmlns:y="urn:1" b="4" z="3" y:b="2" x:a="1"></a>',
    ],
    [
      'with values and text escaped each in its way',
      '<a b="&#9;&#10;&#13;&lt;&gt;&amp;&quot;\'">&#9;&#13;&lt;&gt;&amp;"</a>',
      '<a b="&#x9;&#xA;&#xD;&lt;>&amp;&quot;\'">\t&#xD;&lt;&gt;&amp;"</a>',
    ],
    ['with line ends of XML', '<a b="x\r\ny">1\r\n2\r3</a>', '<a b="x y">1\n2\n3</a>'],
    [
      'without xml declared, with its attributes',
      '<a xml:lang="cs"><b xml:space="preserve"/></a>',
      '<a xml:lang="cs"><b xml:space="preserve"></b></a>',
    ],
    [
      'with names in the order of code points',
      '<a \u{10300}="1" \uF900="2"/>',
      '<a \uF900="2" \u{10300}="1"></a>',
    ],
  ])('stands %s', (_, text, expected) => {
    expect(canonical(rootOf(text))).toBe(expected);
    expect(xmllint(text)).toBe(expected);
  });

  test('of a part has what the part needs from above it, and nothing else', () => {
    const root = rootOf(
      '<a xmlns="urn:a" xmlns:x="urn:x" xmlns:y="urn:y" x:l="1"><x:b><c y:d="1"/></x:b></a>',
    );
    expect(canonical(named(root, 'b'))).toBe(
      '<x:b xmlns:x="urn:x"><c xmlns="urn:a" xmlns:y="urn:y" y:d="1"></c></x:b>',
    );
  });

  test('has the prefixes of a list wherever they are in scope', () => {
    const root = rootOf(
      '<a xmlns="urn:a" xmlns:x="urn:x" xmlns:y="urn:y"><y:b><c xmlns:x="urn:2"/></y:b></a>',
    );
    expect(canonical(named(root, 'b'), ['x', '#default', 'nobody', 'xml'])).toBe(
      '<y:b xmlns="urn:a" xmlns:x="urn:x" xmlns:y="urn:y"><c xmlns:x="urn:2"></c></y:b>',
    );
  });

  // libxml2 leaves the ampersand bare, and what it writes is then no XML.
  test('has namespaces escaped as values are', () => {
    expect(canonical(rootOf('<a xmlns="urn:a?b&amp;c"/>'))).toBe('<a xmlns="urn:a?b&amp;c"></a>');
  });

  test('is byte for byte that of another hand', () => {
    fc.assert(
      fc.property(document(), ({ plain, commented }) => {
        const expected = xmllint(plain);
        expect(canonical(rootOf(plain))).toBe(expected);
        expect(canonical(rootOf(commented))).toBe(expected);
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  const official = samples();
  if (official) {
    test.each(['CZ00000019.eet.v4.req', 'playground-accepted.2026-07-21'])(
      'is the official one of %s',
      (name) => {
        const folder = name.endsWith('req') ? 'requests' : 'responses';
        const root = rootOf(official.read(`${folder}/${name}.xml`));
        for (const [element, method, file] of [
          ['Body', 'Transform', 'body'],
          ['SignedInfo', 'CanonicalizationMethod', 'signedinfo'],
        ] as const) {
          const list = [...allOf(named(root, method))][1];
          const prefixes = (list && attributeOf(list, '', 'PrefixList'))?.split(' ');
          expect(canonical(named(root, element), prefixes)).toBe(
            official.read(`c14n/${name}.${file}.c14n`).toString(),
          );
        }
      },
    );
  }
});

/** Prefixes are few and namespaces fewer, so that they are declared again, hidden and taken back all the time. */
function document(): fc.Arbitrary<{ plain: string; commented: string }> {
  const prefix = fc.constantFrom('', 'p', 'q', 'é');
  const uri = fc.constantFrom('urn:one', 'urn:two', 'http://three/');
  const local = fc.constantFrom('a', 'b', 'B', 'č', '_x-1');
  const characters = fc.constantFrom(
    'x',
    ' ',
    '\n',
    '\t',
    '\r\n',
    '&amp;',
    '&lt;',
    '&gt;',
    '&quot;',
    "'",
    '&#13;',
    '&#10;',
    '&#x9;',
    'ž',
    '\u{1F37A}',
  );
  const text = fc.array(characters, { maxLength: 5 }).map((all) => all.join(''));
  const attribute = fc.record({ prefix, local, value: text });
  const declared = fc.record({ prefix, uri: fc.option(uri, { nil: '' }) });
  const { element } = fc.letrec<{ element: Shape; child: Shape | string }>((tie) => ({
    element: fc.record({
      prefix,
      local,
      declared: fc.uniqueArray(declared, { selector: (one) => one.prefix, maxLength: 3 }),
      attributes: fc.array(attribute, { maxLength: 4 }),
      children: fc.array(tie('child'), { maxLength: 4 }),
    }),
    child: fc.oneof({ depthSize: 'small', withCrossShrink: true }, text, tie('element')),
  }));
  return element.map((shape) => ({
    plain: written(shape, new Map(), ''),
    commented: written(shape, new Map(), '<!-- c -->'),
  }));
}

interface Shape {
  readonly prefix: string;
  readonly local: string;
  readonly declared: readonly { readonly prefix: string; readonly uri: string }[];
  readonly attributes: readonly { readonly prefix: string; readonly local: string; readonly value: string }[];
  readonly children: readonly (Shape | string)[];
}

/** A document that keeps to XML's rules: a prefix is declared where nothing above has done so, no attribute is twice. */
function written(shape: Shape, above: ReadonlyMap<string, string>, comment: string): string {
  const scope = new Map(above);
  const fresh = new Map<string, string>();
  for (const { prefix, uri } of shape.declared) if (prefix === '' || uri !== '') fresh.set(prefix, uri);
  for (const [prefix, uri] of fresh) scope.set(prefix, uri);
  for (const { prefix } of [shape, ...shape.attributes]) {
    if (prefix === '' || scope.has(prefix)) continue;
    fresh.set(prefix, 'urn:one');
    scope.set(prefix, 'urn:one');
  }
  const seen = new Set<string>();
  const attributes = shape.attributes.flatMap(({ prefix, local, value }) => {
    const name = `${prefix === '' ? '' : scope.get(prefix)} ${local}`;
    if (seen.has(name)) return [];
    seen.add(name);
    return ` ${prefix === '' ? local : `${prefix}:${local}`}="${value}"`;
  });
  const declarations = [...fresh].map(
    ([prefix, uri]) => ` xmlns${prefix === '' ? '' : `:${prefix}`}="${uri}"`,
  );
  const name = shape.prefix === '' ? shape.local : `${shape.prefix}:${shape.local}`;
  const inside = shape.children.map((child) =>
    typeof child === 'string' ? child + comment : written(child, scope, comment),
  );
  return `<${name}${attributes.join('')}${declarations.join('')}>${inside.join('')}</${name}>`;
}
