import type { Time } from '../time.ts';

/** What comes next: said one by one, for a time, or as always. */
export interface Script<T> {
  say(...next: readonly T[]): void;
  sayFor(duration_ms: number, one: T): void;
  /** Takes what comes next. */
  next(): T;
  /** Takes it only when it is of this kind. */
  nextIf(is: (one: T) => boolean): T | undefined;
}

export function createScript<T>(always: T, time: Pick<Time, 'now'>): Script<T> {
  const waiting: T[] = [];
  let lasting = { until: 0, one: always };
  const current = (): T => waiting[0] ?? (time.now() < lasting.until ? lasting.one : always);
  const next = (): T => {
    const one = current();
    waiting.shift();
    return one;
  };
  return {
    say: (...more) => void waiting.push(...more),
    sayFor(duration_ms, one) {
      lasting = { until: time.now() + duration_ms, one };
    },
    next,
    nextIf: (is) => (is(current()) ? next() : undefined),
  };
}
