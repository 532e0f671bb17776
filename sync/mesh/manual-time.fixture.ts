import type { Time } from '../time.ts';

export interface ManualTime extends Time {
  /** Moves time on, firing what falls due in order. */
  advance(by_ms: number): Promise<void>;
}

/** Stands still until it is moved. */
export function manualTime(): ManualTime {
  let now = 0;
  const waiting = new Set<{ readonly at: number; readonly run: () => void }>();
  return {
    wall_ms: () => now,
    now: () => now,
    after(delay_ms, run) {
      const one = { at: now + delay_ms, run };
      waiting.add(one);
      return () => waiting.delete(one);
    },
    async advance(by_ms) {
      const end = now + by_ms;
      for (;;) {
        const due = [...waiting].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        waiting.delete(due);
        now = due.at;
        due.run();
        await Promise.resolve();
      }
      now = end;
    },
  };
}
