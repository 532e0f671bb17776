import type { Database } from 'better-sqlite3';
import type { FactRow } from './rows.ts';
import { above, formatStamp, parseStamp, type Stamp, tick } from './stamp.ts';

/** The write half of the replica: what this register adds. The schema must be there already. */
export interface Journal {
  /** Names this database in the shop. */
  readonly origin: string;
  /** Adds a fact. Must be called inside the caller's transaction. `body` becomes JSON. */
  fact(kind: string, id: string, body: unknown): void;
  /** Sets one cell per property. Must be called inside the caller's transaction. Values become JSON. */
  cells(table: string, id: string, patch: Readonly<Record<string, unknown>>): void;
  /** Bodies of the facts of one thing, oldest first, whichever register they come from. */
  facts(kind: string, id: string): unknown[];
  /** The same facts with all that is known of them; `body` is a JSON text. */
  factRows(kind: string, id: string): FactRow[];
  /** Things of which there are facts of this kind. */
  factIds(kind: string): string[];
  /** All facts of one kind, in the order in which they came here. The database may be written meanwhile. */
  everyFact(kind: string): Iterable<FactRow>;
  /** The fields of one record; empty when there is none. A deleted one holds `DELETED` with the value `true`. */
  record(table: string, id: string): ReadonlyMap<string, Field>;
  /** Records of one table, deleted ones as well. */
  ids(table: string): string[];
}

/** The winning value of one field, and which register set it when. */
export interface Field {
  readonly value: unknown;
  readonly hlc: Stamp;
  readonly origin: string;
}

export interface JournalOptions {
  /** The wall clock; it may be wrong. */
  readonly wall_ms: () => number;
  /** No stamp is older than this: when the program was built, milliseconds since 1970. */
  readonly built_ms: number;
  /** Called once in the life of a database. Letters, digits and dashes, unique in the shop for ever. */
  readonly mintOrigin: () => string;
}

export function createJournal(db: Database, { wall_ms, built_ms, mintOrigin }: JournalOptions): Journal {
  const origin = ownOrigin(db, mintOrigin);
  const readOwn = db
    .prepare<[string], [number, string | null]>('SELECT seq, stamp FROM vv WHERE origin = ?')
    .raw();
  const writeOwn = db.prepare<[number, string, string]>('UPDATE vv SET seq = ?, stamp = ? WHERE origin = ?');
  const addFact = db.prepare<[string, number, string, string, string, string]>(
    'INSERT INTO fact (origin, seq, hlc, kind, id, body) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const readFacts = db
    .prepare<[string, string], string>('SELECT body FROM fact WHERE id = ? AND kind = ? ORDER BY hlc')
    .pluck();
  const readCell = db
    .prepare<[string, string, string], string>('SELECT hlc FROM cell WHERE tbl = ? AND id = ? AND col = ?')
    .pluck();
  const writeCell = db.prepare<[string, string, string, string, string, string, number]>(
    `INSERT INTO cell (tbl, id, col, val, hlc, origin, seq) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET val = excluded.val, hlc = excluded.hlc, origin = excluded.origin, seq = excluded.seq
     WHERE excluded.hlc > cell.hlc`,
  );

  const readFactRows = db.prepare<[string, string], StoredFact>(
    'SELECT origin, seq, hlc, kind, id, body FROM fact WHERE id = ? AND kind = ? ORDER BY hlc',
  );
  const readFactIds = db.prepare<[string], string>('SELECT DISTINCT id FROM fact WHERE kind = ?').pluck();
  const readFactsAfter = db.prepare<[string, number], StoredFact & { at: number }>(
    `SELECT rowid AS at, origin, seq, hlc, kind, id, body FROM fact WHERE kind = ? AND rowid > ?
     ORDER BY rowid LIMIT ${PAGE}`,
  );
  const readRecord = db.prepare<[string, string], { col: string; val: string; hlc: Stamp; origin: string }>(
    'SELECT col, val, hlc, origin FROM cell WHERE tbl = ? AND id = ?',
  );
  const readIds = db.prepare<[string], string>('SELECT DISTINCT id FROM cell WHERE tbl = ?').pluck();

  // Number and clock are read from the database by each call: a copy in memory would survive a rollback, and the
  // numbers of facts would have a gap.
  function advance(count: number, write: (step: number, seq: number, stamp: Stamp) => void): void {
    if (!db.inTransaction) throw new Error('the journal is written only inside a transaction');
    const [seq, stamp] = readOwn.get(origin) as [number, string | null];
    const wall = wall_ms();
    let last = stamp === null ? undefined : parseStamp(stamp);
    let text = '';
    for (let step = 0; step < count; step++) {
      last = tick(last, wall, built_ms);
      text = formatStamp(last, origin);
      write(step, seq + 1 + step, text);
    }
    if (count > 0) writeOwn.run(seq + count, text, origin);
  }

  function writeOne(table: string, id: string, column: string, value: string, own: Stamp, seq: number): void {
    if (writeCell.run(table, id, column, value, own, origin, seq).changes > 0) return;
    // A cell stamped ahead of time by a register with a wrong clock must not block later edits: this one goes
    // above it, without pulling the own clock along.
    const held = readCell.get(table, id, column) as Stamp;
    writeCell.run(table, id, column, value, formatStamp(above(parseStamp(held)), origin), origin, seq);
  }

  return {
    origin,
    fact(kind, id, body) {
      const text = toJson(body);
      advance(1, (_, seq, stamp) => addFact.run(origin, seq, stamp, kind, id, text));
    },
    cells(table, id, patch) {
      const columns = Object.keys(patch);
      const values = columns.map((column) => toJson(patch[column]));
      advance(columns.length, (step, seq, stamp) =>
        writeOne(table, id, columns[step] as string, values[step] as string, stamp, seq),
      );
    },
    facts: (kind, id) => readFacts.all(id, kind).map((text) => JSON.parse(text) as unknown),
    factRows: (kind, id) => readFactRows.all(id, kind).map(asFact),
    factIds: (kind) => readFactIds.all(kind),
    *everyFact(kind) {
      for (let last = 0; ; ) {
        const page = readFactsAfter.all(kind, last);
        for (const { at, ...row } of page) {
          last = at;
          yield asFact(row);
        }
        if (page.length < PAGE) return;
      }
    },
    record(table, id) {
      const fields = readRecord.all(table, id);
      return new Map(
        fields.map(({ col, val, hlc, origin }) => [col, { value: JSON.parse(val) as unknown, hlc, origin }]),
      );
    },
    ids: (table) => readIds.all(table),
  };
}

type StoredFact = Omit<FactRow, 'is'>;

const PAGE = 500;

const asFact = (row: StoredFact): FactRow => ({ is: 'fact', ...row });

function ownOrigin(db: Database, mintOrigin: () => string): string {
  const read = db.prepare<[], string>('SELECT origin FROM replica').pluck();
  const known = read.get();
  if (known !== undefined) return known;
  const origin = mintOrigin();
  if (!/^[A-Za-z0-9-]{1,40}$/.test(origin)) throw new Error(`origin "${origin}"`);
  db.transaction(() => {
    db.prepare('INSERT INTO replica (one, origin) VALUES (1, ?)').run(origin);
    db.prepare('INSERT INTO vv (origin, seq, stamp) VALUES (?, 0, NULL)').run(origin);
  }).immediate();
  return origin;
}

function toJson(value: unknown): string {
  const text = JSON.stringify(value);
  if (text === undefined) throw new Error('undefined is no JSON');
  return text;
}
