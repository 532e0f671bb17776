import type { Time } from '../../sync/index.ts';

const SAMPLES = 5;
/** One answer that lay about somewhere must not set the clock. */
const SAMPLES_LEAST = 3;

/**
 * What the backoffice's clock says of this box's. Each answer tells its time somewhere between the asking and the
 * answering; half of that is taken off, and of the last five the middle one is believed. Kept against the running
 * clock, so that a wall clock that is put right is seen at once.
 */
export interface RealTime {
  /** `asked`, `answered`: the running clock, milliseconds. */
  sample(server_ms: number, asked: number, answered: number): void;
  /** How far the box's clock is behind, milliseconds; null while too little is known. */
  behind_ms(): number | null;
}

export function createRealTime(time: Pick<Time, 'wall_ms' | 'now'>): RealTime {
  let samples: number[] = [];
  return {
    sample(server_ms, asked, answered) {
      if (!Number.isSafeInteger(server_ms) || server_ms <= 0) return;
      samples = [...samples, server_ms - (asked + answered) / 2].slice(-SAMPLES);
    },
    behind_ms() {
      if (samples.length < SAMPLES_LEAST) return null;
      const sorted = samples.toSorted((a, b) => a - b);
      const middle = sorted[Math.floor(sorted.length / 2)] as number;
      return Math.round(middle + time.now() - time.wall_ms());
    },
  };
}
