import type { Attempt, Message } from '../../../eet/index.ts';
import { DEADLINE_MS, Refusal } from '../../../wire/index.ts';
import type { World } from '../../../world/index.ts';
import { broken, endOf, INTERRUPTED } from './attempt-end.ts';
import { type QueueEvent, step } from './core.ts';
import type { EetQueue, EetQueueOptions, Oldest } from './door.ts';
import { type Effect, FRESH_MS, LIMITS, plan, type Send } from './plan.ts';
import { FRESH, isConfirmed, type SaleDraft, type SaleRow, type SaleState } from './row.ts';
import { createRunningClock } from './running-clock.ts';
import { applied, type Change, newState, restored, type Tracked, track } from './state.ts';
import { ageOf, type Moment } from './timing.ts';

/** A disk that does not take what became of a message is asked again. */
const NOTE_AGAIN_MS = 5_000;
/** After a fault of our own, for instance a full disk. */
const FAULT_PAUSE_MS = 30_000;
/** Then, when it may be one sale's alone, the others go on. */
const NEXT_MS = 1_000;
const TICK_MS = 60_000;
/** The two clocks of the register do not drift apart so far by themselves in one tick. */
const JUMP_MS = 30_000;
/** An answer under way at the end of the program is waited for so long, then so long for what is left of it. */
const STOP_MS = 2_000;
const CUT_MS = 500;

