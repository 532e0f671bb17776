import { batch, computed, signal } from '@preact/signals';
import type { BillView, ItemView } from '../../../daemon/http/contract.ts';
import {
  type Bill,
  type BillLine,
  findByCode,
  ONE,
  remaining,
  type Thousandths,
} from '../../../domain/index.ts';
import { api } from '../../client/api.ts';
import type { Answer } from '../../client/fault.ts';
import {
  bills,
  catalogue,
  currentBill,
  currentBillId,
  dropBill,
  putBill,
  session,
} from '../../store/signals.ts';
import { createDoing } from '../../widgets/doing.ts';

/** What is asked of the daemon from the selling screen, one after another, and what came of the last one. */
export const sale = createDoing();
/** Chosen before the item, by the keypad; used up by the next item. */
export const nextQuantity = signal<Thousandths | null>(null);
/** The line that was added or changed last: marked, so that the eye finds it. */
export const freshLineId = signal<string | null>(null);

/** What is asked about an item before it can be added. */
export type Question =
  | { readonly kind: 'weight'; readonly item: ItemView }
  | { readonly kind: 'price'; readonly item: ItemView; readonly quantity: Thousandths | null }
  /** Scanned, and not among what this register shows. */
  | { readonly kind: 'not-shown'; readonly item: ItemView; readonly quantity: Thousandths | null };
export const question = signal<Question | null>(null);

/** Items that this register shows: all, or those with its label. */
export const shownItems = computed(() => {
  const list = catalogue.value;
  if (!list) return [];
  const label = list.settings.shownLabel;
  return label === null ? list.items : list.items.filter((item) => item.labels.includes(label));
});

/** The others: found and scanned all the same, because the guest has them in the hand. */
export const hiddenItems = computed(() => {
  const label = catalogue.value?.settings.shownLabel ?? null;
  if (label === null) return [];
  return (catalogue.value?.items ?? []).filter((item) => !item.labels.includes(label));
});

/** The answer with the line that has come or changed, which is marked in the same drawing. */
function put(view: BillView, lineId: string): void {
  batch(() => {
    putBill(view);
    freshLineId.value = lineId;
  });
}

function take(view: BillView, lineId: string): void {
  batch(() => {
    put(view, lineId);
    currentBillId.value = view.bill.id;
  });
}

/** The bill on the screen, or a new one over the counter. */
async function ensureBill(): Promise<Answer<BillView>> {
  const open = currentBill.value;
  if (open) return { value: open };
  const answer = await api.openBill({ tableId: null, guests: null });
  if (!answer.fault) {
    putBill(answer.value);
    currentBillId.value = answer.value.bill.id;
  }
  return answer;
}

/**
 * The line that one more of the item can be added to: the last one, untouched, the kitchen unaware, by the same
 * person. Anything else gets a line of its own, so that nobody's line is changed under them.
 */
export function lineToRaise(bill: Bill, item: ItemView, staffId: string | undefined): BillLine | undefined {
  const last = bill.lines.at(-1);
  const same =
    last &&
    last.item.itemId === item.id &&
    last.item.unitPrice_haler === item.price_haler &&
    last.ordered === 0 &&
    last.voided === 0 &&
    last.moved === 0 &&
    last.note === '' &&
    last.discount === null &&
    last.staffId === staffId;
  return same ? last : undefined;
}

export interface Addition {
  readonly quantity?: Thousandths | undefined;
  readonly unitPrice_haler?: number;
  /** Its own line, even when the last one is the same. */
  readonly apart?: boolean;
}

/** Puts an item on the bill; opens a bill when there is none. */
export function addItem(item: ItemView, addition: Addition = {}): Promise<boolean> {
  const { quantity = ONE, unitPrice_haler, apart = false } = addition;
  let lineId: string = crypto.randomUUID();
  return sale.run(
    async () => {
      const bill = await ensureBill();
      if (bill.fault) return bill;
      const raise =
        apart || item.openPrice ? undefined : lineToRaise(bill.value.bill, item, session.value?.staff.id);
      if (raise) {
        lineId = raise.id;
        return api.changeLine(bill.value.bill.id, lineId, { quantity: raise.added + quantity });
      }
      return api.addLine(bill.value.bill.id, {
        lineId,
        itemId: item.id,
        quantity,
        ...(unitPrice_haler === undefined ? {} : { unitPrice_haler }),
      });
    },
    (view) => take(view, lineId),
  );
}

