import type { World } from '../../world/index.ts';
import type { Database } from '../database/database.ts';
import { createProjecting } from './projecting.ts';
import type { Projection } from './projection.ts';
import type { Alarm, News, Replicas, StoreReplica } from './replica.ts';
import { openStoreReplica } from './store-replica.ts';

export interface ReplicasOptions {
  /** With the steps of `replicaSteps`, and of the projections. */
  readonly database: Database;
  readonly world: World;
  readonly projections: readonly Projection[];
  /** Rows in one answer at most. */
  readonly rows_max?: number;
  /** A listener threw: a bug, and no reason to answer a register with a fault. */
  readonly onFault?: (error: unknown) => void;
}

/** The replicas of all stores; each is opened when it is first asked for. */
export function createReplicas(options: ReplicasOptions): Replicas {
  const { database, world, onFault = () => {} } = options;
  const projecting = createProjecting(options.projections, () => world.wall_ms());
  const opened = new Map<string, Promise<StoreReplica>>();
  const [takers, alarmed] = [listening<News>(onFault), listening<Alarm>(onFault)];

  return {
    of(store) {
      const there = opened.get(store);
      if (there) return there;
      const opening = openStoreReplica({
        ...{ store, database, world, projecting, rows_max: options.rows_max },
        onTaken: takers.tell,
        onAlarm: alarmed.tell,
      });
      opened.set(store, opening);
      // One that could not be opened is tried again by the next who asks.
      opening.catch(() => opened.delete(store));
      return opening;
    },
    onTaken: takers.add,
    onAlarm: alarmed.add,
  };
}

function listening<T>(onFault: (error: unknown) => void) {
  const listeners = new Set<(value: T) => void>();
  return {
    add(listener: (value: T) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell(value: T) {
      for (const listener of listeners) {
        try {
          listener(value);
        } catch (error) {
          onFault(error);
        }
      }
    },
  };
}
