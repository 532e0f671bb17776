import type { World } from '../../world/index.ts';
import type { Random } from './random.ts';

interface Due {
  readonly at_ms: number;
  readonly order: number;
  run: (() => void) | undefined;
}

/** True time, and all that is going to happen in it. */
export interface SimulatedTime {
  readonly now_ms: number;
  /** Calls `run` after `delay_ms` of true time; the returned function cancels. */
  after(delay_ms: number, run: () => void): () => void;
  /** Lets the next thing happen; false when there is none up to `until_ms`, and it is then that time. */
  next(until_ms: number): boolean;
}

export function simulatedTime(start_ms: number): SimulatedTime {
  /** A binary heap, the earliest on top. */
  const heap: Due[] = [];
  let now_ms = start_ms;
  let order = 0;
  const before = (a: Due, b: Due) => a.at_ms < b.at_ms || (a.at_ms === b.at_ms && a.order < b.order);

  function push(due: Due): void {
    let at = heap.push(due) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!before(due, heap[above] as Due)) break;
      heap[at] = heap[above] as Due;
      at = above;
    }
    heap[at] = due;
  }

  function pop(): Due | undefined {
    const top = heap[0];
    const last = heap.pop();
    if (!top || !last || heap.length === 0) return top;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && before(heap[below + 1] as Due, heap[below] as Due)) below++;
      if (!before(heap[below] as Due, last)) break;
      heap[at] = heap[below] as Due;
      at = below;
    }
    heap[at] = last;
    return top;
  }

  return {
    get now_ms() {
      return now_ms;
    },
    after(delay_ms, run) {
      const due: Due = { at_ms: now_ms + Math.max(0, delay_ms), order: order++, run };
      push(due);
      return () => {
        due.run = undefined;
      };
    },
    next(until_ms) {
      for (;;) {
        const top = heap[0];
        if (!top || top.at_ms > until_ms) {
          now_ms = until_ms;
          return false;
        }
        pop();
        if (!top.run) continue;
        now_ms = top.at_ms;
        top.run();
        return true;
      }
    },
  };
}

/** From switching on to the end of the power: its timers die with it. */
export interface Life {
  readonly number: number;
  readonly began_ms: number;
  alive: boolean;
  readonly world: World;
}

/** `wall_ms` is what the clock on the wall shows now, right or wrong. */
export function beginLife(number: number, time: SimulatedTime, random: Random, wall_ms: () => number): Life {
  const began_ms = time.now_ms;
  // The machine's own clock begins anew with each start, anywhere.
  const offset_ms = random.int(0, 1_000_000);
  let drawn = 0;
  const life: Life = {
    number,
    began_ms,
    alive: true,
    world: {
      wall_ms,
      now: () => time.now_ms - began_ms + offset_ms,
      after: (delay_ms, run) =>
        time.after(delay_ms, () => {
          if (life.alive) run();
        }),
      uuid: () => `life${number}-${drawn++}`,
      bytes: (count) => Uint8Array.from({ length: count }, () => random.int(0, 255)),
    },
  };
  return life;
}
