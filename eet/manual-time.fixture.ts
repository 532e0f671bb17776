import type { Time } from './time.ts';

export interface ManualTime extends Time {
  /** Moves both clocks on, firing what falls due in order. */
  advance(by_ms: number): void;
  /** How many waits are going on. */
  waiting(): number;
}

/** Stands still until it is moved. The wall clock begins at `wall`, the growing one at zero. */
export function manualTime(wall = '2026-12-01T12:00:00Z'): ManualTime {
  const start_ms = Date.parse(wall);
  let now = 0;
  const waits = new Set<{ readonly at: number; readonly run: () => void }>();
  return {
    wall_ms: () => start_ms + now,
    now: () => now,
    after(delay_ms, run) {
      const one = { at: now + delay_ms, run };
      waits.add(one);
      return () => void waits.delete(one);
    },
    advance(by_ms) {
      const end = now + by_ms;
      for (;;) {
        const due = [...waits].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        waits.delete(due);
        now = Math.max(now, due.at);
        due.run();
      }
      now = end;
    },
    waiting: () => waits.size,
  };
}
