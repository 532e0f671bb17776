import { formatAmount, formatReceiptNumber, reportShift, type Shift } from '../../domain/index.ts';
import { type KeptReport, Refusal } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { Events } from '../events.ts';
import type { PrintJobView, ReportView, ShiftView } from '../http/contract.ts';
import { type Actor, requireRight } from '../staff/actor.ts';
import type { Store } from '../store/store.ts';
import type { BillBook } from './bill-book.ts';
import type { BookClock } from './book-clock.ts';
import { type Deeds, hashOf } from './deeds.ts';
import type { LedgerOptions, Printing, Shifts } from './ledger.ts';
import type { Numbers } from './numbers.ts';
import type { ReceiptRows } from './receipt-rows.ts';
import type { Registers } from './registers.ts';
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
  registers: Registers;
  /** Called after the commit that opened a shift. */
  onOpen: () => void;
  registerId: string;
  staffName: LedgerOptions['staffName'];
  onCash: LedgerOptions['onCash'];
}): Shifts {
  const { store, shiftBook, rows, book, deeds, numbers, clock, printing, events, world, registers } = parts;

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
  const shown = (registerId: string, { report, openBills }: KeptReport): ReportView => {
    const closer = report.close ? [report.close.by] : [];
    return {
      report,
      openBills,
      names: namesOf([report.openedBy, ...closer, ...moversOf(report)]),
      registerName: registers.name(registerId),
    };
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
    throw new Refusal(
      404,
      'no-shift',
      { cs: 'Tato směna tu není.', en: 'This shift is not here.' },
      { cs: 'Vraťte se na přehled uzávěrek.', en: 'Go back to the list of Z reports.' },
    );
  }

  /**
   * Whoever is going to count the drawer must not read first what is expected in it. What is in another register's
   * drawer is known there alone.
   */
  function requireKnowing(shift: Shift, actor: Actor): void {
    if (shift.closed) return;
    requireRight(actor, 'cash-movement');
    if (shift.id !== shiftBook.current()?.id) throw notOwnShift(registers.name(shift.registerId));
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
            {
              cs: 'Směna už je otevřená, druhá se neotevřela.',
              en: 'A shift is open already; a second one was not opened.',
            },
            {
              cs: 'Pokračujte v prodeji, nebo nejdřív otevřenou směnu uzavřete.',
              en: 'Go on selling, or close the open shift first.',
            },
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
        store.afterCommit(parts.onOpen);
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
          throw new Refusal(
            422,
            'bad-amount',
            { cs: 'Částka je nulová, nic se nezapsalo.', en: 'The amount is nil; nothing was recorded.' },
            { cs: 'Zadejte částku.', en: 'Enter the amount.' },
          );
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

    report: () => shown(parts.registerId, reportNow(shiftBook.mustBeOpen())),
    printReport() {
      const shift = shiftBook.mustBeOpen();
      const report = reportNow(shift);
      return { ...shown(parts.registerId, report), job: print(shift.id, 'x', false, report) };
    },

    close(request, key, actor) {
      const hash = hashOf(request);
      return store.transaction(() => {
        const done = deeds.find(key, 'close', hash);
        if (done !== undefined) return shown(parts.registerId, reportOf(done));
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
        return shown(parts.registerId, report);
      });
    },

    list: () => shiftBook.list(),
    reportOf(shiftId, actor) {
      const shift = mustBe(shiftId);
      requireKnowing(shift, actor);
      return shown(shift.registerId, reportOf(shiftId));
    },
    reprint(shiftId, actor) {
      const shift = mustBe(shiftId);
      requireKnowing(shift, actor);
      const { closed } = shift;
      const report = { ...reportOf(shiftId), registerName: registers.name(shift.registerId) };
      return print(shiftId, closed ? 'z' : 'x', closed !== null, report);
    },
  };
}

function notOwnShift(registerName: string): Refusal {
  return new Refusal(
    409,
    'not-own-shift',
    {
      cs: `Směna je otevřená na jiné pokladně (${registerName}). Přehled X jde udělat jen tam.`,
      en: `The shift is open at another register (${registerName}). Its X report is made there alone.`,
    },
    {
      cs: 'Podívejte se tam, nebo počkejte na uzávěrku.',
      en: 'Look there, or wait for its Z report.',
    },
  );
}

function requireInDrawer(shift: Shift, cashSales_haler: number, amount_haler: number): void {
  if (amount_haler >= 0) return;
  const moved = shift.movements.reduce((sum, movement) => sum + movement.amount_haler, 0);
  const there_haler = shift.float_haler + cashSales_haler + moved;
  if (there_haler + amount_haler >= 0) return;
  throw new Refusal(
    409,
    'not-enough-cash',
    {
      cs: `V zásuvce má být jen ${formatAmount(Math.max(there_haler, 0))} Kč. Výběr se nezapsal.`,
      en: `There should be only ${formatAmount(Math.max(there_haler, 0))} Kč in the drawer. The cash-out was not recorded.`,
    },
    { cs: 'Vyberte méně, nebo nejdřív zapište vklad.', en: 'Take out less, or record a cash-in first.' },
    { there_haler },
  );
}
