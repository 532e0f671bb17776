import {
  formatAmount,
  formatReceiptNumber,
  isAmount,
  type Receipt,
  receiptBody,
  reversedBody,
  type SettlementFault,
  settle,
  sumBill,
} from '../../domain/index.ts';
import type { Events } from '../events.ts';
import type { PayRequest, PrintJobView, ReceiptView } from '../http/contract.ts';
import { Refusal } from '../refusal.ts';
import type { Store } from '../store/store.ts';
import type { World } from '../world.ts';
import type { BillBook } from './bill-book.ts';
import type { BookClock, Issue } from './book-clock.ts';
import { type Deeds, hashOf } from './deeds.ts';
import type { Kitchen } from './kitchen.ts';
import type { CatalogueForSale, LedgerOptions, Printing, Receipts } from './ledger.ts';
import type { Numbers } from './numbers.ts';
import type { ReceiptRows } from './receipt-rows.ts';
import type { ShiftBook } from './shift-book.ts';

/** Paying and taking back: the only two ways in which a receipt comes to be. */
export function createReceipts(parts: {
  store: Store;
  rows: ReceiptRows;
  book: BillBook;
  shiftBook: ShiftBook;
  kitchen: Kitchen;
  deeds: Deeds;
  numbers: Numbers;
  clock: BookClock;
  catalogue: CatalogueForSale;
  printing: Printing;
  events: Events;
  world: World;
  registerId: string;
  onSale: LedgerOptions['onSale'];
}): Receipts {
  const { store, rows, book, shiftBook, kitchen, deeds, numbers, clock, catalogue, printing, events, world } =
    parts;

  function view(receipt: Receipt): ReceiptView {
    return {
      receipt,
      number: formatReceiptNumber(receipt.number),
      reversedBy: rows.reversedBy(receipt.id),
      jobs: printing.jobsOf(receipt.id),
    };
  }

  function mustBe(receiptId: string): Receipt {
    const receipt = rows.get(receiptId);
    if (receipt) return receipt;
    throw new Refusal(404, 'no-receipt', 'Tato účtenka tu není.', 'Vyhledejte ji v historii znovu.');
  }

  /** One deed: done under its key already, or done now in one transaction. */
  function once(key: string, kind: string, hash: string, make: () => Receipt): ReceiptView {
    return view(
      store.transaction(() => {
        const done = deeds.find(key, kind, hash);
        if (done !== undefined) return mustBe(done);
        const receipt = make();
        deeds.add(key, kind, hash, receipt.id);
        return receipt;
      }),
    );
  }

  function write(receipt: Receipt, issue: Issue, print: boolean): void {
    rows.add(receipt, issue);
    if (print) printing.receipt(receipt.id, false);
    store.afterCommit(() => {
      // The drawer first: the waiter is waiting for it with money in hand.
      parts.onSale(receipt);
      if (print) printing.wake();
      events.emit({ kind: 'receipt', receiptId: receipt.id });
    });
  }

  /** Where and when: the head of a receipt issued now. */
  function head() {
    const issue = clock.issue(numbers.last());
    const { id: shiftId } = shiftBook.mustBeOpen();
    return {
      issue,
      fields: {
        id: world.uuid(),
        number: numbers.receipt(issue.year),
        issuedAt: issue.at,
        registerId: parts.registerId,
        shiftId,
      },
    };
  }

  return {
    pay(billId, request, key, actor) {
      return once(key, 'pay', hashOf(billId, request), () => {
        const { issue, fields } = head();
        const bill = book.mustBeOpen(billId);
        const sum = sumBill(bill);
        requireSeen(sum.lines.length, sum.total_haler, request);
        const settlement = settle(
          sum.total_haler,
          request.tip_haler,
          request.tenders,
          catalogue.paymentTypes(),
        );
        if ('fault' in settlement) throw settlementRefusal(settlement);
        const { seller, printReceipt } = catalogue.settings();
        const receipt: Receipt = {
          ...fields,
          billId,
          staff: { id: actor.staffId, name: actor.name },
          table: bill.tableId === null ? null : (catalogue.table(bill.tableId)?.name ?? null),
          seller,
          buyer: request.buyer ?? null,
          ...receiptBody(bill, sum, settlement, request.tip_haler),
          reverses: null,
        };
        // A drink that is paid as it is ordered still has to be made.
        const told = kitchen.tell(bill, actor);
        write(receipt, issue, request.print ?? printReceipt === 'always');
        book.append(billId, told, [
          { kind: 'paid', at: issue.at, staffId: actor.staffId, receiptId: receipt.id },
        ]);
        return receipt;
      });
    },

    reverse(receiptId, request, key, actor) {
      return once(key, 'reverse', hashOf(receiptId, request), () => {
        const { issue, fields } = head();
        const original = mustBe(receiptId);
        requireReversible(original, rows.reversedBy(receiptId));
        const receipt: Receipt = {
          ...fields,
          billId: original.billId,
          staff: { id: actor.staffId, name: actor.name },
          table: original.table,
          seller: original.seller,
          buyer: original.buyer,
          ...reversedBody(original),
          reverses: { receiptId, number: original.number, reason: request.reason },
        };
        // A receipt does not say who allowed it; the books do.
        store.journal.fact('reversal-allowed', receipt.id, { allowedBy: actor.allowedBy });
        write(receipt, issue, request.print ?? catalogue.settings().printReceipt !== 'never');
        store.afterCommit(() => events.emit({ kind: 'receipt', receiptId }));
        return receipt;
      });
    },

    get: (receiptId) => view(mustBe(receiptId)),
    list: (query) => rows.list(query),

    reprint(receiptId) {
      mustBe(receiptId);
      store.transaction(() => {
        printing.receipt(receiptId, true);
        store.afterCommit(() => printing.wake());
      });
      return printing.jobsOf(receiptId).at(-1) as PrintJobView;
    },
  };
}

