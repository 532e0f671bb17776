import type { Statement } from 'better-sqlite3';
import type { FactRow } from '../../sync/index.ts';
import {
  createEetReader,
  EET_OUTCOME,
  EET_SALE,
  isConfirmation,
  type OutcomeFact,
  type SaleFact,
} from '../../wire/index.ts';
import type { FiscalState } from '../http/contract.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';

/** A row of eet_shop. */
export interface ShopSale {
  readonly receiptId: string;
  readonly registerId: string;
  readonly environment: FiscalState['environment'];
  readonly number: string;
  /** Crowns with two decimals. */
  readonly total: string;
  readonly soldAt: string;
  readonly sold_ms: number;
  readonly state: FiscalState['state'];
  readonly pok: string | null;
  readonly code: number | null;
  readonly reason: string;
  readonly attempts: number;
  readonly toldBy: string | null;
}

export interface ShopSalesQuery {
  readonly state?: FiscalState['state'];
  readonly registerId?: string;
  /** Where an earlier page ended. */
  readonly before?: { readonly sold_ms: number; readonly receiptId: string };
  readonly limit: number;
}

/** What another register has not sent yet. */
export interface Unsent {
  readonly registerId: string;
  readonly count: number;
  readonly oldest_ms: number;
}

/** Sales of the whole shop and how each stands: facts, and the rows that they come to. */
export interface ShopSales {
  /** Whether the shop has ever registered anything. */
  known(): boolean;
  /** A sale made here. Inside its transaction. */
  add(receiptId: string, fact: SaleFact): void;
  /** What has become of one, as this register knows it. Inside a transaction. */
  tell(receiptId: string, outcome: OutcomeFact): void;
  /** Inside a transaction: the row of a receipt anew from its facts. Undefined while its sale has not come. */
  fold(receiptId: string): ShopSale | undefined;
  /**
   * The outcome that stands: of confirmations the one with the lowest stamp, else the last one told. What is told of
   * the authority's other system is nothing to a sale of this one.
   */
  outcome(receiptId: string, environment: SaleFact['environment']): OutcomeFact | undefined;
  /** Inside a transaction: no row stays. */
  clear(): void;
  get(receiptId: string): ShopSale | undefined;
  /** As it was frozen. */
  frozen(receiptId: string): SaleFact | undefined;
  /** Newest sale first. */
  list(query: ShopSalesQuery): ShopSale[];
  /** Waiting or blocked, of one register, sold by then; oldest first. */
  unsentOf(registerId: string, soldBy_ms?: number): string[];
  /** Those of them that the queue of this register knows nothing of; oldest first. */
  unqueuedOf(registerId: string): string[];
  /** Of all registers but this one. */
  unsentElsewhere(ownId: string): Unsent[];
  /** Sold since then, and its POK not to be believed. */
  countUnverified(since_ms: number): number;
}

const COLUMNS = `receipt_id AS receiptId, register_id AS registerId, environment, number, total, sold_at AS soldAt,
  sold_ms, state, pok, code, reason, attempts, told_by AS toldBy`;
/** A rejected one was sent. */
const UNSENT = `pok IS NULL AND state IN ('waiting', 'blocked')`;

