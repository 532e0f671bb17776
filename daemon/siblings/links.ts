import { readFileSync } from 'node:fs';
import {
  type About,
  type Caller,
  createBrokerMesh,
  createDiscovery,
  createMesh,
  type Discovery,
  type Mesh,
  type MeshEvents,
  MeshFault,
  type MeshOptions,
  PROTO,
  type Self,
  shopHash,
} from '../../sync/index.ts';
import { Refusal } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { Config } from '../config/schema.ts';
import type { Log } from '../log.ts';
import type { Replication } from '../replication/replication.ts';
import { formatAddress, parseAddress } from './address.ts';
import type { AddressBook } from './address-book.ts';
import type { IntruderLog } from './intruder-log.ts';
import type { Interfaces } from './own-network.ts';
import type { Roster } from './roster.ts';

export interface LinksParts {
  readonly world: World;
  readonly log: Log;
  readonly register: Config['register'];
  readonly sync: Config['sync'];
  readonly version: string;
  readonly roster: Roster;
  readonly addresses: AddressBook;
  readonly replication: Replication;
  readonly intruders: IntruderLog;
  readonly local: (wall_ms: number) => string;
  readonly interfaces: Interfaces;
  /** Something that the page of siblings shows has changed. */
  readonly changed: () => void;
  /** Takes a message that is not the replica's; false when it is none of its own. */
  readonly aside: (registerId: string, text: string) => boolean;
}

/** What of the shop a link needs. */
export interface Credentials {
  readonly storeId: string;
  readonly identity: MeshOptions['identity'];
  /** Let in although the list of registers has not come yet: the one that has just let us in. */
  readonly sponsor: { readonly registerId: string; readonly fingerprint: string } | null;
}

/** This register's links to its siblings: the mesh fed with addresses, and what comes of it given to the replica. */
export interface Links {
  readonly mesh: Mesh | null;
  readonly discovery: Discovery | null;
  /** Rejects with a MeshFault. */
  open(credentials: Credentials): Promise<void>;
  close(): Promise<void>;
  /** Looks around without belonging to a shop: for a register that is about to join one. */
  lookAround(): void;
  /** Addresses or the list of registers have changed. */
  feed(): void;
  /** The port of the pairing tunnel while a code is shown. */
  showPairing(port: number | null): void;
  send(registerId: string, text: string): boolean;
}

/** Somewhere a register was said to be, without saying which: the name under which the address book keeps it. */
export const SOMEBODY = '';

