import { requireDivisible } from '../../catalogue/index.ts';
import {
  type Bill,
  type BillEvent,
  type BillLine,
  lateLines,
  remaining,
  sumBill,
  unordered,
} from '../../domain/index.ts';
import { Refusal } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { PrintJobView } from '../http/contract.ts';
import type { BillPaper } from '../printing/bill-document.ts';
import { type Actor, requireRight } from '../staff/actor.ts';
import type { Store } from '../store/store.ts';
import type { BillBook } from './bill-book.ts';
import { viewBill } from './bill-view.ts';
import type { BookClock } from './book-clock.ts';
import type { Claims } from './claims.ts';
import type { Kitchen } from './kitchen.ts';
import type { Bills, CatalogueForSale, LinePatch, Printing } from './ledger.ts';
import { freezeLine } from './line-draft.ts';
import { moveLines } from './split.ts';

export function createBills(parts: {
  store: Store;
  book: BillBook;
  kitchen: Kitchen;
  clock: BookClock;
  catalogue: CatalogueForSale;
  printing: Printing;
  world: World;
  claims: Claims;
}): Bills {
  const { store, book, kitchen, clock, catalogue, printing, world, claims } = parts;
  const view = (bill: Bill) => viewBill(bill, claims);

  /** One transaction that makes something of an open bill. */
  function change(billId: string, run: (bill: Bill) => Bill) {
    return view(store.transaction(() => run(book.mustBeOpen(billId))));
  }

  function open(tableId: string | null, guests: number | null, actor: Actor): Bill {
    if (tableId !== null) requireTable(catalogue, tableId);
    return book.append(world.uuid(), undefined, [
      { kind: 'opened', at: clock.at(), staffId: actor.staffId, tableId, guests },
    ]);
  }

  return {
    list: () => book.open().map(view),
    get: (billId) => view(book.get(billId)),

    open({ tableId, guests }, actor) {
      const there = tableId === null ? undefined : book.onTable(tableId)[0];
      return view(there ?? store.transaction(() => open(tableId, guests, actor)));
    },

    patch(billId, patch, actor) {
      if (patch.discount !== undefined) requireRight(actor, 'discount');
      return change(billId, (bill) => {
        const by = { at: clock.at(), staffId: actor.staffId };
        const events: BillEvent[] = [];
        const { tableId, guests, discount } = patch;
        if (tableId !== undefined && tableId !== bill.tableId) {
          if (tableId !== null) requireFreeTable(catalogue, book, tableId);
          events.push({ ...by, kind: 'table', tableId });
        }
        if (guests !== undefined) events.push({ ...by, kind: 'guests', guests });
        if (discount !== undefined) {
          events.push({ ...by, kind: 'bill-discount', discount, allowedBy: actor.allowedBy });
        }
        return events.length > 0 ? book.append(billId, bill, events) : bill;
      });
    },

    discard(billId, actor) {
      change(billId, (bill) => {
        if (bill.lines.some((line) => remaining(line) > 0)) {
          throw new Refusal(
            409,
            'bill-not-empty',
            {
              cs: 'Na účtu něco je, proto se nedá zavřít bez placení.',
              en: 'There is something on the bill, so it cannot be closed without paying.',
            },
            {
              cs: 'Účet zaplaťte, nebo položky nejdřív stornujte.',
              en: 'Pay the bill, or void its lines first.',
            },
          );
        }
        return book.append(billId, bill, [{ kind: 'discarded', at: clock.at(), staffId: actor.staffId }]);
      });
    },

    addLine(billId, draft, actor) {
      return change(billId, (bill) => {
        // The answer to the first request was lost on its way: the line is there.
        if (bill.lines.some((line) => line.id === draft.lineId)) return bill;
        return book.append(billId, bill, [
          {
            kind: 'line-added',
            at: clock.at(),
            staffId: actor.staffId,
            lineId: draft.lineId,
            ...freezeLine(catalogue, draft),
            note: draft.note ?? '',
            from: null,
          },
        ]);
      });
    },

    patchLine(billId, lineId, patch, actor) {
      if (patch.discount !== undefined) requireRight(actor, 'discount');
      if (patch.unitPrice_haler !== undefined) requireRight(actor, 'price-override');
      return change(billId, (bill) => {
        const events = lineEvents(requireLine(bill, lineId), patch, actor, clock.at());
        return events.length > 0 ? book.append(billId, bill, events) : bill;
      });
    },

    voidLine(billId, lineId, { quantity, reason }, actor) {
      return change(billId, (bill) => {
        const line = requireLine(bill, lineId);
        requireRight(actor, line.ordered > 0 ? 'void-ordered' : 'void-unordered');
        requireDivisible(line.item.unit, quantity);
        requireThere(line, quantity);
        const voided = book.append(billId, bill, [
          {
            kind: 'line-voided',
            at: clock.at(),
            staffId: actor.staffId,
            lineId,
            quantity,
            reason,
            allowedBy: actor.allowedBy,
          },
        ]);
        // What is being cooked is called off at once, not with the next order.
        if (unordered(requireLine(voided, lineId)) >= 0) return voided;
        return kitchen.tell(voided, actor, new Set([lineId]));
      });
    },

    order(billId, actor) {
      return change(billId, (bill) => kitchen.tell(bill, actor));
    },

    print(billId, actor) {
      store.transaction(() => {
        printing.bill(paperOf(book.mustBeOpen(billId), catalogue, actor, clock.at()));
        store.afterCommit(() => printing.wake());
      });
      return printing.jobsOf(billId).at(-1) as PrintJobView;
    },

    split(billId, { toBillId, tableId, lines }, actor) {
      const { from, to } = store.transaction(() => {
        const source = book.mustBeOpen(billId);
        for (const { lineId, quantity } of lines) {
          const line = requireLine(source, lineId);
          requireDivisible(line.item.unit, quantity);
          requireThere(line, quantity);
        }
        if (new Set(lines.map((l) => l.lineId)).size < lines.length) {
          throw new Refusal(
            422,
            'line-twice',
            { cs: 'Stejný řádek je v přesunu dvakrát.', en: 'The same line is in the move twice.' },
            { cs: 'Vyberte řádky znovu.', en: 'Choose the lines again.' },
          );
        }
        const there =
          tableId === undefined ? undefined : book.onTable(tableId).find(({ id }) => id !== billId);
        const target =
          toBillId !== undefined ? book.mustBeOpen(toBillId) : (there ?? open(tableId ?? null, null, actor));
        if (target.id === source.id) {
          throw new Refusal(
            422,
            'same-bill',
            { cs: 'Položky už na tomto účtu jsou.', en: 'The lines are on this bill already.' },
            { cs: 'Vyberte jiný účet nebo stůl.', en: 'Choose another bill or table.' },
          );
        }
        // The kitchen hears of a line from the bill that it was entered on, once, before it moves.
        const told = kitchen.tell(source, actor, new Set(lines.map((l) => l.lineId)));
        return moveLines({ source: told, target, lines, by: actor, at: clock.at(), book, world });
      });
      return { from: view(from), to: view(to) };
    },

    claim(billId, { takesOver }, actor) {
      return change(billId, (bill) => claims.claim(bill, takesOver, actor));
    },

    release(billId, actor) {
      return view(
        store.transaction(() => {
          const bill = book.get(billId);
          return bill.state === 'open' ? claims.release(bill, actor) : bill;
        }),
      );
    },

    takeUpLate(billId, actor) {
      return view(
        store.transaction(() => {
          const paid = book.get(billId);
          const late = lateLines(paid);
          if (late.length === 0) throw nothingLate();
          const lines = late.map(({ line, quantity }) => ({ lineId: line.id, quantity }));
          // The table may be another party's by now, so the lines never join a bill that is there.
          const table = paid.tableId !== null && catalogue.table(paid.tableId) ? paid.tableId : null;
          const target = open(table, null, actor);
          const told = kitchen.tell(paid, actor, new Set(lines.map(({ lineId }) => lineId)));
          return moveLines({ source: told, target, lines, by: actor, at: clock.at(), book, world }).to;
        }),
      );
    },
  };
}

