import type { Warning } from '../outcome.ts';
import { allOf, attributeOf, elementsIn, isNamed, type XmlElement } from '../xml/element.ts';
import { warningText } from './codes.ts';

/** `Odpoved` of interface 4.1, as it is written; nothing is judged yet. */
export interface Odpoved {
  /** `Hlavicka/@uuid_zpravy`. */
  readonly uuid: string | undefined;
  /** `Hlavicka/@dat_prij`. */
  readonly acceptedAt: string | null;
  /** `Potvrzeni/@pok` of each; the schema allows one. */
  readonly poks: readonly string[];
  /** `Chyba` of each; the schema allows one, and none beside a Potvrzeni. `code` is null when it is no number. */
  readonly faults: readonly { readonly code: number | null; readonly text: string }[];
  readonly test: boolean;
  readonly warnings: readonly Warning[];
}

const EET = 'http://fs.gov.cz/eet/schema/v4';
const WARNINGS_MAX = 10;
const WORDS_MAX = 300;
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/;
/** Wider than the schema's, for one that is not of it is kept all the same. */
const POK = /^[0-9A-Za-z-]{1,64}$/;

/** All elements of that name in a document, wherever they stand. */
export function odpovediIn(root: XmlElement): XmlElement[] {
  return [...allOf(root)].filter((one) => isNamed(one, EET, 'Odpoved'));
}

export function readOdpoved(element: XmlElement): Odpoved {
  const parts = (name: string) => elementsIn(element).filter((one) => isNamed(one, EET, name));
  const [head] = parts('Hlavicka');
  const [confirmations, faults] = [parts('Potvrzeni'), parts('Chyba')];
  const acceptedAt = head && attributeOf(head, '', 'dat_prij');
  return {
    uuid: head && attributeOf(head, '', 'uuid_zpravy'),
    acceptedAt: acceptedAt !== undefined && DATE_TIME.test(acceptedAt) ? acceptedAt : null,
    poks: confirmations.map((one) => attributeOf(one, '', 'pok') ?? '').filter((pok) => POK.test(pok)),
    faults: faults.map((one) => ({ code: codeIn(one, 'kod'), text: words(one) })),
    test: [...confirmations, ...faults].some(isTest),
    warnings: parts('Varovani').slice(0, WARNINGS_MAX).map(warningIn),
  };
}

/** Whatever is not plainly no, counts as a test: of a doubtful one nobody may think that it counts. */
function isTest(element: XmlElement): boolean {
  const value = attributeOf(element, '', 'test');
  return value !== undefined && !/^\s*(false|0)\s*$/.test(value);
}

function warningIn(element: XmlElement): Warning {
  const code = codeIn(element, 'kod_varov') ?? 0;
  return { code, text: words(element) || warningText(code) };
}

/** KodChybaType and KodVarovType: whole numbers of at most three digits. */
function codeIn(element: XmlElement, attribute: string): number | null {
  const value = attributeOf(element, '', attribute)?.trim() ?? '';
  return /^[+-]?\d{1,3}$/.test(value) ? Number(value) : null;
}

/** What an element says, on one line and of bounded length. */
export function words(element: XmlElement): string {
  return element.children
    .filter((child) => typeof child === 'string')
    .join(' ')
    .replace(/[\s\p{C}]+/gu, ' ')
    .trim()
    .slice(0, WORDS_MAX);
}
