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
import { Refusal } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { Events } from '../events.ts';
import type { PayRequest, PrintJobView, ReceiptView } from '../http/contract.ts';
import type { Store } from '../store/store.ts';
import type { BillBook } from './bill-book.ts';
import type { BookClock, Issue } from './book-clock.ts';
import type { Claims } from './claims.ts';
import { type Deeds, hashOf } from './deeds.ts';
import type { Kitchen } from './kitchen.ts';
import type { CatalogueForSale, LedgerOptions, Printing, Receipts } from './ledger.ts';
import type { Numbers } from './numbers.ts';
import type { ReceiptRows } from './receipt-rows.ts';
import type { Registers } from './registers.ts';
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
  claims: Claims;
  registers: Registers;
  registerId: string;
  stock: LedgerOptions['stock'];
  fiscal: LedgerOptions['fiscal'];
  onSale: LedgerOptions['onSale'];
}): Receipts {
  const { store, rows, book, shiftBook, kitchen, deeds, numbers, clock, catalogue, printing, events, world } =
    parts;
  const { claims, registers, fiscal } = parts;

  function view(receipt: Receipt): ReceiptView {
    return {
      receipt,
      number: formatReceiptNumber(receipt.number),
      registerName: registers.name(receipt.registerId),
      reversedBy: rows.reversedBy(receipt.id),
      jobs: printing.jobsOf(receipt.id),
      fiscal: fiscal.status(receipt.id),
    };
  }

  function mustBe(receiptId: string): Receipt {
    const receipt = rows.get(receiptId);
    if (receipt) return receipt;
    throw new Refusal(
      404,
      'no-receipt',
      { cs: 'Tato účtenka tu není.', en: 'This receipt is not here.' },
      { cs: 'Vyhledejte ji v historii znovu.', en: 'Look it up in the history again.' },
    );
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
    parts.stock.sold(receipt);
    fiscal.begin(receipt);
    if (print) printing.receipt(receipt.id, false);
    store.afterCommit(() => {
      // The drawer first: the waiter is waiting for it with money in hand.
      parts.onSale(receipt);
      // Before the paper, which may wait for it.
      fiscal.commit(receipt.id);
      if (print) printing.wake();
      events.emit({ kind: 'receipt', receiptId: receipt.id });
    });
  }

  /** A reversal beside which another one of the same receipt stands: registers could not hear each other. */
  function isOneTooMany({ reverses }: Receipt): boolean {
    return reverses !== null && rows.reversalsOf(reverses.receiptId).length > 1;
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
        claims.requireFree(bill);
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
          {
            kind: 'paid',
            at: issue.at,
            staffId: actor.staffId,
            receiptId: receipt.id,
            lines: sum.lines.map(({ lineId, quantity }) => ({ lineId, quantity })),
          },
        ]);
        return receipt;
      });
    },

    reverse(receiptId, request, key, actor) {
      return once(key, 'reverse', hashOf(receiptId, request), () => {
        const { issue, fields } = head();
        const original = mustBe(receiptId);
        requireReversible(original, rows.reversedBy(receiptId), isOneTooMany(original));
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
        const bill = original.billId === null ? undefined : book.find(original.billId);
        if (bill && !original.reverses) {
          const by = { at: issue.at, staffId: actor.staffId };
          book.append(bill.id, bill, [{ ...by, kind: 'payment-reversed', receiptId }]);
        }
        store.afterCommit(() => events.emit({ kind: 'receipt', receiptId }));
        return receipt;
      });
    },

    get: (receiptId) => view(mustBe(receiptId)),
    list(query) {
      const { receipts, next } = rows.list(query);
      return { receipts: receipts.map((row) => ({ ...row, fiscal: fiscal.status(row.id) })), next };
    },

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
    throw new Refusal(
      409,
      'bill-empty',
      { cs: 'Na účtu nic není, není co platit.', en: 'There is nothing on the bill, nothing to pay.' },
      { cs: 'Přidejte položky.', en: 'Add something.' },
    );
  }
  if (total_haler !== request.expectedTotal_haler) {
    throw new Refusal(
      409,
      'bill-changed',
      {
        cs: `Účet se mezitím změnil, teď je na něm ${formatAmount(total_haler)} Kč. Nic se nezaplatilo.`,
        en: `The bill has changed in the meantime and comes to ${formatAmount(total_haler)} Kč now. Nothing was paid.`,
      },
      { cs: 'Zkontrolujte účet a zaplaťte znovu.', en: 'Check the bill and pay again.' },
      { total_haler },
    );
  }
  if (!isAmount(total_haler + request.tip_haler)) {
    throw new Refusal(
      422,
      'amount-too-large',
      {
        cs: 'Částka se spropitným přesahuje 99 999 999,99 Kč. Nic se nezaplatilo.',
        en: 'The amount with the tip exceeds 99 999 999,99 Kč. Nothing was paid.',
      },
      { cs: 'Zkontrolujte spropitné.', en: 'Check the tip.' },
    );
  }
}

