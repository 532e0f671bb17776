import {
  applyBillEvent,
  type Bill,
  type BillEvent,
  foldBill,
  MAX_AMOUNT_HALER,
  sumBill,
} from '../../domain/index.ts';
import type { Events } from '../events.ts';
import type { BillView } from '../http/contract.ts';
import { Refusal } from '../refusal.ts';
import type { Store } from '../store/store.ts';

/** More lines than a party ever orders; the fold and the sum stay fast. */
const MAX_LINES = 500;

/** Bills as folds of their facts. Open ones are held in memory. */
export interface BillBook {
  start(): void;
  open(): Bill[];
  openCount(): number;
  onTable(tableId: string): Bill | undefined;
  /** Throws a Refusal 404 `no-bill`. */
  get(billId: string): Bill;
  /** Throws a Refusal 409 `bill-closed` when it was paid or discarded. */
  mustBeOpen(billId: string): Bill;
  /**
   * Writes events inside the caller's transaction and returns the bill as it is then. `before` is undefined for a
   * new bill. Listeners hear of it after the commit.
   */
  append(billId: string, before: Bill | undefined, events: readonly BillEvent[]): Bill;
}

export function viewBill(bill: Bill): BillView {
  return { bill, sum: sumBill(bill) };
}

export function createBillBook(store: Store, events: Events): BillBook {
  const { db, journal } = store;
  const open = new Map<string, Bill>();
  const put = db.prepare<[string, string, string | null, number]>(
    `INSERT INTO bill (id, state, table_id, version) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET state = excluded.state, table_id = excluded.table_id, version = excluded.version`,
  );
  const openIds = db
    .prepare<[], string>(`SELECT id FROM bill WHERE state = 'open' ORDER BY position`)
    .pluck();

  const fold = (billId: string) => foldBill(billId, journal.facts('bill', billId) as BillEvent[]);

  function get(billId: string): Bill {
    const bill = open.get(billId) ?? fold(billId);
    if (bill) return bill;
    throw new Refusal(404, 'no-bill', 'Tento účet neexistuje.', 'Vraťte se na přehled stolů.');
  }

  return {
    start() {
      open.clear();
      for (const id of openIds.all()) open.set(id, get(id));
    },
    open: () => [...open.values()],
    openCount: () => open.size,
    onTable: (tableId) => [...open.values()].find((bill) => bill.tableId === tableId),
    get,
    mustBeOpen(billId) {
      const bill = get(billId);
      if (bill.state === 'open') return bill;
      throw new Refusal(
        409,
        'bill-closed',
        bill.state === 'paid'
          ? 'Účet už je zaplacený. Nic se nezměnilo.'
          : 'Účet už je zavřený. Nic se nezměnilo.',
        bill.state === 'paid' ? 'Účtenku najdete v historii.' : 'Otevřete nový účet.',
        { receiptId: bill.receiptId },
      );
    },
    append(billId, before, news) {
      let bill = before;
      for (const event of news) {
        journal.fact('bill', billId, event);
        bill = applyBillEvent(bill, billId, event);
      }
      if (!bill) throw new Error(`bill ${billId}: nothing to write`);
      const after = bill;
      requireBounds(after);
      put.run(billId, after.state, after.tableId, after.version);
      store.afterCommit(() => {
        if (after.state === 'open') open.set(billId, after);
        else open.delete(billId);
        events.emit({ kind: 'bill', billId, version: after.version, state: after.state });
      });
      return after;
    },
  };
}

function requireBounds(bill: Bill): void {
  if (bill.state !== 'open') return;
  if (bill.lines.length > MAX_LINES) {
    throw new Refusal(
      409,
      'bill-full',
      `Na účtu je už ${MAX_LINES} řádků a další se nevejdou.`,
      'Otevřete další účet, nebo část tohoto zaplaťte.',
    );
  }
  if (sumBill(bill).subtotal_haler > MAX_AMOUNT_HALER) {
    throw new Refusal(
      422,
      'amount-too-large',
      'Účet by přesáhl 99 999 999,99 Kč, a to je nejvyšší možná tržba. Nic se nezměnilo.',
      'Zkontrolujte množství a cenu.',
    );
  }
}
