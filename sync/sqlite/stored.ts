import type { CellRow, FactRow, Row } from '../rows.ts';

/** Rows as the database gives them. */
export type StoredCell = Omit<CellRow, 'is'>;
export type StoredFact = Omit<FactRow, 'is'>;

/** A row of either kind: `name` is a table or kind, `text` a value or body; of a fact `col` is null. */
export interface StoredRow {
  readonly origin: string;
  readonly seq: number;
  readonly hlc: string;
  readonly name: string;
  readonly id: string;
  readonly col: string | null;
  readonly text: string;
}

export function toCell({ tbl, id, col, val, hlc, origin, seq }: StoredCell): CellRow {
  return { is: 'cell', origin, seq, hlc, tbl, id, col, val };
}

export function toFact({ origin, seq, hlc, kind, id, body }: StoredFact): FactRow {
  return { is: 'fact', origin, seq, hlc, kind, id, body };
}

export function toRow({ origin, seq, hlc, name, id, col, text }: StoredRow): Row {
  return col === null
    ? { is: 'fact', origin, seq, hlc, kind: name, id, body: text }
    : { is: 'cell', origin, seq, hlc, tbl: name, id, col, val: text };
}
