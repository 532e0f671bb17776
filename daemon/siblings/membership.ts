import path from 'node:path';
import {
  createPairingHost,
  fingerprintOf,
  foundShop,
  type Grant,
  held,
  type Identity,
  joinShop,
  MeshFault,
  type PairingRequest,
  PROTO,
  readIdentity,
  writeIdentity,
} from '../../sync/index.ts';
import { Refusal } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { Envelope } from '../box-key.ts';
import type { Config } from '../config/schema.ts';
import type { JoinRequest, PairingView, SiblingsView } from '../http/contract.ts';
import type { Log } from '../log.ts';
import type { Replication } from '../replication/replication.ts';
import type { Store } from '../store/store.ts';
import { formatAddress, parseAddress } from './address.ts';
import type { AddressBook } from './address-book.ts';
import { judge } from './judge.ts';
import { type Links, SOMEBODY } from './links.ts';
import type { Interfaces } from './own-network.ts';
import {
  cannotListen,
  codeNotShown,
  joinRefusal,
  notAnAddress,
  notStored,
  unreadableIdentity,
} from './refusals.ts';
import type { Roster } from './roster.ts';
import { keepSponsor, readSponsor, readWelcome, type Welcome } from './sponsor.ts';

export interface MembershipParts {
  readonly store: Store;
  readonly world: World;
  readonly log: Log;
  readonly dir: string;
  readonly envelope: Envelope;
  readonly register: Config['register'];
  readonly sync: Config['sync'];
  readonly version: string;
  /** The series that receipts bear. */
  readonly series: () => string;
  readonly roster: Roster;
  readonly addresses: AddressBook;
  readonly replication: Replication;
  readonly links: Links;
  readonly interfaces: Interfaces;
  readonly local: (wall_ms: number) => string;
  readonly changed: () => void;
}

/** Whether and how this register belongs to a shop of several. */
export interface Membership {
  readonly paired: boolean;
  /** Null when it belongs to none. */
  readonly identity: Identity | null;
  start(): Promise<void>;
  /** Resolves once it is known whether it does: the start has looked, which may be after the first request. */
  known(): Promise<void>;
  stop(): Promise<void>;
  showCode(): Promise<PairingView>;
  hideCode(): Promise<void>;
  pairing(): PairingView | null;
  /** Who shows a code on the network now. */
  hosts(): SiblingsView['hosts'];
  join(request: JoinRequest): Promise<void>;
  addAddress(address: string): void;
  revoke(registerId: string): void;
  /** Why the links do not work at all; null when they do. */
  fault(): SiblingsView['network'] | null;
}

/** The own entry can be written only once everything has been drawn from the sponsor. */
const look_ms = 2_000;

