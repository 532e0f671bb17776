import type { World } from '../../world.ts';
import type { EetStorage } from './storage.ts';

/**
 * Counts the time the register has been running, over restarts. What a kill loses of it is at most as long as the
 * last note is old, and each change of the queue notes it.
 */
export interface RunningClock {
  now(): number;
  /** Inside a transaction: writes it down, when the last note is a while old. */
  note(): void;
}

const OLD_MS = 1_000;

export function createRunningClock(
  storage: EetStorage,
  world: Pick<World, 'now'>,
  program: string,
): RunningClock {
  let before_ms: number | undefined;
  let started_ms = 0;
  let noted_ms = Number.NEGATIVE_INFINITY;

  function now(): number {
    if (before_ms === undefined) {
      before_ms = storage.clock().running_ms;
      started_ms = world.now();
    }
    return Math.floor(before_ms + world.now() - started_ms);
  }

  return {
    now,
    note() {
      const running_ms = now();
      if (running_ms - noted_ms < OLD_MS) return;
      storage.noteClock({ running_ms, program });
      storage.afterCommit(() => {
        noted_ms = running_ms;
      });
    },
  };
}
