import {
  type Bill,
  type BillEvent,
  type BillLine,
  type Discount,
  lineAmount,
  remaining,
  shareOut,
  type Thousandths,
} from '../../domain/index.ts';
import type { World } from '../../world/index.ts';
import type { BillBook } from './bill-book.ts';

/**
 * Moves quantities from one bill to another inside the caller's transaction; they have been checked. A line keeps
 * its frozen price and its discount: a percentage goes along, an amount is shared by what stays and what goes. A
 * percentage off the whole bill goes along to a new one, so that splitting does not make guests pay more. A bill
 * that nothing is left on is closed, so that its table is free.
 */
export function moveLines(move: {
  source: Bill;
  target: Bill;
  lines: readonly { lineId: string; quantity: Thousandths }[];
  by: { staffId: string; allowedBy: string };
  at: string;
  book: BillBook;
  world: World;
}): { from: Bill; to: Bill } {
  const { source, target, lines, at, book, world } = move;
  const by = { at, staffId: move.by.staffId };
  const off: BillEvent[] = [];
  const on: BillEvent[] = [];
  for (const { lineId, quantity } of lines) {
    const line = source.lines.find((l) => l.id === lineId) as BillLine;
    const newId = world.uuid();
    const { stays, goes } = shareDiscount(line, quantity);
    off.push({ ...by, kind: 'line-moved', lineId, quantity, toBillId: target.id });
    on.push({
      ...by,
      kind: 'line-added',
      lineId: newId,
      item: line.item,
      quantity,
      note: line.note,
      from: { billId: source.id, lineId },
    });
    const { allowedBy } = move.by;
    if (stays !== line.discount)
      off.push({ ...by, kind: 'line-discount', lineId, discount: stays, allowedBy });
    if (goes !== null) on.push({ ...by, kind: 'line-discount', lineId: newId, discount: goes, allowedBy });
  }
  if (target.lines.length === 0 && target.discount === null && source.discount?.kind === 'percent') {
    on.push({ ...by, kind: 'bill-discount', discount: source.discount, allowedBy: move.by.allowedBy });
  }
  const to = book.append(target.id, target, on);
  const left = book.append(source.id, source, off);
  const empty = left.state === 'open' && left.lines.every((line) => remaining(line) === 0);
  return { from: empty ? book.append(left.id, left, [{ ...by, kind: 'discarded' }]) : left, to };
}

function shareDiscount(
  line: BillLine,
  quantity: Thousandths,
): { stays: Discount | null; goes: Discount | null } {
  const { discount } = line;
  if (discount?.kind !== 'amount' || quantity === remaining(line)) return { stays: discount, goes: discount };
  const price = line.item.unitPrice_haler;
  const [stays = 0, goes = 0] = shareOut(discount.amount_haler, [
    lineAmount(price, remaining(line) - quantity),
    lineAmount(price, quantity),
  ]);
  const amount = (amount_haler: number): Discount | null =>
    amount_haler > 0 ? { kind: 'amount', amount_haler } : null;
  return { stays: amount(stays), goes: amount(goes) };
}
