import {
  applyBillEvent,
  type Bill,
  type BillEvent,
  foldBill,
  MAX_AMOUNT_HALER,
  sumBill,
  troubleOf,
} from '../../domain/index.ts';
import type { BookReader } from '../../wire/index.ts';
import { Refusal } from '../../wire/index.ts';
import type { Events } from '../events.ts';
import type { Log } from '../log.ts';
import { diskRefusal } from '../store/disk-fault.ts';
import type { Store } from '../store/store.ts';

/** More lines than a party ever orders; the fold and the sum stay fast. */
const MAX_LINES = 500;

/** Bills as folds of their facts, whichever register wrote them. Open ones are held in memory. */
export interface BillBook {
  start(): void;
  /** Oldest first. */
  open(): Bill[];
  openCount(): number;
  /** All bills of a table, oldest first: more than one where registers could not hear each other. */
  onTable(tableId: string): Bill[];
  /** Bills that people have to put right. */
  troubled(): Bill[];
  /** Throws a Refusal 404 `no-bill`. */
  get(billId: string): Bill;
  find(billId: string): Bill | undefined;
  /** Throws a Refusal 409 `bill-closed` when it was paid or discarded. */
  mustBeOpen(billId: string): Bill;
  /**
   * Writes events inside the caller's transaction and returns the bill as it is then. `before` is undefined for a
   * new bill. Listeners hear of it after the commit.
   */
  append(billId: string, before: Bill | undefined, events: readonly BillEvent[]): Bill;
  /**
   * Inside a transaction that took in facts of other registers: folds these bills anew. Memory and listeners learn
   * of it after the commit.
   */
  refold(billIds: Iterable<string>): void;
  /** Called after a commit for each bill that has changed, before listeners hear of it. */
  onChange(run: (bill: Bill) => void): void;
}

export function createBillBook(
  store: Store,
  events: Events,
  facts: BookReader,
  log: Pick<Log, 'warn'>,
): BillBook {
  const { db, journal } = store;
  const open = new Map<string, Bill>();
  const troubled = new Map<string, Bill>();
  const put = db.prepare<[string, string, string | null, number, number]>(
    `INSERT INTO bill (id, state, table_id, version, trouble) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET state = excluded.state, table_id = excluded.table_id,
       version = excluded.version, trouble = excluded.trouble`,
  );
  const openIds = db
    .prepare<[], string>(`SELECT id FROM bill WHERE state = 'open' ORDER BY position`)
    .pluck();
  const troubledIds = db
    .prepare<[], string>('SELECT id FROM bill WHERE trouble = 1 ORDER BY position')
    .pluck();
  let changed: (bill: Bill) => void = () => {};

  function fold(billId: string): Bill | undefined {
    const own = journal.origin;
    return foldBill(
      billId,
      journal.factRows('bill', billId).flatMap(({ body, origin, seq }) => {
        const event = origin === own ? (JSON.parse(body) as BillEvent) : facts.billEvent(body);
        // Left out, and everything else of the bill stays: a newer version may know what it is.
        if (!event) log.warn({ billId, origin, seq }, 'an event of a bill cannot be read');
        return event ?? [];
      }),
    );
  }

  function find(billId: string): Bill | undefined {
    return open.get(billId) ?? troubled.get(billId) ?? fold(billId);
  }

  function get(billId: string): Bill {
    const bill = find(billId);
    if (bill) return bill;
    throw new Refusal(
      404,
      'no-bill',
      { cs: 'Tento účet neexistuje.', en: 'There is no such bill.' },
      { cs: 'Vraťte se na přehled stolů.', en: 'Go back to the tables.' },
    );
  }

  const write = (bill: Bill) =>
    put.run(bill.id, bill.state, bill.tableId, bill.version, troubleOf(bill) ? 1 : 0);

  function remember(bill: Bill): void {
    if (bill.state === 'open') open.set(bill.id, bill);
    else open.delete(bill.id);
    if (troubleOf(bill)) troubled.set(bill.id, bill);
    else troubled.delete(bill.id);
    changed(bill);
  }

  const tell = ({ id: billId, version, state }: Bill) =>
    events.emit({ kind: 'bill', billId, version, state });
  const oldestFirst = (bills: Iterable<Bill>) =>
    [...bills].sort((a, b) => (a.openedAt === b.openedAt ? 0 : a.openedAt < b.openedAt ? -1 : 1));

  return {
    start() {
      open.clear();
      troubled.clear();
      for (const id of [...openIds.all(), ...troubledIds.all()]) remember(get(id));
    },
    open: () => oldestFirst(open.values()),
    openCount: () => open.size,
    onTable: (tableId) => oldestFirst(open.values()).filter((bill) => bill.tableId === tableId),
    troubled: () => [...troubled.values()],
    get,
    find,
    mustBeOpen(billId) {
      const bill = get(billId);
      if (bill.state === 'open') return bill;
      throw bill.state === 'paid'
        ? new Refusal(
            409,
            'bill-closed',
            {
              cs: 'Účet už je zaplacený. Nic se nezměnilo.',
              en: 'The bill is paid already. Nothing changed.',
            },
            { cs: 'Účtenku najdete v historii.', en: 'Its receipt is in the history.' },
            { receiptId: bill.payments[0]?.receiptId },
          )
        : new Refusal(
            409,
            'bill-closed',
            {
              cs: 'Účet už je zavřený. Nic se nezměnilo.',
              en: 'The bill is closed already. Nothing changed.',
            },
            { cs: 'Otevřete nový účet.', en: 'Open a new bill.' },
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
      write(after);
      store.afterCommit(() => {
        remember(after);
        tell(after);
      });
      return after;
    },
    refold(billIds) {
      const anew: Bill[] = [];
      for (const billId of billIds) {
        try {
          const bill = fold(billId);
          if (!bill) continue;
          write(bill);
          // After a long absence most were opened and paid meanwhile: no screen has ever shown them.
          const shown = bill.state === 'open' || open.has(billId) || troubled.has(billId) || troubleOf(bill);
          if (shown || anew.length < TOLD) anew.push(bill);
        } catch (error) {
          if (diskRefusal(error) !== error) throw error;
          log.warn({ err: error, billId }, 'a bill cannot be folded');
        }
      }
      store.afterCommit(() => {
        for (const bill of anew) remember(bill);
        for (const bill of anew) tell(bill);
      });
    },
    onChange(run) {
      changed = run;
    },
  };
}

/** As many closed bills are told one by one. */
const TOLD = 100;

function requireBounds(bill: Bill): void {
  if (bill.state !== 'open') return;
  if (bill.lines.length > MAX_LINES) {
    throw new Refusal(
      409,
      'bill-full',
      {
        cs: `Na účtu je už ${MAX_LINES} řádků a další se nevejdou.`,
        en: `The bill has ${MAX_LINES} lines already and takes no more.`,
      },
      {
        cs: 'Otevřete další účet, nebo část tohoto zaplaťte.',
        en: 'Open another bill, or pay a part of this one.',
      },
    );
  }
  if (sumBill(bill).subtotal_haler > MAX_AMOUNT_HALER) {
    throw new Refusal(
      422,
      'amount-too-large',
      {
        cs: 'Účet by přesáhl 99 999 999,99 Kč, a to je nejvyšší možná tržba. Nic se nezměnilo.',
        en: 'The bill would exceed 99 999 999,99 Kč, the highest sale there may be. Nothing was changed.',
      },
      { cs: 'Zkontrolujte množství a cenu.', en: 'Check the quantity and the price.' },
    );
  }
}
