import { divideRounded, type Haler, roundCash } from './money.ts';

export const PAYMENT_KINDS = ['cash', 'foreign-cash', 'card', 'voucher', 'qr', 'transfer'] as const;
export type PaymentKind = (typeof PAYMENT_KINDS)[number];

/** A way to pay, as set up by the shop. */
export interface PaymentType {
  readonly id: string;
  readonly name: string;
  readonly kind: PaymentKind;
  /** ISO 4217; only `foreign-cash` differs from CZK. */
  readonly currency: string;
  /** Haléře for one unit of the foreign currency (1 EUR = 24,50 Kč is 2450); null for crowns. */
  readonly rate_haler: Haler | null;
  /** Whether the tax authority registers it: in person yes, an invoice paid by transfer no. */
  readonly registered: boolean;
  /** Draws from a voucher or credit that this seller has sold before (`Item.prepaid`); a meal voucher does not. */
  readonly prepaid: boolean;
  readonly active: boolean;
}

/** What the guest hands over. `amount` is in haléře, or in cents for foreign cash. */
export interface Tender {
  readonly typeId: string;
  readonly amount: number;
}

/** A tender as it stands on the receipt. Over all of them, `amount_haler` adds up to what was to be paid. */
export interface Payment {
  readonly typeId: string;
  readonly name: string;
  readonly kind: PaymentKind;
  readonly registered: boolean;
  /** Drawn from a voucher or credit sold before; left out when it is not. */
  readonly prepaid?: true;
  /** What it covered of the sum to pay: tendered less change. */
  readonly amount_haler: Haler;
  readonly tendered_haler: Haler;
  /** Always given back in crowns. */
  readonly change_haler: Haler;
  readonly foreign: {
    readonly currency: string;
    readonly tendered_cents: number;
    readonly rate_haler: Haler;
  } | null;
}

export interface Settlement {
  readonly payments: readonly Payment[];
  /** Added to the total by rounding the cash part; 0 when nothing is paid in cash. */
  readonly rounding_haler: Haler;
  readonly change_haler: Haler;
  /** total + tip + rounding. */
  readonly toPay_haler: Haler;
}

export type SettlementFault =
  | { readonly fault: 'unknown-type'; readonly typeId: string }
  /** Not a whole positive amount; in cash, not whole crowns; in foreign cash, not worth one crown. */
  | { readonly fault: 'bad-amount'; readonly typeId: string }
  | { readonly fault: 'underpaid'; readonly missing_haler: Haler }
  /** More than the sum by a way that gives no change. */
  | { readonly fault: 'overpaid'; readonly surplus_haler: Haler };

export function isCash(kind: PaymentKind): boolean {
  return kind === 'cash' || kind === 'foreign-cash';
}

/**
 * What foreign cents are worth at the shop's rate, in haléře but to whole crowns: change comes in crowns, and
 * nobody can give back the half crown of 5 EUR at 24,50.
 */
export function foreignValue(cents: number, rate_haler: Haler): Haler {
  return divideRounded(BigInt(cents) * BigInt(rate_haler), 10_000n) * 100;
}

/**
 * Pays `total` and `tip` with `tenders`. What cashless tenders leave over is the cash part, and only that is
 * rounded to whole crowns. Change comes out of the cash tenders, last one first, always in crowns.
 */
export function settle(
  total_haler: Haler,
  tip_haler: Haler,
  tenders: readonly Tender[],
  types: readonly PaymentType[],
): Settlement | SettlementFault {
  const payments: Payment[] = [];
  for (const tender of tenders) {
    const type = types.find((t) => t.id === tender.typeId && t.active);
    // Foreign cash without a rate would be taken for crowns.
    if (!type || (type.kind === 'foreign-cash' && type.rate_haler === null)) {
      return { fault: 'unknown-type', typeId: tender.typeId };
    }
    const whole = type.kind !== 'cash' || tender.amount % 100 === 0;
    if (!Number.isSafeInteger(tender.amount) || tender.amount <= 0 || !whole) {
      return { fault: 'bad-amount', typeId: tender.typeId };
    }
    const foreign =
      type.kind === 'foreign-cash' && type.rate_haler !== null
        ? { currency: type.currency, tendered_cents: tender.amount, rate_haler: type.rate_haler }
        : null;
    const tendered_haler = foreign ? foreignValue(foreign.tendered_cents, foreign.rate_haler) : tender.amount;
    // Two cents would otherwise be a payment of nothing, which only makes the sum be rounded as cash.
    if (tendered_haler === 0) return { fault: 'bad-amount', typeId: tender.typeId };
    payments.push({
      typeId: type.id,
      name: type.name,
      kind: type.kind,
      registered: type.registered,
      ...(type.prepaid ? { prepaid: true } : {}),
      amount_haler: tendered_haler,
      tendered_haler,
      change_haler: 0,
      foreign,
    });
  }

  const cashless = payments.filter((p) => !isCash(p.kind)).reduce((sum, p) => sum + p.tendered_haler, 0);
  const cash = payments.filter((p) => isCash(p.kind)).reduce((sum, p) => sum + p.tendered_haler, 0);
  const cashPart = total_haler + tip_haler - cashless;
  if (cashPart < 0) return { fault: 'overpaid', surplus_haler: -cashPart };
  const payable = cash > 0 ? roundCash(cashPart) : cashPart;
  if (cash < payable) return { fault: 'underpaid', missing_haler: payable - cash };

  const change_haler = cash - payable;
  let left = change_haler;
  for (let i = payments.length - 1; i >= 0 && left > 0; i--) {
    const payment = payments[i];
    if (!payment || !isCash(payment.kind)) continue;
    const back = Math.min(left, payment.tendered_haler);
    payments[i] = { ...payment, change_haler: back, amount_haler: payment.tendered_haler - back };
    left -= back;
  }
  const rounding_haler = payable - cashPart;
  return { payments, rounding_haler, change_haler, toPay_haler: total_haler + tip_haler + rounding_haler };
}
