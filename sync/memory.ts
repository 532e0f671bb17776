import { type CellRow, DELETED, type FactRow, isLasting, type Row, winner } from './rows.ts';
import type { Stamp } from './stamp.ts';
import type { Change, Storage } from './storage.ts';
import { held, join, type Vector } from './vector.ts';

export interface MemoryStorage extends Storage {
  /** A copy that goes its own way: a backup, or a disk as it was. */
  copy(): MemoryStorage;
}

/** A replica's storage that lasts as long as the process: for tests and simulations. */
export function memoryStorage(origin: string): MemoryStorage {
  return build({
    origin,
    vector: { [origin]: 0 },
    floor: {},
    clock: undefined,
    sponsor: undefined,
    records: new Map(),
    facts: new Map(),
    bySeq: new Map(),
  });
}

interface Held {
  origin: string;
  vector: Vector;
  floor: Vector;
  clock: Stamp | undefined;
  sponsor: string | undefined;
  /** `tbl/id` to the cells of the record, by column. */
  readonly records: Map<string, Map<string, CellRow>>;
  /** `kind/id` to the highest stamp of its facts. */
  readonly facts: Map<string, Stamp>;
  readonly bySeq: Map<string, Map<number, Row>>;
}

const name = (first: string, id: string) => `${first}/${id}`;

function build(self: Held): MemoryStorage {
  let staged: Row[] = [];

  function numbered(origin: string): Map<number, Row> {
    const known = self.bySeq.get(origin);
    if (known) return known;
    const rows = new Map<number, Row>();
    self.bySeq.set(origin, rows);
    return rows;
  }

  function putFact(row: FactRow): void {
    const rows = numbered(row.origin);
    if (rows.has(row.seq)) return;
    rows.set(row.seq, row);
    const of = name(row.kind, row.id);
    const last = self.facts.get(of);
    if (last === undefined || row.hlc > last) self.facts.set(of, row.hlc);
  }

  function putCell(row: CellRow): void {
    const of = name(row.tbl, row.id);
    const record = self.records.get(of) ?? new Map<string, CellRow>();
    self.records.set(of, record);
    const old = record.get(row.col);
    if (old && winner(old, row) === old) return;
    if (old) numbered(old.origin).delete(old.seq);
    record.set(row.col, row);
    numbered(row.origin).set(row.seq, row);
  }

  function dropCell(row: CellRow): void {
    numbered(row.origin).delete(row.seq);
    const record = self.records.get(name(row.tbl, row.id));
    record?.delete(row.col);
    if (record?.size === 0) self.records.delete(name(row.tbl, row.id));
  }

  const record = (tbl: string, id: string) => [...(self.records.get(name(tbl, id))?.values() ?? [])];

  function everyCell(col?: string): CellRow[] {
    const cells: CellRow[] = [];
    for (const cols of self.records.values()) {
      if (col === undefined) cells.push(...cols.values());
      else if (cols.has(col)) cells.push(cols.get(col) as CellRow);
    }
    return cells;
  }

  function sweep(upto: Vector, keep: readonly Row[]): void {
    const kept = new Set(keep.map((row) => name(row.origin, String(row.seq))));
    for (const cell of everyCell()) {
      if (isLasting(cell.tbl)) continue;
      if (cell.seq <= held(upto, cell.origin) && !kept.has(name(cell.origin, String(cell.seq))))
        dropCell(cell);
    }
  }

  return {
    origin: () => self.origin,
    vector: () => self.vector,
    floor: () => self.floor,
    clock: () => self.clock,
    sponsor: () => self.sponsor,
    cell: (tbl, id, col) => self.records.get(name(tbl, id))?.get(col),
    record,
    column: (tbl, col) => everyCell(col).filter((cell) => cell.tbl === tbl),
    deletions: () => everyCell(DELETED).filter((cell) => cell.val === 'true'),
    latest: (kind, id) => self.facts.get(name(kind, id)),
    after(origin, seq, limit, chars = Number.POSITIVE_INFINITY) {
      const rows: Row[] = [];
      const numbers = self.bySeq.get(origin);
      if (!numbers) return rows;
      const last = held(self.vector, origin);
      let room = chars;
      for (let next = seq + 1; next <= last && rows.length < limit && room >= 0; next++) {
        const row = numbers.get(next);
        if (!row) continue;
        rows.push(row);
        room -= (row.is === 'cell' ? row.val : row.body).length;
      }
      return rows;
    },
    *rows() {
      for (const rows of self.bySeq.values()) yield* rows.values();
    },
    commit(change: Change) {
      const rows = change.adopt ? [...staged, ...(change.rows ?? [])] : (change.rows ?? []);
      if (change.adopt) staged = [];
      if (change.origin !== undefined) {
        self.origin = change.origin;
        self.vector = join(self.vector, { [change.origin]: 0 });
      }
      if (change.sweep) sweep(change.sweep, rows);
      for (const row of rows) {
        if (row.seq <= held(self.vector, row.origin) && !change.repair) continue;
        if (row.is === 'fact') putFact(row);
        else putCell(row);
      }
      for (const { tbl, id } of change.drop ?? []) for (const cell of record(tbl, id)) dropCell(cell);
      if (change.vector) self.vector = join(self.vector, change.vector);
      if (change.floor) self.floor = join(self.floor, change.floor);
      if (change.clock !== undefined) self.clock = change.clock;
      if (change.sponsor !== undefined) self.sponsor = change.sponsor ?? undefined;
    },
    stage: (rows) => void staged.push(...rows),
    unstage() {
      staged = [];
    },
    copy: () =>
      build({
        ...self,
        records: new Map([...self.records].map(([of, cols]) => [of, new Map(cols)])),
        facts: new Map(self.facts),
        bySeq: new Map([...self.bySeq].map(([of, rows]) => [of, new Map(rows)])),
      }),
  };
}
