import iconv from 'iconv-lite';

/** Pages that hold every Czech letter. `ascii` means that the display has none of them. */
export type CodePage = 'cp852' | 'win1250' | 'iso-8859-2' | 'ascii';

/** None of the displays can show these; the replacements may be longer, so they come before any cutting. */
const replacements: Readonly<Record<string, string>> = {
  '€': 'EUR',
  '…': '...',
  '–': '-',
  '—': '-',
  '−': '-',
  '„': '"',
  '“': '"',
  '”': '"',
  '‚': "'",
  '‘': "'",
  '’': "'",
  '×': 'x',
  ß: 'ss',
};

/**
 * The text as a display could show it at best: composed letters, plain quotes and dashes, a space for every
 * control character and odd space. One code point is one column afterwards; doing it twice changes nothing.
 */
export function plainText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zs}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .replace(/./gu, (char) => replacements[char] ?? char);
}

const tables = new Map<CodePage, ReadonlyMap<string, number>>();

function tableOf(page: CodePage): ReadonlyMap<string, number> {
  const known = tables.get(page);
  if (known) return known;
  const table = new Map<string, number>();
  for (let code = 0x20; code < 0x7f; code++) table.set(String.fromCharCode(code), code);
  if (page !== 'ascii') {
    for (let code = 0x80; code <= 0xff; code++) {
      const char = iconv.decode(Buffer.of(code), page);
      // Undefined codes decode to U+FFFD and C1 controls; neither is a letter to be sent.
      if (!/[\p{Cc}\p{Zs}\uFFFD]/u.test(char)) table.set(char, code);
    }
  }
  tables.set(page, table);
  return table;
}

/** One byte per code point of plain text: the letter, else the letter without its marks, else `?`. */
export function encode(text: string, page: CodePage): Uint8Array {
  const table = tableOf(page);
  const bytes = [...text].map((char) => {
    const bare = char.normalize('NFD').replace(/\p{M}/gu, '');
    return table.get(char) ?? table.get(bare) ?? 0x3f;
  });
  return Uint8Array.from(bytes);
}
