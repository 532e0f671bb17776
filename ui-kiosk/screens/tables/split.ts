import {
  type Bill,
  type BillSum,
  divideRounded,
  type Haler,
  ONE,
  remaining,
  type Thousandths,
} from '../../../domain/index.ts';

/** How much of each line moves to the other bill; lines that stay whole are absent. */
export type Moving = ReadonlyMap<string, Thousandths>;

/** One more piece of the line moves; a weighed line moves whole. */
export function moveOne(bill: Bill, moving: Moving, lineId: string): Moving {
  const line = bill.lines.find((l) => l.id === lineId);
  if (!line) return moving;
  const left = remaining(line) - (moving.get(lineId) ?? 0);
  if (left <= 0) return moving;
  const step = left % ONE === 0 ? ONE : left;
  return new Map(moving).set(lineId, (moving.get(lineId) ?? 0) + step);
}

/** One piece comes back. */
export function takeBackOne(moving: Moving, lineId: string): Moving {
  const now = moving.get(lineId) ?? 0;
  const next = new Map(moving);
  if (now % ONE !== 0 || now <= ONE) next.delete(lineId);
  else next.set(lineId, now - ONE);
  return next;
}

export function moveAll(bill: Bill): Moving {
  return new Map(bill.lines.filter((l) => remaining(l) > 0).map((l) => [l.id, remaining(l)]));
}

/** What the moving part comes to, to a look; the daemon reckons it to the haléř. */
export function movingTotal(sum: BillSum, moving: Moving): Haler {
  return sum.lines.reduce((total, line) => {
    const quantity = moving.get(line.lineId) ?? 0;
    if (quantity === 0) return total;
    return total + divideRounded(BigInt(line.amount_haler) * BigInt(quantity), BigInt(line.quantity));
  }, 0);
}

/** What may have changed on the bill meanwhile: never more moves than is left. */
export function trim(bill: Bill, moving: Moving): Moving {
  const kept = new Map<string, Thousandths>();
  for (const line of bill.lines) {
    const quantity = Math.min(moving.get(line.id) ?? 0, remaining(line));
    if (quantity > 0) kept.set(line.id, quantity);
  }
  return kept;
}
