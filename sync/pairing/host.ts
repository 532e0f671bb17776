import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Time } from '../time.ts';
import { readBody } from './body.ts';
import { type Bytes, fingerprintOf, type Shop, signRegister } from './certificates.ts';
import { drawCode, showCode, tunnelKey } from './code.ts';
import {
  PATH,
  type PairingAnswer,
  type PairingRequest,
  parseRequest,
  REQUEST_MAX,
  type Reason,
} from './message.ts';
import { isWrongKey, tunnelServer } from './tunnel.ts';

export const CODE_MS = 5 * 60_000;
export const TRIES = 5;
/** From the first byte to the last of one connection. */
const EXCHANGE_MS = 20_000;
const CONNECTIONS_MAX = 16;
const CONNECTIONS_PER_ADDRESS = 4;

export interface PairingHostOptions {
  readonly time: Time;
  readonly bytes: Bytes;
  /** Port 0 takes any that is free. */
  readonly listen: { readonly host: string; readonly port: number };
  /** Read at the moment it is needed: there is none before the first pairing. */
  readonly shop: () => Shop;
  /**
   * Lets a newcomer in or says why not. `fingerprint` is of the certificate that it is about to be given, `address`
   * is where it called from. When this has said yes, the newcomer counts as one of the shop even if the answer is
   * lost on the way; it joins again with a new code.
   */
  readonly grant: (request: PairingRequest & { fingerprint: string; address: string }) => Promise<Grant>;
  /** `state()` says something new. */
  readonly changed: () => void;
  /** `grant` threw. The newcomer is turned away. */
  readonly failed: (error: unknown) => void;
}

export type Grant =
  /** `payload` becomes JSON, 200 kB at most. */
  { readonly ok: true; readonly payload: unknown } | { readonly ok: false; readonly reason: Reason };

export type Opened =
  | { readonly ok: true }
  | { readonly ok: false; readonly fault: 'port-taken' | 'cannot-listen'; readonly code: string };

export interface PairingState {
  /** Null when no code is shown; then the port is closed. */
  readonly open: null | {
    /** Three groups of four. */
    readonly code: string;
    readonly port: number;
    readonly expiresIn_ms: number;
    readonly triesLeft: number;
  };
  /** What came of this code or the one before; null while nothing has happened. */
  readonly outcome: Outcome | null;
}

export type Outcome =
  | { readonly is: 'joined'; readonly registerId: string; readonly name: string }
  /** It was let in, but the answer did not reach it. */
  | { readonly is: 'lost'; readonly registerId: string; readonly name: string }
  | { readonly is: 'refused'; readonly registerId: string; readonly name: string; readonly reason: Reason }
  | { readonly is: 'wrong-code' }
  /** Too many wrong tries: the code is void. */
  | { readonly is: 'void' }
  | { readonly is: 'expired' };

export interface PairingHost {
  /** Shows a code, or another one in its place. The port is open from now until `CODE_MS` later at most. */
  open(): Promise<Opened>;
  close(): Promise<void>;
  state(): PairingState;
}

/** The two ends of one connection, above TLS and below it, are different sockets; this they have in common. */
type Peer = Pick<Socket, 'remoteAddress' | 'remotePort'>;

/** One code and the port it opens. */
interface Door {
  readonly code: string;
  readonly server: TlsServer;
  readonly port: number;
  readonly expires_at: number;
  triesLeft: number;
  /** Who is being taken in just now, for a code serves one. */
  taking: Peer | undefined;
  stopWaiting: () => void;
}

