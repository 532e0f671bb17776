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

/**
 * Who belongs to the shop, and who was put out of it. These records are never deleted, whatever is written in them:
 * a box that was cut off could otherwise have the shop forget that it was.
 */
const LASTING: ReadonlySet<string> = new Set(['member', 'register', 'guest', 'revocation']);

export const isLasting = (tbl: string): boolean => LASTING.has(tbl);

/** Characters at most, in a row that siblings take. `name`: of a table, column or kind; `text`: of a value or body. */
export const LONGEST = { name: 64, id: 200, text: 256 * 1024 } as const;

/**
 * The row that stays of two that meet in one cell. Two values under one stamp are damage; the choice is the same
 * everywhere.
 */
export function winner(a: CellRow, b: CellRow): CellRow {
  if (a.hlc !== b.hlc) return a.hlc > b.hlc ? a : b;
  return a.val >= b.val ? a : b;
}