function settlementRefusal(fault: SettlementFault): Refusal {
  switch (fault.fault) {
    case 'underpaid':
      return new Refusal(
        409,
        'underpaid',
        {
          cs: `Do zaplacení chybí ${formatAmount(fault.missing_haler)} Kč. Účet zůstává otevřený.`,
          en: `${formatAmount(fault.missing_haler)} Kč is still to be paid. The bill stays open.`,
        },
        { cs: 'Doplňte zbývající částku.', en: 'Add the rest.' },
        { missing_haler: fault.missing_haler },
      );
    case 'overpaid':
      return new Refusal(
        409,
        'overpaid',
        {
          cs: `Bez hotovosti je to o ${formatAmount(fault.surplus_haler)} Kč víc, než se platí, a vrátit se to nedá. Účet zůstává otevřený.`,
          en: `Without cash this is ${formatAmount(fault.surplus_haler)} Kč more than is due, and it cannot be given back. The bill stays open.`,
        },
        {
          cs: 'Snižte částku, nebo rozdíl zadejte jako spropitné.',
          en: 'Lower the amount, or enter the difference as a tip.',
        },
        { surplus_haler: fault.surplus_haler },
      );
    case 'unknown-type':
      return new Refusal(
        422,
        'unknown-payment-type',
        {
          cs: 'Tímto způsobem se tu platit nedá. Účet zůstává otevřený.',
          en: 'This way of paying is not taken here. The bill stays open.',
        },
        { cs: 'Vyberte jiný způsob platby.', en: 'Choose another way of paying.' },
        { typeId: fault.typeId },
      );
    case 'bad-amount':
      return new Refusal(
        422,
        'bad-amount',
        {
          cs: 'Zadaná částka platby není platná: v hotovosti jde platit jen celými korunami a cizí měna musí mít hodnotu aspoň jedné. Účet zůstává otevřený.',
          en: 'The amount is not valid: cash comes in whole crowns only, and foreign cash has to be worth at least one. The bill stays open.',
        },
        { cs: 'Zadejte částku znovu.', en: 'Enter the amount again.' },
        { typeId: fault.typeId },
      );
  }
}

function requireReversible(
  receipt: Receipt,
  reversedBy: ReceiptView['reversedBy'],
  oneTooMany: boolean,
): void {
  if (receipt.reverses && !oneTooMany && !reversedBy) {
    throw new Refusal(
      409,
      'reversal-final',
      {
        cs: 'Storno se stornovat nedá. Nic se nezměnilo.',
        en: 'A reversal cannot be reversed. Nothing was changed.',
      },
      { cs: 'Prodejte položky znovu na novém účtu.', en: 'Sell the items again on a new bill.' },
    );
  }
  if (reversedBy) {
    throw new Refusal(
      409,
      'already-reversed',
      {
        cs: `Účtenka už je stornovaná účtenkou ${reversedBy.number}. Podruhé se nestornovala.`,
        en: `The receipt is reversed by ${reversedBy.number} already. It was not reversed again.`,
      },
      { cs: 'Peníze hostovi podruhé nevracejte.', en: 'Do not give the guest the money back a second time.' },
      { receiptId: reversedBy.id },
    );
  }
}