export function createShopSales({ db, journal }: Store, log: Pick<Log, 'warn'>): ShopSales {
  const read = createEetReader();
  const put = db.prepare<[ShopSale]>(
    `INSERT INTO eet_shop VALUES (@receiptId, @registerId, @environment, @number, @total, @soldAt, @sold_ms, @state,
       @pok, @code, @reason, @attempts, @toldBy)
     ON CONFLICT DO UPDATE SET state = excluded.state, pok = excluded.pok, code = excluded.code,
       reason = excluded.reason, attempts = excluded.attempts, told_by = excluded.told_by`,
  );
  const byId = db.prepare<[string], ShopSale>(`SELECT ${COLUMNS} FROM eet_shop WHERE receipt_id = ?`);
  const any = db.prepare<[], 1>('SELECT 1 FROM eet_shop LIMIT 1').pluck();
  const unsentOf = db
    .prepare<[string, number], string>(
      `SELECT receipt_id FROM eet_shop WHERE register_id = ? AND sold_ms <= ? AND ${UNSENT} ORDER BY sold_ms`,
    )
    .pluck();
  const unqueuedOf = db
    .prepare<[string], string>(
      `SELECT receipt_id FROM eet_shop WHERE register_id = ? AND ${UNSENT} AND NOT EXISTS
         (SELECT 1 FROM eet_sale WHERE eet_sale.receipt_id = eet_shop.receipt_id) ORDER BY sold_ms`,
    )
    .pluck();
  const unsentElsewhere = db.prepare<[string], Unsent>(
    `SELECT register_id AS registerId, count(*) AS count, min(sold_ms) AS oldest_ms FROM eet_shop
     WHERE ${UNSENT} AND register_id <> ? GROUP BY register_id ORDER BY oldest_ms`,
  );
  const unverified = db
    .prepare<[number], number>(
      `SELECT count(*) FROM eet_shop WHERE state = 'confirmed-unverified' AND sold_ms >= ?`,
    )
    .pluck();
  let known: boolean | undefined;
  const lists = new Map<string, Statement<unknown[], ShopSale>>();

  function firstReadable<T>(kind: string, id: string, one: (body: string) => T | undefined): T | undefined {
    for (const { body } of journal.factRows(kind, id)) {
      const fact = one(body);
      if (fact) return fact;
    }
    return undefined;
  }

  function outcome(receiptId: string, environment: SaleFact['environment']): OutcomeFact | undefined {
    // Oldest stamp first, and the same on every register.
    const outcomes = journal.factRows(EET_OUTCOME, receiptId).flatMap((fact) => {
      const one = read.outcome(fact.body);
      if (!one) unreadable(fact);
      return one?.environment === environment ? one : [];
    });
    return (
      outcomes.find(({ state }) => state === 'confirmed') ?? outcomes.find(isConfirmation) ?? outcomes.at(-1)
    );
  }

  const frozen = (receiptId: string) => firstReadable(EET_SALE, receiptId, read.sale);

  function rowOf(receiptId: string, fact: SaleFact, told: OutcomeFact | undefined): ShopSale {
    const { environment, registerId, sale } = fact;
    return {
      receiptId,
      registerId,
      environment,
      number: sale.number,
      total: sale.total,
      soldAt: sale.soldAt,
      sold_ms: Date.parse(sale.soldAt),
      state: told?.state ?? 'waiting',
      pok: told?.pok ?? null,
      code: told?.code ?? null,
      reason: told?.reason ?? '',
      attempts: told?.attempts ?? 0,
      toldBy: told?.registerId ?? null,
    };
  }

  function write(row: ShopSale): void {
    put.run(row);
    known = true;
  }

  function unreadable({ kind, id, origin, seq }: FactRow): void {
    log.warn({ kind, id, origin, seq }, 'a fact of another register cannot be read');
  }

  function fold(receiptId: string): ShopSale | undefined {
    const fact = frozen(receiptId);
    if (!fact) return undefined;
    const row = rowOf(receiptId, fact, outcome(receiptId, fact.environment));
    write(row);
    return row;
  }

  return {
    known() {
      known ??= any.get() !== undefined;
      return known;
    },
    add(receiptId, fact) {
      journal.fact(EET_SALE, receiptId, fact);
      write(rowOf(receiptId, fact, undefined));
    },
    tell(receiptId, told) {
      journal.fact(EET_OUTCOME, receiptId, told);
      fold(receiptId);
    },
    fold,
    outcome,
    clear: () => void db.exec('DELETE FROM eet_shop'),
    get: (receiptId) => byId.get(receiptId),
    frozen,
    list({ state, registerId, before, limit }) {
      const where = [
        ...(state === undefined ? [] : ['state = @state']),
        ...(registerId === undefined ? [] : ['register_id = @registerId']),
        ...(before === undefined ? [] : ['(sold_ms, receipt_id) < (@sold_ms, @receiptId)']),
      ];
      const sql = `SELECT ${COLUMNS} FROM eet_shop ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''}
        ORDER BY sold_ms DESC, receipt_id DESC LIMIT @limit`;
      let statement = lists.get(sql);
      if (!statement) {
        statement = db.prepare(sql);
        lists.set(sql, statement);
      }
      return statement.all({ state, registerId, ...before, limit });
    },
    unsentOf: (registerId, soldBy_ms = Number.MAX_SAFE_INTEGER) => unsentOf.all(registerId, soldBy_ms),
    unqueuedOf: (registerId) => unqueuedOf.all(registerId),
    unsentElsewhere: (ownId) => unsentElsewhere.all(ownId),
    countUnverified: (since_ms) => unverified.get(since_ms) ?? 0,
  };
}
