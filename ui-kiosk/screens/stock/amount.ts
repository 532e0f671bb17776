import type { StockMovementView } from '../../../daemon/http/contract.ts';
import { formatQuantity, isDivisible, type Unit } from '../../../domain/index.ts';
import { stockWords } from './words.ts';

/** `24 ks`, `−0,345 kg`. */
export const amountOf = (thousandths: number, unit: Unit): string =>
  `${formatQuantity(thousandths)}\u00a0${unit}`;

/** With a plus where something has come: `+24 ks`. */
export const changeOf = (thousandths: number, unit: Unit): string =>
  `${thousandths > 0 ? '+' : ''}${amountOf(thousandths, unit)}`;

/** Pieces have no decimals on the keypad, everything else has thousandths. */
export const decimalsOf = (unit: Unit): number => (isDivisible(unit) ? 3 : 0);

/** A sale that brings something back is the reversal of one. */
export function kindName({
  kind,
  quantity_thousandths,
}: Pick<StockMovementView, 'kind' | 'quantity_thousandths'>) {
  const t = stockWords();
  return kind === 'sale' && quantity_thousandths > 0 ? t.reversal : t.kinds[kind];
}
