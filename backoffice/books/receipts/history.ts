import { formatReceiptNumber, type Receipt } from '../../../domain/index.ts';
import { Refusal } from '../../../wire/index.ts';
import type { Database, Sql } from '../../database/database.ts';
import type {
  ReceiptFilters,
  ReceiptList,
  ReceiptSummary,
  ReceiptsQuery,
  ReceiptView,
} from '../../http/contract/receipts.ts';
import { eetSaleView, eetState, saleRows } from '../eet/sales.ts';
import { factsOf } from '../facts.ts';
import { receiptNames, recordNames } from '../names.ts';
import { conditionOf, cursorOf } from './search.ts';

const DEFAULT_LIMIT = 50;
/** As many tables as a shop can have seats at. */
const TABLES_MAX = 500;

/** Receipts of all registers of a store. */
export interface History {
  list(store: string, query: ReceiptsQuery): Promise<ReceiptList>;
  filters(store: string): Promise<ReceiptFilters>;
  /** Throws a Refusal 404 `no-receipt`. */
  get(store: string, receiptId: string): Promise<ReceiptView>;
}

export function createHistory(db: Pick<Database, 'read'>): History {
  return {
    list: (store, query) => db.read((sql) => listOf(sql, store, query)),
    filters: (store) => db.read((sql) => filtersOf(sql, store)),
    get: (store, receiptId) => db.read((sql) => viewOf(sql, store, receiptId)),
  };
}

interface ListRow {
  readonly id: string;
  readonly issued_at: string;
  readonly reversed: 0 | 1;
  readonly body: string;
}

/** The narrow rows are walked first, and only as many bodies are read as are shown. */
async function listOf(sql: Sql, store: string, query: ReceiptsQuery): Promise<ReceiptList> {
  const limit = query.limit ?? DEFAULT_LIMIT;
  const { condition, values } = conditionOf(store, query);
  const rows = await sql.all<ListRow>(
    `SELECT p.id, p.issued_at, f.body, CASE WHEN EXISTS
       (SELECT 1 FROM receipt x WHERE x.store = p.store AND x.reverses_id = p.id) THEN 1 ELSE 0 END AS reversed
     FROM (SELECT r.store, r.id, r.issued_at, r.origin, r.seq FROM receipt r WHERE ${condition}
           ORDER BY r.issued_at DESC, r.id DESC LIMIT ?) p
     JOIN fact f ON f.store = p.store AND f.origin = p.origin AND f.seq = p.seq
     ORDER BY p.issued_at DESC, p.id DESC`,
    ...values,
    limit + 1,
  );
  const shown = rows.slice(0, limit);
  const registers = await recordNames(sql, store, 'register');
  const sales = await saleRows(
    sql,
    store,
    shown.map(({ id }) => id),
  );
  const last = shown.at(-1);
  return {
    receipts: shown.map(({ id, body, reversed }) => {
      const receipt = JSON.parse(body) as Receipt;
      const sale = sales.get(id);
      return {
        ...summary(receipt),
        registerName: registers.of(receipt.registerId),
        reversed: reversed === 1,
        eet: sale ? eetState(sale) : null,
      };
    }),
    next: rows.length > limit && last ? cursorOf(last) : null,
  };
}

function summary(receipt: Receipt): Omit<ReceiptSummary, 'registerName' | 'reversed' | 'eet'> {
  return {
    id: receipt.id,
    number: formatReceiptNumber(receipt.number),
    registerId: receipt.registerId,
    shiftId: receipt.shiftId,
    issuedAt: receipt.issuedAt,
    staff: receipt.staff,
    table: receipt.table,
    total_haler: receipt.total_haler,
    tip_haler: receipt.tip_haler,
    payments: [...new Set(receipt.payments.map(({ name }) => name))],
    reversal: receipt.reverses !== null,
    itemCount: receipt.lines.length,
  };
}

