import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RECEIPT_COLUMNS, receiptRow } from '../backoffice/books/receipts/row.ts';
import { booksSteps } from '../backoffice/books/schema.ts';
import { addToCube } from '../backoffice/books/takings/cube.ts';
import { createHeap } from '../backoffice/books/takings/heap.ts';
import { createPortal } from '../backoffice/books/takings/portal.ts';
import { SELLER } from '../backoffice/books/trade.fixture.ts';
import { startCluster } from '../backoffice/database/cluster.fixture.ts';
import type { Database, Migration } from '../backoffice/database/database.ts';
import { openDatabase } from '../backoffice/database/open.ts';
import { replicaSteps } from '../backoffice/replica/schema.ts';
import { formatReceiptNumber, type Receipt, vatRecap } from '../domain/index.ts';

/**
 * The portal over two million lines of receipts, on both databases: from the cube, and in the same run by summing up
 * the lines themselves, which stand in a table of their own with an index by day.
 *   node bench/portal.ts [lines]
 * Budget: 300 ms on PostgreSQL for a period with all the lines in it.
 */
const LINES = Number(process.argv[2] ?? 2_000_000);
const BUDGET_MS = 300;
const STORE = 'lipa';
const DAYS = 400;
const LINES_EACH = 5;
const ITEMS = 200;
const PER_DAY = Math.ceil(LINES / LINES_EACH / DAYS);

const dayName = (nth: number): string =>
  new Date(Date.UTC(2025, 9, 20) + nth * 86_400_000).toISOString().slice(0, 10);

function receipt(day: number, nth: number): Receipt {
  const lines = Array.from({ length: LINES_EACH }, (_, i): Receipt['lines'][number] => {
    const item = (nth * 7 + day * 13 + i * 31) % ITEMS;
    const amount = 3_000 + item * 50;
    return {
      itemId: `item-${item}`,
      name: `Položka ${item}`,
      categoryId: `category-${item % 12}`,
      unit: 'ks',
      unitPrice_haler: amount,
      quantity: 1000,
      rate_bp: item % 3 === 0 ? 2100 : 1200,
      gross_haler: amount,
      lineDiscount_haler: 0,
      billDiscount_haler: 0,
      amount_haler: amount,
      staffId: 's1',
    };
  });
  const total_haler = lines.reduce((sum, line) => sum + line.amount_haler, 0);
  const time = 8 * 3_600 + Math.floor((nth / PER_DAY) * 15 * 3_600);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const number = { series: `R${nth % 3}`, year: 2026, seq: day * PER_DAY + nth };
  const kind = nth % 2 === 0 ? 'cash' : 'card';
  return {
    id: formatReceiptNumber(number),
    number,
    issuedAt: `${dayName(day)}T${two(time / 3_600)}:${two((time / 60) % 60)}:${two(time % 60)}+01:00`,
    registerId: `register-${nth % 3}`,
    shiftId: `shift-${nth % 3}-${day}`,
    billId: null,
    staff: { id: `s${nth % 6}`, name: `Obsluha ${nth % 6}` },
    table: null,
    seller: SELLER,
    buyer: null,
    lines,
    discount_haler: 0,
    total_haler,
    recap: vatRecap(lines),
    payments: [
      {
        ...{ typeId: kind, name: kind, kind, registered: true, amount_haler: total_haler },
        ...{ tendered_haler: total_haler, change_haler: 0, foreign: null },
      },
    ],
    tip_haler: 0,
    rounding_haler: 0,
    toPay_haler: total_haler,
    change_haler: 0,
    reverses: null,
  };
}

const linesStep: Migration = {
  name: 'bench-lines',
  sql: `
CREATE TABLE bench_line (
  store TEXT NOT NULL, day TEXT NOT NULL, hour TEXT NOT NULL, register_id TEXT NOT NULL, staff_id TEXT NOT NULL,
  payment_id TEXT NOT NULL, item_id TEXT NOT NULL, category_id TEXT NOT NULL, rate_bp BIGINT NOT NULL,
  quantity BIGINT NOT NULL, amount_haler BIGINT NOT NULL, vat_haler BIGINT NOT NULL
);
CREATE INDEX bench_line_day ON bench_line (store, day)`,
};

