import type { Period } from '../books/periods.ts';
import type { Sql } from '../database/database.ts';

/** Money is haléře, a quantity thousandths, a rate hundredths of a percent; in the file they are crowns, units, percent. */
export type Kind = 'text' | 'money' | 'quantity' | 'rate' | 'whole';
export type Value = string | number | null;

export interface Column {
  readonly title: string;
  readonly kind: Kind;
  /** In characters, of a workbook. */
  readonly width: number;
}

/** Something that becomes a file of rows. */
export interface Table {
  /** Of the file, without diacritics. */
  readonly name: string;
  /** Of the sheet, for people. */
  readonly title: string;
  readonly columns: readonly Column[];
  /** Oldest first, in bounded memory, as many values as there are columns. */
  rows(sql: Sql, store: string, period: Period): AsyncIterable<readonly Value[]>;
}

export const column = (title: string, kind: Kind = 'text', width = kind === 'text' ? 18 : 12): Column => ({
  title,
  kind,
  width,
});

/** `2026-11-24 12:34:05`, which spreadsheets take for a time. */
export const sheetTime = (at: string): string => at.slice(0, 19).replace('T', ' ');
