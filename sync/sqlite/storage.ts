import type { Database } from 'better-sqlite3';
import { DELETED, type FactRow, type Row } from '../rows.ts';
import type { Stamp } from '../stamp.ts';
import type { Change, Storage, Taken } from '../storage.ts';
import { held, join, type Vector } from '../vector.ts';
import { createStage, type Place } from './stage.ts';
import { type StoredCell, type StoredFact, type StoredRow, toCell, toFact, toRow } from './stored.ts';

export interface SqliteStorageOptions {
  /**
   * Called inside the transaction of a commit with what it has changed, when all of its rows are there. The facts
   * of an adopted stage come in slices, by further calls.
   */
  readonly onTaken?: (taken: Taken) => void;
  /** Runs `run` in a transaction, joining the caller's when one is open. */
  readonly transaction?: <T>(run: () => T) => T;
}

/** The database must have the schema, and a journal must have named its origin. */
export function sqliteStorage(db: Database, options: SqliteStorageOptions = {}): Storage {
  const { onTaken, transaction = joining(db) } = options;
  const stage = createStage(db);

  const one = <T>(sql: string) => db.prepare<unknown[], T>(sql).pluck();
  const readOrigin = one<string>('SELECT origin FROM replica');
  const readVector = db.prepare<[], [string, number]>('SELECT origin, seq FROM vv').raw();
  const readFloor = db.prepare<[], [string, number]>('SELECT origin, seq FROM floor').raw();
  const readClock = one<Stamp | null>('SELECT stamp FROM replica JOIN vv USING (origin)');
  const readSponsor = one<string | null>('SELECT sponsor FROM replica');
  const CELL = 'SELECT tbl, id, col, val, hlc, origin, seq FROM cell';
  const readCell = db.prepare<[string, string, string], StoredCell>(
    `${CELL} WHERE tbl = ? AND id = ? AND col = ?`,
  );
  const readRecord = db.prepare<[string, string], StoredCell>(`${CELL} WHERE tbl = ? AND id = ?`);
  const readColumn = db.prepare<[string, string], StoredCell>(`${CELL} WHERE tbl = ? AND col = ?`);
  const readDeletions = db.prepare<[], StoredCell>(`${CELL} WHERE col = '${DELETED}' AND val = 'true'`);
  const readLatest = one<Stamp | null>('SELECT max(hlc) FROM fact WHERE id = ? AND kind = ?');
  const FACT = 'SELECT origin, seq, hlc, kind, id, body FROM fact';
  const readFact = db.prepare<[string, number], StoredFact>(`${FACT} WHERE origin = ? AND seq = ?`);
  const readAfter = db.prepare<[string, number, string, number, number], StoredRow>(
    `SELECT origin, seq, hlc, tbl AS name, id, col, val AS text FROM cell WHERE origin = ? AND seq > ?
     UNION ALL
     SELECT origin, seq, hlc, kind, id, NULL, body FROM fact WHERE origin = ? AND seq > ?
     ORDER BY seq LIMIT ?`,
  );
  const readCells = db.prepare<[], StoredCell>(CELL);
  const readFacts = db.prepare<[], StoredFact>(FACT);

  const writeCell = db.prepare<[string, string, string, string, string, string, number]>(
    `INSERT INTO cell (tbl, id, col, val, hlc, origin, seq) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET val = excluded.val, hlc = excluded.hlc, origin = excluded.origin, seq = excluded.seq
     WHERE (excluded.hlc, excluded.val) > (cell.hlc, cell.val)`,
  );
  const writeFact = db.prepare<[string, number, string, string, string, string]>(
    'INSERT INTO fact (origin, seq, hlc, kind, id, body) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const dropCell = db.prepare<[string, string, string]>(
    'DELETE FROM cell WHERE tbl = ? AND id = ? AND col = ?',
  );
  const dropRecord = db.prepare<[string, string]>('DELETE FROM cell WHERE tbl = ? AND id = ?');
  const raise = (table: 'vv' | 'floor') =>
    db.prepare<[string, number]>(
      `INSERT INTO ${table} (origin, seq) VALUES (?, ?) ON CONFLICT DO UPDATE SET seq = max(seq, excluded.seq)`,
    );
  const [raiseVector, raiseFloor] = [raise('vv'), raise('floor')];
  const writeClock = db.prepare<[string]>(
    'UPDATE vv SET stamp = ? WHERE origin = (SELECT origin FROM replica)',
  );
  const writeSponsor = db.prepare<[string | null]>('UPDATE replica SET sponsor = ?');
  const writeOrigin = db.prepare<[string]>('UPDATE replica SET origin = ?');

  const vector = (): Vector => toVector(readVector.all());

  /** Whether it was new, or newer. */
  function put(row: Row): boolean {
    return row.is === 'cell'
      ? writeCell.run(row.tbl, row.id, row.col, row.val, row.hlc, row.origin, row.seq).changes > 0
      : writeFact.run(row.origin, row.seq, row.hlc, row.kind, row.id, row.body).changes > 0;
  }

  function apply(change: Change): void {
    if (change.origin !== undefined) rename(change.origin);
    const covered = vector();
    const records = new Map<string, Place>();
    const touched = ({ tbl, id }: Place) => void records.set(`${tbl.length} ${tbl} ${id}`, { tbl, id });
    const facts: FactRow[] = [];
    const adopted: (readonly [string, number])[] = [];

    if (change.sweep) {
      for (const doomed of stage.missing(change.sweep, change.adopt === true, change.rows ?? [])) {
        dropCell.run(doomed.tbl, doomed.id, doomed.col);
        touched(doomed);
      }
    }
    const news = (row: Row) => (change.repair || row.seq > held(covered, row.origin)) && put(row);
    if (change.adopt) {
      for (const row of stage.all()) {
        if (!news(row)) continue;
        if (row.is === 'cell') touched(row);
        else if (onTaken) adopted.push([row.origin, row.seq]);
      }
      stage.clear();
    }
    for (const row of change.rows ?? []) {
      if (!news(row)) continue;
      if (row.is === 'cell') touched(row);
      else facts.push(row);
    }
    for (const { tbl, id } of change.drop ?? []) {
      if (dropRecord.run(tbl, id).changes > 0) touched({ tbl, id });
    }
    for (const [origin, seq] of Object.entries(change.vector ?? {})) raiseVector.run(origin, seq);
    for (const [origin, seq] of Object.entries(change.floor ?? {})) raiseFloor.run(origin, seq);
    if (change.clock !== undefined) writeClock.run(change.clock);
    if (change.sponsor !== undefined) writeSponsor.run(change.sponsor);

    if (!onTaken) return;
    if (records.size + facts.length > 0) onTaken({ records: [...records.values()], facts });
    for (let at = 0; at < adopted.length; at += SLICE) {
      const slice = adopted.slice(at, at + SLICE).map((key) => toFact(readFact.get(...key) as StoredFact));
      onTaken({ records: [], facts: slice });
    }
  }

  /** The clock goes on where it stood. */
  function rename(origin: string): void {
    const clock = readClock.get() ?? undefined;
    writeOrigin.run(origin);
    raiseVector.run(origin, 0);
    if (clock !== undefined) writeClock.run(clock);
  }

  return {
    origin: () => readOrigin.get() as string,
    vector,
    floor: () => toVector(readFloor.all()),
    clock: () => readClock.get() ?? undefined,
    sponsor: () => readSponsor.get() ?? undefined,
    cell(tbl, id, col) {
      const cell = readCell.get(tbl, id, col);
      return cell && toCell(cell);
    },
    record: (tbl, id) => readRecord.all(tbl, id).map(toCell),
    column: (tbl, col) => readColumn.all(tbl, col).map(toCell),
    deletions: () => readDeletions.all().map(toCell),
    latest: (kind, id) => readLatest.get(id, kind) ?? undefined,
    after(origin, seq, limit, chars = Number.POSITIVE_INFINITY) {
      const rows: Row[] = [];
      let room = chars;
      for (const stored of readAfter.iterate(origin, seq, origin, seq, limit)) {
        rows.push(toRow(stored));
        room -= stored.text.length;
        if (room < 0) break;
      }
      return rows;
    },
    *rows(): Iterable<Row> {
      for (const cell of readCells.iterate()) yield toCell(cell);
      for (const fact of readFacts.iterate()) yield toFact(fact);
    },
    commit: (change) => transaction(() => apply(change)),
    stage: (rows) => transaction(() => stage.add(rows)),
    unstage: () => stage.clear(),
  };
}

/** Facts in one call of `onTaken`. */
const SLICE = 1000;

function toVector(entries: readonly (readonly [string, number])[]): Vector {
  return join(Object.fromEntries(entries), {});
}

function joining(db: Database): <T>(run: () => T) => T {
  return (run) => (db.inTransaction ? run() : db.transaction(run).immediate());
}