async function filtersOf(sql: Sql, store: string): Promise<ReceiptFilters> {
  const registers = await recordNames(sql, store, 'register');
  const sellers = await sql.all<{ key: string }>(
    "SELECT DISTINCT key FROM taking WHERE store = ? AND dimension = 'register'",
    store,
  );
  const named = async (dimension: 'staff' | 'payment') =>
    (await receiptNames(sql, store, dimension)).all.map(({ key: id, name }) => ({ id, name })).sort(byName);
  const tables = (await receiptNames(sql, store, 'table')).all.map(({ name }) => name);
  return {
    registers: sellers.map(({ key: id }) => ({ id, name: registers.of(id) })).sort(byName),
    staff: await named('staff'),
    payments: await named('payment'),
    tables: tables.sort(inCzech).slice(0, TABLES_MAX),
  };
}

/** `Stůl 2` comes before `Stůl 10`. */
const inCzech = new Intl.Collator('cs', { numeric: true }).compare;
const byName = (a: { readonly name: string }, b: { readonly name: string }) => inCzech(a.name, b.name);

async function viewOf(sql: Sql, store: string, receiptId: string): Promise<ReceiptView> {
  const receipt = await receiptOf(sql, store, receiptId);
  const registers = await recordNames(sql, store, 'register');
  const { reverses } = receipt;
  const shift = await sql.get<{ z_number: number | null }>(
    'SELECT z_number FROM shift WHERE store = ? AND id = ?',
    store,
    receipt.shiftId,
  );
  const here =
    reverses &&
    (await sql.get('SELECT 1 FROM receipt WHERE store = ? AND id = ?', store, reverses.receiptId));
  const reversedBy = await sql.all<{ id: string; number: string }>(
    'SELECT id, number FROM receipt WHERE store = ? AND reverses_id = ? ORDER BY hlc',
    store,
    receiptId,
  );
  const sale = (await saleRows(sql, store, [receiptId])).get(receiptId);
  return {
    receipt,
    number: formatReceiptNumber(receipt.number),
    registerName: registers.of(receipt.registerId),
    shift: { id: receipt.shiftId, zNumber: shift?.z_number ?? null },
    reverses: reverses && {
      id: reverses.receiptId,
      number: formatReceiptNumber(reverses.number),
      reason: reverses.reason,
      here: here !== undefined,
    },
    allowedBy: await allowedBy(sql, store, receipt),
    reversedBy,
    eet: sale ? eetSaleView(sale, registers) : null,
  };
}

/** A reversal does not say who lent the right for it; the register's books do, in a fact beside it. */
async function allowedBy(sql: Sql, store: string, { id, reverses }: Receipt): Promise<string | null> {
  if (!reverses) return null;
  const [fact] = await factsOf(sql, store, 'reversal-allowed', [id]);
  const { allowedBy } = fact ? (JSON.parse(fact.body) as { allowedBy?: unknown }) : {};
  if (typeof allowedBy !== 'string') return null;
  return (await recordNames(sql, store, 'staff', [allowedBy])).of(allowedBy);
}

/** Throws a Refusal 404 `no-receipt`. */
export async function receiptOf(sql: Sql, store: string, receiptId: string): Promise<Receipt> {
  const row = await sql.get<{ body: string }>(
    `SELECT f.body FROM receipt r JOIN fact f ON f.store = r.store AND f.origin = r.origin AND f.seq = r.seq
     WHERE r.store = ? AND r.id = ?`,
    store,
    receiptId,
  );
  if (row) return JSON.parse(row.body) as Receipt;
  throw new Refusal(
    404,
    'no-receipt',
    { cs: 'Tato účtenka tu není.', en: 'This receipt is not here.' },
    {
      cs: 'Vyhledejte ji v historii znovu. Nedávná možná teprve přijde z pokladny.',
      en: 'Look it up in the history again. A recent one may still be on its way from the register.',
    },
  );
}
