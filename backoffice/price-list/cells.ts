import type { Sql } from '../database/database.ts';

/** The winning value of one field, as the replica has it. */
export interface Cell {
  readonly tbl: string;
  readonly id: string;
  readonly col: string;
  readonly val: string;
  readonly hlc: string;
  readonly origin: string;
  readonly seq: number;
}

/** As many records as are asked for at once. */
const SLICE = 500;

/** All cells of some records of one table, by record. One without cells is not in it. */
export async function cellsOf(
  sql: Sql,
  store: string,
  tbl: string,
  ids: readonly string[],
): Promise<Map<string, Cell[]>> {
  const records = new Map<string, Cell[]>();
  for (let at = 0; at < ids.length; at += SLICE) {
    const slice = ids.slice(at, at + SLICE);
    const cells = await sql.all<Cell>(
      `SELECT tbl, id, col, val, hlc, origin, seq FROM cell
       WHERE store = ? AND tbl = ? AND id IN (${slice.map(() => '?').join(', ')})`,
      store,
      tbl,
      ...slice,
    );
    for (const cell of cells) {
      const known = records.get(cell.id);
      if (known) known.push(cell);
      else records.set(cell.id, [cell]);
    }
  }
  return records;
}

/** The time of a stamp, milliseconds since 1970: by the clock of whoever set it, which may have been wrong. */
export const stampMs = (hlc: string): number => Number(hlc.slice(0, 13));

/** A write of one register is stamped within a few milliseconds, and has fewer cells than this. */
const ONE_WRITE = { ms: 5, rows: 64 } as const;

/**
 * By whom a cell was set: whoever the record's `changedBy` names, when that was set in the same write. An older write's
 * has been replaced by a newer one's and is not known any more.
 */
export function authorOf(cell: Cell, changedBy: Cell | undefined): string | null {
  if (!changedBy || changedBy.origin !== cell.origin) return null;
  const rows = changedBy.seq - cell.seq;
  const ms = Math.abs(stampMs(changedBy.hlc) - stampMs(cell.hlc));
  if (rows < 0 || rows >= ONE_WRITE.rows || ms > ONE_WRITE.ms) return null;
  const name: unknown = JSON.parse(changedBy.val);
  return typeof name === 'string' && name !== '' ? name : null;
}

/** The cell that was set last. */
export function newest(cells: readonly Cell[]): Cell | undefined {
  let best: Cell | undefined;
  for (const cell of cells) if (!best || cell.hlc > best.hlc) best = cell;
  return best;
}
