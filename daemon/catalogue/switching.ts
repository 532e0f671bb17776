import type { World } from '../../world/index.ts';
import type { Catalogue } from './catalogue.ts';

const minute_ms = 60_000;

/**
 * Tells the screens when a price set ahead comes into effect or a happy hour begins or ends. It looks at the clock at
 * each full minute and no later than a minute after the last time, so that it is right after a jump of the clock too.
 */
export interface Switching {
  start(): void;
  stop(): void;
}

export function createSwitching(
  catalogue: Pick<Catalogue, 'lookAtClock'>,
  world: Pick<World, 'wall_ms' | 'after'>,
): Switching {
  let cancel: () => void = () => {};
  function arm(): void {
    cancel = world.after(minute_ms - (world.wall_ms() % minute_ms), () => {
      arm();
      catalogue.lookAtClock();
    });
  }
  return {
    start() {
      catalogue.lookAtClock();
      arm();
    },
    stop: () => cancel(),
  };
}
