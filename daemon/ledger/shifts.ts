import { formatAmount, formatReceiptNumber, reportShift, type Shift } from '../../domain/index.ts';
import type { Events } from '../events.ts';
import type { PrintJobView, ReportView, ShiftView } from '../http/contract.ts';
import { Refusal } from '../refusal.ts';
import { type Actor, requireRight } from '../staff/actor.ts';
import type { Store } from '../store/store.ts';
import type { World } from '../world.ts';
import type { BillBook } from './bill-book.ts';
import type { BookClock } from './book-clock.ts';
import { type Deeds, hashOf } from './deeds.ts';
import type { KeptReport, LedgerOptions, Printing, Shifts } from './ledger.ts';
import type { Numbers } from './numbers.ts';
import type { ReceiptRows } from './receipt-rows.ts';
import type { ShiftBook } from './shift-book.ts';

export function createShifts(parts: {
  store: Store;
  shiftBook: ShiftBook;
  rows: ReceiptRows;
  book: BillBook;
  deeds: Deeds;
  numbers: Numbers;
  clock: BookClock;
  printing: Printing;
  events: Events;
  world: World;
  registerId: string;
  staffName: LedgerOptions['staffName'];
  onCash: LedgerOptions['onCash'];
}): Shifts {
  const { store, shiftBook, rows, book, deeds, numbers, clock, printing, events, world } = parts;

  const namesOf = (ids: readonly string[]) => Object.fromEntries(ids.map((id) => [id, parts.staffName(id)]));
  const moversOf = ({ movements }: Pick<Shift, 'movements'>) =>
    movements.flatMap(({ staffId, allowedBy }) => [staffId, allowedBy]);

  const view = (): ShiftView => {
    const shift = shiftBook.current();
    return {
      shift: shift ?? null,
      openBills: book.openCount(),
      receiptCount: shift ? rows.shiftCount(shift.id) : 0,
      names: shift ? namesOf([shift.openedBy, ...moversOf(shift)]) : {},
    };
  };
  const shown = ({ report, openBills }: KeptReport): ReportView => {
    const closer = report.close ? [report.close.by] : [];
    return { report, openBills, names: namesOf([report.openedBy, ...closer, ...moversOf(report)]) };
  };
  const tellShift = () => store.afterCommit(() => events.emit({ kind: 'shift' }));

  function reportNow(shift: Shift): KeptReport {
    const report = reportShift(shift, rows.ofShift(shift.id), (r) => formatReceiptNumber(r.number));
    return { report, openBills: book.openCount() };
  }

  function print(shiftId: string, kind: 'x' | 'z', copy: boolean, body: KeptReport): PrintJobView {
    store.transaction(() => {
      printing.report(shiftId, kind, copy, body);
      store.afterCommit(() => printing.wake());
    });
    return printing.jobsOf(shiftId).at(-1) as PrintJobView;
  }

  function mustBe(shiftId: string): Shift {
    const shift = shiftBook.get(shiftId);
    if (shift) return shift;
    throw new Refusal(404, 'no-shift', 'Tato směna tu není.', 'Vraťte se na přehled uzávěrek.');
  }

  /** Whoever is going to count the drawer must not read first what is expected in it. */
  function requireKnowing(shift: Shift, actor: Actor): void {
    if (!shift.closed) requireRight(actor, 'cash-movement');
  }

  function reportOf(shiftId: string): KeptReport {
    return shiftBook.zReport(shiftId) ?? reportNow(mustBe(shiftId));
  }

  return {
    current: view,

    open({ float_haler }, actor) {
      store.transaction(() => {
        if (shiftBook.current()) {
          throw new Refusal(
            409,
            'shift-open',
            'Směna už je otevřená, druhá se neotevřela.',
            'Pokračujte v prodeji, nebo nejdřív otevřenou směnu uzavřete.',
          );
        }
        shiftBook.add({
          id: world.uuid(),
          registerId: parts.registerId,
          openedAt: clock.at(),
          openedBy: actor.staffId,
          float_haler,
          movements: [],
          closed: null,
        });
        tellShift();
      });
      return view();
    },

    cash(request, key, actor) {
      const { amount_haler, reason } = request;
      const hash = hashOf(request);
      store.transaction(() => {
        if (deeds.find(key, 'cash', hash) !== undefined) return;
        const shift = shiftBook.mustBeOpen();
        if (amount_haler === 0) {
          throw new Refusal(422, 'bad-amount', 'Částka je nulová, nic se nezapsalo.', 'Zadejte částku.');
        }
        requireInDrawer(shift, rows.shiftCash(shift.id), amount_haler);
        const id = world.uuid();
        const { staffId, allowedBy } = actor;
        const movement = { id, at: clock.at(), amount_haler, reason, staffId, allowedBy };
        shiftBook.move(shift, movement);
        printing.cash(movement);
        deeds.add(key, 'cash', hash, id);
        store.afterCommit(() => {
          parts.onCash(movement);
          printing.wake();
        });
        tellShift();
      });
      return view();
    },

    report: () => shown(reportNow(shiftBook.mustBeOpen())),
    printReport() {
      const shift = shiftBook.mustBeOpen();
      const report = reportNow(shift);
      return { ...shown(report), job: print(shift.id, 'x', false, report) };
    },

    close(request, key, actor) {
      const hash = hashOf(request);
      return store.transaction(() => {
        const done = deeds.find(key, 'close', hash);
        if (done !== undefined) return shown(reportOf(done));
        const shift = shiftBook.mustBeOpen();
        const close = {
          at: clock.at(),
          by: actor.staffId,
          zNumber: numbers.zReport(),
          counted_haler: request.counted_haler,
          countedForeign: request.countedForeign,
        };
        const report = reportNow({ ...shift, closed: close });
        shiftBook.close(shift, close, report);
        printing.report(shift.id, 'z', false, report);
        deeds.add(key, 'close', hash, shift.id);
        store.afterCommit(() => printing.wake());
        tellShift();
        return shown(report);
      });
    },

    list: () => shiftBook.list(),
    reportOf(shiftId, actor) {
      requireKnowing(mustBe(shiftId), actor);
      return shown(reportOf(shiftId));
    },
    reprint(shiftId, actor) {
      const shift = mustBe(shiftId);
      requireKnowing(shift, actor);
      const { closed } = shift;
      return print(shiftId, closed ? 'z' : 'x', closed !== null, reportOf(shiftId));
    },
  };
}

function requireInDrawer(shift: Shift, cashSales_haler: number, amount_haler: number): void {
  if (amount_haler >= 0) return;
  const moved = shift.movements.reduce((sum, movement) => sum + movement.amount_haler, 0);
  const there_haler = shift.float_haler + cashSales_haler + moved;
  if (there_haler + amount_haler >= 0) return;
  throw new Refusal(
    409,
    'not-enough-cash',
    `V zásuvce má být jen ${formatAmount(Math.max(there_haler, 0))} Kč. Výběr se nezapsal.`,
    'Vyberte méně, nebo nejdřív zapište vklad.',
    { there_haler },
  );
}
