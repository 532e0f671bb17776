import { type Discount, discountOf, shareOut } from './discount.ts';
import type { Item, Unit } from './item.ts';
import type { Haler } from './money.ts';
import { lineAmount, type Thousandths } from './quantity.ts';
import { type VatClass, type VatSum, vatRecap } from './vat.ts';

/** What a line keeps for ever from the moment it was added: a later change of the price list never touches it. */
export interface FrozenItem {
  readonly itemId: string;
  readonly name: string;
  readonly shortName: string;
  readonly unitPrice_haler: Haler;
  readonly unit: Unit;
  readonly vatClass: VatClass;
  readonly rate_bp: number;
  readonly categoryId: string;
  readonly route: string | null;
  /** Bought now and drawn from later (`Item.prepaid`); left out when it is not. */
  readonly prepaid?: true;
}

/**
 * What happened to a bill. Bills are never edited: they are the fold of their events in the order of their stamps,
 * so two waiters who add to one table both keep their lines, whichever register they stand at.
 */
export type BillEvent = { readonly at: string; readonly staffId: string } & (
  | { readonly kind: 'opened'; readonly tableId: string | null; readonly guests: number | null }
  | {
      readonly kind: 'line-added';
      readonly lineId: string;
      readonly item: FrozenItem;
      readonly quantity: Thousandths;
      readonly note: string;
      /** The bill and line it was split from. */
      readonly from: { readonly billId: string; readonly lineId: string } | null;
    }
  | {
      readonly kind: 'line-quantity';
      readonly lineId: string;
      readonly quantity: Thousandths;
      /**
       * The quantity that it was raised or lowered from, so that two registers that raise at once both count. Events
       * of earlier versions lack it; they set the quantity, as long as nothing is ordered.
       */
      readonly was?: Thousandths;
    }
  | { readonly kind: 'line-note'; readonly lineId: string; readonly note: string }
  | {
      readonly kind: 'line-price';
      readonly lineId: string;
      readonly unitPrice_haler: Haler;
      readonly allowedBy: string;
    }
  | {
      readonly kind: 'line-discount';
      readonly lineId: string;
      readonly discount: Discount | null;
      readonly allowedBy: string;
    }
  | {
      readonly kind: 'line-voided';
      readonly lineId: string;
      readonly quantity: Thousandths;
      readonly reason: string;
      readonly allowedBy: string;
    }
  /** Taken off this bill because another one pays it; not a void, nothing is lost. */
  | {
      readonly kind: 'line-moved';
      readonly lineId: string;
      readonly quantity: Thousandths;
      readonly toBillId: string;
    }
  | { readonly kind: 'ordered'; readonly orderId: string; readonly lines: readonly OrderedQuantity[] }
  | { readonly kind: 'bill-discount'; readonly discount: Discount | null; readonly allowedBy: string }
  | { readonly kind: 'table'; readonly tableId: string | null }
  | { readonly kind: 'guests'; readonly guests: number | null }
  /** Somebody takes the guest's money at this register; `takesOver` from whoever had begun to. */
  | { readonly kind: 'claimed'; readonly registerId: string; readonly takesOver: boolean }
  | { readonly kind: 'released'; readonly registerId: string }
  | {
      readonly kind: 'paid';
      readonly receiptId: string;
      /** What the receipt is for. Events of earlier versions lack it: everything that was on the bill. */
      readonly lines?: readonly PaidQuantity[];
    }
  /** Its receipt was reversed. */
  | { readonly kind: 'payment-reversed'; readonly receiptId: string }
  /** Somebody has looked into what was taken off more often than it was there. */
  | { readonly kind: 'excess-settled' }
  /** Closed with nothing on it. */
  | { readonly kind: 'discarded' }
);

export interface OrderedQuantity {
  readonly lineId: string;
  /** Negative when a cancellation went to the kitchen. */
  readonly quantity: Thousandths;
}

export interface PaidQuantity {
  readonly lineId: string;
  readonly quantity: Thousandths;
}

