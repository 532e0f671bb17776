import type { BaseLogger } from 'pino';
import { diskRefusal } from '../store/disk-fault.ts';
import type { Store } from '../store/store.ts';
import type { Projection, Taken } from './projection.ts';

/**
 * Raised whenever a projection has learnt to read more than before: rows that an older program stored without
 * understanding them are shown then.
 */
const PROJECTIONS = 3;
/** What was projected while a projection failed has to be projected again. */
const NEVER = 0;

export interface Projecting {
  /** Inside the transaction that takes the rows in. */
  take(taken: Taken): void;
  /** Projects everything anew when another program did it last, or one projection had failed. */
  catchUp(): void;
  /** Whether a projection has failed since; the next start projects anew. */
  readonly failed: boolean;
}

export interface ProjectingOptions {
  readonly store: Pick<Store, 'db' | 'transaction'>;
  readonly log: Pick<BaseLogger, 'info' | 'error'>;
  readonly projections: readonly Projection[];
  /** For tests. */
  readonly version?: number;
}

export function createProjecting(options: ProjectingOptions): Projecting {
  const { store, log, projections, version = PROJECTIONS } = options;
  const { db } = store;
  const read = db.prepare<[], number>('SELECT version FROM projected').pluck();
  const write = db.prepare<[number]>(
    'INSERT INTO projected (one, version) VALUES (1, ?) ON CONFLICT DO UPDATE SET version = excluded.version',
  );
  const savepoint = db.transaction((run: () => void) => run());
  let failed = false;

  /** A bug in one projection must not keep rows from coming in, nor the others from showing them. */
  function guarded(run: () => void): void {
    try {
      savepoint(run);
    } catch (error) {
      // With a disk that is full nothing of the commit can be kept.
      if (diskRefusal(error) !== error || !db.inTransaction) throw error;
      failed = true;
      write.run(NEVER);
      log.error({ err: error }, 'what came from a sibling is kept but not shown yet');
    }
  }

  return {
    take(taken) {
      for (const projection of projections) guarded(() => projection.take(taken));
    },
    catchUp() {
      if (read.get() === version) return;
      store.transaction(() => {
        write.run(version);
        for (const projection of projections) guarded(() => projection.rebuild());
      });
      log.info({ version }, 'projected anew');
    },
    get failed() {
      return failed;
    },
  };
}
