import { DEADLINE_MS, whyOf } from '../../wire/index.ts';
import type { EetAttemptView, EetSaleView, FiscalState } from '../http/contract.ts';
import type { EetQueue } from './queue/door.ts';
import type { AttemptRow } from './queue/row.ts';
import type { ShopSale, ShopSales } from './shop-sales.ts';

/** How sales stand, for people: what the shop knows, and what this register's own queue knows better. */
export interface Standing {
  of(receiptId: string): FiscalState | null;
  /** Without attempts. */
  view(sale: ShopSale): EetSaleView;
  /** With those made here. */
  detail(sale: ShopSale): EetSaleView;
}

export function createStanding(parts: {
  readonly shop: Pick<ShopSales, 'get'>;
  readonly queue: () => Pick<EetQueue, 'status' | 'attempts'>;
  readonly local: (wall_ms: number) => string;
  readonly registerName: (registerId: string) => string;
}): Standing {
  const { shop, queue, local, registerName } = parts;

  function fiscal(sale: ShopSale): FiscalState {
    const live = sale.pok === null ? queue().status(sale.receiptId) : undefined;
    const { state, attempts, pok } = live ?? sale;
    return {
      state,
      environment: sale.environment,
      pok,
      attempts,
      deadlineAt: local(sale.sold_ms + DEADLINE_MS),
      reason: whyOf(live ?? sale)?.reason ?? null,
    };
  }

  function view(sale: ShopSale): EetSaleView {
    const { receiptId, number, registerId, soldAt, total } = sale;
    return {
      receiptId,
      number,
      registerId,
      registerName: registerName(registerId),
      soldAt,
      total,
      fiscal: fiscal(sale),
      attempts: [],
    };
  }

  return {
    of(receiptId) {
      const sale = shop.get(receiptId);
      return sale ? fiscal(sale) : null;
    },
    view,
    detail: (sale) => ({ ...view(sale), attempts: queue().attempts(sale.receiptId).map(attemptView) }),
  };
}

function attemptView(row: AttemptRow): EetAttemptView {
  const { uuid, sha256, first, startedAt, endedAt, state, code, httpStatus, transactionId, pok, reason } =
    row;
  return {
    uuid,
    sha256,
    first,
    startedAt,
    endedAt,
    state,
    code,
    httpStatus,
    transactionId,
    pok,
    warnings: row.warnings.map(({ code, text }) => ({ code, text })),
    reason,
  };
}
