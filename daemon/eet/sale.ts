import { formatReceiptNumber, type Haler, MAX_AMOUNT_HALER, type Receipt } from '../../domain/index.ts';
import type { Sale } from '../../eet/index.ts';
import type { EetSettings } from '../http/contract.ts';

/**
 * A receipt as it is registered (docs/decisions/0011), or undefined when it is not: what came by registered ways of
 * paying, less the tip, which is no takings of the shop. A reversal comes to the exact negative of what it takes back.
 * Nothing of it is ever reckoned anew: whoever calls this keeps what it answers.
 */
export function saleOf(receipt: Receipt, settings: EetSettings): Sale | undefined {
  const registered = receipt.payments.filter((payment) => payment.registered);
  const received_haler = Math.abs(sum(registered));
  const tip_haler = Math.abs(receipt.tip_haler);
  // Cash may round the largest amount of all up by half a crown, and then it would no longer fit.
  const total_haler = Math.min(received_haler - tip_haler, MAX_AMOUNT_HALER);
  if (total_haler <= 0) return undefined;

  const sign = receipt.reverses === null ? '' : '-';
  const crowns = (amount_haler: Haler) => sign + formatCrowns(Math.min(amount_haler, total_haler));
  const prepaid_haler = Math.abs(sum(receipt.lines.filter(({ prepaid }) => prepaid)));
  const drawn_haler = Math.abs(sum(registered.filter(({ prepaid }) => prepaid)));
  return {
    eic: settings.eic,
    ...(settings.delegatingEic !== null && { delegatingEic: settings.delegatingEic }),
    ...(settings.delegatedByMany && { delegatedByMany: true }),
    unitId: settings.unitId,
    registerId: receipt.registerId,
    number: formatReceiptNumber(receipt.number),
    soldAt: receipt.issuedAt,
    total: crowns(total_haler),
    ...(prepaid_haler > 0 && { prepaid: crowns(prepaid_haler) }),
    ...(drawn_haler > 0 && { drawn: crowns(drawn_haler) }),
  };
}

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