function lineEvents(line: BillLine, patch: LinePatch, actor: Actor, at: string): BillEvent[] {
  const by = { at, staffId: actor.staffId, lineId: line.id };
  const { quantity, note, discount, unitPrice_haler } = patch;
  const events: BillEvent[] = [];
  if (quantity !== undefined && quantity !== remaining(line)) {
    requireUnordered(line);
    requireDivisible(line.item.unit, quantity);
    events.push({
      ...by,
      kind: 'line-quantity',
      quantity: quantity + line.voided + line.moved,
      was: line.added,
    });
  }
  if (note !== undefined && note !== line.note) {
    requireUnordered(line);
    events.push({ ...by, kind: 'line-note', note });
  }
  if (unitPrice_haler !== undefined) {
    events.push({ ...by, kind: 'line-price', unitPrice_haler, allowedBy: actor.allowedBy });
  }
  if (discount !== undefined) {
    events.push({ ...by, kind: 'line-discount', discount, allowedBy: actor.allowedBy });
  }
  return events;
}

function requireLine(bill: Bill, lineId: string): BillLine {
  const line = bill.lines.find((l) => l.id === lineId);
  if (line) return line;
  throw new Refusal(
    404,
    'no-line',
    {
      cs: 'Tento řádek na účtu není. Nic se nezměnilo.',
      en: 'This line is not on the bill. Nothing was changed.',
    },
    { cs: 'Otevřete účet znovu.', en: 'Open the bill again.' },
  );
}

