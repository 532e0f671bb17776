import type { BaseLogger } from 'pino';
import type { Encoded, Outcome } from '../../drivers/index.ts';
import { Refusal } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { Words } from '../http/contract.ts';
import type { Store } from '../store/store.ts';
import type { Job, Jobs } from './jobs.ts';
import { able, type QueuePrinter } from './printer.ts';

/** Waits between attempts while a printer takes nothing; the last one repeats for ever. */
const backoff_ms = [1_000, 2_000, 5_000, 10_000, 30_000] as const;
/** After a fault of our own, for instance a full disk. */
const fault_pause_ms = 30_000;
/** A disk that refuses to note what became of a job is asked again. */
const note_again_ms = 5_000;
/** After this many refusals by a printer that otherwise works, a job lets the others go first. */
const strikes_allowed = 3;
const set_aside_ms = 60_000;
/** Two jobs in a row without proof: the printer is not to be trusted with orders. */
const unknowns_allowed = 2;
const stop_ms = 2_000;

export interface DispatcherOptions {
  readonly jobs: Jobs;
  readonly store: Pick<Store, 'transaction'>;
  readonly world: World;
  readonly log: BaseLogger;
  readonly printers: readonly QueuePrinter[];
  /** Throws when the job's document cannot be made. */
  readonly encode: (job: Job, printer: QueuePrinter) => Encoded;
  /** Called after each change of a job is on the disk. */
  readonly tell: (job: Job) => void;
  /** Why a job that cannot be made is parked, for people. */
  readonly unprintable: (job: Job) => { readonly reason: Words; readonly hint: Words };
  readonly standIn_ms: number;
  /** Whether it had better wait a moment; whoever says so wakes the dispatcher when it need not any more. */
  readonly holds: (job: Job) => boolean;
}

/** Sends waiting jobs, one at a time to each printer, and finds stand-ins for printers that are out. */
export interface Dispatcher {
  start(): void;
  /** Ends after the jobs under way, or after two seconds. */
  stop(): Promise<void>;
  /** Something may have come to be sent. Acts on the next turn: a sale that was just committed is answered first. */
  wake(): void;
  printerChanged(printerId: string): void;
  /** A person has decided about a job of this printer, and so stands beside it. */
  personDecided(job: Job): void;
  /** Its last jobs were not confirmed, so orders go elsewhere. */
  distrusted(printerId: string): boolean;
}

/** What is known of a printer while the register runs; none of it outlives a restart. */
interface Lane {
  readonly printer: QueuePrinter;
  sending: Promise<void> | undefined;
  failures: number;
  /** World.now() before which nothing is tried. */
  pausedUntil: number;
  cancelPause: () => void;
  wasAble: boolean;
  /** Since when it has been unable, by World.now(). */
  downSince: number | undefined;
  cancelDown: () => void;
  unknowns: number;
  readonly strikes: Map<string, { count: number; until: number }>;
}

