import { isConfirmed, type SaleDraft, type SaleState } from '../../daemon/eet/queue/row.ts';
import { EIC, paper, type Said } from '../../daemon/eet/queue/shop.fixture.ts';
import type { EetStorage } from '../../daemon/eet/queue/storage.ts';
import type { Environment, Outcome } from '../../eet/index.ts';

/** What the judge knows of a sale, beside the queue and not from it. */
interface Known {
  readonly draft: SaleDraft;
  readonly frozen: string;
  /** Something of it may have left: a message was handed over, and it was not heard that it stayed. */
  left: boolean;
  /** The same before the message under way. */
  before: boolean;
  state: SaleState;
  under: boolean;
  /** Retries since something else happened to it. */
  retries: number;
  ended_ms: number;
  pok: string | undefined;
}

/** Watches what the queue does and says what it may not. */
export interface Judge {
  readonly failures: string[];
  readonly sales: number;
  added(draft: SaleDraft, own: boolean): void;
  /** A message is handed over, at this true time. */
  sends(said: Said, environment: Environment, now_ms: number): void;
  /** Its outcome is being noted. */
  noted(receiptId: string, outcome: Outcome, now_ms: number): void;
  /** The status of a sale is about to be committed. */
  changed(receiptId: string): void;
  /** The power went: what was under way is never heard of. */
  crashed(): void;
  /** Waits may begin anew: a certificate came, the clock jumped, a person asked. */
  waitsReset(): void;
  /** At the end, when all has been well for long enough. */
  closes(given: ReadonlyMap<string, readonly string[]>, siblings: ReadonlySet<string>): void;
}

const UNDER_WAY_MOST = 6;
const told_most = 20;

export function createJudge(storage: EetStorage): Judge {
  const failures: string[] = [];
  const sales = new Map<string, Known>();
  const uuids = new Set<string>();
  let under = 0;
  const fail = (what: string) => {
    if (failures.length < told_most) failures.push(what);
  };

  return {
    failures,
    get sales() {
      return sales.size;
    },
    added(draft, own) {
      const frozen = JSON.stringify(draft.sale);
      sales.set(draft.receiptId, {
        draft,
        frozen,
        left: !own,
        before: !own,
        state: 'waiting',
        under: false,
        retries: 0,
        ended_ms: Number.NEGATIVE_INFINITY,
        pok: undefined,
      });
    },
    sends({ sale, head, fingerprint }, environment, now_ms) {
      const id = sale.number;
      const known = sales.get(id);
      if (!known) return fail(`${id} was never sold`);
      if (JSON.stringify(sale) !== known.frozen) fail(`${id} was sent with another identity`);
      if (environment !== known.draft.environment)
        fail(`${id} of ${known.draft.environment} went to ${environment}`);
      if (fingerprint !== paper(environment, sale.eic).fingerprint)
        fail(`${id} was signed by ${fingerprint}`);
      if (sale.eic !== EIC) fail(`${id} names ${sale.eic}`);
      if (uuids.has(head.uuid)) fail(`uuid ${head.uuid} was used twice`);
      uuids.add(head.uuid);
      if (!storage.attempts(id).some(({ uuid, state }) => uuid === head.uuid && state === null)) {
        fail(`${id} left without a note of it`);
      }
      if (head.first === known.left)
        fail(`${id} says first=${head.first}, and something ${known.left ? 'may' : 'cannot'} have left`);
      known.before = known.left;
      known.left = true;
      if (known.under) fail(`${id} is under way twice`);
      known.under = true;
      if (known.pok !== undefined) fail(`${id} was sent when it was confirmed`);
      if (known.retries > 0) {
        const least_ms = 0.8 * Math.min(2_000 * 2 ** (known.retries - 1), 300_000);
        const waited_ms = now_ms - known.ended_ms;
        if (waited_ms < least_ms)
          fail(`${id} waited ${waited_ms} ms instead of ${least_ms} after ${known.retries} retries`);
      }
      if (++under > UNDER_WAY_MOST) fail(`${under} are under way at once`);
    },
    noted(receiptId, outcome, now_ms) {
      const known = sales.get(receiptId);
      if (!known) return;
      known.under = false;
      under--;
      known.ended_ms = now_ms;
      const isRetry = outcome.state === 'retry';
      known.retries = isRetry ? known.retries + 1 : 0;
      if (isRetry && !outcome.left) known.left = known.before;
    },
    changed(receiptId) {
      const known = sales.get(receiptId);
      const row = storage.get(receiptId);
      if (!known || !row) return fail(`${receiptId} is not there`);
      if (known.pok !== undefined && row.pok !== known.pok)
        fail(`${receiptId}: ${known.pok} became ${row.pok}`);
      known.pok = row.pok ?? undefined;
      // Let go: what stood in its way is gone, and it may go at once.
      if (row.state === 'waiting' && known.state !== 'waiting') known.retries = 0;
      known.state = row.state;
    },
    crashed() {
      under = 0;
      for (const known of sales.values()) {
        known.under = false;
        known.retries = 0;
      }
    },
    waitsReset() {
      for (const known of sales.values()) known.retries = 0;
    },
    closes(given, siblings) {
      for (const [id, { draft, pok, frozen }] of sales) {
        const row = storage.get(id);
        if (!row) {
          fail(`${id} is lost`);
          continue;
        }
        if (!isConfirmed(row) || row.pok === null) {
          fail(`${id} is ${row.state} (${row.reason}) although all has been well for long enough`);
          continue;
        }
        if (row.pok !== pok) fail(`${id}: ${pok} became ${row.pok}`);
        if (JSON.stringify(row.sale) !== frozen || row.environment !== draft.environment)
          fail(`${id} was changed`);
        const theirs = siblings.has(row.pok) || (given.get(id) ?? []).includes(row.pok);
        if (!theirs) fail(`${id}: ${row.pok} was given to another sale`);
      }
      if (storage.underWay().length > 0) fail('something is under way for ever');
    },
  };
}
