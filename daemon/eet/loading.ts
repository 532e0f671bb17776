import type { World } from '../../world/index.ts';
import type { Log } from '../log.ts';
import type { Sender } from './sender.ts';

const AGAIN_MS = 60_000;

/** What sends, loaded when it is first wanted, again and again until it is there. */
export interface Loading {
  /** Loads it when it is not there yet. `onLoaded` begins with it; when that throws, it is stopped and loaded anew. */
  want(): void;
  /** Undefined while it is not loaded. */
  readonly sender: Sender | undefined;
  /** The last try has failed. */
  readonly broken: boolean;
  /** Ends after a try under way. */
  stop(): Promise<void>;
}

export function createLoading(parts: {
  readonly load: () => Promise<Sender>;
  readonly world: Pick<World, 'after'>;
  readonly log: Pick<Log, 'error'>;
  readonly onLoaded: (sender: Sender) => void;
}): Loading {
  const { load, world, log, onLoaded } = parts;
  let sender: Sender | undefined;
  let broken = false;
  let stopped = false;
  let trying: Promise<void> | undefined;
  let cancel = () => {};

  async function attempt(): Promise<void> {
    let loaded: Sender | undefined;
    try {
      loaded = await load();
      if (stopped) return await loaded.stop();
      sender = loaded;
      onLoaded(loaded);
      broken = false;
    } catch (error) {
      broken = true;
      sender = undefined;
      await loaded?.stop();
      log.error({ err: error }, 'what sends sales to the tax authority could not be loaded');
      cancel = world.after(AGAIN_MS, () => {
        trying = attempt();
      });
    }
  }

  return {
    want() {
      if (!stopped) trying ??= attempt();
    },
    get sender() {
      return sender;
    },
    get broken() {
      return broken;
    },
    async stop() {
      stopped = true;
      cancel();
      await trying;
    },
  };
}
