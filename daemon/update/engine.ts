import { type Arch, compareVersions, packageName, type TrustedKey } from '../../systemd/index.ts';
import { localTime } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { UpdatesView } from '../http/contract.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import { createFetching } from './fetching.ts';
import { createHandover } from './handover.ts';
import { createLending } from './lending.ts';
import { readMessage } from './messages.ts';
import { decide, type Facts, type Other, type Plan } from './plan.ts';
import type { Records } from './records.ts';
import { createShelf, type Held } from './shelf.ts';
import { lookThrough, packagesAt, type Rejected, sticksIn } from './sticks.ts';
import { viewOf } from './view.ts';
import { alreadyNew, byHand, nothingThere, nothingToInstall, nothingToStop } from './words.ts';

/** What does the work, loaded once the register sells. */
export interface Engine {
  start(): void;
  stop(): Promise<void>;
  receive(from: string, text: string): void;
  /** Something that others say has changed. */
  wake(): void;
  view(): UpdatesView;
  /** Looks through the sticks that are in, or through a file or folder that somebody names. */
  look(place?: string): Promise<void>;
  /** Throw a Refusal. */
  install(how: { readonly evenWithOpenShift: boolean }): void;
  halt(): void;
  /** Throws the packages away, and what became of the last one. */
  drop(): void;
}

/** A register of the shop as far as updates go. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly linked: boolean;
}

export interface EngineOptions {
  readonly dir: string;
  readonly world: World;
  readonly log: Log;
  readonly store: Pick<Store, 'transaction'>;
  readonly register: { readonly id: string; readonly name: string; readonly timezone: string };
  readonly version: string;
  readonly arch: Arch;
  readonly records: Records;
  /** The other registers of the shop, those cut off left out. */
  readonly members: () => readonly Member[];
  readonly send: (registerId: string, text: string) => boolean;
  readonly shiftOpen: () => boolean;
  readonly keys: () => readonly TrustedKey[];
  /** Whether root's side of it is on this box. */
  readonly installed: () => boolean;
  /** Where sticks are mounted. */
  readonly media: string;
  readonly free_bytes?: (folder: string) => number;
  readonly changed: () => void;
}

const TICK_MS = 2000;
const CALM_MS = 15_000;
/** Whoever is away for longer in the middle of an update is not waited for. */
export const LOST_MS = 4 * 3_600_000;
/** The unit is given up after sixteen minutes. */
export const OVERDUE_MS = 20 * 60_000;