export function createEetQueue(options: EetQueueOptions): EetQueue {
  const { storage, world, log, authority, localTime, registerId } = options;
  const { onChange = () => {}, onOutcome = () => {}, onAlarm = () => {}, limits = LIMITS } = options;
  const clock = createRunningClock(storage, world);
  let state = newState();
  let phase: 'new' | 'running' | 'stopping' | 'stopped' = 'new';
  let cancelWake = () => {};
  let wakeAt_ms = Number.POSITIVE_INFINITY;
  let cancelTick = () => {};
  let apart_ms = 0;
  const underWay = new Set<Promise<void>>();
  /** While something is being written: remembers what a sale was before. */
  let undo: ((receiptId: string) => void) | undefined;

  const running = () => phase === 'running';
  const moment = (): Moment => ({
    now: clock.now(),
    wall_ms: Math.floor(world.wall_ms()),
    random: (world.bytes(1)[0] ?? 0) / 256,
  });

  // ---- what happened

  /** All of `run` on the disk and in mind, or nothing of it in either. */
  function whole<T>(run: () => T): T {
    if (undo) return run();
    const before = state;
    const changed = new Map<string, Tracked | undefined>();
    undo = (id) => {
      if (!changed.has(id)) changed.set(id, state.sales.get(id));
    };
    try {
      return storage.transaction(run);
    } catch (error) {
      state = restored(before, changed);
      throw error;
    } finally {
      undo = undefined;
    }
  }

  function keep(change: Change): void {
    for (const id of change.sales.keys()) undo?.(id);
    state = applied(state, change);
  }

  /** Takes a change in, on the disk and in mind, with what `within` writes beside it. */
  function take(change: Change, within?: () => void): void {
    if (change.written.length === 0 && !within) {
      keep(change);
      return;
    }
    whole(() => {
      for (const sale of change.written) storage.put(sale.receiptId, sale);
      within?.();
      for (const sale of change.written) onChange(sale.receiptId);
      clock.note();
      keep(change);
    });
  }

  const tell = (event: QueueEvent, within?: () => void): void => take(step(state, event, moment()), within);

  function dispatch(event: QueueEvent, within?: () => void): void {
    tell(event, within);
    wake();
  }

  // ---- sending

  function wake(): void {
    wakeIn(0);
  }

  function wakeIn(delay_ms: number): void {
    const at_ms = world.now() + delay_ms;
    if (!running() || at_ms >= wakeAt_ms) return;
    cancelWake();
    wakeAt_ms = at_ms;
    cancelWake = world.after(delay_ms, () => {
      wakeAt_ms = Number.POSITIVE_INFINITY;
      if (running()) turn();
    });
  }

  function turn(): void {
    try {
      const { change, effects } = plan(state, moment(), limits);
      take(change);
      for (const effect of effects) act(effect);
    } catch (error) {
      fault(error, 'the sales to be registered wait for a while');
      wakeIn(FAULT_PAUSE_MS);
    }
  }

  function act(effect: Effect): void {
    switch (effect.kind) {
      case 'wake':
        // A message was made meanwhile, which takes its time.
        wakeIn(Math.max(0, effect.at_ms - clock.now()));
        break;
      case 'alarm':
        if (effect.level > 0)
          log.warn({ level: effect.level, oldest: oldest() }, 'a sale waits long to be registered');
        onAlarm(effect.level);
        break;
      case 'send':
        try {
          whole(() => prepared(effect))?.();
        } catch (error) {
          fault(error, 'a sale cannot be sent now', effect.receiptId);
          // A disk that takes nothing takes nothing from the others either; any other fault may be of this sale alone.
          const all_ms = error instanceof Refusal ? FAULT_PAUSE_MS : NEXT_MS;
          dispatch({ kind: 'put-off', receiptId: effect.receiptId, delay_ms: FAULT_PAUSE_MS, all_ms });
        }
    }
  }

  /** Makes its message and writes down that it is about to leave; what is returned sends it, once that is on the disk. */
  function prepared({ receiptId, first }: Send): (() => void) | undefined {
    const row = storage.get(receiptId);
    if (!row) throw new Error(`sale ${receiptId} is not there`);
    const { environment, sale } = row;
    const credential = checked(options.credentialFor(sale, environment), row);
    if ('blocked' in credential) {
      tell({ kind: 'unsigned', receiptId, reason: credential.blocked });
      return undefined;
    }
    const sentAt = localTime(world.wall_ms());
    let message: Message;
    try {
      message = options.build(sale, { uuid: world.uuid(), sentAt, first }, credential);
    } catch (error) {
      log.error({ err: error, receipt: receiptId }, 'no message can be made of a sale');
      tell({ kind: 'unmade', receiptId, reason: error instanceof Error ? error.message : String(error) });
      return undefined;
    }
    const { uuid, sha256 } = message;
    tell({ kind: 'sending', receiptId }, () =>
      storage.begin({ uuid, receiptId, sha256, first, startedAt: sentAt }),
    );
    return () => {
      const flight = deliver(row, message).finally(() => underWay.delete(flight));
      underWay.add(flight);
    };
  }

  /** The last look before a signature: whatever chose the certificate, it must be this sale's. */
  function checked(found: ReturnType<EetQueueOptions['credentialFor']>, { sale, environment }: SaleRow) {
    if ('blocked' in found) return found;
    if (found.eic !== sale.eic) return { blocked: 'the certificate belongs to another taxpayer' };
    if (found.environment !== environment)
      return { blocked: 'the certificate belongs to the other environment' };
    return found;
  }

  async function deliver({ receiptId, environment }: SaleRow, message: Message): Promise<void> {
    let attempt: Attempt;
    try {
      attempt = await authority.send(message, { environment, verification: false });
    } catch (error) {
      log.error({ err: error, receipt: receiptId }, 'sending a sale broke down');
      attempt = broken(error);
    }
    await ended(receiptId, message.uuid, attempt);
  }

  /** What the authority said must not be lost to a full disk: it is written down again and again. */
  async function ended(receiptId: string, uuid: string, attempt: Attempt): Promise<void> {
    const { outcome } = attempt;
    const endedAt = localTime(world.wall_ms());
    const event = { kind: 'ended', receiptId, outcome, endedAt, registerId } as const;
    const note = () => {
      storage.end(uuid, endOf(attempt, endedAt));
      onOutcome(receiptId, outcome);
    };
    if (running() && relayed(event, note)) return;
    for (;;) {
      if (phase === 'stopped') return;
      try {
        dispatch(event, note);
        return;
      } catch (error) {
        fault(error, 'what became of a message cannot be written yet', receiptId);
        if (!running()) return;
        await new Promise<void>((resolve) => world.after(NOTE_AGAIN_MS, resolve));
      }
    }
  }

  /** The end of one message and the beginning of the next in one commit: a backlog writes half as often. */
  function relayed(event: QueueEvent, note: () => void): boolean {
    try {
      const { effects, launch } = whole(() => {
        tell(event, note);
        const planned = plan(state, moment(), limits);
        const next = planned.effects.find((effect) => effect.kind === 'send');
        if (!next) return { effects: [], launch: undefined };
        take(planned.change);
        return { effects: planned.effects, launch: prepared(next) };
      });
      launch?.();
      for (const effect of effects) if (effect.kind !== 'send') act(effect);
      wake();
      return true;
    } catch (error) {
      // Either may be at fault, so each is tried by itself.
      fault(error, 'a message that ended and the next one cannot be written together');
      return false;
    }
  }

  function fault(error: unknown, what: string, receipt?: string): void {
    if (error instanceof Refusal) log.warn({ code: error.code, receipt }, what);
    else log.error({ err: error, receipt }, what);
  }

  // ---- time

  function tick(): void {
    cancelTick = world.after(TICK_MS, tick);
    const now_apart_ms = world.wall_ms() - world.now();
    const jumped = Math.abs(now_apart_ms - apart_ms) > JUMP_MS;
    apart_ms = now_apart_ms;
    if (jumped) dispatch({ kind: 'clock-jumped' });
    if (state.sales.size > 0) noteClock();
    wake();
  }

  function noteClock(): void {
    try {
      storage.transaction(() => clock.note());
    } catch (error) {
      fault(error, 'how long the register runs cannot be written now');
    }
  }

  function oldest(states?: readonly SaleState[]): Oldest | undefined {
    const at = moment();
    let first: Tracked | undefined;
    for (const sale of state.sales.values()) {
      if (states && !states.includes(sale.state)) continue;
      if (!first || ageOf(sale, at) > ageOf(first, at)) first = sale;
    }
    if (!first) return undefined;
    const age_ms = ageOf(first, at);
    return { receiptId: first.receiptId, sold_ms: first.sold_ms, age_ms, left_ms: DEADLINE_MS - age_ms };
  }

  function insert(sale: SaleDraft, more: Partial<SaleRow> & Pick<SaleRow, 'own'>, fresh_ms: number): boolean {
    const row: SaleRow = { ...FRESH, ...sale, ...more, since_ms: clock.now() };
    if (!storage.add(row)) return false;
    clock.note();
    storage.afterCommit(() => {
      if (running()) dispatch({ kind: 'added', sales: [track(row, row.since_ms + fresh_ms)] });
    });
    return true;
  }

  return {
    start() {
      if (running()) return;
      const newProgram = storage.transaction(() => {
        for (const { uuid } of storage.underWay()) storage.end(uuid, INTERRUPTED);
        return clock.begin(options.program);
      });
      phase = 'running';
      const sales = storage.open().map((row) => track(row, 0));
      dispatch({ kind: 'started', sales, newProgram });
      apart_ms = world.wall_ms() - world.now();
      cancelTick = world.after(TICK_MS, tick);
    },
    async stop() {
      if (!running()) return;
      phase = 'stopping';
      cancelWake();
      cancelTick();
      await within(STOP_MS, world, underWay);
      authority.close();
      await within(CUT_MS, world, underWay);
      phase = 'stopped';
      noteClock();
    },
    add: (sale) => insert(sale, { own: true }, FRESH_MS),
    adopt: (sales) =>
      sales.filter((sale) => insert(sale, { own: sale.registerId === registerId, left: true }, 0)).length,
    wake,
    resend(receiptId) {
      if (state.sales.get(receiptId)?.state !== 'rejected' || state.flights.has(receiptId)) return false;
      dispatch({ kind: 'resend', receiptId });
      return true;
    },
    confirmedElsewhere(receiptId, confirmation) {
      const row = storage.get(receiptId);
      if (!row || isConfirmed(row)) return false;
      const event = { kind: 'elsewhere', receiptId, confirmation } as const;
      // The caller's transaction may still fail: the state follows only when it does not.
      const at = moment();
      const known = new Map(state.sales).set(receiptId, state.sales.get(receiptId) ?? track(row, 0));
      const { written } = step({ ...state, sales: known }, event, at);
      for (const sale of written) storage.put(receiptId, sale);
      onChange(receiptId);
      storage.afterCommit(() => {
        state = applied(state, step(state, event, at));
        wake();
      });
      return true;
    },
    delay(receiptIds, for_ms) {
      if (running()) dispatch({ kind: 'delayed', receiptIds, for_ms });
    },
    settingsChanged() {
      if (running()) dispatch({ kind: 'settings' });
    },
    status(receiptId) {
      const row = storage.get(receiptId);
      return row && { ...row, sending: state.flights.has(receiptId) };
    },
    attempts: (receiptId) => storage.attempts(receiptId),
    list: (of, limit) => storage.list(of, limit),
    counts: (confirmedSince_ms) => storage.counts(confirmedSince_ms),
    oldest,
    last: () => storage.last(),
    alarm: () => state.alarm,
  };
}

async function within(limit_ms: number, world: World, promises: ReadonlySet<Promise<void>>): Promise<void> {
  let cancel = () => {};
  const limit = new Promise<void>((resolve) => {
    cancel = world.after(limit_ms, resolve);
  });
  await Promise.race([Promise.all(promises), limit]);
  cancel();
}
