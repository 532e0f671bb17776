import type { Log } from '../log.ts';
import type { Projection } from '../replication/projection.ts';
import type { Store } from '../store/store.ts';

/** A register of the shop, as all of its registers know it: the record `register` of the replica. */
export interface RosterEntry {
  readonly registerId: string;
  readonly name: string;
  /** Of its receipts. */
  readonly series: string | null;
  /** Of its database now; the one before is retired. */
  readonly origin: string | null;
  /** SHA-256 of its certificate; null when it was never given one. */
  readonly fingerprint: string | null;
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
  /** Called after a commit in which anybody's entry has changed. */
  onChange(run: () => void): void;
  readonly projection: Projection;
}

const REGISTER = 'register';
const GUEST = 'guest';

export function createRoster(store: Store, log: Pick<Log, 'warn'>): Roster {
  const registers = new Map<string, RosterEntry>();
  const guests = new Map<string, GuestEntry>();
  let changed = () => {};

  const readers = {
    [REGISTER](id: string) {
      const entry = readRegister(id, fields(REGISTER, id));
      if (entry) registers.set(id, entry);
      else registers.delete(id);
    },
    [GUEST](id: string) {
      const entry = readGuest(id, fields(GUEST, id));
      if (entry) guests.set(id, entry);
      else guests.delete(id);
    },
  };

  function fields(table: string, id: string): Readonly<Record<string, unknown>> {
    return Object.fromEntries(
      Object.entries(store.journal.record(table, id)).map(([col, { value }]) => [col, value]),
    );
  }

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

  return {
    start: readAll,
    all: () => [...registers.values()].sort((a, b) => (a.registerId < b.registerId ? -1 : 1)),
    get: (registerId) => registers.get(registerId),
    guests: () => [...guests.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    guest: (name) => guests.get(name),
    put: (registerId, patch) => put(REGISTER, registerId, registers.get(registerId), patch),
    putGuest: (name, patch) => put(GUEST, name, guests.get(name), patch),
    onChange(run) {
      changed = run;
    },
    projection: {
      take({ records }) {
        const mine = records.filter(({ tbl }) => tbl === REGISTER || tbl === GUEST);
        if (mine.length === 0) return;
        store.afterCommit(() => {
          for (const { tbl, id } of mine) readers[tbl as 'register' | 'guest'](id);
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

  function readRegister(registerId: string, it: Readonly<Record<string, unknown>>): RosterEntry | undefined {
    if (Object.keys(it).length === 0) return undefined;
    if (!/^[A-Za-z0-9_-]{1,32}$/.test(registerId)) {
      log.warn({ registerId }, 'a register of an impossible name is left out');
      return undefined;
    }
    return {
      registerId,
      name: text(it.name) ?? registerId,
      series: text(it.series) ?? null,
      origin: text(it.origin) ?? null,
      fingerprint: text(it.fingerprint) ?? null,
      revoked: it.revoked === true,
    };
  }
}

function readGuest(name: string, it: Readonly<Record<string, unknown>>): GuestEntry | undefined {
  const fingerprint = text(it.fingerprint);
  if (fingerprint === undefined) return undefined;
  return { name, fingerprint, revoked: it.revoked === true, since: text(it.since) ?? '' };
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= 200 ? value : undefined;
