import type { ServerResponse } from 'node:http';
import type { World } from '../../world/index.ts';

/** Requests that change something and are not over yet. */
export interface UnderWay {
  began(response: ServerResponse): void;
  /** Resolves at a moment at which there is none; false when there was none such moment for half a minute. */
  quiet(): Promise<boolean>;
}

/** Joining a shop or trying a printer takes some seconds, and nothing takes longer than the server's own patience. */
export const patience_ms = 30_000;

export function createUnderWay(world: Pick<World, 'after'>): UnderWay {
  let count = 0;
  let whenNone = () => {};
  return {
    began(response) {
      count++;
      // `close` comes in every case: after the answer, and when the other side has gone before it.
      response.once('close', () => {
        count--;
        if (count === 0) whenNone();
      });
    },
    quiet() {
      if (count === 0) return Promise.resolve(true);
      return new Promise((resolve) => {
        const cancel = world.after(patience_ms, () => {
          whenNone = () => {};
          resolve(false);
        });
        whenNone = () => {
          whenNone = () => {};
          cancel();
          resolve(true);
        };
      });
    },
  };
}
