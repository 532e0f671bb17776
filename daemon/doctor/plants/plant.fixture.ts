import type { Box } from '../box.fixture.ts';

/** A fault that is put into a healthy box, and what must be found of it: `id`, `with`, and nothing else. */
export interface Plant {
  readonly id: string;
  readonly how: string;
  readonly with?: readonly string[];
  /** What its words must name. */
  readonly says?: RegExp;
  readonly plant: (box: Box) => void | Promise<void>;
}

/** What is found beside the fault where no register runs. */
export const STOPPED = ['register-stopped'] as const;