export function createPairingHost(options: PairingHostOptions): PairingHost {
  const { time, bytes, listen, grant, changed } = options;
  const sockets = new Set<Socket>();
  let door: Door | undefined;
  let outcome: Outcome | null = null;
  let closing: Promise<unknown> = Promise.resolve();
  // Opening takes a moment; a second tap, or closing, waits for it.
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = turn.then(act);
    turn = done.catch(() => {});
    return done;
  }

  async function open(): Promise<Opened> {
    await end();
    const code = drawCode(bytes);
    const key = await tunnelKey(code);
    const server = tunnelServer(() => (door ? key : null), { maxHeaderSize: 4_096 });
    server.on('connection', admit);
    // It comes in the same breath as the look at the key, so many at once get no more tries than one by one.
    server.on('tlsClientError', (error: NodeJS.ErrnoException) => {
      if (!door || !isWrongKey(error)) return;
      outcome = { is: 'wrong-code' };
      if (--door.triesLeft > 0) changed();
      else shut({ is: 'void' });
    });
    server.on('request', (request, response) => {
      answer(request, response).catch((error: unknown) => {
        options.failed(error);
        reply(response, { is: 'rejected', fault: 'failed' });
      });
    });

    const fault = await listening(server, listen);
    if (fault) return fault;
    const { port } = server.address() as AddressInfo;
    outcome = null;
    door = {
      code,
      server,
      port,
      expires_at: time.now() + CODE_MS,
      triesLeft: TRIES,
      taking: undefined,
      stopWaiting: time.after(CODE_MS, () => shut({ is: 'expired' })),
    };
    changed();
    return { ok: true };
  }

  /** Ends the code and closes the port. Whoever is being taken in just now may hear the answer out. */
  function shut(why: Outcome | null): void {
    if (!door) return;
    const { server, stopWaiting, taking } = door;
    door = undefined;
    stopWaiting();
    closing = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) if (!taking || !isSame(socket, taking)) socket.destroy();
    outcome = why ?? outcome;
    changed();
  }

  async function end(): Promise<void> {
    shut(null);
    for (const socket of sockets) socket.destroy();
    await closing;
  }

  function admit(socket: Socket): void {
    const fromThere = [...sockets].filter((other) => other.remoteAddress === socket.remoteAddress);
    sockets.add(socket);
    const stopWaiting = time.after(EXCHANGE_MS, () => socket.destroy());
    socket.once('close', () => {
      stopWaiting();
      sockets.delete(socket);
    });
    if (sockets.size > CONNECTIONS_MAX || fromThere.length >= CONNECTIONS_PER_ADDRESS) socket.destroy();
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'POST' || request.url !== PATH) {
      response.writeHead(404, { connection: 'close' }).end();
      return;
    }
    const text = await readBody(request, REQUEST_MAX);
    const asked = text === undefined ? undefined : parseRequest(text);
    if (!asked) return reply(response, { is: 'rejected', fault: 'malformed' });
    if (!door || door.taking) return reply(response, { is: 'rejected', fault: 'busy' });
    const mine = door;
    mine.taking = request.socket;
    try {
      const given = await take(asked, request.socket.remoteAddress ?? '');
      reply(response, given);
      if (given.is === 'joined') {
        watch(response, asked);
        if (door === mine) shut(null);
      }
    } finally {
      mine.taking = undefined;
    }
  }

  async function take(asked: PairingRequest, address: string): Promise<PairingAnswer> {
    const { registerId, name } = asked;
    // Not all of what it is given: a register's papers are a shop's and its own key besides.
    const { storeId, caKey, caCert } = options.shop();
    const signed = await signRegister({ storeId, caKey, caCert }, asked.csr, registerId, bytes);
    if (!signed.ok) return { is: 'rejected', fault: signed.fault };
    const granted = await grant({ ...asked, fingerprint: fingerprintOf(signed.cert), address });
    if (granted.ok) {
      return { is: 'joined', storeId, caKey, caCert, cert: signed.cert, payload: granted.payload };
    }
    // The code stays good: what was wrong is put right over there, and the same box asks again.
    outcome = { is: 'refused', registerId, name, reason: granted.reason };
    changed();
    return { is: 'refused', ...granted.reason };
  }

  /** Tells what became of the answer. It may be that nobody waits for it any more. */
  function watch(response: ServerResponse, { registerId, name }: PairingRequest): void {
    const ended = () => {
      outcome = { is: response.writableFinished ? 'joined' : 'lost', registerId, name };
      changed();
    };
    if (response.destroyed) ended();
    else response.once('close', ended);
  }

  return {
    open: () => inTurn(open),
    close: () => inTurn(end),
    state: () => ({
      open: door
        ? {
            code: showCode(door.code),
            port: door.port,
            expiresIn_ms: Math.max(0, door.expires_at - time.now()),
            triesLeft: door.triesLeft,
          }
        : null,
      outcome,
    }),
  };
}

function reply(response: ServerResponse, answer: PairingAnswer): void {
  const status = answer.is === 'joined' ? 200 : answer.is === 'refused' ? 409 : 400;
  const text = JSON.stringify(answer);
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(text);
}

const isSame = (a: Peer, b: Peer) => a.remoteAddress === b.remoteAddress && a.remotePort === b.remotePort;

function listening(server: Server, where: { host: string; port: number }): Promise<Opened | undefined> {
  return new Promise((resolve) => {
    server.on('error', (error: NodeJS.ErrnoException) => {
      const code = error.code ?? 'unknown';
      resolve({ ok: false, fault: code === 'EADDRINUSE' ? 'port-taken' : 'cannot-listen', code });
    });
    server.listen(where.port, where.host, () => resolve(undefined));
  });
}
