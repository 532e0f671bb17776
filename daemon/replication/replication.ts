import type { BaseLogger } from 'pino';
import {
  ANY_SPONSOR,
  createReplica,
  exceeds,
  held,
  type Message,
  type Output,
  parseMessage,
  type Replica,
  sqliteStorage,
  type Vector,
  yieldCells,
} from '../../sync/index.ts';
import type { World } from '../../world/index.ts';
import type { HealthSource } from '../http/health.ts';
import { BUILT_MS, mintOrigin } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import { createComparing } from './comparing.ts';
import { createCondition } from './condition.ts';
import { createMembership } from './membership.ts';
import { createOwnTail } from './own-tail.ts';
import { createProjecting } from './projecting.ts';
import type { Projection } from './projection.ts';

/** By how many rows two registers are apart; rows replaced since count too. */
export interface Behind {
  /** What the sibling does not have of what is here. It says so every five seconds, so right after a sale some are on their way. */
  readonly they: number;
  /** What it has and is not here. */
  readonly we: number;
}

/**
 * What the register and its siblings tell each other. Siblings are named by their register ids, databases by their
 * origins. Nothing here throws over what a sibling says.
 */
export interface Replication extends HealthSource {
  /**
   * Projects anew when the program has learnt more since, then ticks and listens to the own commits. Before the parts
   * that show projected rows load them.
   */
  start(): void;
  stop(): void;
  /** The own database's; another one after its disk turned out to have lost commits, told by `onChange`. */
  readonly origin: string;
  vector(): Vector;
  /** The sibling listens now, and its database is `origin`. Lets it into the membership when it is not there. */
  link(registerId: string, origin: string): void;
  unlink(registerId: string): void;
  /** A message as it came from the sibling. */
  receive(registerId: string, text: string): void;
  /** Null until it has said what it holds. */
  behind(registerId: string): Behind | null;
  /** What it last said to hold; null until it has. */
  heldBy(registerId: string): Vector | null;
  /**
   * From now on this register draws everything from that database before it may change a cell; after joining a shop.
   * When it falls silent, another sibling takes its place. What a box that was alone so far had set gives way to what
   * the shop has; what it sold stays. `own` is the name under which the database goes on. Throws a Refusal 507, and
   * then nothing has changed.
   */
  sponsor(origin: string, own?: string): void;
  /**
   * The name under which the database joins a shop: its own while it was alone, a new one when it has met others. A
   * register that was cut off was put out with its database, and would be heard by nobody under the old name.
   */
  nameForJoining(): string;
  /** The database that everything is being drawn from, `*` while none is linked; null when all is drawn. */
  readonly sponsoredBy: string | null;
  /** Gives up drawing: for a shop whose other registers are gone for good. */
  goAlone(): void;
  /** Writes that a database belongs to the shop, or no longer does. Throws a Refusal 409 while cells may not be changed. */
  admit(origin: string, registerId: string): void;
  retire(origin: string): void;
  isRetired(origin: string): boolean;
  /** Databases that were put out of the shop for ever. */
  retired(): readonly string[];
  /** Every database that the register is known to have had, that of its link now among them. */
  databasesOf(registerId: string): readonly string[];
}

export interface ReplicationOptions {
  readonly store: Store;
  readonly world: World;
  /** The wall clock as stamps know it, when that is not the box's. */
  readonly stamp_ms?: () => number;
  readonly log: Pick<BaseLogger, 'info' | 'warn' | 'error'>;
  readonly registerId: string;
  readonly projections: readonly Projection[];
  /** False when the sibling does not listen now. */
  readonly send: (registerId: string, text: string) => boolean;
  /** The own origin, the drawing or what is wrong has changed. */
  readonly onChange?: () => void;
  /** Rows have been written here, or have come from that sibling; on the disk, and sent to whoever listens. */
  readonly onRows?: (from: string) => void;
}

const TICK_MS = 5_000;
/** A sponsor of whom nothing came for so many ticks is given up for another one. */
const SILENT_TICKS = 12;

