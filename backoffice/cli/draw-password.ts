import { drawCode, showCode } from '../../sync/index.ts';
import type { World } from '../../world/index.ts';

/** Sixty random bits, to be typed once and then changed: `7K3M-0Q8X-ZZT1`. */
export function drawPassword(world: Pick<World, 'bytes'>): string {
  return showCode(drawCode(world.bytes));
}
