import { type Document, encode, type Paper, profileWith, readPaper } from '../drivers/index.ts';

/** Dots of one character in font A, on any of the printers. */
const CHARACTER_DOTS = 12;

/**
 * How a document comes out of a printer of so many columns: it is turned into the printer's bytes and read back from
 * them, so that letters and line breaks are those of the paper.
 */
export function printedLines(document: Document, columns: number): Paper['lines'] {
  const profile = profileWith('generic-80', { columns, dots: columns * CHARACTER_DOTS });
  return readPaper(encode(document, profile).bytes, profile).lines;
}
