import type { Words } from './http/contract.ts';

/** Letters that no English word has, but for a borrowed one. */
const czech = /[ěščřžýáíéúůďťňĚŠČŘŽÝÁÍÉÚŮĎŤŇ]/u;

/**
 * What is wrong with a text in two languages, for a test to find empty. Names of people, items and devices stand
 * in the English text as they are: between quotation marks, or given in `names`.
 */
export function faultsOf({ cs, en }: Words, names: readonly string[] = []): string[] {
  // The kiosk writes these so in both languages.
  const unquoted = en.replace(/“[^”]*”/gu, '“#”').replace(/Kč|IČO|EIČ/gu, '');
  const bare = names.reduce((text, name) => text.replaceAll(name, '#'), unquoted);
  return [
    ...(cs.trim() === '' ? ['no Czech'] : []),
    ...(en.trim() === '' ? ['no English'] : []),
    ...(cs === en ? ['the same twice'] : []),
    ...(czech.test(bare) ? ['Czech letters in English'] : []),
    ...(/„|“(?=[^”]*$)/u.test(en) ? ['Czech quotation marks in English'] : []),
    ...(/undefined|\[object|NaN/.test(`${cs} ${en}`) ? ['a value that is no text'] : []),
  ].map((fault) => `${fault}: ${cs} / ${en}`);
}
