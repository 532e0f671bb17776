import { createDouble } from '../../eet/index.ts';
import type { World } from '../../world/index.ts';
import type { StandIn } from '../eet/stand-in.ts';

/** The authority's double on this machine, in the place of its playground. */
export async function demoTaxAuthority(world: World): Promise<StandIn> {
  return createDouble({ time: world, bytes: (count) => world.bytes(count) });
}
