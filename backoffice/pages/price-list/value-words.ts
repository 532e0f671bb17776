import { formatRate, vatRateOn } from '../../../domain/index.ts';
import { allergenNames } from '../../../ui/allergens.ts';
import type { PriceListView, Touch } from '../../http/contract/price-list.ts';
import { dayOf, momentWords, shopTime, timeOf, today } from '../i18n/day.ts';
import { money } from '../i18n/format.ts';
import { t } from './words.ts';

type Named = Pick<PriceListView, 'categories' | 'vatRates' | 'day'>;

export function vatWords(view: Pick<PriceListView, 'vatRates' | 'day'>, vatClass: string): string {
  const rate = vatRateOn(view.vatRates, vatClass, view.day);
  return rate ? formatRate(rate.rate_bp) : t().noRate;
}

/** `základní 21 %`, to choose by. */
export function vatChoice(view: Pick<PriceListView, 'vatRates' | 'day'>, vatClass: string): string {
  const rate = vatRateOn(view.vatRates, vatClass, view.day);
  return rate ? `${rate.name} ${formatRate(rate.rate_bp)}` : `${vatClass}, ${t().noRate}`;
}

export function categoryName(view: Pick<PriceListView, 'categories'>, categoryId: string): string {
  return view.categories.find(({ id }) => id === categoryId)?.name ?? t().noCategory;
}

/** What a field is called; one that this page does not know keeps its name. */
export function fieldName(field: string): string {
  return (t().fields as Readonly<Record<string, string>>)[field] ?? field;
}

/** A value of a field as people read it. */
export function valueWords(view: Named, field: string, value: unknown): string {
  if (value === null || value === undefined || value === '') {
    return field === 'route' ? t().nowhere : t().empty;
  }
  if (typeof value === 'boolean') return value ? t().yes : t().no;
  if (Array.isArray(value)) {
    if (value.length === 0) return t().empty;
    const names = allergenNames() as Readonly<Record<string, string>>;
    return value
      .map((one) => (field === 'allergens' ? (names[String(one)] ?? String(one)) : String(one)))
      .join(', ');
  }
  if (typeof value === 'number') return field.endsWith('_haler') ? money(value) : String(value);
  if (field === 'vatClass') return vatWords(view, String(value));
  if (field === 'categoryId') return categoryName(view, String(value));
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** `Petr (Bar)`, `Jana (BackOffice)`, `Bar`. */
export function whoWords({ by, place }: Pick<Touch, 'by' | 'place'>): string {
  const where = place.kind === 'backoffice' ? t().backoffice : place.name;
  return by === null ? where : `${by} (${where})`;
}

/** `14:05` of today, otherwise with the day. */
export function whenWords(at: string): string {
  const local = shopTime(Date.parse(at));
  return dayOf(local) === today() ? timeOf(local) : momentWords(local);
}
