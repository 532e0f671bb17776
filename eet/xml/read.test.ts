import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allOf, attributeOf, textOf } from './element.ts';
import { readXml, type XmlLimits } from './read.ts';

const read = (text: string, limits?: XmlLimits) => readXml(Buffer.from(text), limits);
const faultOf = (text: string | Uint8Array, limits?: XmlLimits) => {
  const document = readXml(typeof text === 'string' ? Buffer.from(text) : text, limits);
  return document.ok ? undefined : document.fault;
};
function rootOf(text: string) {
  const document = read(text);
  if (!document.ok) throw new Error(document.reason);
  return document.root;
}

describe('a document', () => {
  test('is read with its namespaces, and text is whole whatever stands in it', () => {
    const root = rootOf(
      '\uFEFF<?xml version="1.0" encoding="utf-8"?><!-- c --><a xmlns="urn:a" xmlns:b="urn:b" b:x="1" y="&lt;&#65;">' +
        't<!-- no -->e<![CDATA[<x>]]>t<b:c xmlns=""/></a>\n',
    );
    expect([root.uri, root.local, root.prefix]).toEqual(['urn:a', 'a', '']);
    expect(attributeOf(root, 'urn:b', 'x')).toBe('1');
    expect(attributeOf(root, '', 'x')).toBe(undefined);
    expect(attributeOf(root, '', 'y')).toBe('<A');
    expect(root.children[0]).toBe('te<x>t');
    expect([...root.namespaces]).toEqual([
      ['', 'urn:a'],
      ['b', 'urn:b'],
    ]);
    expect([...allOf(root)].map(({ local }) => local)).toEqual(['a', 'c']);
    expect(textOf(root)).toBe(undefined);
  });

  test.each([
    ['a document type', '<!DOCTYPE a><a/>', 'forbidden'],
    ['entities of its own', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'forbidden'],
    [
      'an entity from elsewhere',
      '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
      'forbidden',
    ],
    ['a processing instruction', '<a><?php x?></a>', 'forbidden'],
    ['a style sheet', '<?xml-stylesheet href="x"?><a/>', 'forbidden'],
    ['XML 1.1', '<?xml version="1.1"?><a/>', 'forbidden'],
    ['blanks around a namespace', '<a xmlns=" urn:a"/>', 'forbidden'],
    ['another encoding', '<?xml version="1.0" encoding="iso-8859-2"?><a/>', 'encoding'],
    ['nothing', '', 'malformed'],
    ['text alone', 'Bad gateway', 'malformed'],
    ['an unknown entity', '<a>&nbsp;</a>', 'malformed'],
    ['an element that is not closed', '<a><b></a>', 'malformed'],
    ['two roots', '<a/><a/>', 'malformed'],
    ['an attribute twice', '<a x="1" x="2"/>', 'malformed'],
    ['the same attribute by two prefixes', '<a xmlns:p="u" xmlns:q="u" p:x="1" q:x="2"/>', 'malformed'],
    ['an unknown prefix', '<p:a/>', 'malformed'],
    ['a prefix taken back', '<a xmlns:p="urn:p"><b xmlns:p=""/></a>', 'malformed'],
    ['a character that XML does not know', '<a>&#0;</a>', 'malformed'],
    ['half a character', '<a>&#xD800;</a>', 'malformed'],
    ['text behind the end', '<a/>b', 'malformed'],
  ])('with %s is refused', (_, text, fault) => {
    expect(faultOf(text)).toBe(fault);
  });

  test('that is not UTF-8 is refused', () => {
    expect(faultOf(Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e]))).toBe('encoding');
    expect(faultOf(Buffer.from('\uFEFF<a/>', 'utf16le'))).toBe('encoding');
  });

  test('has limits, each kept to the one', () => {
    const limits = { bytes: 1_000, depth: 4, attributes: 3, nodes: 10 };
    const deep = (n: number) => '<a>'.repeat(n) + '</a>'.repeat(n);
    const wide = (n: number) => `<a>${'<b/>'.repeat(n - 1)}</a>`;
    const bearing = (n: number) => `<a ${Array.from({ length: n }, (_, i) => `x${i}=""`).join(' ')}/>`;
    const long = (n: number) => `<a>${'x'.repeat(n - 7)}</a>`;
    for (const [shape, limit, fault] of [
      [deep, limits.depth, 'too-complex'],
      [wide, limits.nodes, 'too-complex'],
      [bearing, limits.attributes, 'too-complex'],
      [long, limits.bytes, 'too-large'],
    ] as const) {
      expect(faultOf(shape(limit), limits)).toBe(undefined);
      expect(faultOf(shape(limit + 1), limits)).toBe(fault);
    }
    expect(faultOf(`<a>${'<!---->x'.repeat(6)}</a>`, limits)).toBe('too-complex');
  });

  test('never makes the reader throw, whatever it is', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '/',
      'a',
      '="',
      '"',
      '&',
      ';',
      '#x',
      '<!',
      '--',
      '[CDATA[',
      ']]>',
      '<?xml ',
      '?>',
      'xmlns:',
      ':',
      ' ',
      '\r\n',
      '\u{1F600}',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (all) => {
        expect(typeof read(all.join('')).ok).toBe('boolean');
      }),
      { numRuns: 2_000 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => typeof readXml(bytes).ok === 'boolean'),
    );
  });
});
