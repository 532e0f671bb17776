import type { World } from '../../../world/index.ts';
import type { EetStorage } from './storage.ts';

/**
 * Counts the time the register has been running, over restarts. What a kill loses of it is at most as long as the
 * last note is old, and each change of the queue notes it.
 */
export interface RunningClock {
  now(): number;
  /** Inside a transaction: writes it down, when the last note is a while old. */
  note(): void;
  /** Inside a transaction: this program runs from now on. True when the last one was another. */
  begin(program: string): boolean;
}

const OLD_MS = 1_000;

export function createRunningClock(storage: EetStorage, world: Pick<World, 'now'>): RunningClock {
  let before_ms: number | undefined;
  let program = '';
  let started_ms = 0;
  let noted_ms = Number.NEGATIVE_INFINITY;

  function now(): number {
    if (before_ms === undefined) {
      ({ running_ms: before_ms, program } = storage.clock());
      started_ms = world.now();
    }
    return Math.floor(before_ms + world.now() - started_ms);
  }

  function write(running_ms: number): void {
    storage.noteClock({ running_ms, program });
    storage.afterCommit(() => {
      noted_ms = running_ms;
    });
  }

  return {
    now,
    note() {
      const running_ms = now();
      if (running_ms - noted_ms >= OLD_MS) write(running_ms);
    },
    begin(next) {
      const running_ms = now();
      const isNew = next !== program;
      program = next;
      write(running_ms);
      return isNew;
    },
  };
}
