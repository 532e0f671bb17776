import { same, type Vector } from '../../sync/index.ts';
import type { RegisterReport } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { Log } from '../log.ts';
import { backofficeName } from '../replication/backoffice.ts';
import { beyond, type Replication } from '../replication/replication.ts';
import type { Store } from '../store/store.ts';
import { createExchange, type Exchanged } from './exchange.ts';
import { createHeld } from './held.ts';
import { createOutbox } from './outbox.ts';
import type { Pairing } from './pairing-file.ts';
import { createRealTime } from './real-time.ts';
import { createReporting } from './reporting.ts';
import { dueAt, IDLE, type ScheduleEvent, step } from './schedule.ts';
import { createShiftCheck } from './shift-check.ts';
import { createShiftFacts } from './shift-facts.ts';
import type { Standing } from './standing.ts';
import { createPokeStream } from './stream.ts';
import type { Transport } from './transport.ts';
import type { Fault } from './verdict.ts';

export interface SessionParts {
  readonly store: Store;
  readonly world: World;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  readonly registerId: string;
  readonly replication: Pick<
    Replication,
    'origin' | 'vector' | 'link' | 'unlink' | 'receive' | 'sponsoredBy' | 'isRetired'
  >;
  readonly transport: Transport;
  readonly pairing: Pairing;
  /** The backoffice goes on under another name; to be kept with the pairing. */
  readonly renamed: (origin: string) => void;
  readonly report: () => RegisterReport;
  /** Something of `standing` may have changed. */
  readonly changed: () => void;
  /** An attempt is over: `done`, or why it came to nothing. */
  readonly ended: (outcome: string) => void;
  /** The addresses of this box in its networks. */
  readonly addresses: () => readonly string[];
}

/** One pairing at work, from its start to its stop. */
export interface Session {
  start(): void;
  /** Ends what is under way; nothing is waited for that the network could keep back. */
  stop(): Promise<void>;
  /** An attempt now; ends with it. */
  sync(): Promise<Exchanged>;
  /** What the replica wants said; false once it is stopped. */
  send(text: string): boolean;
  /** Rows are here that were written by this register, or have come from a sibling or the backoffice itself. */
  rows(from: string): void;
  /** A shift was opened or closed. */
  shift(): void;
  /** What the report says may have changed. */
  condition(): void;
  standing(): Standing;
  /** How far the box's clock is behind, milliseconds; null while too little is known. */
  behind_ms(): number | null;
}

const LOOK_AROUND_MS = 5_000;
const FLUSH_MS = 60_000;