function requireThere(line: BillLine, quantity: number): void {
  if (quantity <= remaining(line)) return;
  throw new Refusal(
    409,
    'not-so-many',
    {
      cs: `Položky ${line.item.name} už na účtu tolik není. Nic se nezměnilo.`,
      en: `There is no longer so much ${line.item.name} on the bill. Nothing was changed.`,
    },
    {
      cs: 'Podívejte se, co na účtu zbývá, a zadejte menší množství.',
      en: 'See what is left on the bill and enter a smaller quantity.',
    },
    { remaining: remaining(line) },
  );
}

function paperOf(bill: Bill, catalogue: CatalogueForSale, actor: Actor, at: string): BillPaper {
  const { lines, billDiscount_haler, total_haler } = sumBill(bill);
  if (lines.length === 0) {
    throw new Refusal(
      409,
      'bill-empty',
      {
        cs: 'Na účtu nic není, proto se nevytiskl.',
        en: 'There is nothing on the bill, so it was not printed.',
      },
      { cs: 'Přidejte na účet položky.', en: 'Add something to the bill.' },
    );
  }
  const { seller, iban } = catalogue.settings();
  return {
    billId: bill.id,
    seller: { name: seller.name, place: seller.place, address: seller.address },
    table: bill.tableId === null ? null : (catalogue.table(bill.tableId)?.name ?? null),
    staffName: actor.name,
    at,
    lines: lines.map(({ lineId, quantity, gross_haler, lineDiscount_haler }) => {
      const { name, unit, unitPrice_haler, rate_bp } = requireLine(bill, lineId).item;
      return { name, unit, unitPrice_haler, rate_bp, quantity, gross_haler, lineDiscount_haler };
    }),
    discount_haler: billDiscount_haler,
    total_haler,
    iban,
  };
}

function requireUnordered(line: BillLine): void {
  if (line.ordered === 0) return;
  throw new Refusal(
    409,
    'already-ordered',
    {
      cs: `Položka ${line.item.name} už je objednaná v kuchyni nebo na baru. Nic se nezměnilo.`,
      en: `${line.item.name} is ordered from the kitchen or the bar already. Nothing was changed.`,
    },
    { cs: 'Víc přidáte novým řádkem, méně storny.', en: 'Add more as a new line, take away by voiding.' },
  );
}

function requireTable(catalogue: CatalogueForSale, tableId: string): void {
  if (catalogue.table(tableId)) return;
  throw new Refusal(
    404,
    'no-table',
    { cs: 'Tento stůl už není v nastavení.', en: 'This table is no longer in the settings.' },
    { cs: 'Vyberte jiný stůl.', en: 'Choose another table.' },
  );
}

function requireFreeTable(catalogue: CatalogueForSale, book: BillBook, tableId: string): void {
  requireTable(catalogue, tableId);
  const [there] = book.onTable(tableId);
  if (!there) return;
  throw new Refusal(
    409,
    'table-taken',
    {
      cs: 'Na tomto stole už je otevřený účet. Nic se nezměnilo.',
      en: 'There is an open bill on this table already. Nothing was changed.',
    },
    {
      cs: 'Vyberte volný stůl, nebo položky na ten účet přesuňte.',
      en: 'Choose a free table, or move the lines to that bill.',
    },
    { billId: there.id },
  );
}

function nothingLate(): Refusal {
  return new Refusal(
    409,
    'nothing-late',
    {
      cs: 'Na tomto účtu už nic nezaplaceného není. Někdo to nejspíš mezitím převzal.',
      en: 'Nothing on this bill is unpaid any more. Somebody has probably taken it over.',
    },
    { cs: 'Podívejte se na přehled stolů.', en: 'Look at the tables.' },
  );
}
