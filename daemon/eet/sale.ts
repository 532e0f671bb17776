import { formatReceiptNumber, type Haler, MAX_AMOUNT_HALER, type Receipt } from '../../domain/index.ts';
import type { Sale } from '../../eet/index.ts';
import type { EetSettings } from '../http/contract.ts';

/**
 * A receipt by which something was sold, as it is registered (docs/decisions/0011), or undefined when it is not: what
 * came by registered ways of paying, less the tip, which is no takings of the shop. Nothing of it is ever reckoned anew:
 * whoever calls this keeps what it answers.
 */
export function saleOf(receipt: Receipt, settings: EetSettings): Sale | undefined {
  const registered = receipt.payments.filter((payment) => payment.registered);
  // Cash may round the largest amount of all up by half a crown, and then it would no longer fit.
  const total_haler = Math.min(sum(registered) - receipt.tip_haler, MAX_AMOUNT_HALER);
  if (total_haler <= 0) return undefined;

  const crowns = (amount_haler: Haler) => formatCrowns(Math.min(amount_haler, total_haler));
  const prepaid_haler = sum(receipt.lines.filter(({ prepaid }) => prepaid));
  const drawn_haler = sum(registered.filter(({ prepaid }) => prepaid));
  return {
    eic: settings.eic,
    ...(settings.delegatingEic !== null && { delegatingEic: settings.delegatingEic }),
    ...(settings.delegatedByMany && { delegatedByMany: true }),
    unitId: settings.unitId,
    ...paperOf(receipt),
    total: crowns(total_haler),
    ...(prepaid_haler > 0 && { prepaid: crowns(prepaid_haler) }),
    ...(drawn_haler > 0 && { drawn: crowns(drawn_haler) }),
  };
}

/**
 * A receipt that takes another one back: whatever was registered of that one, under the same name, and the exact
 * negative of it. One that takes back a reversal is a sale again.
 */
export function reversalOf(receipt: Receipt, original: Sale): Sale {
  const { total, prepaid, drawn } = original;
  return {
    ...original,
    ...paperOf(receipt),
    total: negative(total),
    ...(prepaid !== undefined && { prepaid: negative(prepaid) }),
    ...(drawn !== undefined && { drawn: negative(drawn) }),
  };
}

function paperOf({ registerId, number, issuedAt }: Receipt): Pick<Sale, 'registerId' | 'number' | 'soldAt'> {
  return { registerId, number: formatReceiptNumber(number), soldAt: issuedAt };
}

/** Of an amount that is something: `-0.00` would be refused. */
const negative = (crowns: string): string => (crowns.startsWith('-') ? crowns.slice(1) : `-${crowns}`);

/** The six values that make it this sale for the authority, whichever register sends it however often. */
export function saleIdentity({ eic, unitId, registerId, number, soldAt, total }: Sale): string {
  return [eic, unitId, registerId, number, soldAt, total].join('|');
}

function sum(parts: readonly { readonly amount_haler: Haler }[]): Haler {
  return parts.reduce((whole, { amount_haler }) => whole + amount_haler, 0);
}

/** `castkaType` of the interface 4.1: `1234.05`, no grouping, always two decimals. */
function formatCrowns(amount_haler: Haler): string {
  return `${Math.floor(amount_haler / 100)}.${(amount_haler % 100).toString().padStart(2, '0')}`;
}