export function createSession(parts: SessionParts): Session {
  const { store, world, log, replication, transport, pairing, changed } = parts;
  const name = backofficeName(pairing.store.id);
  const { token } = pairing;
  const outbox = createOutbox();
  const realTime = createRealTime(world);
  const held = createHeld(store, pairing.store.id);
  const shiftFacts = createShiftFacts(store);
  let { origin } = pairing;
  let schedule = IDLE;
  let running = false;
  let parked = 0;
  let unchecked = 0;
  let lastSuccess_ms: number | null = null;
  let wrong: Standing['fault'] = null;
  let waiters: ((result: Exchanged) => void)[] = [];
  let current: Promise<void> = Promise.resolve();
  let cancelAttempt = () => {};
  let cancelLook = () => {};
  let cancelFlush = () => {};
  let addresses = '';

  const random = () => Buffer.from(world.bytes(4)).readUInt32BE() / 2 ** 32;

  const exchange = createExchange({
    world,
    transport,
    token,
    name,
    replication,
    outbox,
    realTime,
    origin: () => origin,
    renamed(next) {
      log.warn({ was: origin, origin: next }, 'the backoffice goes on under another name');
      origin = next;
      parts.renamed(next);
      replication.link(name, next);
    },
    heard(vv: Vector, aside) {
      parked = aside;
      held.note(vv, same(vv, replication.vector()) ? world.wall_ms() : null);
      changed();
    },
  });
  const checkShifts = createShiftCheck({
    world,
    log,
    transport,
    token,
    store: pairing.store.id,
    facts: shiftFacts,
  });
  const reporting = createReporting({ world, transport, token, report: parts.report });
  const stream = createPokeStream({
    world,
    random,
    transport,
    token,
    onPoke: () => on({ is: 'urgent' }),
    onLive(live) {
      on({ is: 'live', live });
      // What was told before it was listened to was told to nobody.
      if (live) on({ is: 'urgent' });
      changed();
    },
  });

  function on(event: ScheduleEvent): void {
    schedule = step(schedule, event, { now: world.now(), random: random() });
    plan();
  }

  function plan(): void {
    cancelAttempt();
    const due = running ? dueAt(schedule) : null;
    if (due === null) return;
    cancelAttempt = world.after(Math.max(0, due - world.now()), () => {
      current = attempt();
    });
  }

  async function attempt(): Promise<void> {
    const waited = waiters;
    waiters = [];
    // After a failure nobody knows what got through: the hello asks for the rest in one piece.
    if (schedule.failures > 0) outbox.clear();
    on({ is: 'begun' });
    changed();
    let result: Exchanged = { fault: null, sent: 0, came: 0 };
    try {
      result = await exchange();
      if (result.fault === null && running) result = { ...result, fault: await checkShifts() };
      if (running) count();
    } catch (error) {
      // A bug, or a disk that takes nothing: the next attempt begins anew.
      log.error({ err: error }, 'an attempt to reach the backoffice has failed here');
      result = { ...result, fault: { code: 'stuck', detail: 'here', wait_ms: null, problem: null } };
    }
    if (running) settle(result.fault);
    for (const tell of waited) tell(result);
  }

  function settle(fault: Fault | null): void {
    parts.ended(fault?.code ?? 'done');
    if (fault === null) {
      if (wrong !== null) log.info({ store: pairing.store.id }, 'the backoffice is reached again');
      wrong = null;
      lastSuccess_ms = world.wall_ms();
      on({ is: 'done' });
      stream.start();
      reporting.start();
      reporting.changed();
    } else {
      if (wrong?.fault.code !== fault.code) {
        log.warn({ fault: fault.code, detail: fault.detail }, 'the backoffice is not reached');
      }
      wrong = { at_ms: world.wall_ms(), fault };
      const refused = fault.code === 'refused' || fault.code === 'retired';
      on({ is: 'failed', wait_ms: fault.wait_ms, refused });
      reporting.stop();
      if (refused) stream.stop();
    }
    changed();
  }

  function count(): void {
    unchecked = shiftFacts.countUnchecked(pairing.store.id);
  }

  function look(): void {
    cancelLook = world.after(LOOK_AROUND_MS, look);
    const now = parts.addresses().join(' ');
    if (now === addresses) return;
    addresses = now;
    on({ is: 'network' });
  }

  function flush(): void {
    cancelFlush = world.after(FLUSH_MS, flush);
    try {
      held.flush();
    } catch (error) {
      log.warn({ err: error }, 'what the backoffice holds could not be noted');
    }
  }

  return {
    start() {
      running = true;
      addresses = parts.addresses().join(' ');
      count();
      replication.link(name, origin);
      cancelLook = world.after(LOOK_AROUND_MS, look);
      cancelFlush = world.after(FLUSH_MS, flush);
      on({ is: 'urgent' });
    },
    async stop() {
      running = false;
      cancelAttempt();
      cancelLook();
      cancelFlush();
      stream.stop();
      reporting.stop();
      transport.close();
      await current;
      replication.unlink(name);
      held.flush();
      for (const tell of waiters.splice(0)) tell({ fault: null, sent: 0, came: 0 });
    },
    sync: () =>
      new Promise((resolve) => {
        waiters.push(resolve);
        on({ is: 'pressed' });
      }),
    send(text) {
      if (!running) return false;
      outbox.put(text);
      return true;
    },
    rows(from) {
      if (from === name) return;
      on({ is: from === parts.registerId ? 'changed' : 'relayed' });
      changed();
    },
    shift() {
      count();
      on({ is: 'urgent' });
    },
    condition: () => reporting.changed(),
    standing() {
      const due = dueAt(schedule);
      const ours = replication.vector();
      return {
        attempting: schedule.attempting,
        lastSuccess_ms,
        next_ms: due === null ? null : world.wall_ms() + Math.max(0, due - world.now()),
        waiting: held.vv && beyond(ours, held.vv),
        coming: held.vv && beyond(held.vv, ours),
        parked,
        shiftsToCheck: unchecked,
        live: schedule.live,
        behind_ms: realTime.behind_ms(),
        fault: wrong,
        inStep_ms: held.inStep_ms,
      };
    },
    behind_ms: () => realTime.behind_ms(),
  };
}
