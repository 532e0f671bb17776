/* The price list as a file that a spreadsheet opens, and back. Loaded by whoever needs it: its parsers are heavy. */
export { COLUMNS } from './columns.ts';
export { type CsvFormat, EXCEL, readCsv, rowsOf, writeCsv } from './csv.ts';
export { detectSeparator } from './csv-rows.ts';
export { CSV_ENCODINGS, type CsvEncoding, decodeText } from './encoding.ts';
export { guardCell } from './formula.ts';
export type { Row } from './heading.ts';
export type { Entries, Entry, SheetList } from './lines.ts';
export { isZip, MAX_SHEET_BYTES, MAX_SHEET_ROWS, nothingRead, readLines, requireSize } from './reading.ts';
export { importResult } from './result.ts';
export { unpackXml } from './unpack.ts';
export { escaped, readWorkbook } from './workbook.ts';
export { readXlsx, writeXlsx } from './xlsx.ts';