export function createMembership(parts: MembershipParts): Membership {
  const { store, world, log, register, sync, roster, addresses, replication, links, interfaces } = parts;
  const folder = path.join(parts.dir, 'identity');
  let identity: Identity | null = null;
  let trouble: Refusal | null = null;
  let stopLooking = () => {};
  const looked = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  /** Before the papers have been looked for, founding or joining a shop would take the place of the one it is in. */
  let turn: Promise<unknown> = begun.promise;

  const host = createPairingHost({
    time: world,
    bytes: world.bytes,
    listen: { host: sync.host, port: sync.pairing_port },
    shop() {
      if (!identity) throw new Error('a code is shown without a shop');
      return identity;
    },
    grant: async (request) => grant(request),
    changed() {
      links.showPairing(host.state().open?.port ?? null);
      parts.changed();
    },
    failed: (error) => log.error({ err: error }, 'a newcomer could not be let in'),
  });

  /** One after the other: founding a shop takes a second, and a second tap must not found another. */
  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = turn.then(act);
    turn = done.catch(() => {});
    return done;
  }

  async function begin(): Promise<void> {
    const found = await readIdentity(folder, parts.envelope);
    if (found.is === 'fault') {
      trouble = unreadableIdentity(found.path, found.fault);
      log.error({ path: found.path, fault: found.fault }, 'no links to siblings');
      return;
    }
    if (found.is === 'none') {
      // Joining was cut short before its papers were safe, or there is nobody to draw from.
      if (replication.sponsoredBy !== null) stopDrawing();
      return;
    }
    identity = found.identity;
    looked.resolve();
    await connect(identity);
  }

  async function connect(mine: Identity): Promise<void> {
    try {
      await links.open({
        storeId: mine.storeId,
        identity: { key: mine.key, cert: mine.cert, ca: mine.caCert },
        sponsor: readSponsor(store),
      });
      trouble = null;
    } catch (error) {
      if (!(error instanceof MeshFault)) throw error;
      trouble = cannotListen(error.fault, sync);
      log.error({ fault: error.fault, port: sync.port }, 'no links to siblings');
    }
    stopLooking();
    tellCertificate();
    parts.changed();
  }

  /** By which certificate the shop knows this register: over and over, for it may not be written yet. */
  function tellCertificate(): void {
    stopLooking = world.after(look_ms, tellCertificate);
    if (!identity || replication.sponsoredBy !== null) return;
    const fingerprint = fingerprintOf(identity.cert);
    // Cut off here: to write oneself in again would be of no use, and would hide it.
    if (roster.isRevoked(register.id, fingerprint)) return;
    try {
      roster.put(register.id, { fingerprint });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      log.warn({ code: error.code }, 'the shop has not been told of the certificate of this register');
    }
  }

  function grant(request: PairingRequest & { fingerprint: string; address: string }): Grant {
    const { registerId, name, series, origin, fingerprint } = request;
    const known = roster.get(registerId);
    const linked = links.mesh
      ?.links()
      .some((link) => link.registerId === registerId && link.state === 'linked');
    const verdict = judge(request, { registerId: register.id, proto: PROTO }, known, linked === true);
    if (verdict) return { ok: false, reason: verdict };
    if (replication.sponsoredBy !== null) return { ok: false, reason: STILL_DRAWING };
    store.transaction(() => {
      roster.put(registerId, { name, series, origin, fingerprint, revoked: false });
      replication.admit(origin, registerId);
      if (known?.origin && known.origin !== origin) replication.retire(known.origin);
    });
    addresses.forget(registerId);
    log.info({ registerId, address: request.address }, 'a register has joined');
    const mine = identity as Identity;
    const port = links.mesh?.port() ?? sync.port;
    const payload: Welcome = {
      registerId: register.id,
      fingerprint: fingerprintOf(mine.cert),
      origin: replication.origin,
      addresses: {
        ...Object.fromEntries(
          roster
            .all()
            .map((one) => [one.registerId, addresses.of(one.registerId).map(({ address }) => address)]),
        ),
        [register.id]: interfaces.addresses().map((address) => `${address}:${port}`),
      },
    };
    return { ok: true, payload };
  }

  /** What it says of itself must not take another register's database out of the shop with it. */
  function databasesOf(registerId: string, origin: string | null): string[] {
    const others = new Set(roster.all().map((one) => (one.registerId === registerId ? null : one.origin)));
    const its = new Set([origin, ...replication.databasesOf(registerId)]);
    return [...its].filter(
      (one) => one !== null && one !== replication.origin && !others.has(one),
    ) as string[];
  }

  /** On a full disk the next start tries again; until then sales go on, and the price list stays as it is. */
  function stopDrawing(): void {
    try {
      replication.goAlone();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      log.warn({ code: error.code }, 'the data of a shop that was never joined is still waited for');
    }
  }

  async function keep(fresh: Identity): Promise<void> {
    const stored = await writeIdentity(folder, fresh, parts.envelope);
    if (!stored.ok) throw notStored(stored.path, stored.code);
    identity = fresh;
  }

  function pairing(): PairingView | null {
    const { open } = host.state();
    if (!open) return null;
    return {
      code: open.code,
      expiresAt: parts.local(world.wall_ms() + open.expiresIn_ms),
      triesLeft: open.triesLeft,
      addresses: interfaces.addresses().map((address) => `${address}:${open.port}`),
    };
  }

  const hosts = () =>
    (links.discovery?.sightings() ?? []).flatMap(({ registerId, address, pairingPort }) =>
      pairingPort === null ? [] : [{ registerId, address: `${address.replace(/:\d+$/, '')}:${pairingPort}` }],
    );

  return {
    get paired() {
      return identity !== null;
    },
    get identity() {
      return identity;
    },
    known: () => looked.promise,
    async start() {
      try {
        await begin();
      } finally {
        looked.resolve();
        begun.resolve();
      }
    },
    async stop() {
      stopLooking();
      await host.close();
    },
    showCode: () =>
      inTurn(async () => {
        if (!identity) {
          await keep(await foundShop({ registerId: register.id, bytes: world.bytes }));
          replication.admit(replication.origin, register.id);
          await connect(identity as unknown as Identity);
        }
        if (trouble) throw trouble;
        const opened = await host.open();
        if (!opened.ok) throw codeNotShown(opened.code, sync.pairing_port);
        return pairing() as PairingView;
      }),
    hideCode: () => inTurn(() => host.close()),
    pairing,
    hosts,
    join: (request) =>
      inTurn(async () => {
        links.lookAround();
        const typed = request.address === undefined ? undefined : parseAddress(request.address, 8884);
        if (request.address !== undefined && !typed) throw notAnAddress(request.address);
        const origin = replication.nameForJoining();
        const joined = await joinShop({
          code: request.code,
          addresses: typed ? [formatAddress(typed)] : hosts().map(({ address }) => address),
          time: world,
          register: {
            registerId: register.id,
            name: register.name,
            series: parts.series(),
            version: parts.version,
            proto: PROTO,
            origin,
          },
        });
        if (!joined.ok) throw joinRefusal(joined, typed !== undefined);
        const welcome = readWelcome(joined.payload);
        if (!welcome) throw joinRefusal({ ok: false, fault: 'protocol', address: joined.address }, true);
        // First who is to be drawn from: a box that has papers and does not know that would take itself for complete.
        store.transaction(() => {
          keepSponsor(store, welcome);
          for (const [registerId, list] of Object.entries(welcome.addresses)) {
            for (const address of [...list].reverse()) addresses.keep(registerId, address, 'memory');
          }
        });
        const drawing = replication.sponsoredBy;
        replication.sponsor(welcome.origin, origin);
        await links.close();
        try {
          await keep(joined.identity);
        } catch (error) {
          // It has not joined: nothing is to be waited for that was not before.
          if (drawing === null) stopDrawing();
          if (identity) await connect(identity);
          throw error;
        }
        await connect(joined.identity);
      }),
    addAddress(text) {
      const address = parseAddress(text);
      if (!address) throw notAnAddress(text);
      addresses.keep(SOMEBODY, formatAddress(address), 'typed');
      links.feed();
    },
    revoke(registerId) {
      const entry = roster.get(registerId);
      if (!entry || registerId === register.id) {
        throw new Refusal(
          404,
          'no-register',
          {
            cs: 'Taková pokladna v obchodě není. Nic se nezměnilo.',
            en: 'There is no such register in the shop. Nothing has changed.',
          },
          { cs: 'Obnovte stránku Sousedé.', en: 'Reload the page of siblings.' },
        );
      }
      store.transaction(() => {
        roster.revoke(registerId);
        for (const origin of databasesOf(registerId, entry.origin)) {
          replication.retire(origin);
          roster.distrust(origin, held(replication.vector(), origin));
        }
      });
      log.warn({ registerId }, 'a register has been cut off');
    },
    fault: () =>
      trouble && {
        state: 'attention' as const,
        cs: trouble.title.cs,
        en: trouble.title.en,
        hintCs: trouble.hint.cs,
        hintEn: trouble.hint.en,
      },
  };
}

const STILL_DRAWING = {
  code: 'still-drawing',
  cs: 'Tato pokladna sama ještě přebírá data obchodu. Zkuste to za chvíli, nebo ukažte kód na jiné.',
  en: 'This register is still taking over the data of the shop itself. Try again in a moment, or use another.',
};
