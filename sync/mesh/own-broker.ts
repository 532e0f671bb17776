import { constants } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket, type Server as TlsServer } from 'node:tls';
import type { Aedes, Client } from 'aedes';
import { plainHost } from './address.ts';
import { type Caller, readCaller } from './certificate.ts';
import { frameMeter } from './frame-meter.ts';
import { createGate, type Gate } from './gate.ts';
import { type IntruderWhy, MeshFault, type MeshOptions } from './mesh.ts';
import { MESSAGE_MAX } from './session.ts';
import { topicsOf } from './topics.ts';

/** The broker that a register runs for its own news. */
export interface OwnBroker {
  /** Rejects with a MeshFault. */
  start(): Promise<void>;
  stop(): Promise<void>;
  port(): number | null;
  /** Says what `options.about` says now to those who are there, and keeps it for late comers. */
  sayAbout(): void;
  event(kind: string, payload: string): void;
  /** False when the register does not listen, or takes in too slowly. */
  deliver(registerId: string, text: string): boolean;
  /** Whether it has come to listen to its own `to/`. */
  hearsUs(registerId: string): boolean;
  /** When bytes of the register last came, by `time.now()`; minus infinity when it is not here. */
  lastHeard(registerId: string): number;
  recheck(): void;
}

export interface OwnBrokerOptions
  extends Pick<MeshOptions, 'time' | 'registerId' | 'storeId' | 'identity' | 'admits' | 'log'> {
  readonly host: string;
  readonly port: number;
  /** The text of the register's own about. */
  readonly aboutText: () => string;
  /** Whether a sibling is known to live there: its connections are not counted among the strangers'. */
  readonly isSibling: (host: string) => boolean;
  /** A register has come to listen, or has gone. */
  readonly listening: (registerId: string) => void;
  /** A register has connected from `host` and says that it listens there itself, on `port`. */
  readonly saidPort: (registerId: string, host: string, port: number) => void;
  readonly saw: (host: string, why: IntruderWhy, name: string | null) => void;
}

/** A guest or register sends nothing longer: it connects, subscribes and pings. */
const INBOUND_MAX = 4096;
const CLIENTS_MAX = 64;
const SUBSCRIPTIONS_MAX = 32;
const HANDSHAKE_MS = 3000;
const CONNECT_MS = 3000;
/** What may wait for one that takes in slowly, bytes; what comes on top is not sent to it. */
const GUEST_BACKLOG = 1024 * 1024;
const REGISTER_BACKLOG = 8 * 1024 * 1024;
const STOP_MS = 1000;

/** Let in by its certificate. */
interface Admitted extends Caller {
  readonly host: string;
  /** Out of the gate. */
  readonly let: () => void;
  /** When bytes of it last came. */
  heard: number;
}

interface Connected {
  readonly client: Client;
  readonly caller: Admitted;
}

