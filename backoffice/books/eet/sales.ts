import { DEADLINE_MS, ENVIRONMENTS, type FISCAL_STATES, type SaleFact, whyOf } from '../../../wire/index.ts';
import type { Database, Sql, Value } from '../../database/database.ts';
import type {
  EetOverview,
  EetSaleList,
  EetSalesQuery,
  EetSaleView,
  EetState,
} from '../../http/contract/eet.ts';
import { inSlices, marks } from '../facts.ts';
import { type Names, recordNames } from '../names.ts';
import { timeLike, untilOf } from '../times.ts';

const DEFAULT_LIMIT = 50;

export interface SaleRow {
  readonly receipt_id: string;
  readonly register_id: string;
  readonly environment: SaleFact['environment'];
  readonly number: string;
  readonly total: string;
  readonly sold_at: string;
  readonly sold_ms: number;
  readonly state: EetState['state'];
  readonly pok: string | null;
  readonly code: number | null;
  readonly reason: string;
  readonly attempts: number;
  readonly told_by: string | null;
}

const COLUMNS = `receipt_id, register_id, environment, number, total, sold_at, sold_ms, state, pok, code, reason,
  attempts, told_by`;

/** How the sales of a store stand with the tax authority, as far as its registers have said so. */
export interface EetSales {
  overview(store: string): Promise<EetOverview>;
  list(store: string, query: EetSalesQuery): Promise<EetSaleList>;
}

export function createEetSales(db: Pick<Database, 'read'>): EetSales {
  return {
    overview: (store) => db.read((sql) => overviewOf(sql, store)),
    list: (store, query) => db.read((sql) => listOf(sql, store, query)),
  };
}

export function eetState(row: SaleRow): EetState {
  return {
    state: row.state,
    environment: row.environment,
    pok: row.pok,
    attempts: row.attempts,
    deadlineAt: deadlineOf(row),
    why: whyOf(row),
  };
}

const deadlineOf = ({ sold_at, sold_ms }: Pick<SaleRow, 'sold_at' | 'sold_ms'>): string =>
  timeLike(sold_at, sold_ms + DEADLINE_MS);

export function eetSaleView(row: SaleRow, registers: Names): EetSaleView {
  return {
    receiptId: row.receipt_id,
    number: row.number,
    registerId: row.register_id,
    registerName: registers.of(row.register_id),
    soldAt: row.sold_at,
    total: row.total,
    eet: eetState(row),
    toldBy: row.told_by === null ? null : { id: row.told_by, name: registers.of(row.told_by) },
  };
}

/** Of some receipts, those that are registered. */
export async function saleRows(
  sql: Sql,
  store: string,
  receiptIds: Iterable<string>,
): Promise<ReadonlyMap<string, SaleRow>> {
  const rows = await inSlices(receiptIds, (slice) =>
    sql.all<SaleRow>(
      `SELECT ${COLUMNS} FROM eet_sale WHERE store = ? AND receipt_id IN (${marks(slice.length)})`,
      store,
      ...slice,
    ),
  );
  return new Map(rows.map((row) => [row.receipt_id, row]));
}

