import type { ItemView } from '../../../daemon/http/contract.ts';
import { formatAmount } from '../../../domain/index.ts';
import { dateWords, dayOf, timeOf } from '../../i18n/when.ts';
import { priceListWords } from './words.ts';

/** What the price list says, happy hours aside. */
export const regularPrice = (item: ItemView): number => item.regularPrice_haler ?? item.price_haler;

/** `62 Kč od 12:04 (dřív 58), Pokladna 2, Petr`; null while the price is the first one. */
export function priceSince(item: ItemView, today: string): string | null {
  const change = item.priceChange;
  if (!change) return null;
  const t = priceListWords();
  const day = dayOf(change.at);
  const when = day === today ? timeOf(change.at) : `${dateWords(day)} ${timeOf(change.at)}`;
  const where = [change.register.name, change.by].filter(Boolean).join(', ');
  return t.priceSince(
    formatAmount(regularPrice(item), 'short'),
    when,
    formatAmount(change.from_haler, 'short'),
    change.planned ? t.plannedAt(where) : t.changedAt(where),
  );
}
