import Database from 'better-sqlite3';
import { stringify } from 'csv-stringify/sync';
import type { Receipt } from '../../../domain/index.ts';
import { guardCell } from '../../../sheet/index.ts';
import { createBookReader } from '../../../wire/index.ts';
import { databaseFile } from '../../store/files.ts';
import { readme, type Summary } from './readme.ts';
import { type Cell, crowns, pieces, RECEIPT_SHEETS, type Registered, TABLE_SHEETS } from './sheets.ts';
import { openSink, type Sink } from './sink.ts';

export interface ExportTask {
  readonly dir: string;
  /** A folder that is not there yet, or a file ending in `.zip`. */
  readonly to: string;
  readonly version: string;
  readonly wall_ms: number;
}

/** So many receipts are held in memory at a time. */
const AT_ONCE = 500;

/**
 * Everything that the shop has written with this register and the others, in files that need no program of ours: tables
 * as CSV, and the records themselves as JSON. Throws what the disk or the database says; then nothing is left behind.
 */
export function exportAll(task: ExportTask): Summary {
  const db = new Database(databaseFile(task.dir), { readonly: true, fileMustExist: true, timeout: 5_000 });
  try {
    // One moment of the database for all files, however long it takes.
    db.exec('BEGIN');
    const sink = openSink(task.to, task.wall_ms);
    try {
      const summary = write(db, sink, task);
      sink.done();
      return summary;
    } catch (error) {
      sink.drop();
      throw error;
    }
  } finally {
    db.close();
  }
}

function write(db: Database.Database, sink: Sink, { version, wall_ms }: ExportTask): Summary {
  const receipts = writeReceipts(db, sink);
  const tables = TABLE_SHEETS.map((sheet) => ({
    ...sheet,
    rows: writeTable(db, sink, sheet.file, sheet.sql),
  }));
  const kinds = writeFacts(db, sink);
  const cells = writeCells(db, sink);
  const summary: Summary = { ...receipts, version, wall_ms, tables, kinds, cells };
  const file = sink.file('CTETE-ME.txt');
  file.write(readme(summary));
  file.end();
  return summary;
}

const csv = (rows: readonly (readonly Cell[])[]): string =>
  stringify(
    rows.map((row) =>
      row.map((cell) => (typeof cell === 'string' && !NUMBER.test(cell) ? guardCell(cell) : cell)),
    ),
    { delimiter: ';', record_delimiter: 'windows' },
  );
/** An amount below zero is no formula. */
const NUMBER = /^-?\d+(?:,\d+)?$/;
const BOM = '\ufeff';

function writeReceipts(
  db: Database.Database,
  sink: Sink,
): Pick<Summary, 'receipts' | 'total_haler' | 'unread'> {
  const reader = createBookReader();
  const page = db.prepare<[number], { position: number; body: string; id: string }>(
    `SELECT r.position, r.id, (SELECT body FROM fact WHERE id = r.id AND kind = 'receipt' ORDER BY hlc LIMIT 1) AS body
     FROM receipt r WHERE r.position > ? ORDER BY r.position LIMIT ${AT_ONCE}`,
  );
  const registered = db.prepare<[string], Registered>(
    `SELECT s.state, s.pok, (SELECT confirmed_at FROM eet_sale WHERE receipt_id = s.receipt_id) AS confirmedAt
     FROM eet_shop s WHERE s.receipt_id = ?`,
  );
  // A .zip takes one file after the other, so each has its own way through the receipts.
  let result = { receipts: 0, total_haler: 0, unread: 0 };
  for (const sheet of RECEIPT_SHEETS) {
    const sum = { receipts: 0, total_haler: 0, unread: 0 };
    const file = sink.file(sheet.file);
    file.write(BOM + csv([sheet.columns]));
    for (let after = -1; ; ) {
      const rows = page.all(after);
      if (rows.length === 0) break;
      after = rows.at(-1)?.position ?? after;
      file.write(
        csv(
          rows.flatMap(({ id, body }) => {
            const receipt: Receipt | undefined = reader.receipt(body);
            if (receipt === undefined) sum.unread++;
            else {
              sum.receipts++;
              sum.total_haler += receipt.total_haler;
            }
            return receipt ? sheet.rows({ receipt, registered: registered.get(id) }) : [];
          }),
        ),
      );
    }
    file.end();
    result = sum;
  }
  return result;
}

function writeTable(db: Database.Database, sink: Sink, name: string, sql: string): number {
  const statement = db.prepare<[], unknown[]>(sql).raw();
  const columns = statement.columns().map((column) => column.name);
  const file = sink.file(name);
  file.write(BOM + csv([columns.map((column) => column.replace(/_(?:haler|tisiciny)$/, ''))]));
  let count = 0;
  for (const row of statement.iterate()) {
    file.write(csv([row.map((value, index) => shown(value, columns[index] ?? ''))]));
    count++;
  }
  file.end();
  return count;
}

function shown(value: unknown, column: string): Cell {
  if (typeof value === 'number' && column.endsWith('_haler')) return crowns(value);
  if (typeof value === 'number' && column.endsWith('_tisiciny')) return pieces(value);
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}

/** The records as they were written, so that nothing is lost that no table has a column for. */
function writeFacts(db: Database.Database, sink: Sink): Summary['kinds'] {
  const kinds = db.prepare<[], string>('SELECT DISTINCT kind FROM fact ORDER BY kind').pluck().all();
  const of = db.prepare<[string], { id: string; hlc: string; origin: string; seq: number; body: string }>(
    'SELECT id, hlc, origin, seq, body FROM fact WHERE kind = ? ORDER BY hlc, origin, seq',
  );
  return kinds.map((kind) => {
    const name = `zaznamy-${kind.replace(/[^a-z0-9-]/gi, '_')}.json`;
    const file = sink.file(name);
    file.write('[');
    let count = 0;
    for (const { body, ...row } of of.iterate(kind)) {
      // The body is JSON already, as it was written.
      file.write(`${count++ === 0 ? '\n' : ',\n'}${JSON.stringify(row).slice(0, -1)},"body":${body}}`);
    }
    file.write('\n]\n');
    file.end();
    return { kind, file: name, count };
  });
}

/** The price list, tables, people and settings as they are now; PINs and what makes the registers a shop stay here. */
function writeCells(db: Database.Database, sink: Sink): number {
  const rows = db.prepare<[], { tbl: string; id: string; col: string; val: string }>(
    `SELECT tbl, id, col, val FROM cell
     WHERE NOT (tbl = 'staff' AND col = 'pin') AND tbl NOT IN ('register', 'guest', 'revocation', 'member')
       AND substr(tbl, 1, 1) <> '_' ORDER BY tbl, id, col`,
  );
  const file = sink.file('udaje.json');
  file.write('[');
  let count = 0;
  for (const { val, ...row } of rows.iterate()) {
    file.write(`${count++ === 0 ? '\n' : ',\n'}${JSON.stringify(row).slice(0, -1)},"val":${val}}`);
  }
  file.write('\n]\n');
  file.end();
  return count;
}
