import iconv from 'iconv-lite';
import type { CodePage, Profile } from './profiles.ts';

/** A character that the printer has not, and what stands for it on the paper. */
export interface Substitution {
  readonly char: string;
  readonly printed: string;
}

/** Typography that paper does as well without: nothing is lost, so it is not reported. */
const plain: Readonly<Record<string, string>> = {
  '„': '"',
  '“': '"',
  '”': '"',
  '‟': '"',
  '«': '"',
  '»': '"',
  '‚': "'",
  '‘': "'",
  '’': "'",
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '−': '-',
  '…': '...',
  '•': '*',
  '\t': ' ',
  '\u00a0': ' ',
  '\u2007': ' ',
  '\u2009': ' ',
  '\u202f': ' ',
  '\u00ad': '',
  '\u200b': '',
  '\ufeff': '',
};

/** Letters that no decomposition takes apart. */
const spelled: Readonly<Record<string, string>> = {
  '€': 'EUR',
  ß: 'ss',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ø: 'o',
  Ø: 'O',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  '×': 'x',
  '½': '1/2',
  '¼': '1/4',
  '¾': '3/4',
  '™': '(TM)',
  '№': 'No.',
  '°': 'st.',
};

const iconvNames: Record<CodePage['page'], string> = { cp852: 'cp852', cp858: 'cp858', wpc1250: 'win1250' };
const tables = new Map<CodePage['page'], ReadonlyMap<string, number>>();

function tableOf(page: CodePage['page']): ReadonlyMap<string, number> {
  let table = tables.get(page);
  if (!table) {
    const upper = iconv.decode(Buffer.from(Array.from({ length: 128 }, (_, i) => 128 + i)), iconvNames[page]);
    table = new Map(
      [...upper].map((char, i) => [char, 128 + i] as const).filter(([char]) => char !== '\ufffd'),
    );
    tables.set(page, table);
  }
  return table;
}

const isAscii = (char: string) => char >= ' ' && char <= '~';
const holds = (profile: Profile, char: string) =>
  isAscii(char) || profile.codePages.some(({ page }) => isPrintable(char) && tableOf(page).has(char));
// C1 controls sit in some tables at 0x80–0x9f.
const isPrintable = (char: string) => !/\p{Cc}/u.test(char);

/**
 * The text with only what this printer can print, and `\n`. No control character survives, so no name of an
 * item can be a command. The result has as many characters as columns it takes at normal width.
 */
export function printable(text: string, profile: Profile, note: (s: Substitution) => void): string {
  let out = '';
  for (const char of text.replaceAll('\r\n', '\n').normalize('NFC')) {
    if (char === '\n' || isAscii(char)) {
      out += char;
      continue;
    }
    const typographic = plain[char];
    if (typographic !== undefined) {
      out += typographic;
      continue;
    }
    if (holds(profile, char)) {
      out += char;
      continue;
    }
    const printed = spell(char, profile);
    note({ char, printed });
    out += printed;
  }
  return out;
}

function spell(char: string, profile: Profile): string {
  // Controls, marks left over from emoji, joiners: they had no width of their own.
  if (/[\p{Cc}\p{Cf}\p{M}]/u.test(char)) return '';
  const known = spelled[char];
  if (known !== undefined) return known;
  const bare = [...char.normalize('NFKD')].filter((part) => !/\p{M}/u.test(part));
  const kept = bare.filter((part) => holds(profile, part)).join('');
  return kept === '' ? '?' : kept;
}

/** A stretch of bytes in one code page. `number` is undefined where plain ASCII needs no particular one. */
export interface EncodedRun {
  readonly number: number | undefined;
  readonly bytes: number[];
}

/** Bytes of a text that went through `printable`, switching pages only where the current one lacks the letter. */
export function encodeText(text: string, profile: Profile, current: number | undefined): EncodedRun[] {
  const runs: { number: number | undefined; bytes: number[] }[] = [];
  let number = current;
  for (const char of text) {
    let byte = char.charCodeAt(0);
    if (!isAscii(char)) {
      const here = profile.codePages.find((page) => page.number === number);
      const page =
        here && tableOf(here.page).has(char)
          ? here
          : profile.codePages.find((p) => tableOf(p.page).has(char));
      const found = page && tableOf(page.page).get(char);
      if (page === undefined || found === undefined) throw new Error(`not printable: U+${byte.toString(16)}`);
      byte = found;
      number = page.number;
    }
    const last = runs.at(-1);
    if (last && last.number === number) last.bytes.push(byte);
    else runs.push({ number, bytes: [byte] });
  }
  return runs;
}