export interface BillLine {
  readonly id: string;
  readonly item: FrozenItem;
  /** As added or set, before voids and moves. */
  readonly added: Thousandths;
  readonly voided: Thousandths;
  readonly moved: Thousandths;
  /** The most of it that one receipt of this bill is for. */
  readonly paid: Thousandths;
  /**
   * By how much it was taken off more often than it was there, by registers that did not know of each other: moved to
   * two bills, or moved or voided while it was being paid. Somewhere a guest pays twice for it, or has.
   */
  readonly excess: Thousandths;
  /** What the kitchen has been told of. */
  readonly ordered: Thousandths;
  readonly note: string;
  readonly discount: Discount | null;
  readonly staffId: string;
  readonly addedAt: string;
}

/** A receipt that a bill was paid by. More than one when registers that could not hear each other both took money. */
export interface BillPayment {
  readonly receiptId: string;
  readonly staffId: string;
  readonly at: string;
  readonly lines: readonly PaidQuantity[];
  readonly reversed: boolean;
}

/** Where the money for a bill is being taken right now. It lapses; how fast is the reader's to say. */
export interface BillClaim {
  readonly registerId: string;
  readonly staffId: string;
  readonly at: string;
}

export interface Bill {
  readonly id: string;
  readonly state: 'open' | 'paid' | 'discarded';
  readonly tableId: string | null;
  readonly guests: number | null;
  readonly openedAt: string;
  readonly openedBy: string;
  readonly lines: readonly BillLine[];
  readonly discount: Discount | null;
  readonly payments: readonly BillPayment[];
  readonly claim: BillClaim | null;
  /** Events folded so far; a caller that knew fewer saw an older bill. */
  readonly version: number;
}

/** What is still to be paid of a line. */
export function remaining(line: BillLine): Thousandths {
  return line.added - line.voided - line.moved;
}

/** What stands on a line and the kitchen has not heard of; negative when it must be told of a cancellation. */
export function unordered(line: BillLine): Thousandths {
  return line.added - line.voided - line.ordered;
}

/** Freezes an item as it is sold now. An open price is given by hand. */
export function freezeItem(item: Item, route: string | null, rate_bp: number, openPrice?: Haler): FrozenItem {
  return {
    itemId: item.id,
    name: item.name,
    shortName: item.shortName,
    unitPrice_haler: item.openPrice && openPrice !== undefined ? openPrice : item.price_haler,
    unit: item.unit,
    vatClass: item.vatClass,
    rate_bp,
    categoryId: item.categoryId,
    route,
    ...(item.prepaid ? { prepaid: true } : {}),
  };
}

export interface LineSum {
  readonly lineId: string;
  readonly quantity: Thousandths;
  readonly gross_haler: Haler;
  readonly lineDiscount_haler: Haler;
  /** Its fair part of the discount off the whole bill. */
  readonly billDiscount_haler: Haler;
  /** What is paid for it. */
  readonly amount_haler: Haler;
}

export interface BillSum {
  /** Only lines that something is left of. */
  readonly lines: readonly LineSum[];
  readonly subtotal_haler: Haler;
  readonly billDiscount_haler: Haler;
  readonly total_haler: Haler;
  readonly recap: readonly VatSum[];
}

/** What a bill comes to. Each figure is the sum of its parts to the haléř. */
export function sumBill(bill: Pick<Bill, 'lines' | 'discount'>): BillSum {
  const live = bill.lines.filter((l) => remaining(l) > 0);
  const nets = live.map((l) => {
    const gross_haler = lineAmount(l.item.unitPrice_haler, remaining(l));
    const lineDiscount_haler = discountOf(gross_haler, l.discount);
    return { gross_haler, lineDiscount_haler, net: gross_haler - lineDiscount_haler };
  });
  const subtotal_haler = nets.reduce((sum, l) => sum + l.net, 0);
  const billDiscount_haler = discountOf(subtotal_haler, bill.discount);
  const shares = shareOut(
    billDiscount_haler,
    nets.map((l) => l.net),
  );
  const lines = live.map((l, i): LineSum => {
    const { gross_haler, lineDiscount_haler, net } = nets[i] as (typeof nets)[number];
    const share = shares[i] as number;
    return {
      lineId: l.id,
      quantity: remaining(l),
      gross_haler,
      lineDiscount_haler,
      billDiscount_haler: share,
      amount_haler: net - share,
    };
  });
  return {
    lines,
    subtotal_haler,
    billDiscount_haler,
    total_haler: subtotal_haler - billDiscount_haler,
    recap: vatRecap(
      live.map((l, i) => ({ rate_bp: l.item.rate_bp, amount_haler: (lines[i] as LineSum).amount_haler })),
    ),
  };
}