function requireSeen(lineCount: number, total_haler: number, request: PayRequest): void {
  if (lineCount === 0) {
    throw new Refusal(409, 'bill-empty', 'Na účtu nic není, není co platit.', 'Přidejte položky.');
  }
  if (total_haler !== request.expectedTotal_haler) {
    throw new Refusal(
      409,
      'bill-changed',
      `Účet se mezitím změnil, teď je na něm ${formatAmount(total_haler)} Kč. Nic se nezaplatilo.`,
      'Zkontrolujte účet a zaplaťte znovu.',
      { total_haler },
    );
  }
  if (!isAmount(total_haler + request.tip_haler)) {
    throw new Refusal(
      422,
      'amount-too-large',
      'Částka se spropitným přesahuje 99 999 999,99 Kč. Nic se nezaplatilo.',
      'Zkontrolujte spropitné.',
    );
  }
}

function settlementRefusal(fault: SettlementFault): Refusal {
  switch (fault.fault) {
    case 'underpaid':
      return new Refusal(
        409,
        'underpaid',
        `Do zaplacení chybí ${formatAmount(fault.missing_haler)} Kč. Účet zůstává otevřený.`,
        'Doplňte zbývající částku.',
        { missing_haler: fault.missing_haler },
      );
    case 'overpaid':
      return new Refusal(
        409,
        'overpaid',
        `Bez hotovosti je to o ${formatAmount(fault.surplus_haler)} Kč víc, než se platí, a vrátit se to nedá. Účet zůstává otevřený.`,
        'Snižte částku, nebo rozdíl zadejte jako spropitné.',
        { surplus_haler: fault.surplus_haler },
      );
    case 'unknown-type':
      return new Refusal(
        422,
        'unknown-payment-type',
        'Tímto způsobem se tu platit nedá. Účet zůstává otevřený.',
        'Vyberte jiný způsob platby.',
        { typeId: fault.typeId },
      );
    case 'bad-amount':
      return new Refusal(
        422,
        'bad-amount',
        'Zadaná částka platby není platná: v hotovosti jde platit jen celými korunami a cizí měna musí mít hodnotu aspoň jedné. Účet zůstává otevřený.',
        'Zadejte částku znovu.',
        { typeId: fault.typeId },
      );
  }
}

function requireReversible(receipt: Receipt, reversedBy: ReceiptView['reversedBy']): void {
  if (receipt.reverses) {
    throw new Refusal(
      409,
      'reversal-final',
      'Storno se stornovat nedá. Nic se nezměnilo.',
      'Prodejte položky znovu na novém účtu.',
    );
  }
  if (reversedBy) {
    throw new Refusal(
      409,
      'already-reversed',
      `Účtenka už je stornovaná účtenkou ${reversedBy.number}. Podruhé se nestornovala.`,
      'Peníze hostovi podruhé nevracejte.',
      { receiptId: reversedBy.id },
    );
  }
}
