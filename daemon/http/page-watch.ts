import type { World } from '../../world/index.ts';
import type { MetricsSource } from './metrics.ts';

/**
 * When a page was last heard: the kiosk's asks for the register's health every ten seconds, and one that has crashed or
 * hangs does not. The unit of the screen reads it out of /metrics and shows the page anew.
 */
export interface PageWatch extends MetricsSource {
  /** A request that came from a page of ours, as the browser itself says. */
  heard(): void;
}

export function createPageWatch(world: Pick<World, 'now'>): PageWatch {
  let heard_ms: number | undefined;
  return {
    heard() {
      heard_ms = world.now();
    },
    metrics: () =>
      heard_ms === undefined
        ? []
        : [
            {
              name: 'kasad_page_age_seconds',
              help: 'Since a page of the kiosk last asked how the register is',
              type: 'gauge',
              samples: [{ value: Math.floor((world.now() - heard_ms) / 1000) }],
            },
          ],
  };
}
