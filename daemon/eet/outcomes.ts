import type { Environment, Outcome } from '../../eet/index.ts';
import { isConfirmation, type OutcomeFact } from '../../wire/index.ts';
import type { Store } from '../store/store.ts';
import type { Holds } from './holds.ts';
import type { EetQueue } from './queue/door.ts';
import type { SaleRow } from './queue/row.ts';
import type { ShopSales } from './shop-sales.ts';

/** What this register's own queue comes to, told to the shop, and to whoever waits for it here. */
export interface Outcomes {
  /** Inside the transaction in which a sale changed. */
  changed(receiptId: string): void;
  /** Inside the transaction that notes what a message came to. */
  came(receiptId: string, outcome: Outcome): void;
  /** Inside a transaction: the shop's facts of a receipt have changed, so another register may have a confirmation. */
  heard(receiptId: string): void;
  /** Whether the last message to that system came to nothing: then no paper need wait for the next one. */
  isDown(environment: Environment): boolean;
  /** Since the start, by what they came to. */
  readonly counts: ReadonlyMap<Outcome['state'], number>;
}

export function createOutcomes(parts: {
  readonly store: Pick<Store, 'afterCommit'>;
  readonly shop: Pick<ShopSales, 'get' | 'tell' | 'outcome'>;
  readonly queue: () => Pick<EetQueue, 'status' | 'confirmedElsewhere'>;
  readonly holds: Pick<Holds, 'end'>;
  readonly registerId: string;
  readonly now: () => string;
  /** After a commit: screens may want to look. */
  readonly tell: () => void;
}): Outcomes {
  const { store, shop, queue, holds, registerId, now, tell } = parts;
  const counts = new Map<Outcome['state'], number>();
  const down = new Map<Environment, boolean>();

  /** Whether people see more of it than that it is tried again. */
  function isNews(row: SaleRow): boolean {
    const known = shop.get(row.receiptId);
    if (!known) return false;
    // One that another register got, or this one before its disk was put back, is in a fact already.
    if (isConfirmation(row)) return row.confirmedBy === registerId && row.pok !== known.pok;
    if (known.pok !== null) return false;
    if (row.state === 'waiting') return known.state !== 'waiting';
    return known.state !== row.state || known.code !== row.code || known.reason !== row.reason;
  }

  function factOf(row: SaleRow): OutcomeFact {
    const { state, pok, environment, test, code, reason, attempts } = row;
    return {
      state,
      pok,
      at: row.confirmedAt ?? now(),
      registerId,
      environment,
      test,
      code,
      reason,
      attempts,
    };
  }

  return {
    changed(receiptId) {
      const row = queue().status(receiptId);
      if (!row) return;
      if (isNews(row)) shop.tell(receiptId, factOf(row));
      store.afterCommit(() => {
        if (row.state !== 'waiting') holds.end(receiptId);
        tell();
      });
    },
    came(receiptId, outcome) {
      const environment = queue().status(receiptId)?.environment;
      store.afterCommit(() => {
        counts.set(outcome.state, (counts.get(outcome.state) ?? 0) + 1);
        if (environment) down.set(environment, outcome.state === 'retry');
        holds.end(receiptId);
        tell();
      });
    },
    heard(receiptId) {
      const row = queue().status(receiptId);
      const told = row && shop.outcome(receiptId, row.environment);
      // Of this register's own it knows better, unless its disk was put back: then it once had this one.
      if (!told || told.pok === null) return;
      const { state, pok, at: confirmedAt, test } = told;
      if (state !== 'confirmed' && state !== 'confirmed-unverified') return;
      queue().confirmedElsewhere(receiptId, { state, pok, confirmedAt, registerId: told.registerId, test });
    },
    isDown: (environment) => down.get(environment) ?? false,
    counts,
  };
}
