import type { Statement } from 'better-sqlite3';
import { cashIn, formatReceiptNumber, type Receipt, type ReceiptNumber } from '../../domain/index.ts';
import type { FactRow } from '../../sync/index.ts';
import { searchText, searchWords } from '../../wire/index.ts';
import type { ReceiptSummary, ReceiptView } from '../http/contract.ts';
import type { Store } from '../store/store.ts';
import type { Issue } from './book-clock.ts';
import type { ReceiptQuery } from './ledger.ts';

const DEFAULT_LIMIT = 50;

/** One receipt has one fact; a database that goes on under a new name may have left it with siblings under both. */
const BODY = "(SELECT body FROM fact WHERE id = r.id AND kind = 'receipt' ORDER BY hlc LIMIT 1)";

/** What the books know of a receipt at one look; how it stands with the tax authority they do not. */
export type RowSummary = Omit<ReceiptSummary, 'fiscal'>;

/** Receipts as rows and facts, of all registers of the shop. */
export interface ReceiptRows {
  /** A receipt made here. Inside the caller's transaction. */
  add(receipt: Receipt, issue: Issue): void;
  /** A receipt of another register, whose fact is there. Inside a transaction; false when it is known already. */
  takeIn(receipt: Receipt, fact: FactRow): boolean;
  get(receiptId: string): Receipt | undefined;
  /** The one that took it back and was not taken back itself. */
  reversedBy(receiptId: string): ReceiptView['reversedBy'];
  /** All that took it back and stand; more than one when registers could not hear each other. */
  reversalsOf(receiptId: string): Receipt[];
  /** Receipts with the very same number, oldest first: one, unless two registers use one series. */
  numbered(number: ReceiptNumber): Receipt[];
  countNumbered(number: ReceiptNumber): number;
  ofShift(shiftId: string): Receipt[];
  shiftCount(shiftId: string): number;
  /** What a shift has added to the drawer by selling. */
  shiftCash(shiftId: string): number;
  /** The latest time on a receipt of a shift, milliseconds; null when there is none. */
  shiftLatest_ms(shiftId: string): number | null;
  /** Newest first. */
  list(query: ReceiptQuery): { readonly receipts: RowSummary[]; readonly next: string | null };
}

