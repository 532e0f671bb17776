import type { Database } from 'better-sqlite3';
import { draft, type Entry, type Ground, type WriteFault } from '../draft.ts';
import type { FactRow } from '../rows.ts';
import type { Stamp } from '../stamp.ts';
import { type StoredFact, toFact } from './stored.ts';

/** What this register adds to the replica, and what its own programs read there. The schema must be there already. */
export interface Journal {
  /** Names this database in the shop. */
  readonly origin: string;
  /** Adds a fact. Must be called inside the caller's transaction. `body` becomes JSON. */
  fact(kind: string, id: string, body: unknown): void;
  /**
   * Sets one cell per property. Must be called inside the caller's transaction. Values become JSON. Throws what
   * `refusal` makes of a fault.
   */
  cells(table: string, id: string, patch: Readonly<Record<string, unknown>>): void;
  /** Bodies of the facts of one thing, oldest first, whichever register they come from. */
  facts(kind: string, id: string): unknown[];
  /** The same facts with all that is known of them; `body` is a JSON text. */
  factRows(kind: string, id: string): FactRow[];
  /** Things of which there are facts of this kind. */
  factIds(kind: string): string[];
  /** All facts of one kind, in the order in which they came here. The database may be written meanwhile. */
  everyFact(kind: string): Iterable<FactRow>;
  /**
   * The fields of one record; empty when there is none. A deleted one holds `DELETED` with the value `true`. The
   * object has no prototype: a column may be called anything.
   */
  record(table: string, id: string): Readonly<Record<string, Field>>;
  /** Records of one table, deleted ones as well. */
  ids(table: string): string[];
}

/** The winning value of one field, and which database set it when, by which of its numbers. */
export interface Field {
  readonly value: unknown;
  readonly hlc: Stamp;
  readonly origin: string;
  readonly seq: number;
}

export interface JournalOptions {
  /** The wall clock; it may be wrong. */
  readonly wall_ms: () => number;
  /** No stamp is older than this: when the program was built, milliseconds since 1970. */
  readonly built_ms: number;
  /** Called once in the life of a database. Letters, digits and dashes, unique in the shop for ever. */
  readonly mintOrigin: () => string;
  /** What is thrown when cells may not be written. */
  readonly refusal?: (fault: WriteFault) => Error;
  /** Called inside the transaction after rows were added. */
  readonly onAdded?: () => void;
}