const isWeighed = (item: ItemView): boolean => item.unit === 'kg' || item.unit === 'g';

/** A tap on a tile: adds it, or first asks what has to be known. */
export function chooseItem(item: ItemView, typed: Thousandths | null = null): void {
  const quantity = typed ?? nextQuantity.value;
  nextQuantity.value = null;
  if (item.openPrice) question.value = { kind: 'price', item, quantity };
  else if (isWeighed(item) && quantity === null) question.value = { kind: 'weight', item };
  else void addItem(item, quantity === null ? {} : { quantity });
}

/** A scanned code. What the price list knows is treated as a tap; the rest is the daemon's to refuse. */
export function chooseCode(code: string): void {
  const found = findByCode(catalogue.value?.items ?? [], code);
  if (found) {
    const item = found.item as ItemView;
    const label = catalogue.value?.settings.shownLabel ?? null;
    if (label === null || item.labels.includes(label)) chooseItem(item, found.quantity);
    else question.value = { kind: 'not-shown', item, quantity: found.quantity };
    return;
  }
  const lineId = crypto.randomUUID();
  void sale.run(
    async () => {
      const bill = await ensureBill();
      if (bill.fault) return bill;
      return api.addLine(bill.value.bill.id, { lineId, code });
    },
    (view) => take(view, lineId),
  );
}

/** One more or one less of a line. What the kitchen knows is not changed: more is a new line. */
export function raiseLine(bill: Bill, line: BillLine): void {
  const untouched = line.ordered === 0 && line.voided === 0 && line.moved === 0;
  const lineId = untouched ? line.id : crypto.randomUUID();
  void sale.run(
    () =>
      untouched
        ? api.changeLine(bill.id, lineId, { quantity: line.added + ONE })
        : api.addLine(bill.id, { lineId, itemId: line.item.itemId, quantity: ONE, note: line.note }),
    (view) => put(view, lineId),
  );
}

/** Whether one less is only a smaller number; otherwise it is a void, which wants a reason. */
export function canLower(line: BillLine): boolean {
  return line.ordered === 0 && line.voided === 0 && line.moved === 0 && remaining(line) > ONE;
}

export function lowerLine(bill: Bill, line: BillLine): void {
  void sale.run(
    () => api.changeLine(bill.id, line.id, { quantity: line.added - ONE }),
    (view) => put(view, line.id),
  );
}

/** Sets the bill aside: it stays open on its table, the screen is ready for the next guest. */
export function setAside(): void {
  const view = currentBill.value;
  sale.fault.value = null;
  currentBillId.value = null;
  freshLineId.value = null;
  // An empty bill over the counter is of no use to anybody.
  if (view && view.bill.tableId === null && view.bill.lines.length === 0) {
    void api.discardBill(view.bill.id);
    dropBill(view.bill.id);
  }
}

let ordering = false;

/** Sends the bill to the kitchen; a second tap before the answer is not taken. */
export function orderBill(): void {
  const view = currentBill.value;
  if (!view || ordering) return;
  ordering = true;
  void sale
    .run(() => api.order(view.bill.id), putBill)
    .finally(() => {
      ordering = false;
    });
}

/** Moves the bill to a table; when the table has a bill already, the lines join it and the emptied bill is closed. */
export function moveToTable(billId: string, tableId: string): Promise<boolean> {
  const there = [...(bills.value?.values() ?? [])].find(
    (view) => view.bill.tableId === tableId && view.bill.id !== billId,
  );
  if (!there) return sale.run(() => api.changeBill(billId, { tableId }), putBill);
  const lines = (bills.value?.get(billId)?.bill.lines ?? [])
    .filter((line) => remaining(line) > 0)
    .map((line) => ({ lineId: line.id, quantity: remaining(line) }));
  return sale.run(
    () => api.split(billId, { toBillId: there.bill.id, lines }),
    (result) => {
      putBill(result.from);
      putBill(result.to);
      if (currentBillId.value === billId) currentBillId.value = result.to.bill.id;
    },
  );
}
