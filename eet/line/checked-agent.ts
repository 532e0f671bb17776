import { Agent } from 'node:https';
import type { Duplex } from 'node:stream';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import type { Time } from '../time.ts';

const IDLE_SOCKETS_MAX = 4;
/** An idle connection is not kept for longer: whoever stands between may forget it without a word. */
const IDLE_MS = 15_000;

/**
 * Connections that were checked: a request gets one only after TLS has been agreed on and the other side's certificate
 * and name have been found right. Until then not a byte of it can have left. The name is resolved for each anew.
 */
export class CheckedAgent extends Agent {
  readonly #time: Time;
  readonly #timeout_ms: number;
  readonly #ca: string | undefined;
  readonly #opening = new Set<TLSSocket>();

  constructor(time: Time, timeout_ms: number, ca: string | undefined) {
    super({
      keepAlive: true,
      maxFreeSockets: IDLE_SOCKETS_MAX,
      scheduling: 'lifo',
      timeout: IDLE_MS,
    });
    this.#time = time;
    this.#timeout_ms = timeout_ms;
    this.#ca = ca;
  }

  override createConnection(
    options: ConnectionOptions,
    ready: (error: Error | null, socket: Duplex) => void,
  ): undefined {
    const { host, port, servername } = options;
    const socket = connect({
      host,
      port,
      // An address has no name to ask for (RFC 6066, 3).
      ...(servername ? { servername } : {}),
      ...(this.#ca === undefined ? {} : { ca: this.#ca }),
      minVersion: 'TLSv1.2',
      // Whatever the process's surroundings say.
      rejectUnauthorized: true,
      ALPNProtocols: ['http/1.1'],
    } as ConnectionOptions);
    this.#opening.add(socket);
    const settle = (error?: Error) => {
      if (!this.#opening.delete(socket)) return;
      cancel();
      if (error) socket.destroy();
      ready(error ?? null, socket);
    };
    // The request gives up by itself; this is for the connection that it leaves behind.
    const cancel = this.#time.after(this.#timeout_ms, () => settle(new Error('no connection in time')));
    socket.once('secureConnect', () => settle());
    socket.on('error', settle);
    socket.once('close', () => settle(new Error('the connection was closed')));
    return undefined;
  }

  override destroy(): void {
    for (const socket of this.#opening) socket.destroy();
    super.destroy();
  }
}
