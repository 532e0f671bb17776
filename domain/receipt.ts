import type { Bill, BillSum } from './bill.ts';
import type { Unit } from './item.ts';
import type { Haler } from './money.ts';
import { isCash, type Payment, type Settlement } from './payment.ts';
import type { Thousandths } from './quantity.ts';
import type { VatSum } from './vat.ts';

/** Who sells. Act 634/1992, § 16, and Act 235/2004, § 29 and § 30. */
export interface Seller {
  readonly name: string;
  /** The premises' name, when it differs. */
  readonly place: string;
  readonly address: string;
  readonly ico: string;
  /** Null when the seller pays no VAT: then no rates are printed. */
  readonly dic: string | null;
}

/** A full tax document names who buys; the law asks for it above 10 000 Kč. */
export interface Buyer {
  readonly name: string;
  readonly address: string;
  readonly ico: string | null;
  readonly dic: string | null;
}

/** Act 235/2004, § 30 para. 1: a simplified document goes up to 10 000 Kč including VAT. */
export const SIMPLIFIED_LIMIT_HALER: Haler = 1_000_000;

export interface ReceiptLine {
  readonly itemId: string;
  readonly name: string;
  readonly categoryId: string;
  readonly unit: Unit;
  readonly unitPrice_haler: Haler;
  readonly quantity: Thousandths;
  readonly rate_bp: number;
  readonly gross_haler: Haler;
  readonly lineDiscount_haler: Haler;
  readonly billDiscount_haler: Haler;
  readonly amount_haler: Haler;
  readonly staffId: string;
  /** A voucher or credit bought, to be drawn from later; left out when it is not. */
  readonly prepaid?: true;
}

/** Where a receipt stands in its series; the series is one register's in one year and has no gaps. */
export interface ReceiptNumber {
  /** The register's series, for instance `R1`. */
  readonly series: string;
  readonly year: number;
  readonly seq: number;
}

/** Durable, numbered and never changed or deleted. A mistake is put right by another one that reverses it. */
export interface Receipt {
  readonly id: string;
  readonly number: ReceiptNumber;
  /** Local time with offset, RFC 3339, whole seconds. */
  readonly issuedAt: string;
  readonly registerId: string;
  readonly shiftId: string;
  readonly billId: string | null;
  readonly staff: { readonly id: string; readonly name: string };
  readonly table: string | null;
  readonly seller: Seller;
  readonly buyer: Buyer | null;
  readonly lines: readonly ReceiptLine[];
  readonly discount_haler: Haler;
  readonly total_haler: Haler;
  readonly recap: readonly VatSum[];
  readonly payments: readonly Payment[];
  readonly tip_haler: Haler;
  readonly rounding_haler: Haler;
  readonly toPay_haler: Haler;
  readonly change_haler: Haler;
  /** Set on a reversal: what it takes back and why. */
  readonly reverses: {
    readonly receiptId: string;
    readonly number: ReceiptNumber;
    readonly reason: string;
  } | null;
}

/** `R1-2026-000123`: 14 characters, within EET's porad_cis (25, letters, digits and dashes). */
export function formatReceiptNumber(number: ReceiptNumber): string {
  return `${number.series}-${number.year}-${number.seq.toString().padStart(6, '0')}`;
}

export function receiptLines(bill: Bill, sum: BillSum): ReceiptLine[] {
  return sum.lines.map((part) => {
    const line = bill.lines.find((l) => l.id === part.lineId);
    if (!line) throw new Error(`bill ${bill.id}: sum of unknown line ${part.lineId}`);
    return {
      itemId: line.item.itemId,
      name: line.item.name,
      categoryId: line.item.categoryId,
      unit: line.item.unit,
      unitPrice_haler: line.item.unitPrice_haler,
      quantity: part.quantity,
      rate_bp: line.item.rate_bp,
      gross_haler: part.gross_haler,
      lineDiscount_haler: part.lineDiscount_haler,
      billDiscount_haler: part.billDiscount_haler,
      amount_haler: part.amount_haler,
      staffId: line.staffId,
      ...(line.item.prepaid ? { prepaid: true } : {}),
    };
  });
}

/** Everything a receipt says, except where and when it was issued. */
export type ReceiptBody = Pick<
  Receipt,
  | 'lines'
  | 'discount_haler'
  | 'total_haler'
  | 'recap'
  | 'payments'
  | 'tip_haler'
  | 'rounding_haler'
  | 'toPay_haler'
  | 'change_haler'
>;

export function receiptBody(bill: Bill, sum: BillSum, settlement: Settlement, tip_haler: Haler): ReceiptBody {
  return {
    lines: receiptLines(bill, sum),
    discount_haler: sum.billDiscount_haler,
    total_haler: sum.total_haler,
    recap: sum.recap,
    payments: settlement.payments,
    tip_haler,
    rounding_haler: settlement.rounding_haler,
    toPay_haler: settlement.toPay_haler,
    change_haler: settlement.change_haler,
  };
}

// -0 would be written as 0 and read back as another value than it was computed.
const negate = (value: number): number => (value === 0 ? 0 : -value);

/**
 * The exact opposite of a receipt: every sum with the other sign, money back the way it came. Foreign cash is
 * given back in crowns at the rate of the sale, change included, so the drawer's foreign cash stays as it is.
 */
export function reversedBody(receipt: Receipt): ReceiptBody {
  return {
    lines: receipt.lines.map((line) => ({
      ...line,
      quantity: negate(line.quantity),
      gross_haler: negate(line.gross_haler),
      lineDiscount_haler: negate(line.lineDiscount_haler),
      billDiscount_haler: negate(line.billDiscount_haler),
      amount_haler: negate(line.amount_haler),
    })),
    discount_haler: negate(receipt.discount_haler),
    total_haler: negate(receipt.total_haler),
    recap: receipt.recap.map((sum) => ({
      rate_bp: sum.rate_bp,
      base_haler: negate(sum.base_haler),
      vat_haler: negate(sum.vat_haler),
      total_haler: negate(sum.total_haler),
    })),
    payments: receipt.payments.map((payment) => ({
      ...payment,
      amount_haler: negate(payment.amount_haler),
      tendered_haler: negate(payment.amount_haler),
      change_haler: 0,
      foreign: null,
    })),
    tip_haler: negate(receipt.tip_haler),
    rounding_haler: negate(receipt.rounding_haler),
    toPay_haler: negate(receipt.toPay_haler),
    change_haler: 0,
  };
}

/** Crowns that a receipt brought into the drawer (negative: took out). Change is always in crowns. */
export function cashIn(receipt: Pick<Receipt, 'payments'>): Haler {
  return receipt.payments.reduce((sum, p) => {
    if (!isCash(p.kind)) return sum;
    return p.foreign ? sum - p.change_haler : sum + p.amount_haler;
  }, 0);
}

/** Foreign cents that a receipt brought into the drawer, by currency. */
export function foreignIn(receipt: Pick<Receipt, 'payments'>): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { foreign } of receipt.payments) {
    if (foreign) sums[foreign.currency] = (sums[foreign.currency] ?? 0) + foreign.tendered_cents;
  }
  return sums;
}
