import type Database from 'better-sqlite3';
import type { Receipt, ShiftReport } from '../../domain/index.ts';

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

function push<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  list.push(value);
}

/** Adds up the money that is in the books, by arithmetic of its own, and returns what does not come out. */
export function money(db: Database.Database): string[] {
  const facts = db
    .prepare<[], { seq: number; kind: string; id: string; body: string }>(
      "SELECT seq, kind, id, body FROM fact WHERE kind <> 'bill' ORDER BY seq",
    )
    .all();
  const faults: string[] = [];
  const expect = (what: string, is: number, should: number) => {
    if (is !== should) faults.push(`${what}: ${is}, should be ${should}`);
  };
  const taken = new Map<string, Receipt[]>();
  const moved = new Map<string, number[]>();
  const all: Receipt[] = [];
  let open: string | undefined;
  for (const { kind, id, body } of facts) {
    switch (kind) {
      case 'shift-opened':
        if (open !== undefined) faults.push(`shift ${id} was opened beside ${open}`);
        open = id;
        break;
      case 'receipt': {
        const receipt = JSON.parse(body) as Receipt;
        if (receipt.shiftId !== open)
          faults.push(`receipt ${id} is of shift ${receipt.shiftId}, not ${open}`);
        push(taken, receipt.shiftId, receipt);
        all.push(receipt);
        const is = (what: string, value: number, should: number) => expect(`${id} ${what}`, value, should);
        is('lines', sum(receipt.lines.map((line) => line.amount_haler)), receipt.total_haler);
        is('rates', sum(receipt.recap.map((rate) => rate.total_haler)), receipt.total_haler);
        is(
          'base and VAT',
          sum(receipt.recap.map((rate) => rate.base_haler + rate.vat_haler)),
          receipt.total_haler,
        );
        const toPay = receipt.total_haler + receipt.tip_haler + receipt.rounding_haler;
        is('to pay', receipt.toPay_haler, toPay);
        is('payments', sum(receipt.payments.map((payment) => payment.amount_haler)), toPay);
        break;
      }
      case 'cash-movement': {
        const { shiftId, amount_haler } = JSON.parse(body) as { shiftId: string; amount_haler: number };
        if (shiftId !== open) faults.push(`cash ${id} is of shift ${shiftId}, not ${open}`);
        push(moved, shiftId, amount_haler);
        break;
      }
      case 'shift-closed': {
        if (id !== open) faults.push(`shift ${id} was closed, ${open} was open`);
        open = undefined;
        const { report } = JSON.parse(body) as { report: ShiftReport };
        const receipts = taken.get(id) ?? [];
        const movements = moved.get(id) ?? [];
        const is = (what: string, value: number, should: number) =>
          expect(`Z of ${id} ${what}`, value, should);
        // Crowns only: of a payment in euros only the change left the drawer.
        const cash = sum(
          receipts.flatMap(({ payments }) =>
            payments
              .filter(({ kind }) => kind === 'cash' || kind === 'foreign-cash')
              .map(({ foreign, tendered_haler, change_haler }) =>
                foreign ? -change_haler : tendered_haler - change_haler,
              ),
          ),
        );
        is('receipts', report.receiptCount, receipts.length);
        is('takings', report.takings_haler, sum(receipts.map(({ total_haler }) => total_haler)));
        is('rates', sum(report.recap.map(({ total_haler }) => total_haler)), report.takings_haler);
        is('cash sales', report.cashSales_haler, cash);
        is('movements', report.cashIn_haler - report.cashOut_haler, sum(movements));
        is('drawer', report.expected_haler, report.float_haler + cash + sum(movements));
        break;
      }
      default:
        break;
    }
  }
  const undone = all.flatMap(({ reverses }) => (reverses === null ? [] : [reverses.receiptId]));
  if (new Set(undone).size < undone.length) faults.push('a receipt was reversed twice');
  const byId = new Map(all.map((receipt) => [receipt.id, receipt]));
  for (const { id, reverses, toPay_haler } of all) {
    const original = reverses === null ? undefined : byId.get(reverses.receiptId);
    if (original) expect(`reversal ${id}`, toPay_haler, -original.toPay_haler);
    else if (reverses) faults.push(`${id} reverses what is not there`);
  }
  return faults;
}
