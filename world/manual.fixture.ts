import { manualClock } from '../drivers/index.ts';
import type { World } from './index.ts';

export interface ManualWorld extends World {
  /** Moves time on, firing what falls due; promises settled on the way are let run in between. */
  advance(by_ms: number): Promise<void>;
  /** The wall clock jumps; `now` and the timers do not notice. */
  setWall(at_ms: number): void;
}

/** The fake of the world: time stands still until it is moved, and every run draws the same ids. */
export function manualWorld(wallStart_ms = Date.UTC(2026, 10, 24, 11, 0, 0)): ManualWorld {
  const clock = manualClock();
  let drawn = 0;
  let start_ms = wallStart_ms;
  return {
    wall_ms: () => Math.floor(start_ms + clock.now()),
    now: clock.now,
    after: clock.after,
    uuid: () => `00000000-0000-4000-8000-${(++drawn).toString(16).padStart(12, '0')}`,
    bytes: (count) => new Uint8Array(count).fill(++drawn & 0xff),
    advance: clock.advance,
    setWall: (at_ms) => {
      start_ms = at_ms - clock.now();
    },
  };
}
