/**
 * From the order to pay until the sale is on the disk, beside a bare SQLite commit of the very same rows in the
 * same run, taken in turn. Both databases have the same schema and pragmas and hold the same rows, so that they
 * checkpoint alike. Budget: p99 at most 1.5 times the bare commit's.
 * Run: node bench/pay.ts [sales]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Statement } from 'better-sqlite3';
import pino from 'pino';
import { createEvents } from '../daemon/events.ts';
import { noFiscal } from '../daemon/fiscal/fiscal.ts';
import { createBooks, createLedger } from '../daemon/ledger/index.ts';
import { newKey, SETTINGS, testCatalogue, waiter, ZONE } from '../daemon/ledger/shop.fixture.ts';
import type { QueuePrinter } from '../daemon/printing/printer.ts';
import { createPrintQueue } from '../daemon/printing/queue.ts';
import { openStore } from '../daemon/store/database.ts';
import { encode, noWords, profileWith } from '../drivers/index.ts';
import { localTime } from '../wire/index.ts';
import { realWorld as world } from '../world/index.ts';

const SALES = Number(process.argv[2] ?? 3_000);
const WARM_UP = Math.min(300, SALES / 10);
const log = pino({ level: 'silent' });
const dir = mkdtempSync(path.join(process.env.KASAD_BENCH_DIR ?? tmpdir(), 'kasad-bench-'));

const store = openStore({ dir: path.join(dir, 'ledger'), world, log });
const bare = openStore({ dir: path.join(dir, 'bare'), world, log });
const events = createEvents((error) => {
  throw error;
});
const books = createBooks(store, { id: 'r1', name: 'Bar' });
const size = profileWith('generic-80');
const printer: QueuePrinter = {
  id: 'bar',
  name: 'Bar',
  url: 'virtual:',
  model: 'none',
  routes: ['receipt', 'report', 'bar', 'kuchyn'],
  standIn: null,
  columns: 48,
  codePage: 18,
  dots: 576,
  qr: true,
  size,
  encode: (document) => encode(document, size),
  codePages: () => ({ bytes: new Uint8Array(), substitutions: [] }),
  print: async () => ({ state: 'failed', reason: noWords, hint: noWords }),
  status: () => {
    throw new Error('nobody asks');
  },
};
// Jobs are written and never sent: the queue is not started.
const printing = createPrintQueue({
  store,
  world,
  events,
  log,
  printers: [printer],
  now: () => localTime(world.wall_ms(), ZONE),
  sources: { receipt: (id) => books.receipt(id), settings: () => SETTINGS, fiscal: noFiscal },
  cashPaper: () => {
    throw new Error('no slip is sent here');
  },
  reportPaper: () => {
    throw new Error('no reports here');
  },
});
const ledger = createLedger({
  store,
  catalogue: testCatalogue(world),
  world,
  events,
  printing,
  staffName: (id) => id,
  log,
  register: { id: 'r1', name: 'Bar', series: 'R1', timezone: ZONE },
  stock: { sold() {} },
  fiscal: noFiscal,
  onSale: () => {},
  onCash: () => {},
});
ledger.start();
ledger.shifts.open({ float_haler: 0 }, waiter);

// ---- the rows of one deed, read back from the ledger's database and written bare

type Row = Record<string, unknown>;
const GROWING = ['fact', 'receipt', 'print_job'] as const;
const REPLACED = { deed: 'key', bill: 'id', vv: 'origin' } as const;

const news = GROWING.map((table) => ({
  table,
  read: store.db.prepare<[number], Row>(`SELECT * FROM ${table} WHERE rowid > ?`),
  last: store.db.prepare<[], number>(`SELECT coalesce(max(rowid), 0) FROM ${table}`).pluck(),
  seen: 0,
}));
const inserts = new Map<string, Statement<unknown[]>>();

function insertInto(table: string, row: Row): Statement<unknown[]> {
  let statement = inserts.get(table);
  if (!statement) {
    const columns = Object.keys(row);
    statement = bare.db.prepare<unknown[]>(
      `INSERT OR REPLACE INTO ${table} (${columns.join()}) VALUES (${columns.map(() => '?').join()})`,
    );
    inserts.set(table, statement);
  }
  return statement;
}

function rowsSince(
  key: string | null,
  billId: string,
): { statement: Statement<unknown[]>; values: unknown[] }[] {
  const rows: { table: string; row: Row }[] = [];
  for (const table of news) {
    for (const row of table.read.all(table.seen)) rows.push({ table: table.table, row });
    table.seen = table.last.get() as number;
  }
  for (const [table, column] of Object.entries(REPLACED)) {
    const value = table === 'deed' ? key : table === 'bill' ? billId : store.journal.origin;
    const row = store.db.prepare<unknown[], Row>(`SELECT * FROM ${table} WHERE ${column} = ?`).get(value);
    if (row) rows.push({ table, row });
  }
  return rows.map(({ table, row }) => ({ statement: insertInto(table, row), values: Object.values(row) }));
}

const begin = bare.db.prepare('BEGIN IMMEDIATE');
const commit = bare.db.prepare('COMMIT');

function writeBare(rows: ReturnType<typeof rowsSince>): number {
  const started = performance.now();
  begin.run();
  for (const { statement, values } of rows) statement.run(...values);
  commit.run();
  return performance.now() - started;
}

// ---- the sales

const MENU = ['svickova', 'pivo', 'kava', 'rizek', 'pivo'];

function sale(): { ledger_ms: number; bare_ms: number; rows: number } {
  const { bill } = ledger.bills.open({ tableId: null, guests: null }, waiter);
  for (const itemId of MENU) ledger.bills.addLine(bill.id, { lineId: newKey(), itemId }, waiter);
  const { sum } = ledger.bills.order(bill.id, waiter);
  writeBare(rowsSince(null, bill.id));
  const request = {
    tenders: [{ typeId: 'hotovost', amount: Math.ceil(sum.total_haler / 100) * 100 + 10_000 }],
    tip_haler: 1_000,
    expectedTotal_haler: sum.total_haler,
  };
  const key = newKey();
  const started = performance.now();
  ledger.receipts.pay(bill.id, request, key, waiter);
  const ledger_ms = performance.now() - started;
  const rows = rowsSince(key, bill.id);
  return { ledger_ms, bare_ms: writeBare(rows), rows: rows.length };
}

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number;

try {
  for (let i = 0; i < WARM_UP; i++) sale();
  const sales = Array.from({ length: SALES }, sale);
  const paid = sales.map((s) => s.ledger_ms).sort((a, b) => a - b);
  const plain = sales.map((s) => s.bare_ms).sort((a, b) => a - b);
  const line = (name: string, share: number) => {
    const [a, b] = [at(paid, share), at(plain, share)];
    console.log(`${name}  pay ${a.toFixed(3)} ms  bare ${b.toFixed(3)} ms  ratio ${(a / b).toFixed(2)}`);
  };
  console.log(`${SALES} sales, ${sales[0]?.rows} rows each, ${dir}`);
  line('p50', 0.5);
  line('p95', 0.95);
  line('p99', 0.99);
} finally {
  store.close();
  bare.close();
  rmSync(dir, { recursive: true });
}
