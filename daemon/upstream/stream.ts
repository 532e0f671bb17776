import { createParser } from 'eventsource-parser';
import { POKE, STREAM_SILENT_MS } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import { WAIT_FIRST_MS, WAIT_MOST_MS } from './schedule.ts';
import type { Transport } from './transport.ts';

/** The backoffice's own word that it has something, as long as it can be heard. */
export interface PokeStream {
  /** Listens, and again whenever the stream has ended. Does nothing when it is listening. */
  start(): void;
  /** Until the next `start`. */
  stop(): void;
}

export function createPokeStream(parts: {
  readonly world: Pick<World, 'after'>;
  readonly random: () => number;
  readonly transport: Pick<Transport, 'listen'>;
  readonly token: string;
  readonly onPoke: () => void;
  /** Whether it can be heard. */
  readonly onLive: (live: boolean) => void;
}): PokeStream {
  const { world, random, transport, token, onPoke, onLive } = parts;
  let running = false;
  let live = false;
  let failures = 0;
  let close = () => {};
  let cancelWatch = () => {};
  let cancelRetry = () => {};

  function heard(): void {
    cancelWatch();
    // A box on the way may drop the connection and tell nobody.
    cancelWatch = world.after(STREAM_SILENT_MS, over);
  }

  function setLive(next: boolean): void {
    if (live === next) return;
    live = next;
    onLive(live);
  }

  function open(): void {
    // Not the whole stream is read at once: an event that never ends must not fill the memory.
    const parser = createParser({
      maxBufferSize: 64 * 1024,
      onEvent: ({ event }) => {
        if (event === POKE) onPoke();
      },
      onError({ type }) {
        if (type === 'max-buffer-size-exceeded') flooded = true;
      },
    });
    let flooded = false;
    const ending = transport.listen(
      { method: 'GET', path: '/api/v1/events', token },
      {
        opened() {
          failures = 0;
          heard();
          setLive(true);
        },
        text(chunk) {
          heard();
          parser.feed(chunk);
          if (flooded) over();
        },
        over,
      },
    );
    close = ending;
  }

  function over(): void {
    cancelWatch();
    close();
    close = () => {};
    setLive(false);
    if (!running) return;
    failures++;
    const most_ms = Math.min(WAIT_MOST_MS, WAIT_FIRST_MS * 2 ** Math.min(failures, 20));
    cancelRetry();
    cancelRetry = world.after(random() * most_ms, open);
  }

  return {
    start() {
      if (running) return;
      running = true;
      open();
    },
    stop() {
      running = false;
      cancelRetry();
      cancelWatch();
      close();
      close = () => {};
      setLive(false);
    },
  };
}
