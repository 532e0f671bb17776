import {
  type CsvEncoding,
  type CsvFormat,
  EXCEL,
  importResult,
  readCsv,
  type SheetList,
  writeCsv,
} from '../../sheet/index.ts';
import type { ImportResult } from '../http/contract.ts';
import type { Author, Catalogue } from './catalogue.ts';

/* The price list of this register as CSV and back. */

type Listed = Pick<Catalogue, 'regularItems' | 'categories' | 'vatRates' | 'day'>;

/** Throws Refusal 422 `csv-encoding` when the encoding has no code for some letter. */
export function exportItems(catalogue: Listed, format: CsvFormat | CsvEncoding = EXCEL): Buffer {
  return writeCsv(
    sheetList(catalogue, []),
    typeof format === 'string' ? { ...EXCEL, encoding: format } : format,
  );
}

/** Items from a file, all or none. With `apply` false it is only tried. Throws Refusal 413 `csv-too-big`. */
export function importItems(
  bytes: Uint8Array,
  catalogue: Listed & Pick<Catalogue, 'settings' | 'planItems' | 'putItems'>,
  author: Author,
  { apply }: { readonly apply: boolean },
): ImportResult {
  const label = catalogue.settings().shownLabel;
  const read = readCsv(bytes, sheetList(catalogue, label === null ? [] : [label]));
  const changes = read.entries.map((entry) => entry.change);
  const plan =
    apply && read.faults.length === 0
      ? catalogue.putItems(changes, author)
      : catalogue.planItems(changes, read.unread);
  return importResult(read, plan, apply);
}

/** Of the price list itself: a file written in a happy hour must not make its prices last. */
function sheetList(catalogue: Listed, newLabels: readonly string[]): SheetList {
  return {
    items: catalogue.regularItems(),
    categories: catalogue.categories(),
    rates: catalogue.vatRates(),
    day: catalogue.day(),
    newLabels,
  };
}
