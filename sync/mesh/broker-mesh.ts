import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { formatAddress } from './address.ts';
import { faultOf } from './dial.ts';
import type { About, LinkFault, Mesh, MeshOptions } from './mesh.ts';
import { createPeer, type Peer } from './peer.ts';
import { openSession, type Session } from './session.ts';
import { checkEvent, topicsOf } from './topics.ts';

export interface BrokerMeshOptions extends MeshOptions {
  /** `mqtts://host:8883`. */
  readonly broker: string;
  /** PEM of the authority of the broker's certificate, when it is not the shop's own. */
  readonly ca?: string;
}

const SAY_MS = 5000;
/** Two of its abouts missed, and a little. */
const GONE_MS = 12_000;
const RETRY_MS = 1000;
const CONNECT_MS = 3000;
const PING_MS = 1500;
const SILENCE_MS = 4000;
const PEERS_MAX = 64;

interface Sibling {
  readonly peer: Peer;
  /** It says that it is there: with its about, now and then. */
  alive: boolean;
  forgetIn: () => void;
}

/**
 * One broker for the whole shop instead of links between the registers: the same topics and messages. Who is there
 * is known by their abouts; the broker says for one that is cut off that it is gone (its will, an empty about). Who
 * may say and hear what is for the broker to enforce, by the certificates: docs/siblings.md has the rules.
 */
export function createBrokerMesh(options: BrokerMeshOptions): Mesh {
  const { time, registerId, events, admits } = options;
  const topics = topicsOf(options.storeId);
  const ownAbout = topics.about(registerId);
  const url = new URL(options.broker);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? 8883 : Number(url.port);
  const address = formatAddress({ host, port });
  const siblings = new Map<string, Sibling>();
  const known = new Set<string>();
  let mqtt: typeof import('mqtt') | undefined;
  let dialling: TLSSocket | undefined;
  let session: Session | undefined;
  let ready = false;
  let fault: LinkFault | null = null;
  let stopSaying: (() => void) | undefined;
  let stopWaiting: (() => void) | undefined;

  function call(): void {
    if (!mqtt) return;
    const library = mqtt;
    const socket = connect({
      ...options.identity,
      ca: options.ca ?? options.identity.ca,
      host,
      port,
      ...(isIP(host) === 0 ? { servername: host } : {}),
      minVersion: 'TLSv1.2',
      rejectUnauthorized: true,
    });
    dialling = socket;
    socket.setNoDelay(true);
    let why: LinkFault = 'unreachable';
    const cancel = time.after(CONNECT_MS, () => socket.destroy());
    socket.on('error', (error: NodeJS.ErrnoException) => {
      why = faultOf(error);
    });
    const failed = () => {
      cancel();
      if (dialling !== socket) return;
      dialling = undefined;
      lost(why);
    };
    socket.once('close', failed);
    socket.once('secureConnect', () => {
      cancel();
      socket.off('close', failed);
      if (dialling !== socket) return;
      dialling = undefined;
      session = openSession(library, {
        time,
        socket,
        clientId: registerId,
        will: { topic: ownAbout, payload: '', retain: true },
        topics: [topics.about('+'), topics.to('+', registerId)],
        ping_ms: PING_MS,
        silence_ms: SILENCE_MS,
        ready() {
          ready = true;
          fault = null;
          say();
          for (const [id, sibling] of siblings) update(id, sibling);
        },
        message: hear,
        ended: lost,
      });
    });
  }

  function lost(why: LinkFault): void {
    session = undefined;
    ready = false;
    fault = why;
    for (const [id, sibling] of siblings) gone(id, sibling);
    if (mqtt) stopWaiting = time.after(RETRY_MS, call);
  }

  function hear(topic: string, payload: Buffer, retained: boolean): void {
    const read = topics.read(topic);
    if (!read || read.from === registerId) return;
    const id = read.from;
    if (!admits({ kind: 'register', name: id, fingerprint: null })) return;
    if (read.is === 'to') {
      siblings.get(id)?.peer.received(payload.toString());
      return;
    }
    if (read.is !== 'about') return;
    const sibling = siblingOf(id);
    if (!sibling) return;
    if (payload.length === 0) {
      gone(id, sibling);
      return;
    }
    // What the broker kept may be of a register that has been off for a week.
    if (retained) return;
    const wasAlive = sibling.alive;
    if (!sibling.peer.said(payload.toString(), true, session?.roundTrip_ms() ?? 0)) return;
    sibling.alive = true;
    sibling.forgetIn();
    sibling.forgetIn = time.after(GONE_MS, () => gone(id, sibling));
    update(id, sibling);
    // It may have come after our last word: what we say is how it learns that we are here.
    if (!wasAlive) say();
  }

  function gone(id: string, sibling: Sibling): void {
    sibling.alive = false;
    sibling.forgetIn();
    update(id, sibling);
  }

  function update(id: string, { peer, alive }: Sibling): void {
    if (siblings.get(id)?.peer !== peer) return;
    const here = ready && alive;
    peer.update({ hears: here, heard: here, fault: ready ? 'silent' : fault, address });
  }

  function siblingOf(id: string): Sibling | undefined {
    const sibling = siblings.get(id);
    if (sibling || !mqtt || id === registerId || siblings.size >= PEERS_MAX) return sibling;
    const made: Sibling = { peer: createPeer(time, id, events), alive: false, forgetIn: () => {} };
    siblings.set(id, made);
    return made;
  }

  function aboutText(): string {
    // Nobody needs to be told where the others are: all are at the broker.
    const about: About = { ...options.about(), registerId, wall_ms: time.wall_ms(), siblings: {} };
    return JSON.stringify(about);
  }

  function say(): void {
    stopSaying?.();
    stopSaying = time.after(SAY_MS, say);
    session?.publish(ownAbout, aboutText(), true);
  }

  return {
    async start() {
      mqtt = await import('mqtt');
      for (const id of known) this.know(id, []);
      known.clear();
      call();
    },
    async stop() {
      mqtt = undefined;
      stopSaying?.();
      stopWaiting?.();
      for (const { forgetIn } of siblings.values()) forgetIn();
      siblings.clear();
      ready = false;
      const [wasDialling, wasSession] = [dialling, session];
      dialling = undefined;
      session = undefined;
      wasDialling?.destroy();
      await wasSession?.leave({ topic: ownAbout, payload: '', retain: true });
    },
    port: () => null,
    know(id) {
      if (!mqtt) {
        known.add(id);
        return;
      }
      const sibling = siblingOf(id);
      if (sibling) update(id, sibling);
    },
    forget(id) {
      known.delete(id);
      const sibling = siblings.get(id);
      if (!sibling) return;
      gone(id, sibling);
      siblings.delete(id);
    },
    // Everybody is at the broker; there is nobody to look for.
    seek() {},
    places: () => [],
    send(to, text) {
      const up = siblings.get(to)?.peer.isUp() ?? false;
      return up && (session?.publish(topics.to(registerId, to), text, false) ?? false);
    },
    publish(topic, payload) {
      checkEvent(topic, payload);
      session?.publish(topics.event(registerId, topic), payload, false);
    },
    aboutChanged() {
      if (mqtt) say();
    },
    recheck() {
      for (const [id, sibling] of siblings) {
        if (!admits({ kind: 'register', name: id, fingerprint: null })) gone(id, sibling);
      }
    },
    links: () => [...siblings.values()].map(({ peer }) => peer.view()),
  };
}
