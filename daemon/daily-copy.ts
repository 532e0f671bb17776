import type { World } from '../world/index.ts';
import type { Log } from './log.ts';
import type { Store } from './store/store.ts';

/** Not while the shop is opening. */
const first_ms = 60_000;
/** More often than daily, because a register may be switched off every night; one copy a day is kept. */
const every_ms = 6 * 3_600_000;

/** Keeps the daily copies of the database coming. */
export function createDailyCopy(options: {
  readonly store: Pick<Store, 'copy'>;
  readonly world: World;
  readonly log: Log;
  readonly onDone: (ok: boolean) => void;
}): { start(): void; stop(): Promise<void> } {
  const { store, world, log, onDone } = options;
  let cancel = () => {};
  let running = Promise.resolve();

  function next(delay_ms: number): void {
    cancel = world.after(delay_ms, () => {
      running = store
        .copy()
        .then(
          () => onDone(true),
          (error: unknown) => {
            log.error({ err: error }, 'the daily copy failed');
            onDone(false);
          },
        )
        .then(() => next(every_ms));
    });
  }

  return {
    start: () => next(first_ms),
    async stop() {
      cancel();
      await running;
      cancel();
    },
  };
}
