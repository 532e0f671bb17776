import type { Statement } from 'better-sqlite3';
import { cashIn, formatReceiptNumber, type Receipt } from '../../domain/index.ts';
import type { ReceiptList, ReceiptSummary, ReceiptView } from '../http/contract.ts';
import type { Store } from '../store/store.ts';
import type { Issue } from './book-clock.ts';
import type { ReceiptQuery } from './ledger.ts';
import { searchText, searchWords } from './search-text.ts';

const DEFAULT_LIMIT = 50;

/** Receipts as rows and facts. */
export interface ReceiptRows {
  /** Inside the caller's transaction. */
  add(receipt: Receipt, issue: Issue): void;
  get(receiptId: string): Receipt | undefined;
  reversedBy(receiptId: string): ReceiptView['reversedBy'];
  ofShift(shiftId: string): Receipt[];
  shiftCount(shiftId: string): number;
  /** What a shift has added to the drawer by selling. */
  shiftCash(shiftId: string): number;
  /** The latest time on a receipt of a shift, milliseconds; null when there is none. */
  shiftLatest_ms(shiftId: string): number | null;
  /** Newest first. */
  list(query: ReceiptQuery): ReceiptList;
}

export function createReceiptRows({ db, journal }: Pick<Store, 'db' | 'journal'>): ReceiptRows {
  const insert = db.prepare(
    `INSERT INTO receipt
     (id, series, year, seq, issued_ms, day, shift_id, reverses_id, total_haler, cash_haler, search)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const reversal = db.prepare<[string], { id: string; series: string; year: number; seq: number }>(
    'SELECT id, series, year, seq FROM receipt WHERE reverses_id = ?',
  );
  const shiftBodies = db
    .prepare<[string], string>(
      `SELECT f.body FROM receipt r JOIN fact f ON f.id = r.id AND f.kind = 'receipt'
       WHERE r.shift_id = ? ORDER BY r.position`,
    )
    .pluck();
  const cash = db
    .prepare<[string], number>('SELECT coalesce(sum(cash_haler), 0) FROM receipt WHERE shift_id = ?')
    .pluck();
  const count = db.prepare<[string], number>('SELECT count(*) FROM receipt WHERE shift_id = ?').pluck();
  const latest = db
    .prepare<[string], number | null>('SELECT max(issued_ms) FROM receipt WHERE shift_id = ?')
    .pluck();
  const lists = new Map<string, Statement<unknown[], ListRow>>();

  return {
    add(receipt, issue) {
      journal.fact('receipt', receipt.id, receipt);
      const { series, year, seq } = receipt.number;
      insert.run(
        receipt.id,
        series,
        year,
        seq,
        issue.issued_ms,
        issue.day,
        receipt.shiftId,
        receipt.reverses?.receiptId ?? null,
        receipt.total_haler,
        cashIn(receipt),
        searchText(receipt),
      );
    },
    get: (receiptId) => journal.facts('receipt', receiptId)[0] as Receipt | undefined,
    reversedBy(receiptId) {
      const row = reversal.get(receiptId);
      return row ? { id: row.id, number: formatReceiptNumber(row) } : null;
    },
    ofShift: (shiftId) => shiftBodies.all(shiftId).map((text) => JSON.parse(text) as Receipt),
    shiftCount: (shiftId) => count.get(shiftId) ?? 0,
    shiftCash: (shiftId) => cash.get(shiftId) ?? 0,
    shiftLatest_ms: (shiftId) => latest.get(shiftId) ?? null,
    list(query) {
      const { sql, values } = listSql(query);
      let statement = lists.get(sql);
      if (!statement) {
        statement = db.prepare<unknown[], ListRow>(sql);
        lists.set(sql, statement);
      }
      const limit = query.limit ?? DEFAULT_LIMIT;
      const rows = statement.all(...values, limit + 1);
      const shown = rows.slice(0, limit);
      return {
        receipts: shown.map((row) => summary(JSON.parse(row.body) as Receipt, row.reversed === 1)),
        next: rows.length > limit ? String(shown.at(-1)?.position) : null,
      };
    },
  };
}

interface ListRow {
  readonly position: number;
  readonly body: string;
  readonly reversed: 0 | 1;
}

/**
 * Positions are found first, in the narrow rows, and only as many bodies are read as are shown. One SQL text for
 * each combination of filters, at most eight words.
 */
function listSql(query: ReceiptQuery): { sql: string; values: unknown[] } {
  const where: string[] = [];
  const values: unknown[] = [];
  const add = (condition: string, value: unknown) => {
    where.push(condition);
    values.push(value);
  };
  if (query.before !== undefined) add('position < ?', Number(query.before) || 0);
  // A few days are found by their index and sorted; of a long time it is faster to walk back from the newest,
  // and the plus keeps SQLite from its index.
  const day = isShort(query) ? 'day' : '+day';
  if (query.from !== undefined) add(`${day} >= ?`, query.from);
  if (query.to !== undefined) add(`${day} <= ?`, query.to);
  if (query.shiftId !== undefined) add('shift_id = ?', query.shiftId);
  for (const word of searchWords(query.q ?? '')) add('instr(search, ?) > 0', word);
  const sql = `
    SELECT r.position, f.body,
      EXISTS (SELECT 1 FROM receipt x WHERE x.reverses_id = r.id) AS reversed
    FROM (SELECT position, id FROM receipt ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''}
          ORDER BY position DESC LIMIT ?) r
    JOIN fact f ON f.id = r.id AND f.kind = 'receipt'
    ORDER BY r.position DESC`;
  return { sql, values };
}

const SHORT_MS = 31 * 86_400_000;

function isShort({ from, to }: ReceiptQuery): boolean {
  return from !== undefined && to !== undefined && Date.parse(to) - Date.parse(from) <= SHORT_MS;
}

function summary(receipt: Receipt, reversed: boolean): ReceiptSummary {
  return {
    id: receipt.id,
    number: formatReceiptNumber(receipt.number),
    issuedAt: receipt.issuedAt,
    staff: receipt.staff.name,
    table: receipt.table,
    total_haler: receipt.total_haler,
    tip_haler: receipt.tip_haler,
    payments: [...new Set(receipt.payments.map((payment) => payment.name))],
    reversal: receipt.reverses !== null,
    reversed,
    itemCount: receipt.lines.length,
  };
}
