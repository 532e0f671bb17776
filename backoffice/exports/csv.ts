import { stringify } from 'csv-stringify/sync';
import { guardCell } from '../../sheet/index.ts';
import type { Column, Kind, Value } from './table.ts';

/** As a Czech Excel opens it by a double click: UTF-8 with its mark, semicolons, a comma in fractions. */
const MARK = '\ufeff';
/** Rows that are written at once. */
const PIECE = 500;

export async function* csvOf(
  columns: readonly Column[],
  rows: AsyncIterable<readonly Value[]>,
): AsyncGenerator<string> {
  let piece: string[][] = [columns.map(({ title }) => title)];
  let mark = MARK;
  for await (const row of rows) {
    piece.push(row.map((value, i) => cellOf(value, columns[i]?.kind ?? 'text')));
    if (piece.length < PIECE) continue;
    yield mark + textOf(piece);
    mark = '';
    piece = [];
  }
  yield mark + textOf(piece);
}

const textOf = (rows: readonly string[][]): string =>
  stringify([...rows], {
    delimiter: ';',
    record_delimiter: 'windows',
    quoted_match: /[;"\r\n]|^\s|\s$/,
  });

/** A text that a spreadsheet would run gets an apostrophe in front; a negative number is no formula. */
function cellOf(value: Value, kind: Kind): string {
  if (value === null) return '';
  return typeof value === 'string' ? guardCell(value) : decimal(value, kind).replace('.', ',');
}

/** How many digits follow the point. */
export const FRACTION: Readonly<Record<Kind, number>> = { text: 0, whole: 0, money: 2, rate: 2, quantity: 3 };

/** `-1234.50` from haléře: made of digits, never of a fraction in binary. */
export function decimal(value: number, kind: Kind): string {
  const places = FRACTION[kind];
  const digits = Math.abs(value)
    .toString()
    .padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  return `${value < 0 ? '-' : ''}${whole}${places > 0 ? `.${digits.slice(-places)}` : ''}`;
}