function newLane(printer: QueuePrinter): Lane {
  return {
    printer,
    sending: undefined,
    failures: 0,
    pausedUntil: 0,
    cancelPause: () => {},
    wasAble: false,
    downSince: undefined,
    cancelDown: () => {},
    unknowns: 0,
    strikes: new Map(),
  };
}

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { jobs, store, world, log, tell, standIn_ms } = options;
  const lanes = new Map(options.printers.map((printer) => [printer.id, newLane(printer)]));
  let running = false;
  let waking = false;

  function look(): void {
    for (const lane of lanes.values()) {
      reroute(lane);
      pump(lane);
    }
  }

  // ---- sending

  function pump(lane: Lane): void {
    if (!running || lane.sending || world.now() < lane.pausedUntil) return;
    const job = pick(lane);
    if (!job) return;
    lane.sending = send(lane, job)
      .catch((error: unknown) => {
        // A fault of printing must not take the till down; what was being sent stays `sending` until a restart.
        log.error({ err: error, printer: lane.printer.id, job: job.id }, 'printing stopped for a while');
        pause(lane, fault_pause_ms);
      })
      .then(() => {
        lane.sending = undefined;
        pump(lane);
      });
  }

  /** The oldest one, unless it waits for something, or has been refused again and again by a printer that works. */
  function pick(lane: Lane): Job | undefined {
    const now = world.now();
    return jobs
      .waiting(lane.printer.id)
      .find((job) => (lane.strikes.get(job.id)?.until ?? 0) <= now && !options.holds(job));
  }

  async function send(lane: Lane, job: Job): Promise<void> {
    let encoded: Encoded;
    try {
      encoded = options.encode(job, lane.printer);
    } catch (error) {
      log.error({ err: error, job: job.id }, 'a print job cannot be made');
      const why = options.unprintable(job);
      const parked = store.transaction(() => jobs.apply(job, { kind: 'unprintable', ...why }));
      if (parked) tell(parked);
      return;
    }
    const sending = store.transaction(() => {
      const next = jobs.apply(job, { kind: 'sending' });
      if (next) jobs.keepBytes(next, { bytes: encoded.bytes, size: lane.printer.size }, substituted(encoded));
      return next;
    });
    if (!sending) throw new Error(`job ${job.id} was picked in state ${job.state}`);
    tell(sending);
    const outcome = await lane.printer.print(encoded.bytes);
    await noteOutcome(sending, outcome);
    learn(lane, sending, outcome);
    const after = jobs.get(job.id);
    if (after) tell(after);
  }

  /** What the printer said must not be lost to a full disk: it is written down again and again. */
  async function noteOutcome(job: Job, outcome: Outcome): Promise<void> {
    for (;;) {
      try {
        return store.transaction(() => {
          jobs.apply(job, { kind: 'outcome', outcome, once: job.kind === 'test' });
          if (outcome.state === 'failed') jobs.forgetBytes(job);
        });
      } catch (error) {
        if (!(error instanceof Refusal) || !running) throw error;
        log.warn({ job: job.id, code: error.code }, 'the outcome of a print job cannot be written yet');
        await new Promise<void>((resolve) => world.after(note_again_ms, resolve));
      }
    }
  }

  function learn(lane: Lane, job: Job, outcome: Outcome): void {
    if (outcome.state === 'failed') {
      if (able(lane.printer.status())) strike(lane, job);
      else wentDown(lane);
      pause(lane, backoff_ms[Math.min(lane.failures, backoff_ms.length - 1)] ?? 30_000);
      lane.failures += 1;
      // While it was being tried, its orders may have been moved, and this one could not be.
      reroute(lane);
      return;
    }
    lane.failures = 0;
    lane.strikes.delete(job.id);
    if (outcome.state === 'printed') {
      lane.unknowns = 0;
      cameUp(lane);
      return;
    }
    lane.unknowns += 1;
    if (lane.unknowns >= unknowns_allowed) {
      log.warn({ printer: lane.printer.id }, 'no proof of two jobs in a row; orders go to the stand-in');
      reroute(lane);
    }
  }

  function strike(lane: Lane, job: Job): void {
    const count = (lane.strikes.get(job.id)?.count ?? 0) + 1;
    const aside = count >= strikes_allowed;
    lane.strikes.set(job.id, { count, until: aside ? world.now() + set_aside_ms : 0 });
    if (aside) world.after(set_aside_ms, () => pump(lane));
  }

  function pause(lane: Lane, delay_ms: number): void {
    lane.cancelPause();
    lane.pausedUntil = world.now() + delay_ms;
    lane.cancelPause = world.after(delay_ms, () => {
      lane.pausedUntil = 0;
      pump(lane);
    });
  }

  function unpause(lane: Lane): void {
    lane.cancelPause();
    lane.pausedUntil = 0;
  }

  // ---- printers that come and go, and those that stand in

  function wentDown(lane: Lane): void {
    if (lane.downSince !== undefined) return;
    lane.downSince = world.now();
    lane.cancelDown = world.after(standIn_ms, () => reroute(lane));
  }

  function cameUp(lane: Lane): void {
    lane.downSince = undefined;
    lane.cancelDown();
  }

  /** Its orders had better go elsewhere. */
  function out(lane: Lane): boolean {
    const away = lane.downSince !== undefined && world.now() - lane.downSince >= standIn_ms;
    return away || lane.unknowns >= unknowns_allowed;
  }

  function reroute(lane: Lane): void {
    if (!running || !out(lane)) return;
    const moved = store.transaction(() =>
      jobs
        .waiting(lane.printer.id)
        .filter((job) => job.kind === 'order')
        .flatMap((job) => {
          const target = standInFor(lane, job);
          if (!target) return [];
          const meantFor = job.meantFor ?? lane.printer.id;
          const next = jobs.move(job, target.printer.id, target.printer.id === meantFor ? null : meantFor);
          return next ? [{ next, target }] : [];
        }),
    );
    for (const { next, target } of moved) {
      tell(next);
      pump(target);
    }
  }

  /** Where it was meant to go, if that is up again; else the stand-in, if it can print. */
  function standInFor(lane: Lane, job: Job): Lane | undefined {
    return [job.meantFor, lane.printer.standIn]
      .map((id) => (id === null ? undefined : lanes.get(id)))
      .find((target) => target && target !== lane && !out(target) && able(target.printer.status()));
  }

  return {
    start() {
      running = true;
      for (const lane of lanes.values()) {
        lane.wasAble = able(lane.printer.status());
        if (!lane.wasAble) wentDown(lane);
      }
      look();
    },
    async stop() {
      running = false;
      for (const lane of lanes.values()) {
        lane.cancelPause();
        lane.cancelDown();
      }
      const sending = [...lanes.values()].flatMap((lane) => lane.sending ?? []);
      let cancelLimit = () => {};
      const limit = new Promise<void>((resolve) => {
        cancelLimit = world.after(stop_ms, resolve);
      });
      await Promise.race([Promise.all(sending), limit]);
      cancelLimit();
    },
    wake() {
      if (!running || waking) return;
      waking = true;
      world.after(0, () => {
        waking = false;
        if (running) look();
      });
    },
    printerChanged(printerId) {
      const lane = lanes.get(printerId);
      if (!lane || !running) return;
      const isAble = able(lane.printer.status());
      if (isAble && !lane.wasAble) {
        lane.unknowns = 0;
        lane.failures = 0;
        lane.strikes.clear();
        unpause(lane);
        cameUp(lane);
        pump(lane);
        // It may be the stand-in that others have been waiting for.
        for (const other of lanes.values()) if (other !== lane) reroute(other);
      } else if (!isAble) wentDown(lane);
      lane.wasAble = isAble;
    },
    personDecided(job) {
      const lane = lanes.get(job.printer);
      if (!lane) return;
      lane.unknowns = 0;
      lane.strikes.delete(job.id);
      unpause(lane);
    },
    distrusted: (printerId) => (lanes.get(printerId)?.unknowns ?? 0) >= unknowns_allowed,
  };
}

/** `Znak „ł“ vytištěn jako „l“.` */
function substituted({ substitutions }: Encoded): Words | null {
  if (substitutions.length === 0) return null;
  const shown = substitutions.slice(0, 5);
  const one = substitutions.length === 1;
  const cs = shown.map(({ char, printed }) =>
    printed === '' ? `„${char}“ vynechán` : `„${char}“ vytištěn jako „${printed}“`,
  );
  const en = shown.map(({ char, printed }) =>
    printed === '' ? `“${char}” left out` : `“${char}” printed as “${printed}”`,
  );
  return {
    cs: `${one ? 'Znak' : 'Znaky'} ${cs.join(', ')}.`,
    en: `${one ? 'Character' : 'Characters'} ${en.join(', ')}.`,
  };
}
