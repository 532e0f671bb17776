import type { Cell } from 'write-excel-file/node';
import writeXlsxFile from 'write-excel-file/node';
import { escaped } from '../../sheet/index.ts';
import { Refusal } from '../../wire/index.ts';
import { FRACTION } from './csv.ts';
import type { Kind, Table, Value } from './table.ts';

/** A workbook is made whole in memory; a file of more rows is CSV, which is made piece by piece. */
export const XLSX_ROWS_MAX = 50_000;

const FORMATS: Readonly<Record<Kind, string>> = {
  text: '@',
  whole: '0',
  money: '#,##0.00',
  rate: '0.##',
  quantity: '0.###',
};

/** Throws a Refusal 413 `export-too-big`. */
export async function xlsxOf(table: Table, rows: AsyncIterable<readonly Value[]>): Promise<Uint8Array> {
  const data: Cell[][] = [
    table.columns.map(({ title }): Cell => ({ value: title, type: String, fontWeight: 'bold' })),
  ];
  for await (const row of rows) {
    if (data.length > XLSX_ROWS_MAX) throw tooBig();
    data.push(row.map((value, i) => cellOf(value, table.columns[i]?.kind ?? 'text')));
  }
  const columns = table.columns.map(({ width }) => ({ width }));
  return writeXlsxFile(data, { sheet: table.title, columns, stickyRowsCount: 1 }).toBuffer();
}

function cellOf(value: Value, kind: Kind): Cell {
  if (value === null || value === '') return null;
  if (typeof value === 'string') return { value: escaped(value), type: String, format: '@' };
  return { value: value / 10 ** FRACTION[kind], type: Number, format: FORMATS[kind] };
}

const tooBig = () =>
  new Refusal(
    413,
    'export-too-big',
    {
      cs: `Sešit by měl víc než ${XLSX_ROWS_MAX} řádků, proto se nevytvořil. Data zůstala, jak jsou.`,
      en: `The workbook would have more than ${XLSX_ROWS_MAX} rows, so it was not made. The data are as they were.`,
    },
    {
      cs: 'Zvolte kratší období, nebo uložte CSV, které délku omezenou nemá.',
      en: 'Choose a shorter period, or save CSV, which may be of any length.',
    },
  );
