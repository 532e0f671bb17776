import type { ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import { PING_MS, Refusal } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';

/** Streams of server-sent events (WHATWG HTML 9.2) that are open now. Nothing is repeated to one who was away. */
export interface Streams {
  /**
   * Turns the answer into a stream. `key`: whose it is; more than `most` of one key at once are refused with 503
   * `too-many-streams`. `allowed` is asked at each ping, and by `recheck`: no ends it.
   */
  open(reply: FastifyReply, whose: { key: string; most: number; allowed?: () => Promise<boolean> }): Stream;
  /** Whether one of this key is open. */
  has(key: string): boolean;
  /** Ends those of this key. */
  end(key: string): void;
  /** Asks all that may be asked whether they still may be open. */
  recheck(): void;
  /** Ends all and refuses new ones; whoever listened comes back when the server is there again. */
  close(): void;
}
export interface Stream {
  /** `event` may be left out; `data` is one line. */
  send(data: string, event?: string): void;
  onClose(run: () => void): void;
}

interface Open extends Stream {
  readonly key: string;
  readonly allowed: (() => Promise<boolean>) | undefined;
  readonly response: ServerResponse;
}

const max_streams = 5_000;
/** Whoever has not read that much reconnects and reads the present instead. */
const max_unread_bytes = 64 * 1024;
/** How long a browser waits before it comes back. */
const retry_ms = 2_000;

export function createStreams(world: Pick<World, 'after'>): Streams {
  const open = new Set<Open>();
  let closed = false;

  function write({ response }: Open, text: string): void {
    response.write(text);
    if (response.writableLength > max_unread_bytes) response.destroy();
  }

  function check(one: Open): void {
    // When nobody can tell because the database is away, the stream stays: it shows nothing but that something changed.
    one.allowed?.().then(
      (may) => {
        if (!may) one.response.end();
      },
      () => {},
    );
  }

  return {
    open(reply, { key, most, allowed }) {
      const ofKey = [...open].filter((one) => one.key === key).length;
      if (closed || open.size >= max_streams || ofKey >= most) throw tooMany();
      reply.hijack();
      const response = reply.raw;
      response.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        // A proxy that gathers an answer before passing it on would keep everything back.
        'x-accel-buffering': 'no',
      });
      const closing: (() => void)[] = [];
      const one: Open = {
        key,
        allowed,
        response,
        send: (data, event) =>
          write(one, `${event === undefined ? '' : `event: ${event}\n`}data: ${data}\n\n`),
        onClose: (run) => void closing.push(run),
      };
      open.add(one);
      let cancelPing = () => {};
      const ping = () => {
        cancelPing = world.after(PING_MS, () => {
          write(one, ': ping\n\n');
          check(one);
          ping();
        });
      };
      ping();
      response.on('error', () => response.destroy());
      response.on('close', () => {
        open.delete(one);
        cancelPing();
        for (const run of closing) run();
      });
      reply.raw.socket?.setNoDelay(true);
      write(one, `retry: ${retry_ms}\n\n`);
      return one;
    },
    has: (key) => [...open].some((one) => one.key === key),
    end(key) {
      for (const one of open) {
        if (one.key !== key) continue;
        open.delete(one);
        one.response.end();
      }
    },
    recheck() {
      for (const one of open) check(one);
    },
    close() {
      closed = true;
      for (const { response } of open) response.end();
    },
  };
}

function tooMany(): Refusal {
  return new Refusal(
    503,
    'too-many-streams',
    {
      cs: 'Je otevřeno příliš mnoho živých spojení. Toto se neotevřelo; data se dají načíst i bez něj.',
      en: 'Too many live connections are open. This one was not opened; data can be fetched without it.',
    },
    {
      cs: 'Zavřete stránky, které nepoužíváte.',
      en: 'Close the pages that you do not use.',
    },
    { retryAfter_s: 30 },
  );
}