async function fill(db: Database): Promise<void> {
  await db.migrate([...replicaSteps, ...booksSteps, linesStep]);
  for (let day = 0; day < DAYS; day++) {
    const receipts = Array.from({ length: PER_DAY }, (_, nth) => receipt(day, nth));
    await db.write(async (sql) => {
      const heap = createHeap();
      for (const one of receipts) heap.add(one, 1);
      await addToCube(sql, STORE, heap.cells());
      const fact = { is: 'fact', origin: 'o', seq: 1, hlc: '1', kind: 'receipt', id: '', body: '' } as const;
      await sql.insertMany(
        `INSERT INTO receipt (store, ${RECEIPT_COLUMNS.join(', ')}) VALUES`,
        receipts.map((one) => {
          const row = receiptRow(one, fact);
          return [STORE, ...RECEIPT_COLUMNS.map((column) => row[column])];
        }),
      );
      await sql.insertMany(
        `INSERT INTO bench_line (store, day, hour, register_id, staff_id, payment_id, item_id, category_id, rate_bp,
           quantity, amount_haler, vat_haler) VALUES`,
        receipts.flatMap((one) =>
          one.lines.map((line) => [
            ...[STORE, one.issuedAt.slice(0, 10), one.issuedAt.slice(11, 13), one.registerId, one.staff.id],
            ...[one.payments[0]?.typeId ?? '', line.itemId, line.categoryId, line.rate_bp, line.quantity],
            ...[line.amount_haler, vatRecap([line])[0]?.vat_haler ?? 0],
          ]),
        ),
      );
    }, STORE);
  }
  await db.write((sql) => sql.run('ANALYZE'));
}

/** The same parts of the same period, each summed up from the lines. Gives back what was taken. */
async function naive(db: Database, from: string, to: string): Promise<number> {
  return db.read(async (sql) => {
    let total = 0;
    for (const part of [
      'day',
      'hour',
      'payment_id',
      'rate_bp',
      'category_id',
      'item_id',
      'staff_id',
      'register_id',
    ]) {
      const rows = await sql.all<{ amount_haler: number }>(
        `SELECT ${part} AS key, count(*) AS count, sum(amount_haler) AS amount_haler, sum(quantity) AS quantity,
           sum(vat_haler) AS vat_haler
         FROM bench_line WHERE store = ? AND day >= ? AND day <= ? GROUP BY ${part}`,
        STORE,
        from,
        to,
      );
      total = rows.reduce((sum, { amount_haler }) => sum + amount_haler, 0);
    }
    return total;
  });
}

/** Of some rounds after one that warms up, the middle one and the worst. */
async function timed(
  rounds: number,
  run: () => Promise<unknown>,
): Promise<{ median: number; worst: number }> {
  await run();
  const took: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const begin = performance.now();
    await run();
    took.push(performance.now() - begin);
  }
  took.sort((a, b) => a - b);
  return { median: took[Math.floor(rounds / 2)] ?? 0, worst: took.at(-1) ?? 0 };
}

async function measure(kind: string, db: Database): Promise<number> {
  const begin = performance.now();
  await fill(db);
  console.log(
    `${kind}: ${LINES} lines on ${DAYS * PER_DAY} receipts in ${DAYS} days, written in ${seconds(begin)} s`,
  );
  const portal = createPortal(db);
  let longest = 0;
  for (const [name, from, to] of [
    ['one day', dayName(DAYS - 1), dayName(DAYS - 1)],
    ['a month', dayName(DAYS - 30), dayName(DAYS - 1)],
    ['all of it', dayName(0), dayName(DAYS - 1)],
  ] as const) {
    const view = await portal.show(STORE, { from, to });
    const summed = await naive(db, from, to);
    if (view.total.now.amount_haler !== summed) {
      throw new Error(`${kind}, ${name}: the cube has ${view.total.now.amount_haler}, the lines ${summed}`);
    }
    const cube = await timed(9, () => portal.show(STORE, { from, to }));
    const lines = await timed(3, () => naive(db, from, to));
    longest = Math.max(longest, cube.worst);
    console.log(
      `  ${name.padEnd(10)} cube ${cube.median.toFixed(1)} ms (worst ${cube.worst.toFixed(1)}), ` +
        `lines ${lines.median.toFixed(1)} ms, ratio 1 : ${(lines.median / cube.median).toFixed(0)}`,
    );
  }
  return longest;
}

const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed(1);

const folder = mkdtempSync(join(tmpdir(), 'kasad-portal-'));
const cluster = await startCluster();
try {
  const sqlite = await openDatabase({ url: `sqlite:${join(folder, 'portal.db')}` });
  await measure('SQLite', sqlite);
  await sqlite.close();
  const postgres = await openDatabase({ url: await cluster.url('portal') });
  const worst = await measure('PostgreSQL', postgres);
  await postgres.close();
  const held = worst <= BUDGET_MS;
  console.log(
    `budget ${BUDGET_MS} ms on PostgreSQL: ${held ? 'held' : 'NOT held'} (worst ${worst.toFixed(1)} ms)`,
  );
  if (!held) process.exitCode = 1;
} finally {
  await cluster.remove();
  rmSync(folder, { recursive: true, force: true });
}
