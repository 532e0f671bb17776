import { decimal } from '../csv.ts';

/*
 * Pieces of XML 1.0. What it has no place for (controls, halves of surrogates) is left out; POHODA refuses a whole
 * file over one of them.
 */

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function escapeXml(text: string): string {
  return [...text]
    .filter((char) => isXmlChar(char.codePointAt(0) ?? 0))
    .map((char) => ESCAPES[char] ?? char)
    .join('');
}

/** Char of XML 1.0, but for line ends, which have no place in a field. */
const isXmlChar = (code: number): boolean =>
  (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd) || code >= 0x10000;

/** At most so many characters, as the schema allows; none is cut in half. */
export const shortened = (text: string, most: number): string => {
  const chars = [...text];
  let length = 0;
  const end = chars.findIndex((char) => {
    length += char.length;
    return length > most;
  });
  return end < 0 ? text : chars.slice(0, end).join('');
};

export const element = (name: string, ...children: readonly string[]): string =>
  `<${name}>${children.join('')}</${name}>`;

export const textElement = (name: string, text: string, most: number): string =>
  element(name, escapeXml(shortened(text, most)));

export const moneyElement = (name: string, haler: number): string => element(name, decimal(haler, 'money'));
