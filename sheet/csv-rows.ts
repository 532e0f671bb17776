import { CsvError, type Info, parse } from 'csv-parse/sync';
import type { Row } from './heading.ts';

export const CSV_SEPARATORS = [';', ',', '\t'] as const;
export type CsvSeparator = (typeof CSV_SEPARATORS)[number];

export interface CsvRows {
  readonly rows: readonly Row[];
  /** The line from which the rest cannot be read because a quote is never closed; null when all is read. */
  readonly openQuote: number | null;
  /** Lines of rows with a quoted cell that goes on after its closing quote. */
  readonly badQuotes: readonly number[];
  /** Reading was given up: there are more rows than allowed, or ten times as many lines, empty ones among them. */
  readonly tooMany: boolean;
}

/** Ends the reading of a file that has too many rows. */
class Enough extends Error {}

/** The text's rows (RFC 4180, any of the three line ends). Empty lines are left out and counted. */
export function readRows(text: string, separator: CsvSeparator, max_rows: number): CsvRows {
  const rows: Row[] = [];
  const badQuotes: number[] = [];
  const bytes = Buffer.from(text, 'utf8');
  // The parser's own line count is wrong after a CRLF inside quotes; its byte offsets are right.
  let line = 1;
  let counted = 0;
  const lineAt = (offset: number) => {
    for (; counted < offset; counted++) {
      const byte = bytes[counted];
      if (byte === LF || (byte === CR && bytes[counted + 1] !== LF)) line++;
    }
    return line;
  };
  let end = 0;
  try {
    parse(text, {
      delimiter: separator,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
      info: true,
      raw: true,
      on_record: (found: unknown) => {
        const { record, info, raw } = found as { record: string[]; info: Info; raw: string };
        const start = lineAt(end);
        end = info.bytes;
        if (record.length > 1 || record[0] !== '') {
          if (record.some((cell) => isBroken(cell, raw))) badQuotes.push(start);
          rows.push({ line: start, cells: record });
        }
        if (rows.length > max_rows || info.records > max_rows * 10) throw new Enough();
        return null;
      },
    });
  } catch (error) {
    if (error instanceof Enough) return { rows, openQuote: null, badQuotes, tooMany: true };
    if (!(error instanceof CsvError) || error.code !== 'CSV_QUOTE_NOT_CLOSED') throw error;
    return { rows, openQuote: lineAt(end), badQuotes, tooMany: false };
  }
  return { rows, openQuote: null, badQuotes, tooMany: false };
}

const LF = 10;
const CR = 13;

/** The lenient parser gives such a cell back with its quotes; a cell that truly begins with one has it doubled. */
function isBroken(cell: string, raw: string): boolean {
  return cell.startsWith('"') && !raw.includes(`"${cell.replaceAll('"', '""')}"`);
}

/** The separator that the first line has most of, outside quotes. */
export function detectSeparator(text: string): CsvSeparator {
  const line = (/^[^\r\n]*/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '');
  const count = (separator: string) => line.split(separator).length;
  let best: CsvSeparator = ';';
  for (const separator of CSV_SEPARATORS) if (count(separator) > count(best)) best = separator;
  return best;
}