export function createLinks(parts: LinksParts): Links {
  const { world, log, register, sync, roster, addresses, replication, intruders } = parts;
  let mesh: Mesh | null = null;
  let credentials: Credentials | null = null;
  let pairingPort: number | null = null;
  let looking = false;
  const known = new Set<string>();
  // In the file the usual port may be left out.
  const configured = sync.siblings.flatMap((text) => {
    const address = parseAddress(text);
    return address ? [formatAddress(address)] : [];
  });

  const discovery = sync.discovery
    ? createDiscovery({
        time: world,
        random: () => Buffer.from(world.bytes(4)).readUInt32BE() / 2 ** 32,
        networkInterfaces: parts.interfaces.table,
        listenHost: sync.host,
        onChange: onSightings,
        log,
      })
    : null;

  const self = (): Self => ({
    name: register.name,
    origin: replication.origin,
    version: parts.version,
    proto: PROTO,
  });

  function admits({ kind, name, fingerprint }: Caller): boolean {
    // Whom nobody to be believed has given a certificate is nobody, also where certificates are not seen.
    const good = (mine: string | null) => mine !== null && (fingerprint === null || mine === fingerprint);
    if (kind === 'guest') {
      const guest = roster.guest(name);
      return guest !== undefined && !guest.revoked && good(guest.fingerprint);
    }
    const entry = roster.get(name);
    if (entry) return !entry.revoked && good(entry.fingerprint);
    const sponsor = credentials?.sponsor;
    return sponsor?.registerId === name && good(sponsor.fingerprint);
  }

  const events: MeshEvents = {
    up(registerId, about) {
      const link = mesh?.links().find((one) => one.registerId === registerId);
      learn(about);
      replication.link(registerId, about.origin);
      note(registerId, () => {
        if (link?.address) addresses.keep(registerId, link.address, 'memory');
        recordOrigin(registerId, about.origin);
      });
      feed();
      parts.changed();
    },
    down(registerId) {
      replication.unlink(registerId);
      parts.changed();
    },
    message(registerId, text) {
      if (!parts.aside(registerId, text)) replication.receive(registerId, text);
    },
    intruder(what) {
      log.warn({ ...what }, 'turned away');
      intruders.saw(what, parts.local(world.wall_ms()));
      parts.changed();
    },
    changed: parts.changed,
  };

  /** A full disk, or data that is still coming, keeps no sibling out. */
  function note(registerId: string, run: () => void): void {
    try {
      run();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      log.warn({ registerId, code: error.code }, 'what is known of a sibling could not be noted');
    }
  }

  function learn({ siblings }: About): void {
    for (const [registerId, address] of Object.entries(siblings)) {
      if (registerId !== register.id) addresses.hear(registerId, address, 'sibling');
    }
  }

  /** A restored box comes with a new database; the one before it will never write again. */
  function recordOrigin(registerId: string, origin: string): void {
    const before = roster.get(registerId)?.origin;
    if (before === origin || replication.sponsoredBy !== null || !roster.get(registerId)) return;
    roster.put(registerId, { origin });
    if (before != null) replication.retire(before);
  }

  function hearSightings(): void {
    const shop = credentials && shopHash(credentials.storeId);
    // Last heard first; whoever is heard of last here is tried first.
    for (const one of (discovery?.sightings() ?? []).toReversed()) {
      if (one.shop === shop) addresses.hear(one.registerId, one.address, 'mdns');
    }
  }

  function onSightings(): void {
    feed();
    parts.changed();
  }

  function feed(): void {
    if (!mesh) return;
    // Anew each time: a register may have been heard of before it was in the list.
    hearSightings();
    const wanted = roster.all().filter(({ registerId, revoked }) => registerId !== register.id && !revoked);
    const ids = new Set(wanted.map(({ registerId }) => registerId));
    const sponsor = credentials?.sponsor;
    if (sponsor && replication.sponsoredBy !== null) ids.add(sponsor.registerId);
    for (const registerId of ids) {
      known.add(registerId);
      mesh.know(
        registerId,
        addresses.of(registerId).map(({ address }) => address),
      );
    }
    for (const registerId of known) {
      if (ids.has(registerId)) continue;
      known.delete(registerId);
      mesh.forget(registerId);
    }
    mesh.seek([...configured, ...addresses.of(SOMEBODY).map(({ address }) => address)]);
  }

  function announce(): void {
    const port = mesh?.port();
    if (!discovery) return;
    discovery.announce(
      credentials === null || port == null
        ? null
        : {
            registerId: register.id,
            shop: shopHash(credentials.storeId),
            port,
            pairingPort,
            version: parts.version,
          },
    );
  }

  function lookAround(): void {
    if (looking) return;
    looking = true;
    discovery?.start();
  }

  return {
    get mesh() {
      return mesh;
    },
    discovery,
    async open(given) {
      credentials = given;
      const options = {
        time: world,
        registerId: register.id,
        storeId: given.storeId,
        identity: given.identity,
        admits,
        about: self,
        events,
        log: (what: string, detail: Readonly<Record<string, unknown>>) => log.info(detail, what),
      };
      const made =
        sync.broker === undefined
          ? createMesh({ ...options, listen: { host: sync.host, port: sync.port } })
          : createBrokerMesh({ ...options, broker: sync.broker, ...brokerAuthority(sync.broker_ca) });
      await made.start();
      mesh = made;
      feed();
      announce();
      lookAround();
    },
    async close() {
      const open = mesh;
      mesh = null;
      looking = false;
      await discovery?.stop();
      await open?.stop();
    },
    lookAround,
    feed,
    showPairing(port) {
      pairingPort = port;
      announce();
    },
    send: (registerId, text) => mesh?.send(registerId, text) ?? false,
  };
}

/** The broker may have been set up by somebody else, with an authority of its own. */
function brokerAuthority(file: string | undefined): { ca?: string } {
  if (file === undefined) return {};
  try {
    return { ca: readFileSync(file, 'utf8') };
  } catch (error) {
    throw new MeshFault('broker-authority', error);
  }
}
