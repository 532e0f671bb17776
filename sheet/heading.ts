import type { FileFault } from '../wire/index.ts';
import { COLUMNS, type Column, fold, ID_TITLE } from './columns.ts';

/** A row of a table of text. */
export interface Row {
  /** Where the row begins, as an editor or a spreadsheet counts, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** More faults than anyone reads at once; the rest is only counted. */
export const MAX_FAULTS = 200;

/** What the first row of a file says of the others. */
export interface Heading {
  readonly width: number;
  readonly id: number | undefined;
  readonly columns: readonly { readonly at: number; readonly title: string; readonly column: Column }[];
  /** By field. */
  readonly titles: ReadonlyMap<string, string>;
}

/** By heading, folded: a file may well have a million of them, and the register has to go on selling meanwhile. */
const COLUMN_OF: ReadonlyMap<string, Column> = new Map(
  COLUMNS.flatMap((column) => [column.title, ...column.aliases].map((name) => [fold(name), column])),
);

/** Puts what is wrong with it among the faults. */
export function readHeading({ line, cells }: Row, faults: FileFault[]): Heading {
  const columns: { at: number; title: string; column: Column }[] = [];
  const titles = new Map<string, string>();
  let id: number | undefined;
  for (const [at, cell] of cells.entries()) {
    const title = cell.trim();
    // A spreadsheet adds separators for columns that it once had.
    if (title === '') continue;
    if (faults.length >= MAX_FAULTS) break;
    const column = COLUMN_OF.get(fold(title));
    const field = fold(title) === fold(ID_TITLE) ? 'id' : column?.field;
    if (field === undefined) {
      const message = {
        cs: 'Tento sloupec neznám. Přejmenujte ho podle vyexportovaného ceníku, nebo ho smažte.',
        en: 'This column is not known. Rename it as in an exported price list, or delete it.',
      };
      faults.push({ line, column: title.slice(0, 60), message });
    } else if (titles.has(field)) {
      faults.push({
        line,
        column: title,
        message: {
          cs: `Sloupec je v souboru dvakrát, poprvé jako „${titles.get(field)}“.`,
          en: `The column is in the file twice, first as “${titles.get(field)}”.`,
        },
      });
    } else {
      titles.set(field, title);
      if (column && field !== 'id') columns.push({ at, title, column });
      else id = at;
    }
  }
  if (titles.size === 0 && faults.length === 0) {
    faults.push({
      line,
      column: null,
      message: {
        cs: 'První řádek má mít názvy sloupců, třeba Název;Cena;DPH;Kategorie.',
        en: 'The first line should hold the names of the columns, for instance “Název;Cena;DPH;Kategorie”.',
      },
    });
  }
  return { width: cells.length, id, columns, titles };
}
