import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import type { EventEmitter } from 'node:events';
import type { Bonjour } from 'bonjour-service';
import { type DnsRecord, registersIn, SERVICE, SERVICE_NAME, type Told, textOf } from './announcement.ts';
import type { Announcement, DiscoveryLog } from './discovery.ts';
import type { Gate } from './gate.ts';

/** One IPv4 address on which the register listens, asks and answers. It lives until something about it changes. */
export interface Station {
  readonly address: string;
  /** Null once it works; before that, and after a failure, why it does not. */
  fault(): 'opening' | 'port-taken' | 'flood' | 'unknown' | null;
  /** Asks who is there. */
  ask(): void;
  /**
   * Its last question did not come back to itself, as every multicast does: the card was replaced underneath by one
   * that looks the same, and the socket is still with the old one.
   */
  deaf(): boolean;
  /** Tells the others that this register goes; calls back when that is on its way, or cannot be. */
  goodbye(done: () => void): void;
  close(): void;
}

export interface StationOptions {
  readonly address: string;
  readonly announcement: Announcement | null;
  readonly gate: Gate;
  /** Milliseconds that only grow. */
  readonly now: () => number;
  readonly log: DiscoveryLog;
  /** Whether a packet from there is this station's business, when the box has several. */
  readonly concerns: (host: string) => boolean;
  /** Any packet at all, before it is looked at. */
  readonly onPacket: (host: string) => void;
  readonly onTold: (host: string, told: readonly Told[]) => void;
  /** Its fault has changed. */
  readonly onFault: () => void;
}

/** What is reached through `bonjour.server.mdns`, private by its types: a `multicast-dns`. */
interface Mdns extends EventEmitter {
  query(questions: readonly { name: string; type: string }[]): void;
  respond(said: Said, ...rest: unknown[]): void;
}
type Said = readonly DnsRecord[] | { readonly answers: DnsRecord[]; readonly additionals?: DnsRecord[] };

/** Its own question comes back in less than a millisecond; a busy box may be late in reading it. */
const ECHO_MS = 500;

export function openStation(library: typeof Bonjour, options: StationOptions): Station {
  const { address, announcement, now, log, onFault } = options;
  let fault: ReturnType<Station['fault']> = 'opening';
  let closed = false;
  let unheardSince: number | undefined;

  function fail(why: 'port-taken' | 'flood' | 'unknown', error?: Error): void {
    if (closed || fault === why) return;
    fault = why;
    log.warn({ address, fault: why, err: error }, 'discovery does not work on this address');
    onFault();
  }
  const socket = guarded(createSocket({ type: 'udp4', reuseAddr: true }), {
    ...options,
    onPacket(host) {
      if (host === address) unheardSince = undefined;
      options.onPacket(host);
    },
    onFlood() {
      fail('flood');
      close();
    },
  });
  // The library's own errors would be thrown from a callback of the socket.
  const bonjour = new library({ interface: address, bind: '0.0.0.0', socket } as object, (error: Error) =>
    log.info({ address, err: error }, 'an answer to multicast DNS could not be sent'),
  );
  const { mdns } = (bonjour as unknown as { server: { mdns: Mdns } }).server;
  mdns.on('error', (error: NodeJS.ErrnoException) =>
    fail(error.code === 'EADDRINUSE' ? 'port-taken' : 'unknown', error),
  );
  mdns.on('ready', () => {
    if (closed) return;
    fault = null;
    onFault();
  });
  mdns.on(
    'response',
    (packet: { answers: DnsRecord[]; additionals: DnsRecord[] }, { address: host }: RemoteInfo) => {
      const told = registersIn([...packet.answers, ...packet.additionals]);
      if (told.length > 0) options.onTold(host, told);
    },
  );
  // The library tells each network the addresses of all; those of the others lead nowhere from here.
  const respond = mdns.respond.bind(mdns);
  const here = (records: readonly DnsRecord[]) =>
    records.filter(({ type, data }) => type !== 'A' || data === address);
  mdns.respond = (said, ...rest) =>
    respond(
      'answers' in said
        ? { ...said, answers: here(said.answers), additionals: here(said.additionals ?? []) }
        : here(said),
      ...rest,
    );

  if (announcement) {
    bonjour.publish({
      name: announcement.registerId,
      type: SERVICE,
      port: announcement.port,
      host: `${announcement.registerId}.local`,
      txt: textOf(announcement),
      probe: false,
      disableIPv6: true,
    });
  }

  function close(): void {
    if (closed) return;
    closed = true;
    try {
      bonjour.destroy();
    } catch (error) {
      log.info({ address, err: error }, 'a socket of multicast DNS would not close');
    }
  }

  return {
    address,
    fault: () => fault,
    ask() {
      if (fault !== null || closed) return;
      unheardSince ??= now();
      mdns.query([{ name: SERVICE_NAME, type: 'PTR' }]);
    },
    deaf: () => unheardSince !== undefined && now() - unheardSince >= ECHO_MS,
    goodbye(done) {
      if (fault !== null || closed) return done();
      bonjour.unpublishAll(done);
    },
    close,
  };
}

type Guard = Pick<StationOptions, 'address' | 'gate' | 'log' | 'concerns' | 'onPacket'> & {
  onFlood: () => void;
};

/**
 * Stands between the socket and the library, which decodes whatever comes, answers every question of a packet by a
 * packet, and lets exceptions out of its listeners.
 */
function guarded(socket: Socket, { address, gate, log, concerns, onPacket, onFlood }: Guard): Socket {
  const emit = socket.emit.bind(socket) as (event: string, ...rest: unknown[]) => boolean;
  const send = socket.send.bind(socket) as (...rest: unknown[]) => void;
  let warned = false;
  return Object.assign(socket, {
    emit(event: string, ...rest: unknown[]): boolean {
      if (event !== 'message') return emit(event, ...rest);
      const [packet, from] = rest as [Buffer, RemoteInfo];
      const judged = gate.judge(packet, from);
      if (judged === 'flood') {
        onFlood();
        return false;
      }
      onPacket(from.address);
      if (judged === 'pass' || !concerns(from.address)) return false;
      try {
        return emit(event, packet, from);
      } catch (error) {
        if (!warned)
          log.warn({ address, from: from.address, err: error }, 'a packet of multicast DNS was too much');
        warned = true;
        return false;
      }
    },
    send(...rest: unknown[]): void {
      const done = rest.at(-1) as (error: Error | null) => void;
      try {
        if (gate.maySay()) send(...rest);
        else done(null);
      } catch (error) {
        done(error as Error);
      }
    },
  });
}
