import type { Cell } from 'write-excel-file/node';
import writeXlsxFile from 'write-excel-file/node';
import { COLUMNS } from './columns.ts';
import { rowsOf } from './csv.ts';
import type { Entries, SheetList } from './lines.ts';
import { isZip, MAX_SHEET_ROWS, nothingRead, readLines, requireSize } from './reading.ts';
import { unpackXml } from './unpack.ts';
import { escaped, readWorkbook } from './workbook.ts';

/** More columns than the list has may stand there empty, or with notes that are told as unknown. */
const MAX_COLUMNS = 200;

/** The same columns as CSV has: all of them text, so that a spreadsheet does not shorten codes, but for the price. */
export async function writeXlsx(list: SheetList): Promise<Buffer> {
  const { head, rows } = rowsOf(list, '.');
  const price = COLUMNS.findIndex(({ field }) => field === 'price_haler');
  const data: Cell[][] = rows.map((row) =>
    row.map((text, at): Cell => {
      if (text === '') return null;
      if (at === price) return { value: Number(text), type: Number, format: '0.00' };
      return { value: escaped(text), type: String, format: '@' };
    }),
  );
  const heading = head.map((title): Cell => ({ value: title, type: String, fontWeight: 'bold' }));
  const columns = head.map((title) => ({ width: title === 'Název' ? 32 : 14 }));
  const file = writeXlsxFile([heading, ...data], { sheet: 'Ceník', columns, stickyRowsCount: 1 });
  return file.toBuffer();
}

/** Items from a workbook, by the rules of CSV. Throws Refusal 413 `csv-too-big`. */
export function readXlsx(bytes: Uint8Array, list: SheetList): Entries {
  requireSize(bytes);
  const unpacked = isZip(bytes) ? unpackXml(bytes) : ({ ok: false, fault: 'broken' } as const);
  if (!unpacked.ok && unpacked.fault === 'too-big') {
    return nothingRead(1, {
      cs: 'Sešit je uvnitř mnohem větší, než ceník může být. Nic se nečetlo.',
      en: 'The workbook is far bigger inside than a price list can be. Nothing was read.',
    });
  }
  const limits = { rows: MAX_SHEET_ROWS + 2, columns: MAX_COLUMNS };
  const sheet = unpacked.ok ? readWorkbook(unpacked.files, limits) : undefined;
  if (!sheet) {
    return nothingRead(1, {
      cs: 'Soubor nejde přečíst jako sešit XLSX. Uložte ho v tabulkovém programu znovu jako XLSX nebo CSV UTF-8.',
      en: 'The file cannot be read as an XLSX workbook. Save it again in a spreadsheet as XLSX or CSV UTF-8.',
    });
  }
  // Empty cells at the end of a row are not written down in a workbook.
  const width = sheet.rows[0]?.cells.length ?? 0;
  const rows = sheet.rows.map(({ line, cells }) => ({
    line,
    cells: cells.length < width ? [...cells, ...Array<string>(width - cells.length).fill('')] : cells,
  }));
  const tooMany = sheet.tooMany || rows.length > MAX_SHEET_ROWS + 1;
  return readLines({ rows, tooMany, begins: 1, faults: [] }, list);
}
