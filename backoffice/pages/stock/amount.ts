import type { Unit } from '../../../domain/index.ts';
import type { StockMovementView } from '../../http/contract/stock.ts';
import { quantity } from '../i18n/format.ts';
import { t } from './words.ts';

/** `24 ks`, `−0,345 kg`. */
export const amountOf = (thousandths: number, unit: Unit): string => `${quantity(thousandths)}\u00a0${unit}`;

/** With a plus where something has come: `+24 ks`. Of a take: what was counted, `= 24 ks`. */
export function changeOf({
  kind,
  quantity_thousandths,
  unit,
}: Pick<StockMovementView, 'kind' | 'quantity_thousandths' | 'unit'>) {
  if (kind === 'take') return `= ${amountOf(quantity_thousandths, unit)}`;
  return `${quantity_thousandths > 0 ? '+' : ''}${amountOf(quantity_thousandths, unit)}`;
}

/** A sale that brings something back is the reversal of one. */
export const kindName = ({
  kind,
  quantity_thousandths,
}: Pick<StockMovementView, 'kind' | 'quantity_thousandths'>): string =>
  kind === 'sale' && quantity_thousandths > 0 ? t().reversal : t().kinds[kind];

/** `Jana · Bar · účtenka R1-000123 · rozbité`. */
export const whyWords = (one: StockMovementView): string =>
  [
    one.by,
    one.place.kind === 'backoffice' ? t().backoffice : one.place.name,
    one.receipt?.number && t().receipt(one.receipt.number),
    one.reason,
    one.allowedBy && t().allowed(one.allowedBy),
  ]
    .filter(Boolean)
    .join(' · ');
