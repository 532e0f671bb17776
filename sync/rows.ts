import type { Stamp } from './stamp.ts';

/** What a replica holds and passes on. `val` and `body` are JSON texts; (origin, seq) names a row for ever. */
export type Row = CellRow | FactRow;

/** The winning value of one field of one record. */
export interface CellRow {
  readonly is: 'cell';
  readonly origin: string;
  readonly seq: number;
  readonly hlc: Stamp;
  readonly tbl: string;
  readonly id: string;
  readonly col: string;
  readonly val: string;
}

/** Something that happened to the thing `id`, and never changes. */
export interface FactRow {
  readonly is: 'fact';
  readonly origin: string;
  readonly seq: number;
  readonly hlc: Stamp;
  readonly kind: string;
  readonly id: string;
  readonly body: string;
}

/** The field that says `true` when a record is deleted. A deletion is final: what may come back is archived. */
export const DELETED = '_del';

/** The row that stays of two that meet in one cell. */
export function winner(a: CellRow, b: CellRow): CellRow {
  return a.hlc >= b.hlc ? a : b;
}
