import { type Bill, type BillLine, type BillPayment, remaining } from './bill.ts';
import type { Thousandths } from './quantity.ts';

/** What registers that could not hear each other have left on a bill for people to put right. */
export interface BillTrouble {
  /** Receipts that all stand for the same bill; empty when there is one at most. */
  readonly paidTwice: readonly BillPayment[];
  /** What came on the bill and is on no receipt: the shop's money until somebody asks for it. */
  readonly late: readonly LateLine[];
  /** Lines that were taken off more often than they were there. */
  readonly excess: readonly BillLine[];
}

export interface LateLine {
  readonly line: BillLine;
  readonly quantity: Thousandths;
}

/** Null when everything is as it should be. */
export function troubleOf(bill: Bill): BillTrouble | null {
  const standing = bill.payments.filter((payment) => !payment.reversed);
  const trouble: BillTrouble = {
    paidTwice: standing.length > 1 ? standing : [],
    late: lateLines(bill),
    excess: bill.lines.filter((line) => line.excess > 0),
  };
  const { paidTwice, late, excess } = trouble;
  return paidTwice.length + late.length + excess.length > 0 ? trouble : null;
}

/** What is on a paid bill and on none of its receipts. */
export function lateLines(bill: Bill): LateLine[] {
  if (bill.state !== 'paid') return [];
  return bill.lines.flatMap((line) => {
    const quantity = remaining(line) - line.paid;
    return quantity > 0 ? [{ line, quantity }] : [];
  });
}
