import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const EVERY = 20;

/** What is alive in this process, looked at from time to time; the first look is now. */
export function watchMemory() {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const alive = () => {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const first = alive();
  let most = first;
  let calls = 0;
  return {
    /** Every so many calls. */
    async look(): Promise<void> {
      if (++calls % EVERY === 0) most = Math.max(most, alive());
    },
    looks: () => Math.floor(calls / EVERY),
    /** By how much more was alive at most than at first. */
    grown_bytes: () => most - first,
  };
}