export function createReceiptRows(
  { db, journal }: Pick<Store, 'db' | 'journal'>,
  registerName: (registerId: string) => string,
): ReceiptRows {
  // The stamp is the fact's, which has just been written.
  const insert = db.prepare(
    `INSERT INTO receipt
     (id, series, year, seq, issued_ms, day, shift_id, reverses_id, total_haler, cash_haler, search, register_id,
      own, origin, hlc)
     SELECT :id, :series, :year, :seq, :issued_ms, :day, :shift_id, :reverses_id, :total_haler, :cash_haler, :search,
       :register_id, 1, origin, hlc
     FROM fact WHERE id = :id AND kind = 'receipt'`,
  );
  const insertTaken = db.prepare(
    `INSERT OR IGNORE INTO receipt
     (id, series, year, seq, issued_ms, day, shift_id, reverses_id, total_haler, cash_haler, search, register_id,
      own, origin, hlc)
     VALUES (:id, :series, :year, :seq, :issued_ms, :day, :shift_id, :reverses_id, :total_haler, :cash_haler, :search,
       :register_id, 0, :origin, :hlc)`,
  );
  const bodies = (condition: string) =>
    db.prepare<unknown[], string>(`SELECT ${BODY} FROM receipt r WHERE ${condition} ORDER BY r.hlc`).pluck();
  const one = bodies('r.id = ?');
  const standing = `r.reverses_id = ? AND NOT EXISTS (SELECT 1 FROM receipt x WHERE x.reverses_id = r.id)`;
  const reversal = db.prepare<[string], { id: string; series: string; year: number; seq: number }>(
    `SELECT id, series, year, seq FROM receipt r WHERE ${standing} ORDER BY hlc LIMIT 1`,
  );
  const reversals = bodies(standing);
  const sameNumber = bodies('r.series = ? AND r.year = ? AND r.seq = ?');
  const countSame = db
    .prepare<[string, number, number], number>(
      'SELECT count(*) FROM receipt WHERE series = ? AND year = ? AND seq = ?',
    )
    .pluck();
  const shiftBodies = bodies('r.shift_id = ?');
  const cash = db
    .prepare<[string], number>('SELECT coalesce(sum(cash_haler), 0) FROM receipt WHERE shift_id = ?')
    .pluck();
  const count = db.prepare<[string], number>('SELECT count(*) FROM receipt WHERE shift_id = ?').pluck();
  const latest = db
    .prepare<[string], number | null>('SELECT max(issued_ms) FROM receipt WHERE shift_id = ?')
    .pluck();
  const lists = new Map<string, Statement<unknown[], ListRow>>();

  const read = (text: string) => JSON.parse(text) as Receipt;
  const columns = (receipt: Receipt, issued_ms: number) => ({
    id: receipt.id,
    series: receipt.number.series,
    year: receipt.number.year,
    seq: receipt.number.seq,
    issued_ms,
    day: receipt.issuedAt.slice(0, 10),
    shift_id: receipt.shiftId,
    reverses_id: receipt.reverses?.receiptId ?? null,
    total_haler: receipt.total_haler,
    cash_haler: cashIn(receipt),
    search: searchText(receipt),
    register_id: receipt.registerId,
  });

  return {
    add(receipt, issue) {
      journal.fact('receipt', receipt.id, receipt);
      insert.run(columns(receipt, issue.issued_ms));
    },
    takeIn(receipt, { origin, hlc }) {
      const row = { ...columns(receipt, Date.parse(receipt.issuedAt)), origin, hlc };
      return insertTaken.run(row).changes > 0;
    },
    get(receiptId) {
      const text = one.get(receiptId);
      return text === undefined ? undefined : read(text);
    },
    reversedBy(receiptId) {
      const row = reversal.get(receiptId);
      return row ? { id: row.id, number: formatReceiptNumber(row) } : null;
    },
    reversalsOf: (receiptId) => reversals.all(receiptId).map(read),
    numbered: ({ series, year, seq }) => sameNumber.all(series, year, seq).map(read),
    countNumbered: ({ series, year, seq }) => countSame.get(series, year, seq) ?? 0,
    ofShift: (shiftId) => shiftBodies.all(shiftId).map(read),
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
        receipts: shown.map((row) => {
          const receipt = read(row.body);
          return { ...summary(receipt, row.reversed === 1), registerName: registerName(receipt.registerId) };
        }),
        next: rows.length > limit ? (shown.at(-1)?.hlc ?? null) : null,
      };
    },
  };
}

interface ListRow {
  readonly hlc: string;
  readonly body: string;
  readonly reversed: 0 | 1;
}

/**
 * Newest first by the stamp, which no wrong clock and no late arrival takes out of order. Stamps are found first, in
 * the narrow rows, and only as many bodies are read as are shown. One SQL text for each combination of filters, at
 * most eight words.
 */
function listSql(query: ReceiptQuery): { sql: string; values: unknown[] } {
  const where: string[] = [];
  const values: unknown[] = [];
  const add = (condition: string, value: unknown) => {
    where.push(condition);
    values.push(value);
  };
  if (query.before !== undefined) add('hlc < ?', query.before);
  // A few days are found by their index and sorted; of a long time it is faster to walk back from the newest,
  // and the plus keeps SQLite from its index.
  const day = isShort(query) ? 'day' : '+day';
  if (query.from !== undefined) add(`${day} >= ?`, query.from);
  if (query.to !== undefined) add(`${day} <= ?`, query.to);
  if (query.shiftId !== undefined) add('shift_id = ?', query.shiftId);
  if (query.registerId !== undefined) add('register_id = ?', query.registerId);
  for (const word of searchWords(query.q ?? '')) add('instr(search, ?) > 0', word);
  const sql = `
    SELECT r.hlc, ${BODY} AS body,
      EXISTS (SELECT 1 FROM receipt x WHERE x.reverses_id = r.id) AS reversed
    FROM (SELECT hlc, id FROM receipt ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''}
          ORDER BY hlc DESC LIMIT ?) r
    ORDER BY r.hlc DESC`;
  return { sql, values };
}

const SHORT_MS = 31 * 86_400_000;

function isShort({ from, to }: ReceiptQuery): boolean {
  return from !== undefined && to !== undefined && Date.parse(to) - Date.parse(from) <= SHORT_MS;
}

function summary(receipt: Receipt, reversed: boolean): Omit<RowSummary, 'registerName'> {
  return {
    id: receipt.id,
    registerId: receipt.registerId,
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
