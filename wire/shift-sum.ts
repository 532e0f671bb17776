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
  const { add, sum } = summing();
  for (const fact of [...facts].sort(byName)) add(fact);
  return sum();
}

/** The same for facts that come one by one, in the order of `byName`. */
export function summing(): { add(fact: SummedFact): void; sum(): string } {
  const hash = createHash('sha256');
  return {
    add({ origin, seq, hlc, kind, id, body }) {
      hash.update(`${origin} ${seq} ${hlc} ${kind} ${id}\n${body}\n`);
    },
    sum: () => hash.digest('hex'),
  };
}

/** By origin, in code units, and number. */
export function byName(a: Pick<SummedFact, 'origin' | 'seq'>, b: Pick<SummedFact, 'origin' | 'seq'>): number {
  if (a.origin !== b.origin) return a.origin < b.origin ? -1 : 1;
  return a.seq - b.seq;
}
