import type { Time } from '../time.ts';
import type { Intruder, IntruderWhy } from './mesh.ts';

const QUIET_MS = 10_000;
const REMEMBERED_MAX = 200;

/** Tells the first of a kind at once and the rest of it, counted, every ten seconds at most. */
export interface Intruders {
  saw(address: string, why: IntruderWhy, name: string | null): void;
  stop(): void;
}

export function createIntruders(time: Time, tell: (what: Intruder) => void): Intruders {
  const quiet = new Map<string, { what: Intruder; more: number; cancel: () => void }>();

  function wait(key: string, what: Intruder): void {
    const cancel = time.after(QUIET_MS, () => {
      const more = quiet.get(key)?.more ?? 0;
      quiet.delete(key);
      if (more === 0) return;
      const again = { ...what, count: more };
      wait(key, again);
      tell(again);
    });
    quiet.set(key, { what, more: 0, cancel });
  }

  return {
    saw(address, why, name) {
      const key = JSON.stringify([address, why, name]);
      const known = quiet.get(key);
      if (known) {
        known.more++;
        return;
      }
      // Beyond that many at once it is a flood from everywhere; those already told stand for it.
      if (quiet.size >= REMEMBERED_MAX) return;
      const what = { address, why, name, count: 1 };
      wait(key, what);
      tell(what);
    },
    stop() {
      for (const { cancel } of quiet.values()) cancel();
      quiet.clear();
    },
  };
}