export function createReplication(options: ReplicationOptions): Replication {
  const { store, world, log, registerId: ownId, send, onChange = () => {}, onRows = () => {} } = options;
  const projecting = createProjecting(options);
  const storage = sqliteStorage(store.db, {
    transaction: (run) => store.transaction(run),
    onTaken(taken) {
      membership.taken(taken);
      projecting.take(taken);
    },
  });
  const membership = createMembership(store, storage);
  const ownTail = createOwnTail(store, storage);
  const condition = createCondition(log);
  /** Siblings that listen now: register id to origin. */
  const linked = new Map<string, string>();
  let replica: Replica | undefined;
  let stopTicking = () => {};
  let stopListening = () => {};
  let silent = 0;

  const idOf = (origin: string) => [...linked].find(([, other]) => other === origin)?.[0];
  const comparing = createComparing({
    store,
    world,
    vector: () => storage.vector(),
    condition,
    idOf,
    registerId: ownId,
    run,
  });

  function renew(): void {
    replica = undefined;
    membership.forget();
    const anew = createReplica({
      storage,
      wall_ms: options.stamp_ms ?? (() => world.wall_ms()),
      built_ms: BUILT_MS,
      letOut: ownTail.since(),
    });
    // Their first words are left to the next tick.
    for (const origin of linked.values()) anew.link(origin);
    replica = anew;
  }

  /** Nothing of the last call is on the disk. When the disk takes nothing at all now, the next tick tries again. */
  function startOver(over: string, error: unknown): void {
    condition.raise('commit', over, { err: error });
    try {
      renew();
    } catch (again) {
      condition.raise('commit', ownId, { err: again });
    }
    onChange();
  }

  /**
   * One call of the replica is one transaction. What it wants said is sent when that is on the disk; when it does not
   * get there, the replica's memory is thrown away with it.
   */
  function run(over: string, act: (replica: Replica) => readonly Output[]): void {
    if (!replica) return;
    const it = replica;
    const before = storage.sponsor();
    let outputs: readonly Output[];
    try {
      outputs = store.transaction(() => act(it));
      condition.clear('commit', over);
    } catch (error) {
      startOver(over, error);
      return;
    }
    deliver(outputs);
    if (storage.sponsor() !== before) {
      silent = 0;
      if (storage.sponsor() === undefined) log.info('all data of the shop is here');
      onChange();
    }
  }

  function deliver(outputs: readonly Output[]): void {
    let said: { readonly message: Message; readonly text: string } | undefined;
    for (const output of outputs) {
      if (output.is === 'send') {
        // News goes to every sibling in the same words.
        if (said?.message !== output.message)
          said = { message: output.message, text: JSON.stringify(output.message) };
        const id = idOf(output.to);
        if (id !== undefined) send(id, said.text);
      } else if (output.is === 'compare') void comparing.compare(output.peer, output.theirs);
      else if (output.kind === 'own-tail-lost') renameOrigin(output.peer);
      else {
        condition.raise(output.kind, idOf(output.peer) ?? output.peer);
        onChange();
      }
    }
  }

  /**
   * The disk has lost commits that a sibling holds, or somebody has put an older image of it back. Under the old name
   * the same numbers would be given to other rows, and siblings would pass over them for ever: the database goes on
   * under a new name, and draws back what was lost. Receipts that were sold meanwhile keep their numbers, on paper
   * as well; that some may be there twice is for a person to see.
   */
  function renameOrigin(peer: string): void {
    const [was, origin] = [storage.origin(), mintOrigin(world)];
    const renamed = ownTail.rename(origin, peer);
    log.error({ was, origin, peer, renamed }, 'the disk has lost commits that a sibling holds');
    condition.raise('tail', ownId);
    renew();
    onChange();
  }

  /** Before a sibling is answered it has to be a member, so that the shop waits for it before it forgets deletions. */
  function admit(origin: string, registerId: string): void {
    if (storage.sponsor() !== undefined) return;
    membership.admit(storage.origin(), ownId);
    membership.admit(origin, registerId);
  }

  /** A sponsor that is gone, or from which nothing comes, gives way to the next sibling. */
  function seekSponsor(): void {
    const sponsor = storage.sponsor();
    if (sponsor === undefined || linked.size === 0) return;
    if (sponsor !== ANY_SPONSOR && silent < SILENT_TICKS) return;
    const origins = [...linked.values()];
    const next = origins[(origins.indexOf(sponsor) + 1) % origins.length] as string;
    silent = 0;
    if (next === sponsor) return;
    run(idOf(next) ?? next, (it) => {
      it.sponsor(next);
      return [];
    });
    log.info({ sponsor: next, registerId: idOf(next) }, 'drawing the data of the shop');
  }

  function tick(): void {
    stopTicking = world.after(TICK_MS, tick);
    if (!replica) tryAgain();
    silent++;
    seekSponsor();
    run(ownId, (it) => it.tick());
    if (linked.size > 0 && comparing.due()) check();
  }

  function tryAgain(): void {
    try {
      renew();
    } catch {
      // The trouble stands, and was told.
    }
  }

  function check(): void {
    run(ownId, (it) => {
      const dropped = it.collect();
      if (dropped > 0) log.info({ dropped }, 'deleted records thrown away');
      return [];
    });
    void comparing.say();
  }

  function refuse(registerId: string, why: string, detail: object): void {
    condition.raise('message', registerId, { why, ...detail });
    onChange();
  }

  function heldBy(registerId: string): Vector | null {
    const origin = linked.get(registerId);
    return (origin === undefined ? undefined : replica?.report(origin)) ?? null;
  }

  return {
    start() {
      projecting.catchUp();
      ownTail.begin();
      renew();
      comparing.start();
      stopListening = store.onNews(() => {
        deliver(replica?.announce() ?? []);
        onRows(ownId);
      });
      stopTicking = world.after(TICK_MS, tick);
    },
    stop() {
      stopTicking();
      stopListening();
      linked.clear();
      replica = undefined;
    },
    get origin() {
      return storage.origin();
    },
    vector: () => storage.vector(),
    link(registerId, origin) {
      const before = linked.get(registerId);
      if (before !== undefined && before !== origin) this.unlink(registerId);
      condition.clear('protocol', registerId);
      condition.clear('crowd', registerId);
      condition.clear('message', registerId);
      for (const [trouble, is] of [
        ['twin', origin === storage.origin()],
        ['retired', membership.isRetired(origin)],
      ] as const) {
        condition.clear(trouble, registerId);
        if (!is) continue;
        condition.raise(trouble, registerId, { origin });
        onChange();
        return;
      }
      linked.set(registerId, origin);
      seekSponsor();
      run(registerId, (it) => it.link(origin));
    },
    unlink(registerId) {
      const origin = linked.get(registerId);
      linked.delete(registerId);
      if (origin !== undefined) replica?.unlink(origin);
    },
    receive(registerId, text) {
      const origin = linked.get(registerId);
      if (origin === undefined) return;
      const parsed = parseMessage(text);
      if (!parsed.ok) return refuse(registerId, parsed.fault, { where: parsed.where });
      const { message } = parsed;
      if (message.origin !== origin)
        return refuse(registerId, 'another origin', { said: message.origin, origin });
      condition.clear('message', registerId);
      if (message.type === 'changes' && origin === storage.sponsor()) silent = 0;
      const before = storage.vector();
      run(registerId, (it) => {
        admit(origin, registerId);
        const outputs = it.receive(message);
        if (it.heard(origin)) ownTail.heard();
        return outputs;
      });
      if (message.type === 'changes' && exceeds(storage.vector(), before)) onRows(registerId);
    },
    heldBy,
    behind(registerId) {
      const theirs = heldBy(registerId);
      if (!theirs) return null;
      const ours = storage.vector();
      return { they: beyond(ours, theirs), we: beyond(theirs, ours) };
    },
    nameForJoining() {
      const own = storage.origin();
      const met = Object.keys(storage.vector()).some(
        (origin) => origin !== own && held(storage.vector(), origin) > 0,
      );
      return met ? mintOrigin(world) : own;
    },
    sponsor(origin, own = storage.origin()) {
      const yielded = store.transaction(() => {
        const cells = yieldCells(store.db);
        storage.commit({ sponsor: origin });
        if (own !== storage.origin()) ownTail.goOn(own);
        return cells;
      });
      if (yielded > 0) log.info({ cells: yielded }, 'what was set here gives way to what the shop has set');
      silent = 0;
      renew();
      run(ownId, (it) => it.tick());
      onChange();
    },
    get sponsoredBy() {
      return storage.sponsor() ?? null;
    },
    goAlone() {
      if (storage.sponsor() === undefined) return;
      storage.commit({ sponsor: null });
      log.warn('the data of the shop is no longer waited for');
      renew();
      onChange();
    },
    admit: (origin, registerId) => membership.admit(origin, registerId),
    retire: (origin) => membership.retire(origin),
    isRetired: (origin) => membership.isRetired(origin),
    retired: () => membership.retired(),
    databasesOf(registerId) {
      const now = linked.get(registerId);
      return [...new Set([...membership.databasesOf(registerId), ...(now === undefined ? [] : [now])])];
    },
    health() {
      const sponsor = storage.sponsor();
      const drawing = sponsor === undefined ? 'no' : idOf(sponsor) === undefined ? 'waiting' : 'under way';
      return condition.parts(drawing, projecting.failed);
    },
  };
}

/** By how many numbers `a` goes beyond `b`. */
export function beyond(a: Vector, b: Vector): number {
  return Object.keys(a).reduce((sum, origin) => sum + Math.max(0, held(a, origin) - held(b, origin)), 0);
}
