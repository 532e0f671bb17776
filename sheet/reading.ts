import { type FileFault, Refusal, type Words } from '../wire/index.ts';
import { type Row, readHeading } from './heading.ts';
import { type Entries, type Entry, RowReader, type SheetList } from './lines.ts';

export const MAX_SHEET_BYTES = 5 * 1024 * 1024;
export const MAX_SHEET_ROWS = 20_000;

/** A file as rows of text, its headings first. */
export interface Table {
  readonly rows: readonly Row[];
  /** Reading was given up at so many rows. */
  readonly tooMany: boolean;
  /** The line to be blamed when there are no rows. */
  readonly begins: number;
  /** What was wrong on the way here. */
  readonly faults: readonly FileFault[];
}

/** Columns that the file does not have stay as they are. `lost`: what is wrong with a row beyond its cells. */
export function readLines(
  { rows, tooMany, begins, faults: found }: Table,
  list: SheetList,
  lost: (row: Row) => Words | undefined = () => undefined,
): Entries {
  const [head, ...body] = rows;
  if (!head) {
    return nothingRead(begins, {
      cs: 'V souboru nic není. První řádek má mít názvy sloupců.',
      en: 'The file is empty. Its first line should hold the names of the columns.',
    });
  }
  if (tooMany) {
    return nothingRead(1, {
      cs: `Soubor má víc než ${MAX_SHEET_ROWS} řádků. Rozdělte ho na několik menších.`,
      en: `The file has more than ${MAX_SHEET_ROWS} lines. Split it into several smaller ones.`,
    });
  }
  const faults: FileFault[] = [];
  const heading = readHeading(head, faults);
  faults.push(...found);
  if (faults.length > 0) return { faults, entries: [], titles: heading.titles, unread: new Set() };

  const reader = new RowReader(heading, list, faults);
  const entries: Entry[] = [];
  for (const row of body) {
    if (row.cells.every((cell) => cell.trim() === '')) continue;
    const message = lost(row);
    if (message) faults.push({ line: row.line, column: null, message });
    const change = reader.read(row);
    if (change) entries.push({ line: row.line, change });
  }
  return { faults, entries, titles: heading.titles, unread: reader.unread };
}

/** A file of which no row can be read. */
export function nothingRead(line: number, message: Words): Entries {
  return { faults: [{ line, column: null, message }], entries: [], titles: new Map(), unread: new Set() };
}

/** Throws Refusal 413 `csv-too-big`. */
export function requireSize(bytes: Uint8Array): void {
  if (bytes.length <= MAX_SHEET_BYTES) return;
  const message = {
    cs: 'Soubor je větší než 5 MB. Ceník se nezměnil.',
    en: 'The file is larger than 5 MB. The price list was not changed.',
  };
  throw new Refusal(413, 'csv-too-big', message, {
    cs: 'Rozdělte ho na několik menších souborů.',
    en: 'Split it into several smaller files.',
  });
}

/** Workbooks are archives: they begin with PK. */
export const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;
