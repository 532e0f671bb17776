import type { ServerResponse } from 'node:http';
import { Refusal } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { Events } from '../events.ts';
import type { App } from './app.ts';
import type { Event, Health } from './contract.ts';

export const ping_ms = 15_000;
const max_clients = 32;
/** Some minutes of a busy register. Whoever has not read that much reconnects and reads the present instead. */
const max_unread_bytes = 256 * 1024;

export interface EventStream {
  /** Screens that listen now. */
  readonly clients: number;
  routes(app: App): void;
  /** Says good-bye to all; they reconnect when the register is back. */
  close(): void;
}

/**
 * GET /api/events: Server-Sent Events (WHATWG HTML 9.2), one JSON `Event` per `data:`. Nothing is repeated to a
 * screen that was away: it reads everything anew when its connection opens.
 */
export function createEventStream(options: {
  readonly events: Events;
  readonly world: World;
  readonly health: () => Health;
}): EventStream {
  const { events, world, health } = options;
  const open = new Set<ServerResponse>();
  let closed = false;

  function send(to: ServerResponse, text: string): void {
    to.write(text);
    if (to.writableLength > max_unread_bytes) to.destroy();
  }

  return {
    get clients() {
      return open.size;
    },
    routes(app) {
      app.get(
        '/api/events',
        {
          config: { open: true, stream: true, rateLimit: { max: 120, timeWindow: 60_000 } },
          schema: {
            tags: ['events'],
            summary: 'What happens on the register, as Server-Sent Events; `data:` is one JSON Event',
            response: { 200: { type: 'string', description: 'text/event-stream' } },
          },
        },
        (request, reply) => {
          if (closed || open.size >= max_clients) {
            throw new Refusal(
              503,
              'too-many-screens',
              {
                cs: 'K pokladně je připojeno příliš mnoho obrazovek. Tahle se sama neobnovuje.',
                en: 'Too many screens are connected to the register. This one does not refresh itself.',
              },
              { cs: 'Zavřete obrazovky, které nepoužíváte.', en: 'Close the screens that you do not use.' },
            );
          }
          reply.hijack();
          const response = reply.raw;
          response.writeHead(200, {
            ...(reply.getHeaders() as Record<string, string>),
            'content-type': 'text/event-stream; charset=utf-8',
            'cache-control': 'no-store',
          });
          open.add(response);
          const unlisten = events.listen((event) => send(response, frame(event)));
          let cancelPing = () => {};
          const ping = () => {
            cancelPing = world.after(ping_ms, () => {
              send(response, ': ping\n\n');
              ping();
            });
          };
          ping();
          response.on('error', () => response.destroy());
          response.on('close', () => {
            open.delete(response);
            unlisten();
            cancelPing();
          });
          request.raw.socket.setNoDelay(true);
          send(response, `retry: 1000\n\n${frame({ kind: 'health', health: health() })}`);
        },
      );
    },
    close() {
      closed = true;
      for (const response of open) response.end();
    },
  };
}

function frame(event: Event): string {
  return `data: ${JSON.stringify(event)}\n\n`;
}
