import type { World } from '../../world/index.ts';

/** Runs at once, and then at most once in `every_ms`: whatever asks for it meanwhile gets one run at the end of that. */
export function paced(world: Pick<World, 'after'>, every_ms: number, run: () => void): () => void {
  let resting = false;
  let asked = false;
  const go = () => {
    asked = false;
    resting = true;
    world.after(every_ms, () => {
      resting = false;
      if (asked) go();
    });
    run();
  };
  return () => {
    if (resting) asked = true;
    else go();
  };
}