/** What has no POK comes with the nearest deadline first, everything else with the newest sale first. */
async function listOf(sql: Sql, store: string, query: EetSalesQuery): Promise<EetSaleList> {
  const where = ['store = ?'];
  const values: Value[] = [store];
  const add = (condition: string, ...more: Value[]) => {
    where.push(condition);
    values.push(...more);
  };
  const open =
    query.state === 'open' ||
    query.state === 'waiting' ||
    query.state === 'blocked' ||
    query.state === 'rejected';
  if (query.state === 'open') add('open = 1');
  else if (query.state !== undefined) add('state = ?', query.state);
  if (query.environment !== undefined) add('environment = ?', query.environment);
  if (query.registerId !== undefined) add('register_id = ?', query.registerId);
  if (query.from !== undefined) add('sold_local >= ?', query.from);
  if (query.to !== undefined) add('sold_local < ?', untilOf(query.to));
  const after = /^(-?\d{1,16})~(.+)$/.exec(query.after ?? '');
  if (after) add(`(sold_ms, receipt_id) ${open ? '>' : '<'} (?, ?)`, Number(after[1]), after[2] ?? '');
  const limit = query.limit ?? DEFAULT_LIMIT;
  const direction = open ? 'ASC' : 'DESC';
  const rows = await sql.all<SaleRow>(
    `SELECT ${COLUMNS} FROM eet_sale WHERE ${where.join(' AND ')}
     ORDER BY sold_ms ${direction}, receipt_id ${direction} LIMIT ?`,
    ...values,
    limit + 1,
  );
  const shown = rows.slice(0, limit);
  const registers = await recordNames(sql, store, 'register');
  const last = shown.at(-1);
  return {
    sales: shown.map((row) => eetSaleView(row, registers)),
    next: rows.length > limit && last ? `${last.sold_ms}~${last.receipt_id}` : null,
  };
}

const [PRODUCTION, PLAYGROUND] = ENVIRONMENTS;
const NONE = { waiting: 0, blocked: 0, rejected: 0, unverified: 0, confirmed: 0, deadlineAt: null };
const COUNTED: Readonly<Record<(typeof FISCAL_STATES)[number], keyof Omit<typeof NONE, 'deadlineAt'>>> = {
  waiting: 'waiting',
  blocked: 'blocked',
  rejected: 'rejected',
  'confirmed-unverified': 'unverified',
  confirmed: 'confirmed',
};

async function overviewOf(sql: Sql, store: string): Promise<EetOverview> {
  const counts = await sql.all<{
    register_id: string;
    environment: string;
    state: EetState['state'];
    count: number;
  }>(
    `SELECT register_id, environment, state, count(*) AS count FROM eet_sale
     WHERE store = ? GROUP BY register_id, environment, state`,
    store,
  );
  const oldest = await sql.all<{ register_id: string; sold_at: string; sold_ms: number }>(
    `SELECT e.register_id, e.sold_at, e.sold_ms FROM eet_sale e
     JOIN (SELECT register_id, min(sold_ms) AS sold_ms FROM eet_sale
           WHERE store = ? AND open = 1 AND environment = ? GROUP BY register_id) o
       ON o.register_id = e.register_id AND o.sold_ms = e.sold_ms
     WHERE e.store = ? AND e.open = 1 AND e.environment = ? ORDER BY e.sold_ms`,
    store,
    PRODUCTION,
    store,
    PRODUCTION,
  );
  const takeOvers = await sql.all<{ register_id: string; taken_by: string; at: string }>(
    'SELECT register_id, taken_by, at FROM eet_take_over WHERE store = ? ORDER BY at',
    store,
  );
  const names = await recordNames(sql, store, 'register');
  const countsOf = (registerId?: string) => {
    const sums = { ...NONE };
    for (const { register_id, environment, state, count } of counts) {
      if (environment !== PRODUCTION || (registerId !== undefined && register_id !== registerId)) continue;
      sums[COUNTED[state]] += count;
    }
    const first = oldest.find(({ register_id }) => registerId === undefined || register_id === registerId);
    return { ...sums, deadlineAt: first ? deadlineOf(first) : null };
  };
  const ids = [...new Set([...counts, ...takeOvers].map(({ register_id }) => register_id))].sort();
  return {
    ...countsOf(),
    registers: ids.map((registerId) => ({
      registerId,
      registerName: names.of(registerId),
      ...countsOf(registerId),
      takenOverBy: takeOvers
        .filter(({ register_id }) => register_id === registerId)
        .map(({ taken_by: id, at }) => ({ id, name: names.of(id), at })),
    })),
    playground: counts
      .filter(({ environment }) => environment === PLAYGROUND)
      .reduce((sum, { count }) => sum + count, 0),
  };
}
