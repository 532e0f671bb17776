import { type Bill, type BillEvent, type BillLine, type PaidQuantity, remaining } from './bill.ts';
import type { Thousandths } from './quantity.ts';

/**
 * The next state of a bill. The first event must be `opened`; what no longer applies leaves the bill as it was. Every
 * register folds the same events in the same order, so what is decided here is decided alike everywhere.
 */
export function applyBillEvent(bill: Bill | undefined, billId: string, event: BillEvent): Bill {
  if (bill) return { ...reopened(apply(bill, event)), version: bill.version + 1 };
  if (event.kind !== 'opened') throw new Error(`bill ${billId}: "${event.kind}" before "opened"`);
  return {
    id: billId,
    state: 'open',
    tableId: event.tableId,
    guests: event.guests,
    openedAt: event.at,
    openedBy: event.staffId,
    lines: [],
    discount: null,
    payments: [],
    claim: null,
    version: 1,
  };
}

/**
 * Folds a bill from its events, in the order of their stamps. Undefined while its opening has not come: what other
 * registers wrote to it waits until then.
 */
export function foldBill(billId: string, events: Iterable<BillEvent>): Bill | undefined {
  const all = [...events];
  const opening = all.findIndex((event) => event.kind === 'opened');
  if (opening < 0) return undefined;
  const [opened] = all.splice(opening, 1);
  return all.reduce(
    (bill, event) => applyBillEvent(bill, billId, event),
    applyBillEvent(undefined, billId, opened as BillEvent),
  );
}

/** What a register added before it knew that the bill had been closed as empty must be paid by somebody. */
function reopened(bill: Bill): Bill {
  const full = bill.state === 'discarded' && bill.lines.some((line) => remaining(line) > 0);
  return full ? { ...bill, state: 'open' } : bill;
}

function apply(bill: Bill, event: BillEvent): Bill {
  const open = bill.state === 'open';
  const line = (lineId: string, change: (line: BillLine) => BillLine): Bill => ({
    ...bill,
    lines: bill.lines.map((l) => (l.id === lineId ? change(l) : l)),
  });

  switch (event.kind) {
    // A second opening would sweep the lines off.
    case 'opened':
      return bill;
    case 'line-added':
      // The same line twice: a split that was repeated, or two clocks that made one id.
      if (bill.lines.some((l) => l.id === event.lineId)) return bill;
      return { ...bill, lines: [...bill.lines, newLine(event)] };
    case 'line-quantity':
      return line(event.lineId, (l) => withQuantity(l, event.quantity, event.was));
    case 'line-note':
      return line(event.lineId, (l) => ({ ...l, note: event.note }));
    // What was paid was paid at the price on the receipt.
    case 'line-price':
      return line(event.lineId, (l) =>
        l.paid > 0 ? l : { ...l, item: { ...l.item, unitPrice_haler: event.unitPrice_haler } },
      );
    case 'line-discount':
      return line(event.lineId, (l) => (l.paid > 0 ? l : { ...l, discount: event.discount }));
    case 'line-voided':
      return line(event.lineId, (l) => {
        const taken = Math.min(event.quantity, unpaidOf(l));
        // Two waiters who void the same beer do no harm; a void of what a guest has paid or takes elsewhere does.
        const excess = Math.min(event.quantity - taken, l.moved + l.paid);
        return { ...l, voided: l.voided + taken, excess: l.excess + excess };
      });
    case 'line-moved':
      return line(event.lineId, (l) => {
        const taken = Math.min(event.quantity, unpaidOf(l));
        return { ...l, moved: l.moved + taken, excess: l.excess + event.quantity - taken };
      });
    case 'ordered':
      return {
        ...bill,
        lines: bill.lines.map((l) => {
          const told = event.lines.find((o) => o.lineId === l.id);
          return told ? { ...l, ordered: l.ordered + told.quantity } : l;
        }),
      };
    case 'bill-discount':
      return open ? { ...bill, discount: event.discount } : bill;
    case 'table':
      return open ? { ...bill, tableId: event.tableId } : bill;
    case 'guests':
      return open ? { ...bill, guests: event.guests } : bill;
    case 'claimed':
      return claimed(bill, event);
    case 'released':
      return bill.claim?.registerId === event.registerId ? { ...bill, claim: null } : bill;
    case 'paid':
      return paid(bill, event);
    case 'payment-reversed':
      return withPayments(
        bill,
        bill.payments.map((p) => (p.receiptId === event.receiptId ? { ...p, reversed: true } : p)),
      );
    case 'excess-settled':
      return { ...bill, lines: bill.lines.map((l) => (l.excess > 0 ? { ...l, excess: 0 } : l)) };
    case 'discarded':
      return open && bill.lines.every((l) => remaining(l) === 0)
        ? { ...bill, state: 'discarded', claim: null }
        : bill;
    // Written by a newer version of this program; it knows what it means.
    default:
      return bill;
  }
}

