import type { Receipt } from '../../domain/index.ts';
import { fiscalLines } from '../../paper/index.ts';
import type { SaleFact } from '../../wire/index.ts';
import type { Fiscal } from '../fiscal/fiscal.ts';
import type { EetSettings } from '../http/contract.ts';
import type { Log } from '../log.ts';
import { diskRefusal } from '../store/disk-fault.ts';
import type { Holds } from './holds.ts';
import { draftOf } from './orphans.ts';
import type { Outcomes } from './outcomes.ts';
import type { EetQueue } from './queue/door.ts';
import { reversalOf, saleOf } from './sale.ts';
import type { ShopSales } from './shop-sales.ts';
import type { Standing } from './standing.ts';

/** The duty to register, as the ledger and the printing meet it. */
export interface Duty extends Fiscal {
  /** How many sales made since the start are not in the queue, for a defect of the program. */
  lost(): number;
}

export function createDuty(parts: {
  readonly settings: () => EetSettings | null;
  readonly shop: Pick<ShopSales, 'add' | 'frozen'>;
  readonly queue: () => Pick<EetQueue, 'add' | 'wake' | 'status'>;
  readonly standing: Pick<Standing, 'of'>;
  readonly outcomes: Pick<Outcomes, 'isDown'>;
  readonly holds: Holds;
  readonly log: Pick<Log, 'error'>;
  /** Whether the shop has ever registered anything: one that has not is asked nothing. */
  readonly known: () => boolean;
  /** After a commit. */
  readonly tell: () => void;
}): Duty {
  const { settings, shop, queue, standing, outcomes, holds, log, known, tell } = parts;
  /** Begun and not committed yet. */
  let begun: { readonly receiptId: string; readonly paper_ms: number } | undefined;
  const suspect = new Set<string>();

  /** Whatever goes wrong here is told, and the sale stands. */
  function guarded(receipt: Receipt, run: () => void): void {
    try {
      run();
    } catch (error) {
      // On a disk that takes nothing there is no sale either.
      if (diskRefusal(error) !== error) throw error;
      suspect.add(receipt.id);
      log.error({ err: error, receipt: receipt.id }, 'a sale was not written down to be registered');
    }
  }

  /** What of it is registered and where; undefined when nothing is. */
  function factOf(receipt: Receipt): SaleFact | undefined {
    const { registerId, reverses } = receipt;
    if (reverses) {
      // An authority that has never heard of the sale must not hear of its end either, nor the other one in its place.
      const original = known() ? shop.frozen(reverses.receiptId) : undefined;
      return original && { ...original, registerId, sale: reversalOf(receipt, original.sale) };
    }
    const set = settings();
    const sale = set && saleOf(receipt, set);
    return sale ? { registerId, environment: set.environment, sale } : undefined;
  }

  function freeze(receipt: Receipt): void {
    const fact = factOf(receipt);
    if (!fact) return;
    // Each without the other is mended: what the shop knows is taken into the queue, and the queue sends by itself.
    guarded(receipt, () => void queue().add(draftOf(receipt.id, fact)));
    guarded(receipt, () => shop.add(receipt.id, fact));
    const wait_ms = (settings()?.wait_s ?? 0) * 1000;
    begun = { receiptId: receipt.id, paper_ms: outcomes.isDown(fact.environment) ? 0 : wait_ms };
  }

  const status = (receiptId: string) => (known() ? standing.of(receiptId) : null);

  return {
    begin(receipt) {
      begun = undefined;
      guarded(receipt, () => freeze(receipt));
    },
    commit(receiptId) {
      if (begun?.receiptId !== receiptId) return;
      if (begun.paper_ms > 0) holds.begin(receiptId, begun.paper_ms);
      queue().wake();
      tell();
    },
    status,
    lines(receiptId, columns) {
      const state = status(receiptId);
      return state ? fiscalLines(state, columns) : [];
    },
    holds: (receiptId) => holds.has(receiptId),
    lost() {
      for (const receiptId of suspect) if (queue().status(receiptId)) suspect.delete(receiptId);
      return suspect.size;
    },
  };
}
