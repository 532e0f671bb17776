import type { Environment, Sale, Warning } from '../../../eet/index.ts';
import type { Store } from '../../store/store.ts';
import { type AttemptRow, type SaleRow, type SaleState, type SaleStatus, statusOf } from './row.ts';
import { ANSWER_MAX, ATTEMPTS_SHOWN, type Counts, type EetStorage, type ListedState } from './storage.ts';

interface StoredSale {
  receipt_id: string;
  register_id: string;
  environment: Environment;
  sale: string;
  identity: string;
  sold_ms: number;
  since_ms: number;
  own: number;
  state: SaleState;
  may_have_left: number;
  attempts: number;
  step: number;
  faults: number;
  due_ms: number | null;
  code: number | null;
  reason: string;
  pok: string | null;
  confirmed_at: string | null;
  confirmed_ms: number | null;
  confirmed_by: string | null;
  test: number;
}

interface StoredAttempt {
  uuid: string;
  receipt_id: string;
  sha256: string;
  first: number;
  started_at: string;
  ended_at: string | null;
  state: AttemptRow['state'];
  code: number | null;
  http_status: number | null;
  transaction_id: string | null;
  pok: string | null;
  warnings: string;
  answer: string | null;
  reason: string;
}

const saleOf = (row: StoredSale): SaleRow => ({
  receiptId: row.receipt_id,
  registerId: row.register_id,
  environment: row.environment,
  sale: JSON.parse(row.sale) as Sale,
  identity: row.identity,
  sold_ms: row.sold_ms,
  since_ms: row.since_ms,
  own: row.own === 1,
  state: row.state,
  left: row.may_have_left === 1,
  attempts: row.attempts,
  step: row.step,
  faults: row.faults,
  due_ms: row.due_ms,
  code: row.code,
  reason: row.reason,
  pok: row.pok,
  confirmedAt: row.confirmed_at,
  confirmed_ms: row.confirmed_ms,
  confirmedBy: row.confirmed_by,
  test: row.test === 1,
});

const attemptOf = (row: StoredAttempt): AttemptRow => ({
  uuid: row.uuid,
  receiptId: row.receipt_id,
  sha256: row.sha256,
  first: row.first === 1,
  startedAt: row.started_at,
  endedAt: row.ended_at,
  state: row.state,
  code: row.code,
  httpStatus: row.http_status,
  transactionId: row.transaction_id,
  pok: row.pok,
  warnings: JSON.parse(row.warnings) as Warning[],
  answer: row.answer,
  reason: row.reason,
});

const stored = (status: SaleStatus) => ({
  ...statusOf(status),
  left: status.left ? 1 : 0,
  test: status.test ? 1 : 0,
});

