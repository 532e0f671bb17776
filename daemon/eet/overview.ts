import { DEADLINE_MS, type Why, whyOf } from '../../wire/index.ts';
import type { EetSettings, EetView, Words } from '../http/contract.ts';
import type { EetQueue } from './queue/door.ts';
import type { AttemptRow } from './queue/row.ts';
import type { Sender } from './sender.ts';
import type { ShopSales } from './shop-sales.ts';

/** All that the page of EET shows at one look; counts are of what this register sends. */
export function overview(parts: {
  readonly settings: EetSettings | null;
  readonly queue: Pick<EetQueue, 'counts' | 'oldest' | 'last' | 'list'>;
  readonly shop: Pick<ShopSales, 'get'>;
  /** Undefined while it is not loaded. */
  readonly sender: Pick<Sender, 'credentials' | 'renewal'> | undefined;
  readonly orphans: EetView['orphans'];
  /** When this day began here, milliseconds since 1970. */
  readonly midnight_ms: number;
  readonly local: (wall_ms: number) => string;
}): EetView {
  const { settings, queue, sender, orphans, local } = parts;
  const { confirmed: confirmedToday, ...counts } = queue.counts(parts.midnight_ms);
  const last = queue.last();
  return {
    environment: settings?.environment ?? null,
    ...counts,
    confirmedToday,
    oldest: oldest(),
    last: last?.endedAt ? { at: last.endedAt, ...answered(last) } : null,
    blockedBy: blockedBy(settings, sender, queue),
    certificates: sender?.credentials.views() ?? [],
    renewal: sender?.renewal() ?? null,
    orphans,
  };

  function oldest(): EetView['oldest'] {
    const first = queue.oldest();
    const sale = first && parts.shop.get(first.receiptId);
    if (!first || !sale) return null;
    return {
      receiptId: first.receiptId,
      number: sale.number,
      soldAt: sale.soldAt,
      deadlineAt: local(sale.sold_ms + DEADLINE_MS),
      left_s: Math.floor(first.left_ms / 1000),
    };
  }
}

/** Why the first of the blocked sales is; or why the next one would be. */
export function blockedBy(
  settings: EetSettings | null,
  sender: Pick<Sender, 'credentials'> | undefined,
  queue: Pick<EetQueue, 'list'>,
): Why | null {
  const [first] = queue.list('blocked', 1);
  if (first) return whyOf(first);
  if (!settings || !sender) return null;
  const credential = sender.credentials.current(settings.environment, settings.eic);
  return typeof credential === 'string' ? whyOf({ state: 'blocked', code: null, reason: credential }) : null;
}

function answered({ state, code }: AttemptRow): { readonly ok: boolean; readonly what: Words } {
  switch (state) {
    case 'confirmed':
      return { ok: true, what: { cs: 'Úřad tržbu potvrdil.', en: 'The authority has confirmed a sale.' } };
    case 'confirmed-unverified':
      return {
        ok: true,
        what: {
          cs: 'Úřad tržbu potvrdil, podpis odpovědi nejde ověřit.',
          en: 'The authority has confirmed a sale; the signature of the answer cannot be verified.',
        },
      };
    case 'blocked':
    case 'rejected':
      return {
        ok: false,
        what: {
          cs: `Úřad tržbu nepřijal${code === null ? '' : ` (kód ${code})`}.`,
          en: `The authority did not take a sale${code === null ? '' : ` (code ${code})`}.`,
        },
      };
    default:
      return {
        ok: false,
        what: {
          cs: code === null ? 'Úřad neodpověděl.' : `Úřad hlásí technickou závadu (kód ${code}).`,
          en:
            code === null
              ? 'The authority did not answer.'
              : `The authority has a technical fault (code ${code}).`,
        },
      };
  }
}
