import type { Database } from 'better-sqlite3';
import { isLasting, type Row } from '../rows.ts';
import type { Vector } from '../vector.ts';
import { type StoredRow, toRow } from './stored.ts';

export interface Place {
  readonly tbl: string;
  readonly id: string;
}

/** Rows put aside until a commit adopts them. */
export interface Stage {
  add(rows: readonly Row[]): void;
  clear(): void;
  /** In pages, so that the database may be written meanwhile. */
  all(): Iterable<Row>;
  /** Cells that `upto` covers and that neither `rows` nor, when `staged` is said, the stage holds; lasting ones never. */
  missing(upto: Vector, staged: boolean, rows: readonly Row[]): (Place & { readonly col: string })[];
}

interface Doomed extends Place {
  readonly col: string;
  readonly seq: number;
}

const PAGE = 1000;

export function createStage(db: Database): Stage {
  const add = db.prepare<[string, number, string, string, string, string | null, string]>(
    'INSERT OR REPLACE INTO stage (origin, seq, hlc, name, id, col, text) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const any = db.prepare<[], number>('SELECT EXISTS (SELECT 1 FROM stage)').pluck();
  const clear = db.prepare('DELETE FROM stage');
  const read = db.prepare<[string, number], StoredRow>(
    `SELECT origin, seq, hlc, name, id, col, text FROM stage WHERE (origin, seq) > (?, ?)
     ORDER BY origin, seq LIMIT ${PAGE}`,
  );
  const COVERED = 'SELECT tbl, id, col, seq FROM cell WHERE origin = ? AND seq <= ?';
  const readCovered = db.prepare<[string, number], Doomed>(COVERED);
  const readUnstaged = db.prepare<[string, number], Doomed>(
    `${COVERED} AND NOT EXISTS (SELECT 1 FROM stage WHERE stage.origin = cell.origin AND stage.seq = cell.seq)`,
  );

  return {
    add(rows) {
      for (const row of rows) {
        const { origin, seq, hlc, id } = row;
        if (row.is === 'cell') add.run(origin, seq, hlc, row.tbl, id, row.col, row.val);
        else add.run(origin, seq, hlc, row.kind, id, null, row.body);
      }
    },
    // It is asked for more often than there is something: that must cost no write.
    clear() {
      if (any.get() === 1) clear.run();
    },
    *all() {
      let last: readonly [string, number] = ['', 0];
      for (;;) {
        const page = read.all(...last);
        for (const stored of page) yield toRow(stored);
        const end = page.at(-1);
        if (!end || page.length < PAGE) return;
        last = [end.origin, end.seq];
      }
    },
    missing(upto, staged, rows) {
      const kept = new Set(rows.map(({ origin, seq }) => `${origin} ${seq}`));
      const doomed: Doomed[] = [];
      for (const [origin, seq] of Object.entries(upto)) {
        for (const cell of (staged ? readUnstaged : readCovered).iterate(origin, seq)) {
          if (!kept.has(`${origin} ${cell.seq}`) && !isLasting(cell.tbl)) doomed.push(cell);
        }
      }
      return doomed;
    },
  };
}