/** The tables of daemon/eet/schema.ts. */
export function sqliteEetStorage(store: Pick<Store, 'db' | 'transaction' | 'afterCommit'>): EetStorage {
  const { db } = store;
  const insert =
    db.prepare(`INSERT INTO eet_sale VALUES (@receiptId, @registerId, @environment, @sale, @identity,
    @sold_ms, @since_ms, @own, @state, @left, @attempts, @step, @faults, @due_ms, @code, @reason, @pok, @confirmedAt,
    @confirmed_ms, @confirmedBy, @test) ON CONFLICT DO NOTHING`);
  const update = db.prepare(`UPDATE eet_sale SET state = @state, may_have_left = @left, attempts = @attempts,
    step = @step, faults = @faults, due_ms = @due_ms, code = @code, reason = @reason, pok = @pok,
    confirmed_at = @confirmedAt, confirmed_ms = @confirmed_ms, confirmed_by = @confirmedBy, test = @test
    WHERE receipt_id = @receiptId`);
  const byId = db.prepare<[string], StoredSale>('SELECT * FROM eet_sale WHERE receipt_id = ?');
  const allOpen = db.prepare<[], StoredSale>('SELECT * FROM eet_sale WHERE pok IS NULL');
  // A partial index serves only a state that stands in the query itself.
  const inState = (state: ListedState) =>
    db.prepare<[number], StoredSale>(
      `SELECT * FROM eet_sale WHERE ${state === 'confirmed-unverified' ? '' : 'pok IS NULL AND'} state = '${state}' ORDER BY sold_ms LIMIT ?`,
    );
  const byState: Record<ListedState, ReturnType<typeof inState>> = {
    waiting: inState('waiting'),
    blocked: inState('blocked'),
    rejected: inState('rejected'),
    'confirmed-unverified': inState('confirmed-unverified'),
  };
  const countOpen = db.prepare<[], { state: SaleState; count: number }>(
    `SELECT state, count(*) AS count FROM eet_sale WHERE pok IS NULL GROUP BY state
     UNION ALL
     SELECT 'confirmed-unverified', count(*) FROM eet_sale WHERE state = 'confirmed-unverified'`,
  );
  const countConfirmed = db
    .prepare<[number], number>(
      `SELECT count(*) FROM eet_sale WHERE state = 'confirmed' AND confirmed_ms >= ?`,
    )
    .pluck();
  const insertAttempt =
    db.prepare(`INSERT INTO eet_attempt (uuid, receipt_id, sha256, first, started_at, warnings, reason)
    VALUES (@uuid, @receiptId, @sha256, @first, @startedAt, '[]', '')`);
  const endAttempt = db.prepare(`UPDATE eet_attempt SET ended_at = @endedAt, state = @state, code = @code,
    http_status = @httpStatus, transaction_id = @transactionId, pok = @pok, warnings = @warnings, answer = @answer,
    reason = @reason WHERE uuid = @uuid AND state IS NULL`);
  const open = db.prepare<[], StoredAttempt>('SELECT * FROM eet_attempt WHERE state IS NULL ORDER BY seq');
  const ofSale = db.prepare<[string, number], StoredAttempt>(
    'SELECT * FROM eet_attempt WHERE receipt_id = ? ORDER BY seq DESC LIMIT ?',
  );
  const lastEnded = db.prepare<[], StoredAttempt>(
    'SELECT * FROM eet_attempt WHERE ended_at IS NOT NULL ORDER BY seq DESC LIMIT 1',
  );
  const readClock = db.prepare<[], { running_ms: number; program: string }>(
    'SELECT running_ms, program FROM eet_clock',
  );
  const writeClock = db.prepare('UPDATE eet_clock SET running_ms = @running_ms, program = @program');

  function inside(): void {
    if (!db.inTransaction) throw new Error('sales are written only inside a transaction');
  }

  return {
    transaction: (run) => store.transaction(run),
    afterCommit: (run) => store.afterCommit(run),
    add(row) {
      inside();
      const { changes } = insert.run({
        ...row,
        ...stored(row),
        sale: JSON.stringify(row.sale),
        own: row.own ? 1 : 0,
      });
      return changes === 1;
    },
    get(receiptId) {
      const row = byId.get(receiptId);
      return row && saleOf(row);
    },
    put(receiptId, status) {
      inside();
      if (update.run({ ...stored(status), receiptId }).changes === 0) {
        throw new Error(`sale ${receiptId} is not there`);
      }
    },
    open: () => allOpen.all().map(saleOf),
    list: (state, limit) => byState[state].all(limit).map(saleOf),
    counts(since_ms): Counts {
      const of = new Map(countOpen.all().map(({ state, count }) => [state, count]));
      return {
        waiting: of.get('waiting') ?? 0,
        blocked: of.get('blocked') ?? 0,
        rejected: of.get('rejected') ?? 0,
        unverified: of.get('confirmed-unverified') ?? 0,
        confirmed: countConfirmed.get(since_ms) ?? 0,
      };
    },
    begin(attempt) {
      inside();
      insertAttempt.run({ ...attempt, first: attempt.first ? 1 : 0 });
    },
    end(uuid, end) {
      inside();
      const { changes } = endAttempt.run({
        ...end,
        uuid,
        warnings: JSON.stringify(end.warnings),
        answer: end.answer?.slice(0, ANSWER_MAX) ?? null,
      });
      if (changes === 0) throw new Error(`attempt ${uuid} is not under way`);
    },
    underWay: () => open.all().map(attemptOf),
    attempts: (receiptId) => ofSale.all(receiptId, ATTEMPTS_SHOWN).reverse().map(attemptOf),
    last() {
      const row = lastEnded.get();
      return row && attemptOf(row);
    },
    clock: () => readClock.get() as { running_ms: number; program: string },
    noteClock(clock) {
      inside();
      writeClock.run(clock);
    },
  };
}