/** What may still be voided or moved: what stands on a receipt may not. */
const unpaidOf = (line: BillLine): Thousandths => Math.max(0, remaining(line) - line.paid);

function newLine(event: BillEvent & { kind: 'line-added' }): BillLine {
  return {
    id: event.lineId,
    item: event.item,
    added: event.quantity,
    voided: 0,
    moved: 0,
    paid: 0,
    excess: 0,
    ordered: event.from ? event.quantity : 0,
    note: event.note,
    discount: null,
    staffId: event.staffId,
    addedAt: event.at,
  };
}

/** Another register may have voided, moved or sold some meanwhile: less than that is not on the line. */
function withQuantity(line: BillLine, quantity: Thousandths, was: Thousandths | undefined): BillLine {
  if (was === undefined && line.ordered !== 0) return line;
  const wanted = was === undefined ? quantity : line.added + quantity - was;
  const gone = line.voided + line.moved;
  const excess = Math.min(line.paid, Math.max(0, gone + line.paid - wanted));
  return { ...line, added: Math.max(wanted, gone + line.paid), excess: line.excess + excess };
}

/** The first of two that claim at once has it, on every register alike. */
function claimed(bill: Bill, { registerId, staffId, at, takesOver }: BillEvent & { kind: 'claimed' }): Bill {
  if (bill.state !== 'open') return bill;
  const free = bill.claim === null || bill.claim.registerId === registerId;
  return free || takesOver ? { ...bill, claim: { registerId, staffId, at } } : bill;
}

function paid(bill: Bill, { receiptId, staffId, at, lines }: BillEvent & { kind: 'paid' }): Bill {
  if (bill.payments.some((payment) => payment.receiptId === receiptId)) return bill;
  const covered = lines ?? bill.lines.map((l) => ({ lineId: l.id, quantity: remaining(l) }));
  const payment = { receiptId, staffId, at, reversed: false, lines: covered.filter((l) => l.quantity > 0) };
  const now = withPayments({ ...bill, state: 'paid', claim: null }, [...bill.payments, payment]);
  return {
    ...now,
    lines: now.lines.map((l, i) => {
      const before = bill.lines[i] as BillLine;
      const excess = Math.max(0, l.paid - before.paid - unpaidOf(before));
      return excess > 0 ? { ...l, excess: l.excess + excess } : l;
    }),
  };
}

/**
 * What each line is paid for: the most that one receipt is for, not their sum, because two receipts for one dinner are
 * one dinner. Receipts taken back no longer count, as long as one is left that does; when none is, the sale is undone
 * and nothing is owed.
 */
function withPayments(bill: Bill, payments: Bill['payments']): Bill {
  const standing = payments.filter((payment) => !payment.reversed);
  const most = new Map<string, Thousandths>();
  for (const { lineId, quantity } of (standing.length > 0 ? standing : payments).flatMap(linesOf)) {
    most.set(lineId, Math.max(most.get(lineId) ?? 0, quantity));
  }
  return {
    ...bill,
    payments,
    lines: bill.lines.map((l) => {
      const covered = most.get(l.id) ?? 0;
      return covered === l.paid ? l : { ...l, paid: covered };
    }),
  };
}

const linesOf = ({ lines }: { readonly lines: readonly PaidQuantity[] }): readonly PaidQuantity[] => lines;
