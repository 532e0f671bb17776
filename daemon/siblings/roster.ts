import type { Field } from '../../sync/index.ts';
import type { Log } from '../log.ts';
import type { Projection } from '../replication/projection.ts';
import type { Store } from '../store/store.ts';
import { createRevocations, REVOCATION } from './revocations.ts';

/** A register of the shop, as all of its registers know it: the record `register` of the replica. */
export interface RosterEntry {
  readonly registerId: string;
  readonly name: string;
  /** Of its receipts. */
  readonly series: string | null;
  /** Of its database now; the one before is retired. */
  readonly origin: string | null;
  /** SHA-256 of its certificate; null when nobody who is to be believed has given it one. */
  readonly fingerprint: string | null;
  /** Cut off for good; only a new certificate brings it back. */
  readonly revoked: boolean;
}

/** A kitchen screen or a script that may listen: the record `guest`. */
export interface GuestEntry {
  readonly name: string;
  readonly fingerprint: string;
  readonly revoked: boolean;
  readonly since: string;
}

/** Who belongs to the shop. Memory over the replica's cells; what a sibling writes comes by the projection. */
export interface Roster {
  start(): void;
  all(): readonly RosterEntry[];
  get(registerId: string): RosterEntry | undefined;
  guests(): readonly GuestEntry[];
  guest(name: string): GuestEntry | undefined;
  /** Writes what differs, in a transaction of its own or the caller's. */
  put(registerId: string, patch: Partial<Omit<RosterEntry, 'registerId'>>): void;
  putGuest(name: string, patch: Partial<Omit<GuestEntry, 'name'>>): void;
  /** Its certificate opens nothing any more, whatever anybody writes of it later. */
  revoke(registerId: string): void;
  revokeGuest(name: string): void;
  /** Whether that certificate of the register was taken back. */
  isRevoked(registerId: string, fingerprint: string): boolean;
  /** What the database wrote above `upto` lets nobody in, nor out of the list. In the caller's transaction. */
  distrust(origin: string, upto: number): void;
  /** Called after a commit in which anybody's entry has changed. */
  onChange(run: () => void): void;
  readonly projection: Projection;
}

const REGISTER = 'register';
const GUEST = 'guest';

export function createRoster(store: Store, log: Pick<Log, 'warn'>): Roster {
  const registers = new Map<string, RosterEntry>();
  const guests = new Map<string, GuestEntry>();
  const revocations = createRevocations(store);
  let changed = () => {};

  const readers = {
    [REGISTER](id: string) {
      const entry = readRegister(id, store.journal.record(REGISTER, id));
      if (entry) registers.set(id, entry);
      else registers.delete(id);
    },
    [GUEST](id: string) {
      const entry = readGuest(id, store.journal.record(GUEST, id));
      if (entry) guests.set(id, entry);
      else guests.delete(id);
    },
  };

  function readAll(): void {
    registers.clear();
    guests.clear();
    for (const id of store.journal.ids(REGISTER)) readers[REGISTER](id);
    for (const id of store.journal.ids(GUEST)) readers[GUEST](id);
  }

  function put(table: 'register' | 'guest', id: string, before: object | undefined, patch: object): void {
    const known = before as Readonly<Record<string, unknown>> | undefined;
    const news = Object.fromEntries(Object.entries(patch).filter(([key, value]) => known?.[key] !== value));
    if (Object.keys(news).length === 0) return;
    store.transaction(() => {
      store.journal.cells(table, id, news);
      store.afterCommit(() => {
        readers[table](id);
        changed();
      });
    });
  }

  /** A certificate by its fingerprint, when whoever gave it out is to be believed, and whether it was taken back. */
  function readCertificate(
    holder: string,
    { fingerprint, revoked }: Readonly<Record<string, Field>>,
  ): { readonly fingerprint: string | null; readonly revoked: boolean } {
    const taken = revocations.certificates(holder);
    const good = fingerprint && revocations.believes(fingerprint) ? text(fingerprint.value) : undefined;
    const out = good === undefined ? taken.length > 0 : taken.includes(good);
    return { fingerprint: good ?? null, revoked: revoked?.value === true || out };
  }

  function revoke(
    table: 'register' | 'guest',
    id: string,
    entry: RosterEntry | GuestEntry | undefined,
  ): void {
    if (!entry) return;
    store.transaction(() => {
      if (entry.fingerprint !== null) revocations.addCertificate(`${table}/${id}`, entry.fingerprint);
      put(table, id, entry, { revoked: true });
    });
  }

  return {
    start: readAll,
    all: () => [...registers.values()].sort((a, b) => (a.registerId < b.registerId ? -1 : 1)),
    get: (registerId) => registers.get(registerId),
    guests: () => [...guests.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    guest: (name) => guests.get(name),
    put: (registerId, patch) => put(REGISTER, registerId, registers.get(registerId), patch),
    putGuest: (name, patch) => put(GUEST, name, guests.get(name), patch),
    revoke: (registerId) => revoke(REGISTER, registerId, registers.get(registerId)),
    revokeGuest: (name) => revoke(GUEST, name, guests.get(name)),
    isRevoked: (registerId, fingerprint) =>
      revocations.certificates(`${REGISTER}/${registerId}`).includes(fingerprint),
    distrust(origin, upto) {
      revocations.addDatabase(origin, upto);
      store.afterCommit(() => {
        readAll();
        changed();
      });
    },
    onChange(run) {
      changed = run;
    },
    projection: {
      take({ records }) {
        const mine = records.filter(({ tbl }) => tbl === REGISTER || tbl === GUEST);
        const anew = records.some(({ tbl }) => tbl === REVOCATION);
        if (mine.length === 0 && !anew) return;
        store.afterCommit(() => {
          if (anew) readAll();
          else for (const { tbl, id } of mine) readers[tbl as 'register' | 'guest'](id);
          changed();
        });
      },
      rebuild() {
        store.afterCommit(() => {
          readAll();
          changed();
        });
      },
    },
  };

  function readRegister(registerId: string, it: Readonly<Record<string, Field>>): RosterEntry | undefined {
    if (Object.keys(it).length === 0) return undefined;
    if (!/^[A-Za-z0-9_-]{1,32}$/.test(registerId)) {
      log.warn({ registerId }, 'a register of an impossible name is left out');
      return undefined;
    }
    return {
      registerId,
      name: text(it.name?.value) ?? registerId,
      series: text(it.series?.value) ?? null,
      origin: text(it.origin?.value) ?? null,
      ...readCertificate(`${REGISTER}/${registerId}`, it),
    };
  }

  function readGuest(name: string, it: Readonly<Record<string, Field>>): GuestEntry | undefined {
    const { fingerprint, revoked } = readCertificate(`${GUEST}/${name}`, it);
    if (fingerprint === null) return undefined;
    return { name, fingerprint, revoked, since: text(it.since?.value) ?? '' };
  }
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= 200 ? value : undefined;
