import { createHash } from 'node:crypto';

/** A fact as far as the sum of a shift goes. */
export interface SummedFact {
  readonly origin: string;
  readonly seq: number;
  readonly hlc: string;
  readonly kind: string;
  readonly id: string;
  readonly body: string;
}

/** `sum` of a `ShiftCheck`: each line ends with a line feed; the facts may come in any order. */
export function shiftSum(facts: readonly SummedFact[]): string {
  const hash = createHash('sha256');
  for (const { origin, seq, hlc, kind, id, body } of [...facts].sort(byName)) {
    hash.update(`${origin} ${seq} ${hlc} ${kind} ${id}\n${body}\n`);
  }
  return hash.digest('hex');
}

function byName(a: SummedFact, b: SummedFact): number {
  if (a.origin !== b.origin) return a.origin < b.origin ? -1 : 1;
  return a.seq - b.seq;
}