export function createJournal(db: Database, options: JournalOptions): Journal {
  const { wall_ms, built_ms, mintOrigin, onAdded = () => {} } = options;
  const { refusal = (fault) => new Error(`cells cannot be written: ${fault}`) } = options;
  nameOrigin(db, mintOrigin);
  const readOrigin = db.prepare<[], string>('SELECT origin FROM replica').pluck();
  const readGround = db
    .prepare<[], [string, string | null, number, string | null]>(
      'SELECT origin, sponsor, seq, stamp FROM replica JOIN vv USING (origin)',
    )
    .raw();
  const writeOwn = db.prepare<[number, string, string]>('UPDATE vv SET seq = ?, stamp = ? WHERE origin = ?');
  const addFact = db.prepare<[string, number, string, string, string, string]>(
    'INSERT INTO fact (origin, seq, hlc, kind, id, body) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const readLatest = db
    .prepare<[string, string], Stamp | null>('SELECT max(hlc) FROM fact WHERE id = ? AND kind = ?')
    .pluck();
  const writeCell = db.prepare<[string, string, string, string, string, string, number]>(
    `INSERT INTO cell (tbl, id, col, val, hlc, origin, seq) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET val = excluded.val, hlc = excluded.hlc, origin = excluded.origin, seq = excluded.seq`,
  );
  const readFacts = db
    .prepare<[string, string], string>('SELECT body FROM fact WHERE id = ? AND kind = ? ORDER BY hlc')
    .pluck();
  const readFactRows = db.prepare<[string, string], StoredFact>(
    'SELECT origin, seq, hlc, kind, id, body FROM fact WHERE id = ? AND kind = ? ORDER BY hlc',
  );
  const readFactIds = db.prepare<[string], string>('SELECT DISTINCT id FROM fact WHERE kind = ?').pluck();
  const readFactsAfter = db.prepare<[string, number], StoredFact & { at: number }>(
    `SELECT rowid AS at, origin, seq, hlc, kind, id, body FROM fact WHERE kind = ? AND rowid > ?
     ORDER BY rowid LIMIT ${PAGE}`,
  );
  const readRecord = db.prepare<[string, string], Omit<Field, 'value'> & { col: string; val: string }>(
    'SELECT col, val, hlc, origin, seq FROM cell WHERE tbl = ? AND id = ?',
  );
  const readIds = db.prepare<[string], string>('SELECT DISTINCT id FROM cell WHERE tbl = ?').pluck();

  // Number and clock are read from the database by each call: a copy in memory would survive a rollback, and the
  // numbers of facts would have a gap.
  function ground(): Ground {
    const [origin, sponsor, seq, stamp] = readGround.get() as [string, string | null, number, string | null];
    return {
      origin,
      seq,
      clock: stamp ?? undefined,
      sponsor: sponsor ?? undefined,
      record: (tbl, id) => readRecord.all(tbl, id),
      latest: (kind, id) => readLatest.get(id, kind) ?? undefined,
    };
  }

  function add(entries: readonly Entry[]): void {
    if (!db.inTransaction) throw new Error('the journal is written only inside a transaction');
    const at = ground();
    const made = draft(at, entries, { wall_ms: wall_ms(), built_ms });
    if (!made.ok) throw refusal(made.fault);
    if (made.clock === undefined) return;
    for (const row of made.rows) {
      const { origin, seq, hlc, id } = row;
      if (row.is === 'fact') addFact.run(origin, seq, hlc, row.kind, id, row.body);
      else writeCell.run(row.tbl, id, row.col, row.val, hlc, origin, seq);
    }
    writeOwn.run(at.seq + made.rows.length, made.clock, at.origin);
    onAdded();
  }

  return {
    get origin() {
      return readOrigin.get() as string;
    },
    fact: (kind, id, body) => add([{ is: 'fact', kind, id, body }]),
    cells: (tbl, id, patch) =>
      add(Object.keys(patch).map((col) => ({ is: 'cell', tbl, id, col, value: patch[col] }))),
    facts: (kind, id) => readFacts.all(id, kind).map((text) => JSON.parse(text) as unknown),
    factRows: (kind, id) => readFactRows.all(id, kind).map(toFact),
    factIds: (kind) => readFactIds.all(kind),
    *everyFact(kind) {
      for (let last = 0; ; ) {
        const page = readFactsAfter.all(kind, last);
        for (const row of page) {
          last = row.at;
          yield toFact(row);
        }
        if (page.length < PAGE) return;
      }
    },
    record(table, id) {
      const fields: Record<string, Field> = Object.create(null);
      for (const { col, val, hlc, origin, seq } of readRecord.all(table, id)) {
        fields[col] = { value: JSON.parse(val), hlc, origin, seq };
      }
      return fields;
    },
    ids: (table) => readIds.all(table),
  };
}

const PAGE = 500;

function nameOrigin(db: Database, mintOrigin: () => string): void {
  if (db.prepare('SELECT origin FROM replica').get() !== undefined) return;
  const origin = mintOrigin();
  if (!/^[A-Za-z0-9-]{1,40}$/.test(origin)) throw new Error(`origin "${origin}"`);
  db.transaction(() => {
    db.prepare('INSERT INTO replica (one, origin) VALUES (1, ?)').run(origin);
    db.prepare('INSERT INTO vv (origin, seq, stamp) VALUES (?, 0, NULL)').run(origin);
  }).immediate();
}
