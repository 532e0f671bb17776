import iconv from 'iconv-lite';

export const CSV_ENCODINGS = ['utf-8', 'windows-1250'] as const;
export type CsvEncoding = (typeof CSV_ENCODINGS)[number];

export interface Decoded {
  readonly text: string;
  readonly encoding: CsvEncoding | 'utf-16';
}

/**
 * Bytes of a text file as Windows programs in this country write it. A byte order mark decides. Without one,
 * what is no UTF-8 is Windows-1250; and what happens to be both (`VĚŽ` in Windows-1250 is valid UTF-8) is read
 * so that it makes Czech text.
 */
export function decodeText(bytes: Uint8Array): Decoded {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return { text: iconv.decode(bytes.subarray(2), 'utf-16le'), encoding: 'utf-16' };
  }
  const windows = () => ({ text: iconv.decode(bytes, 'windows-1250'), encoding: 'windows-1250' as const });
  let text: string;
  try {
    // Drops the mark when there is one.
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return windows();
  }
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  if (marked || !UNUSUAL.test(text)) return { text, encoding: 'utf-8' };
  const other = windows();
  return FOREIGN.test(other.text) ? { text, encoding: 'utf-8' } : other;
}

/** Letters beyond Latin-1 and Latin Extended-A, which price lists have no use for; punctuation and € are usual. */
const UNUSUAL = /[^\p{ASCII}\u00a0-\u017f\u2010-\u203a\u20ac\u2116\u2122]/u;
/** In a reading as Windows-1250: letters of neither Czech, Slovak nor German, and what no code stands for. */
const FOREIGN = /[^\p{ASCII}áäčďéěíĺľňóôŕřšťúůýžÁÄČĎÉĚÍĹĽŇÓÔŔŘŠŤÚŮÝŽöüßÖÜ\u00a0°§€„“”‚‘’–—…×«»™©®½±]/u;

/** Undefined when the encoding has no code for some character. UTF-8 bears a mark, for Excel's sake. */
export function encodeText(text: string, encoding: CsvEncoding): Buffer | undefined {
  if (encoding === 'utf-8') return Buffer.from(`\ufeff${text}`, 'utf8');
  const bytes = iconv.encode(text, encoding);
  return iconv.decode(bytes, encoding) === text ? bytes : undefined;
}
