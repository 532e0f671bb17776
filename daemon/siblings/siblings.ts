import { PROTO } from '../../sync/index.ts';
import { localTime } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { Envelope } from '../box-key.ts';
import type { Config } from '../config/schema.ts';
import type { Events } from '../events.ts';
import type { GuestPapers, JoinRequest, PairingView, SiblingsView } from '../http/contract.ts';
import type { HealthSource } from '../http/health.ts';
import type { Log } from '../log.ts';
import type { Replication } from '../replication/replication.ts';
import type { Store } from '../store/store.ts';
import { createAddressBook } from './address-book.ts';
import { networkWord } from './diagnosis.ts';
import { createIntruderLog } from './intruder-log.ts';
import { createLinks } from './links.ts';
import { createListeners } from './listeners.ts';
import { createMembership } from './membership.ts';
import { createInterfaces, type Interfaces } from './own-network.ts';
import type { Roster } from './roster.ts';
import { siblingsHealth } from './siblings-health.ts';
import { guestViews, isAway, siblingViews } from './view.ts';

/** The other registers of the shop: finding them, letting them in, cutting them off, and how it stands with each. */
export interface Siblings extends HealthSource {
  /** Links to the shop when this register belongs to one. Never throws over the network: selling goes on. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Before it, `view` may say `paired: false` of a register that is. */
  known(): Promise<void>;
  view(): SiblingsView;
  /** Belongs to a shop and has all of its data. */
  readonly settled: boolean;
  /** Names the shop for ever; null while this register belongs to none. */
  readonly shop: string | null;
  /** Ids of the registers that are heard now. */
  linked(): string[];
  /** Ids of those that hear us as well, and speak of the same things. */
  spokenTo(): string[];
  /** Makes the shop when there is none yet. */
  showCode(): Promise<PairingView>;
  hideCode(): Promise<void>;
  join(request: JoinRequest): Promise<void>;
  addAddress(address: string): void;
  /** Stops waiting for siblings that are gone for good: what is here is the shop. */
  goAlone(): void;
  revoke(registerId: string): void;
  addGuest(name: string): Promise<GuestPapers>;
  revokeGuest(name: string): void;
  /** The own database has another name, or what is being drawn from a sibling has changed. */
  replicationChanged(): void;
  /** A message of the replica to one sibling; false when it does not listen. */
  send(registerId: string, text: string): boolean;
  /** Says to kitchen screens and scripts what has happened; `payload` is made only when there is a network to say it in. */
  publish(kind: string, payload: () => unknown): void;
}

export interface SiblingsOptions {
  readonly store: Store;
  readonly world: World;
  readonly log: Log;
  readonly events: Pick<Events, 'emit'>;
  readonly dir: string;
  readonly envelope: Envelope;
  readonly config: Pick<Config, 'register' | 'sync'>;
  readonly version: string;
  readonly roster: Roster;
  readonly replication: Replication;
  /** The series that receipts bear, which may not be the configured one. */
  readonly series: () => string;
  readonly interfaces?: Interfaces;
  /** Takes a message that is not the replica's; false when it is none of its own. */
  readonly aside?: (registerId: string, text: string) => boolean;
}

/** Links flap in bunches when a switch is switched on. */
const gather_ms = 100;

export function createSiblings(options: SiblingsOptions): Siblings {
  const { store, world, log, events, config, roster, replication } = options;
  const { register, sync } = config;
  const interfaces = options.interfaces ?? createInterfaces(sync.host);
  const addresses = createAddressBook(store, world, (registerId) => roster.get(registerId) !== undefined);
  const intruders = createIntruderLog();
  const local = (wall_ms: number) => localTime(wall_ms, register.timezone);
  let gathering = () => {};
  let waiting = false;

  function changed(): void {
    if (waiting) return;
    waiting = true;
    gathering = world.after(gather_ms, () => {
      waiting = false;
      events.emit({ kind: 'siblings' });
    });
  }

  const links = createLinks({
    world,
    log,
    register,
    sync,
    version: options.version,
    roster,
    addresses,
    replication,
    intruders,
    local,
    interfaces,
    changed,
    aside: options.aside ?? (() => false),
  });
  const membership = createMembership({
    store,
    world,
    log,
    dir: options.dir,
    envelope: options.envelope,
    register,
    sync,
    version: options.version,
    series: options.series,
    roster,
    addresses,
    replication,
    links,
    interfaces,
    local,
    changed,
  });

  const listeners = createListeners({ world, log, roster, membership, local });

  roster.onChange(() => {
    links.mesh?.recheck();
    links.feed();
    changed();
  });

  function view(): SiblingsView {
    const network = links.discovery?.state() ?? null;
    return {
      paired: membership.paired,
      self: {
        registerId: register.id,
        name: register.name,
        series: options.series(),
        version: options.version,
        addresses: interfaces.addresses().map((host) => `${host}:${links.mesh?.port() ?? sync.port}`),
        drawing: replication.sponsoredBy !== null && membership.paired,
      },
      siblings: siblingViews({
        world,
        local,
        roster,
        addresses,
        replication,
        mesh: links.mesh,
        sightings: links.discovery?.sightings() ?? [],
        network,
        ownNetworks: interfaces.networks(),
        broker: sync.broker !== undefined,
        ownId: register.id,
      }),
      hosts: membership.hosts(),
      pairing: membership.pairing(),
      guests: guestViews(roster),
      network: membership.fault() ?? networkWord(network, interfaces.addresses()),
      intruders: intruders.list(),
    };
  }

  return {
    start: () => membership.start(),
    known: () => membership.known(),
    async stop() {
      gathering();
      await membership.stop();
      await links.close();
    },
    view() {
      // Whoever looks at the page of a lone register is about to join it to others.
      links.lookAround();
      return view();
    },
    get settled() {
      return membership.paired && replication.sponsoredBy === null;
    },
    get shop() {
      return membership.identity?.storeId ?? null;
    },
    linked: () => links.mesh?.links().flatMap((link) => (isAway(link) ? [] : [link.registerId])) ?? [],
    spokenTo: () =>
      links.mesh
        ?.links()
        .filter(({ state, about }) => state === 'linked' && about?.proto === PROTO)
        .map(({ registerId }) => registerId) ?? [],
    showCode: () => membership.showCode(),
    hideCode: () => membership.hideCode(),
    join: (request) => membership.join(request),
    addAddress: (address) => membership.addAddress(address),
    revoke: (registerId) => membership.revoke(registerId),
    goAlone: () => replication.goAlone(),
    addGuest: (name) => listeners.add(name),
    revokeGuest: (name) => listeners.revoke(name),
    replicationChanged() {
      links.mesh?.aboutChanged();
      changed();
    },
    send: (registerId, text) => links.send(registerId, text),
    publish: (kind, payload) => links.mesh?.publish(kind, JSON.stringify(payload())),
    health: () => siblingsHealth(view()),
  };
}
