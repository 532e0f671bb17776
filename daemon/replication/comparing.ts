import {
  type Census,
  type Output,
  type Replica,
  same,
  sameChecksums,
  type Vector,
} from '../../sync/index.ts';
import type { World } from '../../world/index.ts';
import type { Store } from '../store/store.ts';
import type { Condition } from './condition.ts';

const HOUR_MS = 3_600_000;

/** Checksums of all rows, held against the siblings' about once an hour; what differs is healed by the replica. */
export interface Comparing {
  /** The first one is due some minutes from now. */
  start(): void;
  due(): boolean;
  /** Counts what is here, and has it said to the siblings. */
  say(): Promise<void>;
  /** A sibling has said its own. */
  compare(peer: string, theirs: Census): Promise<void>;
}

export function createComparing(parts: {
  readonly store: Pick<Store, 'census'>;
  readonly world: Pick<World, 'now' | 'bytes'>;
  readonly vector: () => Vector;
  readonly condition: Condition;
  readonly idOf: (origin: string) => string | undefined;
  readonly registerId: string;
  readonly run: (over: string, act: (replica: Replica) => readonly Output[]) => void;
}): Comparing {
  const { store, world, vector, condition, idOf, registerId, run } = parts;
  let at = 0;
  let last: { readonly census: Census; readonly at: number } | undefined;

  /** Counting takes long: what was counted lately and has not changed since is good enough. */
  async function count(): Promise<Census | null> {
    if (last && world.now() - last.at < HOUR_MS / 4 && same(last.census.vector, vector())) return last.census;
    const census = await store.census();
    if (census) last = { census, at: world.now() };
    return census;
  }

  return {
    start() {
      at = world.now() + HOUR_MS / 6;
    },
    due: () => world.now() >= at,
    async say() {
      // Not all registers at once.
      at = world.now() + HOUR_MS * (0.9 + ((world.bytes(1)[0] ?? 0) / 255) * 0.2);
      const census = await count();
      if (census) run(registerId, (it) => it.tick(census));
    },
    async compare(peer, theirs) {
      const ours = await count();
      const id = idOf(peer);
      if (!ours || id === undefined) return;
      if (same(ours.vector, theirs.vector) && sameChecksums(ours.sums, theirs.sums)) {
        condition.clear('differs', id);
        return;
      }
      // What was counted may be healed by the time it is counted again.
      last = undefined;
      run(id, (it) => it.compare(peer, theirs, ours));
    },
  };
}
