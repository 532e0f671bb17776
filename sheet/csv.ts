import { stringify } from 'csv-stringify/sync';
import { type FileFault, Refusal } from '../wire/index.ts';
import { COLUMNS, ID_TITLE } from './columns.ts';
import { type CsvSeparator, detectSeparator, readRows } from './csv-rows.ts';
import { type CsvEncoding, decodeText, encodeText } from './encoding.ts';
import { type Entries, namesOf, type SheetList } from './lines.ts';
import { isZip, MAX_SHEET_ROWS, nothingRead, readLines, requireSize } from './reading.ts';

/*
 * The price list as a file and back. Reading what was written changes nothing: whatever a name contains, in
 * every encoding that can hold it. A file is taken whole or not at all.
 */

export interface CsvFormat {
  readonly encoding: CsvEncoding;
  readonly separator: CsvSeparator;
  readonly decimal: ',' | '.';
}

/** As a Czech Excel opens it by a double click. */
export const EXCEL: CsvFormat = { encoding: 'utf-8', separator: ';', decimal: ',' };

/** The price list as text, its headings first. */
export function rowsOf(list: SheetList, decimal: ',' | '.'): { head: string[]; rows: string[][] } {
  const names = namesOf(list);
  // ID stands last: a file that begins with these two letters is taken for another format by Excel.
  const head = [...COLUMNS.map((column) => column.title), ID_TITLE];
  const rows = list.items.map((item) => [
    ...COLUMNS.map((column) => column.write(item, names, decimal)),
    item.id,
  ]);
  return { head, rows };
}

/** Throws Refusal 422 `csv-encoding` when the encoding has no code for some letter. */
export function writeCsv(list: SheetList, format: CsvFormat = EXCEL): Buffer {
  const { head, rows } = rowsOf(list, format.decimal);
  const write = (records: readonly string[][]) =>
    stringify([...records], {
      delimiter: format.separator,
      record_delimiter: 'windows',
      // Quoted also for readers that were told another separator, or that end lines at a lone CR.
      quoted_match: /[;,\t"\r\n]|^\s|\s$/,
    });
  const bytes = encodeText(write([head, ...rows]), format.encoding);
  if (bytes) return bytes;
  const lost = rows.find((row) => !encodeText(write([row]), format.encoding));
  throw new Refusal(
    422,
    'csv-encoding',
    {
      cs: `Kódování ${format.encoding} nemá všechny znaky položky „${lost?.[0] ?? head[0]}“. Soubor se nevytvořil.`,
      en: `The encoding ${format.encoding} lacks some characters of the item “${lost?.[0] ?? head[0]}”. The file was not made.`,
    },
    { cs: 'Uložte ceník v kódování UTF-8.', en: 'Save the price list in UTF-8.' },
  );
}

/** Items from bytes of CSV. Throws Refusal 413 `csv-too-big`. */
export function readCsv(bytes: Uint8Array, list: SheetList): Entries {
  requireSize(bytes);
  if (isZip(bytes)) {
    return nothingRead(1, {
      cs: 'To je sešit (.xlsx nebo .ods), ne CSV. V tabulkovém programu zvolte Uložit jako → CSV UTF-8.',
      en: 'This is a workbook (.xlsx or .ods), not CSV. In the spreadsheet choose Save as → CSV UTF-8.',
    });
  }
  const { text, encoding } = decodeText(bytes);
  const { rows, openQuote, badQuotes, tooMany } = readRows(text, detectSeparator(text), MAX_SHEET_ROWS + 1);
  const quotes: FileFault[] = badQuotes.map((line) => ({
    line,
    column: null,
    message: {
      cs: 'Za uzavírací uvozovkou pokračuje text. Uvozovky uvnitř zdvojte.',
      en: 'Text goes on after the closing quotation mark. Double the marks inside.',
    },
  }));
  if (openQuote !== null) {
    const message = {
      cs: 'Uvozovka, která na tomto řádku nebo pod ním začíná, už nekončí. Doplňte ji.',
      en: 'A quotation mark that opens on this line or below is never closed. Add the closing one.',
    };
    quotes.push({ line: openQuote, column: null, message });
  }
  const lost = {
    cs: 'Některý znak nejde přečíst. Uložte soubor jako CSV UTF-8.',
    en: 'Some character cannot be read. Save the file as CSV UTF-8.',
  };
  return readLines({ rows, tooMany, begins: openQuote ?? 1, faults: quotes }, list, (row) =>
    encoding === 'windows-1250' && row.cells.some((cell) => cell.includes('\ufffd')) ? lost : undefined,
  );
}
