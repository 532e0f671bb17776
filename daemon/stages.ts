import type { World } from '../world/index.ts';
import type { Log } from './log.ts';

/**
 * What has been started, to be stopped in reverse. A stage that does not stop in time is left behind and told
 * of, so that the ones below it, the database last, still get their turn.
 */
export interface Stages {
  /** Remembers how to stop what has just been started. */
  started(name: string, stop: () => void | Promise<void>): void;
  /** Answers the stages that failed or took too long; empty when all went well. */
  stopAll(): Promise<string[]>;
}

export const stage_timeout_ms = 3_000;

export function createStages(world: World, log: Log): Stages {
  const running: { name: string; stop: () => void | Promise<void> }[] = [];

  return {
    started: (name, stop) => void running.push({ name, stop }),
    async stopAll() {
      const late: string[] = [];
      for (let stage = running.pop(); stage; stage = running.pop()) {
        const { name, stop } = stage;
        let cancel = () => {};
        const timeout = new Promise<'late'>((resolve) => {
          cancel = world.after(stage_timeout_ms, () => resolve('late'));
        });
        try {
          if ((await Promise.race([stop(), timeout])) === 'late') {
            late.push(name);
            log.error({ stage: name, timeout_ms: stage_timeout_ms }, 'did not stop in time');
          }
        } catch (error) {
          late.push(name);
          log.error({ err: error, stage: name }, 'did not stop cleanly');
        } finally {
          cancel();
        }
      }
      return late;
    },
  };
}