export function createEngine(options: EngineOptions): Engine {
  const { world, log, store, register, version, arch, records, members, send, changed } = options;
  const shelf = createShelf(options);
  const handover = createHandover(options.dir);
  const lending = createLending({ shelf, send, log });
  const fetching = createFetching({
    world,
    log,
    shelf,
    send,
    holders: (name) =>
      members()
        .filter(({ id, linked }) => linked && records.of(id).holds.includes(name))
        .map(({ id }) => id),
    onDone: tick,
  });
  const self = register.id;
  /** When a register was linked last, by `world.now()`. */
  const heard = new Map<string, number>();
  let begun_ms = 0;
  let attemptSince_ms = 0;
  /** The plan for which somebody has said here that an open shift does not matter. */
  let hurry: string | null = null;
  let rejected: readonly Rejected[] = [];
  let sticks = '';
  let looking: Promise<void> = Promise.resolve();
  let running = false;
  let told = '';
  let cancel = () => {};

  const byHandWhy = () =>
    !options.installed()
      ? ('not-installed' as const)
      : options.keys().length === 0
        ? ('no-keys' as const)
        : null;

  /** The newest package for boxes like this one that some register of the shop could use. */
  function best(): Held | undefined {
    return shelf
      .held()
      .filter(({ statement: { arch: of, version: its } }) => {
        const newer = compareVersions(its, version);
        return of === arch && (newer > 0 || (newer === 0 && someOlder(its)));
      })
      .sort((a, b) => compareVersions(b.statement.version, a.statement.version))[0];
  }

  const someOlder = (than: string): boolean =>
    members().some(({ id }) => {
      const theirs = records.of(id).version;
      return theirs !== null && compareVersions(theirs, than) < 0;
    });

  function others(): Other[] {
    const now = world.now();
    return members().map(({ id, linked }) => {
      if (linked) heard.set(id, now);
      const since = heard.get(id) ?? begun_ms;
      return { id, linked, attempt: records.of(id).attempt, lost: !linked && now - since > LOST_MS };
    });
  }

  function facts(plan: Plan | null): Facts {
    const name = plan && packageName({ version: plan.version, arch });
    const near =
      name !== null && members().some(({ id, linked }) => linked && records.of(id).holds.includes(name));
    const all = others();
    const size = fetching.progress()?.size;
    return {
      self,
      running: version,
      plan,
      stop: records.stop(),
      attempt: records.of(self).attempt,
      others: all,
      agreed: all.every(({ id, linked }) => !linked || records.agrees(id, self)),
      package: name !== null && shelf.find(name) ? 'here' : near ? 'elsewhere' : 'nowhere',
      room: shelf.hasRoomFor(size ?? 0),
      shiftOpen: options.shiftOpen(),
      hurry: plan !== null && hurry === plan.id,
      byHand: byHandWhy() !== null,
      requested: handover.requested(),
      result: handover.result(),
      overdue: world.now() - Math.max(attemptSince_ms, begun_ms) > OVERDUE_MS,
    };
  }

  function step(): void {
    const plan = records.plan();
    const now = facts(plan);
    const { attempt, stop, deed } = decide(now);
    // Before it is said that this register installs: what became of an earlier one must not pass for the answer.
    if (deed === 'request') handover.forgetResult();
    store.transaction(() => {
      records.write(self, { version, arch, holds: shelf.held().map(({ name }) => name), attempt });
      if (stop && plan) records.writeStop({ plan: plan.id, by: self, ...stop });
    });
    if (attempt?.state !== now.attempt?.state || attempt?.plan !== now.attempt?.plan) {
      attemptSince_ms = world.now();
      log.info({ ...attempt, version: plan?.version }, 'update');
      if (attempt?.state === 'failed') handover.withdraw();
    }
    fetching.want(deed === 'fetch' && plan ? packageName({ version: plan.version, arch }) : null);
    if (deed === 'request' && plan) handover.request(packageName({ version: plan.version, arch }));
  }

  function tick(): void {
    if (!running) return;
    cancel();
    try {
      step();
      const present = sticksIn(options.media).join('\n');
      if (present !== sticks) {
        sticks = present;
        void engine.look();
      }
      tell();
    } catch (error) {
      // Data that are still being drawn, or a full disk, mostly. Nothing has begun that the next look does not go on with,
      // and whatever it is, selling must not end over it.
      log.warn({ err: error }, 'updates wait');
    }
    cancel = world.after(isCalm() ? CALM_MS : TICK_MS, tick);
  }

  function isCalm(): boolean {
    const state = records.of(self).attempt?.state;
    return state === undefined || ['done', 'stopped', 'failed', 'rolled-back', 'by-hand'].includes(state);
  }

  function tell(): void {
    const shown = JSON.stringify(engine.view());
    if (shown === told) return;
    told = shown;
    changed();
  }

  /** A package is kept for those boxes alone that the shop has. */
  const wants = (of: string) => of === arch || members().some(({ id }) => records.of(id).arch === of);

  const engine: Engine = {
    start() {
      running = true;
      begun_ms = world.now();
      attemptSince_ms = begun_ms;
      shelf.tidy(version, records.plan()?.version ?? null);
      tick();
    },
    async stop() {
      running = false;
      cancel();
      await fetching.stop();
      await lending.stop();
      await looking;
    },
    receive(from, text) {
      const message = readMessage(text);
      if (!message) return;
      lending.receive(from, message);
      fetching.receive(from, message);
    },
    wake() {
      if (!running) return;
      cancel();
      cancel = world.after(0, tick);
    },
    view: () =>
      viewOf({
        register,
        version,
        arch,
        byHand: byHandWhy(),
        keys: options.keys(),
        best: best() ?? null,
        rejected,
        plan: records.plan(),
        stop: records.stop(),
        members: members(),
        records,
        fetching: fetching.progress(),
        shiftOpen: options.shiftOpen(),
        hurry,
        result: handover.result(),
        local: (wall_ms) => localTime(wall_ms, register.timezone),
      }),
    look(place) {
      // Said at once, before the sticks' turn.
      if (place !== undefined && packagesAt(place).length === 0) return Promise.reject(nothingThere(place));
      // One after another: two sticks may come at once.
      const mine = async () => {
        const places = place === undefined ? sticksIn(options.media) : [place];
        const found = await lookThrough(places.flatMap(packagesAt), { shelf, running: version, wants });
        rejected = found.rejected;
        for (const { name, key } of found.taken) log.info({ name, key }, 'a package was taken');
        for (const one of rejected) log.info({ ...one }, 'a package was not taken');
        if (found.taken.length > 0) shelf.tidy(version, records.plan()?.version ?? null);
        tick();
      };
      looking = looking
        .then(mine)
        .catch((error: unknown) => log.error({ err: error }, 'a stick was not looked through'));
      return looking;
    },
    install({ evenWithOpenShift }) {
      const why = byHandWhy();
      if (why !== null) throw byHand(why);
      const plan = records.plan();
      const stopped = records.stop() !== null;
      const here = best();
      const standing =
        plan !== null && !stopped && (compareVersions(version, plan.version) < 0 || someOlder(plan.version));
      const newer = plan === null || !here || compareVersions(here.statement.version, plan.version) > 0;
      if (standing && (!here || !newer)) {
        if (evenWithOpenShift) hurry = plan.id;
      } else {
        if (!here) throw shelf.held().length > 0 ? alreadyNew(version) : nothingToInstall();
        const at = localTime(world.wall_ms(), register.timezone);
        const next: Plan = { id: world.uuid(), version: here.statement.version, by: self, at };
        records.writePlan(next);
        hurry = evenWithOpenShift ? next.id : null;
        log.info({ ...next, evenWithOpenShift }, 'the shop is to be updated');
      }
      tick();
    },
    halt() {
      const plan = records.plan();
      if (plan === null || records.stop() !== null) throw nothingToStop();
      records.writeStop({ plan: plan.id, by: self, reason: 'person', detail: null });
      tick();
    },
    drop() {
      const plan = records.plan();
      if (plan) records.writeStop({ plan: plan.id, by: self, reason: 'person', detail: null });
      for (const { name } of shelf.held()) shelf.drop(name);
      if (handover.result()?.state !== 'installing') handover.forgetResult();
      rejected = [];
      tick();
    },
  };
  return engine;
}
