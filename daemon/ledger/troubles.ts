import {
  type Bill,
  type BillTrouble,
  formatReceiptNumber,
  type LateLine,
  type Receipt,
  sumBill,
  troubleOf,
} from '../../domain/index.ts';
import type { TroubleView } from '../http/contract.ts';
import { requireRight } from '../staff/actor.ts';
import type { Store } from '../store/store.ts';
import type { BillBook } from './bill-book.ts';
import type { BookClock } from './book-clock.ts';
import { type Clash, type Clashes, readZName } from './clashes.ts';
import type { CatalogueForSale, Troubles } from './ledger.ts';
import { CLASH_SETTLED } from './projection.ts';
import type { ReceiptRows } from './receipt-rows.ts';
import type { Registers } from './registers.ts';
import type { ShiftBook } from './shift-book.ts';
import { troubleWords } from './trouble-words.ts';

/** Read anew each time: as a rule there is nothing to read. */
export function createTroubles(parts: {
  store: Store;
  book: BillBook;
  rows: ReceiptRows;
  shiftBook: ShiftBook;
  clashes: Clashes;
  registers: Registers;
  catalogue: Pick<CatalogueForSale, 'table'>;
  clock: BookClock;
}): Troubles {
  const { store, book, rows, shiftBook, clashes, registers, catalogue, clock } = parts;

  const receiptView = (receipt: Receipt): TroubleView['receipts'][number] => ({
    id: receipt.id,
    number: formatReceiptNumber(receipt.number),
    issuedAt: receipt.issuedAt,
    registerName: registers.name(receipt.registerId),
    staff: receipt.staff.name,
    total_haler: receipt.total_haler,
  });

  function ofBill(bill: Bill, { paidTwice, late, excess }: BillTrouble): TroubleView[] {
    const table = bill.tableId === null ? null : (catalogue.table(bill.tableId)?.name ?? bill.tableId);
    const receipts = bill.payments
      .filter((payment) => !payment.reversed)
      .flatMap((payment) => rows.get(payment.receiptId) ?? [])
      .map(receiptView);
    const make = (kind: TroubleView['kind'], lines: readonly LateLine[]): TroubleView => {
      const sum = sumLines(bill, lines);
      const view = { kind, id: bill.id, table, receipts, lines: sum.lines, total_haler: sum.total_haler };
      return { ...view, ...troubleWords(view) };
    };
    return [
      ...(paidTwice.length > 0 ? [make('double-payment', [])] : []),
      ...(late.length > 0 ? [make('late-lines', late)] : []),
      ...(excess.length > 0
        ? [
            make(
              'excess',
              excess.map((line) => ({ line, quantity: line.excess })),
            ),
          ]
        : []),
    ];
  }

  function ofClash({ kind, id }: Clash): TroubleView[] {
    const make = (found: readonly Receipt[], first?: Receipt): TroubleView[] => {
      if (found.length < 2) return [];
      const receipts = found.map(receiptView);
      const view = { kind, id, table: null, receipts, lines: [], total_haler: 0 };
      return [{ ...view, ...troubleWords(view, first && formatReceiptNumber(first.number)) }];
    };
    switch (kind) {
      case 'double-reversal':
        return make(rows.reversalsOf(id), rows.get(id));
      case 'same-number': {
        const [, series, year, seq] = /^(.+)-(\d+)-(\d+)$/.exec(id) ?? [];
        return series === undefined
          ? []
          : make(rows.numbered({ series, year: Number(year), seq: Number(seq) }));
      }
      case 'same-z': {
        const { registerId, zNumber } = readZName(id);
        if (shiftBook.numbered(registerId, zNumber).length < 2) return [];
        const view = { kind, id, table: null, receipts: [], lines: [], total_haler: 0 };
        return [{ ...view, ...troubleWords(view, `Z ${zNumber}`, registers.name(registerId)) }];
      }
    }
  }

  return {
    list: () => [
      ...book.troubled().flatMap((bill) => {
        const trouble = troubleOf(bill);
        return trouble ? ofBill(bill, trouble) : [];
      }),
      ...clashes.waiting().flatMap(ofClash),
    ],
    settle({ kind, id }, actor) {
      requireRight(actor, 'void-ordered');
      const by = { at: clock.at(), staffId: actor.staffId };
      store.transaction(() => {
        if (kind === 'excess') {
          const bill = book.get(id);
          if (!troubleOf(bill)?.excess.length) return;
          book.append(id, bill, [{ ...by, kind: 'excess-settled' }]);
          return;
        }
        if (!clashes.waiting().some((clash) => clash.kind === kind && clash.id === id)) return;
        store.journal.fact(CLASH_SETTLED, `${kind}:${id}`, { ...by, kind, id });
        clashes.settled({ kind, id });
      });
    },
  };
}

/** What some lines of a bill come to by themselves; a percentage off the bill is off them too. */
function sumLines(bill: Bill, lines: readonly LateLine[]): Pick<TroubleView, 'lines' | 'total_haler'> {
  const alone = lines.map(({ line, quantity }) => ({ ...line, added: quantity, voided: 0, moved: 0 }));
  const discount = bill.discount?.kind === 'percent' ? bill.discount : null;
  const sum = sumBill({ lines: alone, discount });
  return {
    lines: sum.lines.map(({ quantity, amount_haler }, i) => {
      const { name, unit } = (alone[i] as (typeof alone)[number]).item;
      return { name, unit, quantity, amount_haler };
    }),
    total_haler: sum.total_haler,
  };
}
