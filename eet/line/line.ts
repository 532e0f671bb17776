import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { request as ask } from 'node:https';
import type { Time } from '../time.ts';
import { CheckedAgent } from './checked-agent.ts';
import { lineFault } from './line-fault.ts';

export interface LineOptions {
  readonly time: Time;
  /** For everything together: the name, the connection, the request and the last byte of its answer. */
  readonly timeout_ms: number;
  /** PEM: whose TLS certificates are believed, instead of those that Node believes. */
  readonly ca?: string | undefined;
}

export interface Asking {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Of the answer, no more is read. */
  readonly bytes_max: number;
}

/** One request and what came of it. Nothing is followed, repeated or believed here. */
export interface Exchange {
  /** False only when certainly not a byte of the request has left this machine. */
  readonly left: boolean;
  /** Why there is no whole answer; null when there is one. English, for the log; quotes nothing of either. */
  readonly fault: string | null;
  /** Null when not even the head of an answer came. */
  readonly status: number | null;
  readonly headers: IncomingHttpHeaders;
  /** What came of it, at most `bytes_max`. */
  readonly body: Buffer;
}

/** HTTPS to the outside, with few connections, which are kept for the next request. */
export interface Line {
  exchange(asking: Asking): Promise<Exchange>;
  /** Cuts what is under way and takes nothing more. */
  close(): void;
}

export function createLine({ time, timeout_ms, ca }: LineOptions): Line {
  const agent = new CheckedAgent(time, timeout_ms, ca);
  const underWay = new Set<(fault: string) => void>();
  const waiting: (() => void)[] = [];
  let lanes = LANES;
  let closed = false;

  /** Runs it as soon as a lane is free. The agent itself does not count connections that are still being opened. */
  function enter(run: () => void): void {
    if (lanes === 0) waiting.push(run);
    else {
      lanes -= 1;
      run();
    }
  }

  function leave(): void {
    // The connection is handed back right after the request's end, and then the next one can have it.
    queueMicrotask(() => {
      lanes += 1;
      const next = waiting.shift();
      if (next) enter(next);
    });
  }

  return {
    exchange({ url, method, headers, body, bytes_max }) {
      if (closed) return Promise.resolve({ ...NOTHING, fault: CLOSED });
      return new Promise((resolve) => {
        const came = { ...NOTHING };
        const chunks: Buffer[] = [];
        let size = 0;
        let outgoing: ClientRequest | undefined;
        let settled = false;
        const settle = (fault: string | null) => {
          if (settled) return;
          settled = true;
          cancel();
          underWay.delete(cut);
          resolve({ ...came, fault, body: Buffer.concat(chunks).subarray(0, bytes_max) });
        };
        const cut = (fault: string) => {
          settle(fault);
          outgoing?.destroy();
        };
        const cancel = time.after(timeout_ms, () => cut(`no answer within ${timeout_ms} ms`));
        underWay.add(cut);

        const begin = () => {
          if (settled) return leave();
          const bytes = body === undefined ? undefined : Buffer.from(body);
          outgoing = ask(url, {
            agent,
            method,
            headers: { ...headers, ...(bytes && { 'Content-Length': bytes.length }) },
          });
          // It has a checked connection, and is written onto it next.
          outgoing.once('socket', () => {
            came.left = true;
          });
          outgoing.on('error', (error) => settle(lineFault(error)));
          outgoing.once('close', () => {
            settle('the connection was cut');
            leave();
          });
          outgoing.once('response', take);
          outgoing.end(bytes);
        };
        const take = (incoming: IncomingMessage) => {
          came.status = incoming.statusCode ?? null;
          came.headers = incoming.headers;
          incoming.on('data', (chunk: Buffer) => {
            chunks.push(chunk);
            size += chunk.length;
            if (size > bytes_max) cut(`an answer of more than ${bytes_max} bytes`);
          });
          incoming.on('error', (error) => settle(lineFault(error)));
          incoming.once('end', () => settle(incoming.complete ? null : 'the answer was cut off'));
        };
        enter(begin);
      });
    },
    close() {
      closed = true;
      for (const cut of underWay) cut(CLOSED);
      agent.destroy();
    },
  };
}

/** So many at once; the queue of sales asks for no more. */
const LANES = 8;
const CLOSED = 'the program is ending';
const NOTHING: { -readonly [K in keyof Exchange]: Exchange[K] } = {
  left: false,
  fault: null,
  status: null,
  headers: {},
  body: Buffer.alloc(0),
};
