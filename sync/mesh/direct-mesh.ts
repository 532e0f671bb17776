import { formatAddress, parseAddress } from './address.ts';
import { createIntruders } from './intruders.ts';
import { createLink, type Link } from './link.ts';
import type { About, Mesh, MeshOptions } from './mesh.ts';
import { createOwnBroker } from './own-broker.ts';
import { createPeer, type Peer } from './peer.ts';
import { createPlaces } from './places.ts';
import { checkEvent } from './topics.ts';

export interface DirectMeshOptions extends MeshOptions {
  /** Port 0 takes a free one. */
  readonly listen: {
    readonly host: string;
    readonly port: number;
    /** The port that siblings are told when it is another one: behind a forwarded port. */
    readonly saidPort?: number;
  };
}

const SAY_MS = 5000;
const PEERS_MAX = 64;

interface Sibling {
  readonly link: Link;
  readonly peer: Peer;
}

/** Every register a broker for its own news, and a client of every sibling's broker: there is no special box. */
export function createMesh(options: DirectMeshOptions): Mesh {
  const { time, registerId, admits, events, listen } = options;
  const siblings = new Map<string, Sibling>();
  /** Told before `start`. */
  const known = new Map<string, readonly string[]>();
  let sought: readonly string[] = [];
  let mqtt: typeof import('mqtt') | undefined;
  let stopSaying: (() => void) | undefined;

  const intruders = createIntruders(time, events.intruder);
  const broker = createOwnBroker({
    ...options,
    host: listen.host,
    port: listen.port,
    aboutText,
    isSibling: (host) => [...siblings.values()].some(({ link }) => livesAt(link, host)),
    listening(id) {
      const heard = broker.hearsUs(id);
      const sibling = heard ? siblingOf(id) : siblings.get(id);
      if (!sibling) return;
      update(sibling, id);
      if (heard) sibling.link.nudge();
    },
    saidPort(id, host, port) {
      const address = formatAddress({ host, port });
      if (parseAddress(address)) meet(id, [address], false);
    },
    saw(host, why, name) {
      if (mqtt) intruders.saw(host, why, name);
    },
  });
  const places = createPlaces(options, (id, address) => meet(id, [address], true), events.changed);

  function update({ link, peer }: Sibling, id: string): void {
    peer.update({
      hears: link.hears(),
      heard: broker.hearsUs(id),
      fault: link.fault(),
      address: link.address(),
    });
  }

  /** Met for the first time, it is called at once. */
  function siblingOf(id: string, addresses: readonly string[] = []): Sibling | undefined {
    const met = siblings.get(id);
    if (met || !mqtt || id === registerId || siblings.size >= PEERS_MAX) return met;
    const peer = createPeer(time, id, events);
    const link = createLink({
      ...options,
      mqtt,
      sibling: id,
      ownPort: () => listen.saidPort ?? broker.port(),
      heardAtOurs: () => broker.lastHeard(id),
      about(text, retained) {
        const said = peer.said(text, !retained, link.roundTrip_ms() ?? 0);
        if (said) learn(said);
      },
      message: peer.received,
      changed: () => update(made, id),
    });
    const made = { link, peer };
    siblings.set(id, made);
    link.know(addresses, true);
    link.start();
    update(made, id);
    return made;
  }

  function meet(id: string, addresses: readonly string[], first: boolean): void {
    siblingOf(id, addresses)?.link.know(addresses, first);
  }

  /** Where its own siblings answered, we may find them too. */
  function learn({ siblings: theirs }: About): void {
    for (const [id, address] of Object.entries(theirs)) {
      if (id !== registerId && admits({ kind: 'register', name: id, fingerprint: null })) {
        meet(id, [address], false);
      }
    }
  }

  function aboutText(): string {
    const answering = [...siblings].flatMap(([id, { link }]) => {
      const at = link.address();
      return link.hears() && at !== null ? [[id, at]] : [];
    });
    const about: About = {
      ...options.about(),
      registerId,
      wall_ms: time.wall_ms(),
      siblings: Object.fromEntries(answering),
    };
    return JSON.stringify(about);
  }

  function say(): void {
    stopSaying?.();
    stopSaying = time.after(SAY_MS, say);
    broker.sayAbout();
  }

  return {
    async start() {
      const library = await import('mqtt');
      mqtt = library;
      try {
        await broker.start();
      } catch (error) {
        mqtt = undefined;
        throw error;
      }
      for (const [id, addresses] of known) meet(id, addresses, true);
      known.clear();
      places.seek(sought);
      say();
    },
    async stop() {
      mqtt = undefined;
      stopSaying?.();
      stopSaying = undefined;
      places.stop();
      intruders.stop();
      const leaving = [...siblings.values()];
      siblings.clear();
      for (const { link } of leaving) link.stop();
      await broker.stop();
    },
    port: () => broker.port(),
    know(id, addresses) {
      const good = addresses.filter((one) => parseAddress(one) !== undefined);
      if (mqtt) meet(id, good, true);
      else known.set(id, good);
    },
    forget(id) {
      known.delete(id);
      const sibling = siblings.get(id);
      if (!sibling) return;
      siblings.delete(id);
      sibling.link.stop();
      sibling.peer.update({ hears: false, heard: false, fault: 'no-address', address: null });
    },
    seek(addresses) {
      sought = addresses.filter((one) => parseAddress(one) !== undefined);
      if (mqtt) places.seek(sought);
    },
    places: () => places.views(),
    send: (to, text) => (siblings.get(to)?.peer.isUp() ?? false) && broker.deliver(to, text),
    publish(topic, payload) {
      checkEvent(topic, payload);
      broker.event(topic, payload);
    },
    aboutChanged() {
      if (mqtt) say();
    },
    recheck() {
      broker.recheck();
      for (const { link } of siblings.values()) link.recheck();
    },
    links: () => [...siblings.values()].map(({ peer }) => peer.view()),
  };
}

function livesAt(link: Link, host: string): boolean {
  return link.addresses().some((address) => parseAddress(address)?.host === host);
}
