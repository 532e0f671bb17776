/**
 * Time as the drivers see it. The real one comes from above by the door; the manual one below stands in for
 * it in tests, so that a 90 s timeout takes no time at all.
 */
export interface Clock {
  /** Milliseconds that only grow (not the time of day): a clock set back must not stall a device. */
  now(): number;
  /** Calls `run` once after `delay_ms`; the returned function cancels it and may be called at any time. */
  after(delay_ms: number, run: () => void): () => void;
}

export interface ManualClock extends Clock {
  /** Moves time on, firing what falls due in order; promises settled on the way are let run in between. */
  advance(by_ms: number): Promise<void>;
}

/** The fake: stands still until it is moved. */
export function manualClock(): ManualClock {
  let now_ms = 0;
  let nextId = 0;
  const waiting = new Map<number, { at_ms: number; run: () => void }>();
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

  return {
    now: () => now_ms,
    after(delay_ms, run) {
      const id = nextId++;
      waiting.set(id, { at_ms: now_ms + Math.max(0, delay_ms), run });
      return () => void waiting.delete(id);
    },
    async advance(by_ms) {
      const end_ms = now_ms + by_ms;
      await settle();
      for (;;) {
        const due = [...waiting]
          .filter(([, t]) => t.at_ms <= end_ms)
          .sort((a, b) => a[1].at_ms - b[1].at_ms)[0];
        if (due === undefined) break;
        waiting.delete(due[0]);
        now_ms = Math.max(now_ms, due[1].at_ms);
        due[1].run();
        await settle();
      }
      now_ms = end_ms;
      await settle();
    },
  };
}
