import type { FactRow } from '../../sync/index.ts';
import { createEetReader, EET_TAKE_OVER, type TakeOverFact } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { Store } from '../store/store.ts';

/** So long the others leave the sales to whoever has taken them over. */
const HOLDS_MS = 3_600_000;

/** A take-over that still holds. */
export interface HeldTakeOver extends TakeOverFact {
  readonly left_ms: number;
}

/** Who sends what a silent register has left unsent. */
export interface TakeOvers {
  /** Inside a transaction. */
  begin(registerId: string, fact: TakeOverFact): void;
  /** A fact that has come or is there; undefined when it is none. */
  take(fact: FactRow): TakeOverFact | undefined;
  /** The last one of this register's sales, while it holds. */
  of(registerId: string): HeldTakeOver | undefined;
  start(): void;
}

/**
 * A take-over holds for an hour, counted from what it says and from when it was heard, whichever is over first: neither
 * a clock that stands in 1970 nor one that runs ahead keeps a sale from being sent.
 */
export function createTakeOvers(
  { journal, afterCommit }: Pick<Store, 'journal' | 'afterCommit'>,
  world: Pick<World, 'now' | 'wall_ms'>,
): TakeOvers {
  const read = createEetReader();
  const last = new Map<string, { readonly fact: TakeOverFact; readonly heard_ms: number }>();

  function remember(registerId: string, fact: TakeOverFact): void {
    const known = last.get(registerId);
    if (known && Date.parse(known.fact.at) >= Date.parse(fact.at)) return;
    last.set(registerId, { fact, heard_ms: world.now() });
  }

  function take({ id, body }: FactRow): TakeOverFact | undefined {
    const fact = read.takeOver(body);
    if (fact) remember(id, fact);
    return fact;
  }

  return {
    begin(registerId, fact) {
      journal.fact(EET_TAKE_OVER, registerId, fact);
      afterCommit(() => remember(registerId, fact));
    },
    take,
    of(registerId) {
      const known = last.get(registerId);
      if (!known) return undefined;
      const age_ms = Math.max(world.wall_ms() - Date.parse(known.fact.at), world.now() - known.heard_ms);
      return age_ms < HOLDS_MS ? { ...known.fact, left_ms: HOLDS_MS - age_ms } : undefined;
    },
    start() {
      for (const fact of journal.everyFact(EET_TAKE_OVER)) take(fact);
    },
  };
}
