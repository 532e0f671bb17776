import type { Database } from 'better-sqlite3';
import { createNotifier } from '../systemd/index.ts';
import type { Events } from './events.ts';
import { createPulse } from './pulse.ts';
import type { RegisterOptions } from './register-options.ts';

/** Tells the service manager that the register is ready, how it is, that it lives, and how it goes. */
export interface ServiceManager {
  /** `status`: how the register is, in a sentence. */
  start(status: string): Promise<void>;
  stop(): Promise<void>;
}

export function createServiceManager(
  options: Pick<RegisterOptions, 'env' | 'pid' | 'world' | 'log'> & {
    readonly db: Database;
    readonly events: Events;
    /** Of the register's own door. */
    readonly url: string;
    /** Whether another register follows in this process. */
    readonly leaving: () => 'restart' | undefined;
  },
): ServiceManager {
  const { env, pid, world, log, db, events, url, leaving } = options;
  const pulse = createPulse({
    db,
    world,
    log,
    ask: (signal) => fetch(`${url}/health`, { signal }).then((answer) => answer.arrayBuffer()),
  });
  const notifier = createNotifier({ env, pid, after: world.after, alive: () => pulse.alive(), log });
  let unlisten = () => {};

  return {
    async start(status) {
      pulse.start();
      unlisten = events.listen((event) => {
        if (event.kind === 'health') void notifier.status(event.health.cs);
      });
      await notifier.ready(status);
    },
    async stop() {
      unlisten();
      pulse.stop();
      if (leaving() === 'restart') await notifier.restarting('Pokladna přebírá nové nastavení.');
      else await notifier.stopping('Pokladna se zastavuje.');
    },
  };
}
