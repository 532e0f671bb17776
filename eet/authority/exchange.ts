import type { IncomingMessage } from 'node:http';
import { type Agent, request } from 'node:https';
import type { Time } from '../time.ts';

/** One request and what came of it. Nothing is followed, repeated or believed here. */
export type Exchange =
  | {
      readonly answered: true;
      readonly status: number;
      readonly headers: IncomingMessage['headers'];
      readonly body: Buffer;
    }
  | {
      readonly answered: false;
      /** False only when certainly no byte of the request has left this machine. */
      readonly left: boolean;
      /** English, for the log; nothing of what was sent is in it. */
      readonly reason: string;
    };

export interface ExchangeOptions {
  readonly agent: Agent;
  readonly time: Time;
  readonly timeout_ms: number;
  /** More than this is not read; the answer is then cut off and none. */
  readonly bytes_max: number;
  readonly signal: AbortSignal;
}

/** One HTTPS request, from the name's resolution to the last byte of the answer within `timeout_ms`. */
export function exchange(
  url: URL,
  what: {
    readonly method: 'GET' | 'POST';
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string | undefined;
  },
  { agent, time, timeout_ms, bytes_max, signal }: ExchangeOptions,
): Promise<Exchange> {
  return new Promise((resolve) => {
    // A connection that was open before may carry the request at once; a new one not before its handshake.
    let left = false;
    const body = what.body === undefined ? undefined : Buffer.from(what.body);
    const outgoing = request(url, {
      agent,
      method: what.method,
      headers: { ...what.headers, ...(body && { 'Content-Length': body.length }) },
      minVersion: 'TLSv1.2',
      signal,
    });
    const cancel = time.after(timeout_ms, () =>
      outgoing.destroy(new Error(`no answer within ${timeout_ms} ms`)),
    );
    const done = (outcome: Exchange) => {
      cancel();
      resolve(outcome);
    };
    outgoing.on('socket', (socket) => {
      if (outgoing.reusedSocket) left = true;
      else
        socket.once('secureConnect', () => {
          left = true;
        });
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) =>
      done({ answered: false, left, reason: error.code ? `${error.code}: ${error.message}` : error.message }),
    );
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      let size = 0;
      incoming.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > bytes_max) outgoing.destroy(new Error(`an answer of more than ${bytes_max} bytes`));
        else chunks.push(chunk);
      });
      incoming.on('error', (error) => done({ answered: false, left: true, reason: error.message }));
      incoming.on('end', () =>
        done({
          answered: true,
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          body: Buffer.concat(chunks),
        }),
      );
    });
    outgoing.end(body);
  });
}
