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
}

/**
 * What happened to a bill, in order. Bills are never edited: they are the fold of their events, so two waiters
 * who add to one table both keep their lines, whichever register they stand at.
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
  /** Only before it is ordered from the kitchen; afterwards one adds or voids. */
  | { readonly kind: 'line-quantity'; readonly lineId: string; readonly quantity: Thousandths }
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
  | { readonly kind: 'paid'; readonly receiptId: string }
  /** Closed with nothing on it. */
  | { readonly kind: 'discarded' }
);

export interface OrderedQuantity {
  readonly lineId: string;
  /** Negative when a cancellation went to the kitchen. */
  readonly quantity: Thousandths;
}

export interface BillLine {
  readonly id: string;
  readonly item: FrozenItem;
  /** As added or set, before voids and moves. */
  readonly added: Thousandths;
  readonly voided: Thousandths;
  readonly moved: Thousandths;
  /** What the kitchen has been told of. */
  readonly ordered: Thousandths;
  readonly note: string;
  readonly discount: Discount | null;
  readonly staffId: string;
  readonly addedAt: string;
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
  readonly receiptId: string | null;
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
  };
}

/** The next state of a bill. The first event must be `opened`; what no longer applies leaves the bill as it was. */
export function applyBillEvent(bill: Bill | undefined, billId: string, event: BillEvent): Bill {
  if (event.kind === 'opened') {
    // A second opening would sweep the lines off.
    if (bill) return { ...bill, version: bill.version + 1 };
    return {
      id: billId,
      state: 'open',
      tableId: event.tableId,
      guests: event.guests,
      openedAt: event.at,
      openedBy: event.staffId,
      lines: [],
      discount: null,
      receiptId: null,
      version: 1,
    };
  }
  if (!bill) throw new Error(`bill ${billId}: "${event.kind}" before "opened"`);
  const next = { ...bill, version: bill.version + 1 };
  // What another register wrote before it knew: the guest has the receipt, and the bill says what is on it.
  if (bill.state !== 'open') return next;
  const line = (lineId: string, change: (line: BillLine) => BillLine): Bill => ({
    ...next,
    lines: bill.lines.map((l) => (l.id === lineId ? change(l) : l)),
  });

  switch (event.kind) {
    case 'line-added':
      return {
        ...next,
        lines: [
          ...bill.lines,
          {
            id: event.lineId,
            item: event.item,
            added: event.quantity,
            voided: 0,
            moved: 0,
            ordered: event.from ? event.quantity : 0,
            note: event.note,
            discount: null,
            staffId: event.staffId,
            addedAt: event.at,
          },
        ],
      };
    case 'line-quantity':
      return line(event.lineId, (l) =>
        // Another register may have voided or moved some meanwhile: less than that is not on the line.
        l.ordered === 0 ? { ...l, added: Math.max(event.quantity, l.voided + l.moved) } : l,
      );
    case 'line-note':
      return line(event.lineId, (l) => ({ ...l, note: event.note }));
    case 'line-price':
      return line(event.lineId, (l) => ({
        ...l,
        item: { ...l.item, unitPrice_haler: event.unitPrice_haler },
      }));
    case 'line-discount':
      return line(event.lineId, (l) => ({ ...l, discount: event.discount }));
    case 'line-voided':
      return line(event.lineId, (l) => ({ ...l, voided: l.voided + Math.min(event.quantity, remaining(l)) }));
    case 'line-moved':
      return line(event.lineId, (l) => ({ ...l, moved: l.moved + Math.min(event.quantity, remaining(l)) }));
    case 'ordered':
      return {
        ...next,
        lines: bill.lines.map((l) => {
          const told = event.lines.find((o) => o.lineId === l.id);
          return told ? { ...l, ordered: l.ordered + told.quantity } : l;
        }),
      };
    case 'bill-discount':
      return { ...next, discount: event.discount };
    case 'table':
      return { ...next, tableId: event.tableId };
    case 'guests':
      return { ...next, guests: event.guests };
    case 'paid':
      return { ...next, state: 'paid', receiptId: event.receiptId };
    case 'discarded':
      return { ...next, state: 'discarded' };
  }
}

/** Folds a bill from its events; undefined when there are none. */
export function foldBill(billId: string, events: Iterable<BillEvent>): Bill | undefined {
  let bill: Bill | undefined;
  for (const event of events) bill = applyBillEvent(bill, billId, event);
  return bill;
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
