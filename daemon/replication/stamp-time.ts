import type { World } from '../../world/index.ts';

/**
 * The wall clock as the stamps of cells and facts are told it: corrected by what is known of the real time, because a
 * register whose clock is wrong would win or lose every edit against the others. Business time is not touched by it:
 * receipts, shifts and reports go on bearing the clock of the box, and that it is wrong is told.
 */
export interface StampTime {
  wall_ms(): number;
  /** How far the box's clock is behind the real time, milliseconds; negative when it is ahead. */
  correct(behind_ms: () => number): void;
}

export function createStampTime(world: Pick<World, 'wall_ms'>): StampTime {
  let correction_ms = () => 0;
  return {
    wall_ms: () => world.wall_ms() + correction_ms(),
    correct(behind_ms) {
      correction_ms = behind_ms;
    },
  };
}