export function createOwnBroker(options: OwnBrokerOptions): OwnBroker {
  const { time, registerId, storeId, identity, admits, log, saw } = options;
  const topics = topicsOf(storeId);
  const gate: Gate = createGate(() => time.now(), options.isSibling);
  /** Whether or not they have said CONNECT. */
  const callers = new WeakMap<object, Admitted>();
  const admitted = new Set<TLSSocket>();
  const sockets = new Set<Socket>();
  const present = new Map<string, Connected>();
  /** Registers that listen to their own `to/`. */
  const listeners = new Map<string, Client>();
  /** Ways out of the gate, by the caller's end of the connection. */
  const leaving = new Map<string, () => void>();
  let server: Server | undefined;
  let tls: TlsServer | undefined;
  let broker: Aedes | undefined;

  const callerOf = (client: Client) => callers.get(client.conn);
  const endOf = (socket: Socket) => `${socket.remoteAddress} ${socket.remotePort}`;

  function knock(raw: Socket): void {
    const host = plainHost(raw.remoteAddress);
    const leave = gate.enter(host);
    if (leave === undefined) {
      raw.destroy();
      saw(host, 'too-many', null);
      return;
    }
    const end = endOf(raw);
    leaving.set(end, leave);
    sockets.add(raw);
    raw.once('close', () => {
      sockets.delete(raw);
      leaving.delete(end);
      leave();
    });
    tls?.emit('connection', raw);
  }

  function failedHandshake(error: NodeJS.ErrnoException, socket: TLSSocket): void {
    const why = handshakeFault(error, socket);
    if (why) saw(plainHost(socket.remoteAddress), why, null);
    socket.destroy();
  }

  function admit(socket: TLSSocket): void {
    const host = plainHost(socket.remoteAddress);
    const caller = readCaller(socket.getPeerCertificate(), storeId);
    const why = !caller
      ? 'other-name'
      : !admits(caller)
        ? 'not-admitted'
        : admitted.size >= CLIENTS_MAX
          ? 'too-many'
          : undefined;
    if (!caller || !broker || why) {
      if (why) saw(host, why, caller?.name ?? null);
      socket.destroy();
      return;
    }
    const here: Admitted = {
      ...caller,
      host,
      let: leaving.get(endOf(socket)) ?? (() => {}),
      heard: time.now(),
    };
    callers.set(socket, here);
    admitted.add(socket);
    socket.once('close', () => admitted.delete(socket));
    broker.handle(socket);
    // After the broker's own listener: this one sees every chunk that the broker reads, and reads none itself.
    socket.on(
      'data',
      frameMeter(INBOUND_MAX, () => {
        saw(host, 'too-big', caller.name);
        socket.destroy();
      }),
    );
    socket.on('data', () => {
      here.heard = time.now();
    });
  }

  async function createBroker(): Promise<Aedes> {
    const { Aedes: Broker } = await import('aedes');
    const made = await Broker.createBroker({
      id: registerId,
      // With a limit, one frozen subscriber would hold up everybody's messages until its drain timeout. The bound
      // is `authorizeForward` instead: nothing is written to whoever has too much waiting already.
      concurrency: 0,
      drainTimeout: 5000,
      connectTimeout: CONNECT_MS,
      keepaliveLimit: 60,
      maxTopicLevels: 16,
      maxInflightInbound: 1,
      preConnect(client, packet, done) {
        if (packet.clean && packet.will === undefined) return done(null, true);
        const caller = callerOf(client);
        saw(caller?.host ?? '', 'settings', caller?.name ?? null);
        done(new Error('clean sessions without a will only'), false);
      },
      authenticate(client, username, _password, done) {
        const caller = callerOf(client);
        const other = present.get(client.id)?.caller;
        // Only the same certificate replaces its connection; and a guest cannot keep out a register of its name.
        const taken =
          other !== undefined &&
          other.fingerprint !== caller?.fingerprint &&
          !(other.kind === 'guest' && caller?.kind === 'register');
        if (caller === undefined || caller.name !== client.id || taken) {
          saw(caller?.host ?? '', 'client-id', caller?.name ?? null);
          return done(Object.assign(new Error('client id'), { returnCode: 2 as number }), false);
        }
        if (caller.kind === 'register' && username && /^\d{1,5}$/.test(username)) {
          options.saidPort(caller.name, caller.host, Number(username));
        }
        done(null, true);
      },
      authorizeSubscribe(client, subscription, done) {
        const caller = callerOf(client);
        const many = Object.keys((client as Client & { subscriptions: object }).subscriptions).length;
        if (caller && many < SUBSCRIPTIONS_MAX && topics.mayListen(subscription.topic, caller, registerId)) {
          return done(null, subscription);
        }
        saw(caller?.host ?? '', 'topic', caller?.name ?? null);
        done(null, null);
      },
      authorizePublish(client, _packet, done) {
        const caller = client ? callerOf(client) : undefined;
        saw(caller?.host ?? '', 'publish', caller?.name ?? null);
        done(new Error('nobody publishes here'));
      },
      authorizeForward(client, packet) {
        const caller = callerOf(client);
        const topic = topics.read(packet.topic);
        if (!caller || !topic || (topic.is === 'to' && topic.rest !== caller.name)) return null;
        const backlog = caller.kind === 'register' ? REGISTER_BACKLOG : GUEST_BACKLOG;
        return client.conn.writableLength > backlog ? null : packet;
      },
    });
    made.on('clientReady', (client) => {
      const caller = callerOf(client);
      if (!caller) return;
      caller.let();
      present.set(client.id, { client, caller });
    });
    made.on('clientDisconnect', (client) => {
      if (present.get(client.id)?.client === client) present.delete(client.id);
      unlisten(client);
    });
    made.on('subscribe', (subscriptions, client) => {
      const granted = subscriptions.filter(({ qos }) => (qos as number) < 128);
      const toItself = topics.to(registerId, client.id);
      if (granted.some(({ topic }) => topic === toItself)) {
        listeners.set(client.id, client);
        // What is retained was said up to five seconds ago; clocks are compared by what is said now.
        sayAbout();
        options.listening(client.id);
      }
    });
    made.on('unsubscribe', (filters, client) => {
      if (filters.includes(topics.to(registerId, client.id))) unlisten(client);
    });
    made.on('connectionError', odd);
    made.on('clientError', odd);
    (made as NodeJS.EventEmitter).on('error', (error: Error) => log('broker', { error: error.message }));
    return made;
  }

  function odd(client: Client, error: Error): void {
    const caller = callerOf(client);
    if (!caller) return;
    if (/did not arrive in time/.test(error.message)) saw(caller.host, 'too-slow', caller.name);
    else if (/keep alive limit/.test(error.message)) saw(caller.host, 'settings', caller.name);
    else if (!('code' in error) && !('errorCode' in error) && !KNOWN_ERRORS.test(error.message)) {
      saw(caller.host, 'not-mqtt', caller.name);
    }
  }

  function unlisten(client: Client): void {
    if (listeners.get(client.id) !== client) return;
    listeners.delete(client.id);
    options.listening(client.id);
  }

  function say(topic: string, payload: string, retain: boolean): void {
    broker?.publish({ cmd: 'publish', topic, payload, qos: 0, retain, dup: false }, (error) => {
      if (error) log('broker', { error: error.message });
    });
  }

  const sayAbout = () => say(topics.about(registerId), options.aboutText(), true);

  return {
    async start() {
      try {
        tls = createTlsServer(
          {
            ...identity,
            requestCert: true,
            rejectUnauthorized: true,
            minVersion: 'TLSv1.3',
            maxVersion: 'TLSv1.3',
            handshakeTimeout: HANDSHAKE_MS,
            // No session is resumed: whoever comes shows its certificate, and proves that it has the key.
            secureOptions: constants.SSL_OP_NO_TICKET,
          },
          admit,
        );
      } catch (cause) {
        throw new MeshFault('identity', cause);
      }
      tls.on('tlsClientError', failedHandshake);
      broker = await createBroker();
      sayAbout();
      server = createServer({ noDelay: true }, knock);
      try {
        await listen(server, options.host, options.port);
      } catch (cause) {
        await this.stop();
        const { code } = cause as NodeJS.ErrnoException;
        throw new MeshFault(code === 'EADDRINUSE' ? 'port-taken' : 'address', cause);
      }
    },
    async stop() {
      const [wasServer, wasBroker] = [server, broker];
      server = undefined;
      broker = undefined;
      tls = undefined;
      const closed = new Promise<void>((done) => {
        if (wasServer?.listening) wasServer.close(() => done());
        else done();
      });
      const ended = new Promise<void>((done) => {
        if (wasBroker) wasBroker.close(() => done());
        else done();
      });
      // A client in the middle of something may never be closed by the broker.
      await within(time, STOP_MS, ended);
      for (const socket of [...admitted, ...sockets]) socket.destroy();
      await within(time, STOP_MS, closed);
      present.clear();
      listeners.clear();
    },
    port() {
      const at = server?.address();
      return typeof at === 'object' && at !== null ? at.port : null;
    },
    sayAbout,
    event: (kind, payload) => say(topics.event(registerId, kind), payload, false),
    deliver(to, text) {
      const listener = listeners.get(to);
      if (!listener || !broker || listener.conn.writableLength > REGISTER_BACKLOG) return false;
      if (Buffer.byteLength(text) > MESSAGE_MAX) {
        log('message too long', { to, length: text.length });
        return false;
      }
      say(topics.to(registerId, to), text, false);
      return true;
    },
    hearsUs: (id) => listeners.has(id),
    lastHeard(id) {
      const caller = present.get(id)?.caller;
      return caller?.kind === 'register' ? caller.heard : Number.NEGATIVE_INFINITY;
    },
    recheck() {
      for (const socket of [...admitted]) {
        const caller = callers.get(socket);
        if (caller && admits(caller)) continue;
        saw(caller?.host ?? '', 'not-admitted', caller?.name ?? null);
        socket.destroy();
      }
    },
  };
}

/** Ends of connections that break no rule, or whose breach has been told already. */
const KNOWN_ERRORS = /drain timeout|connection closed|clean sessions|nobody publishes|keep alive/;

function handshakeFault(error: NodeJS.ErrnoException, socket: TLSSocket): IntruderWhy | undefined {
  const code = error.code ?? '';
  if (socket.authorizationError) return 'foreign-certificate';
  if (code === 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE') return 'no-certificate';
  if (code === 'ERR_TLS_HANDSHAKE_TIMEOUT') return 'too-slow';
  // It hung up before it said anything wrong: somebody looking which ports are open, or a cut cable.
  if (code === 'ECONNRESET' || code === 'EPIPE') return undefined;
  return 'not-tls';
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, backlog: 64 }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Resolves when `promise` does, and after `limit_ms` at the latest. */
function within(time: MeshOptions['time'], limit_ms: number, promise: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const cancel = time.after(limit_ms, resolve);
    promise.finally(() => {
      cancel();
      resolve();
    });
  });
}
