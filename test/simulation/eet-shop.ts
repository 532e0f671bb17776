import { pino } from 'pino';
import type { EetQueue, EetQueueOptions } from '../../daemon/eet/queue/door.ts';
import { memoryEetStorage } from '../../daemon/eet/queue/memory-storage.ts';
import { createEetQueue } from '../../daemon/eet/queue/queue.ts';
import type { SaleRow } from '../../daemon/eet/queue/row.ts';
import { buildPlain, draftOf, paper } from '../../daemon/eet/queue/shop.fixture.ts';
import type { EetStorage } from '../../daemon/eet/queue/storage.ts';
import { alarmOf, HOUR_MS } from '../../daemon/eet/queue/timing.ts';
import type { Environment } from '../../eet/index.ts';
import { Refusal } from '../../wire/index.ts';
import { type Blemish, simulatedAuthority } from './eet-authority.ts';
import { beginLife, type Life, simulatedTime } from './eet-clock.ts';
import { createJudge } from './eet-judge.ts';
import { type Random, seeded } from './random.ts';

export interface EetRun {
  readonly failures: readonly string[];
  readonly sales: number;
  readonly messages: number;
  /** Simulated time. */
  readonly hours: number;
}

/** What may be broken on purpose, to see whether the simulation notices. */
export interface EetSabotage {
  readonly storage?: (storage: EetStorage) => EetStorage;
  /** `settings`: which environment the shop works in at this moment. */
  readonly options?: (options: EetQueueOptions, settings: () => Environment) => EetQueueOptions;
}

const START_MS = Date.UTC(2026, 10, 24, 8);
const MINUTE_MS = 60_000;
const DAY_MS = 24 * HOUR_MS;
const YEAR_MS = 365 * DAY_MS;
/** So long after the last trouble everything that is not itself at fault is confirmed. */
const LONG_ENOUGH_MS = 100 * MINUTE_MS;
/** Of those refused for their own sake one is tried in an hour. */
const TURN_MS = 65 * MINUTE_MS;
const log = pino({ level: 'silent' });

/** One register from the first sale to the moment when all faults are over and all is registered, all from one seed. */
async function runEetShop(seed: number, sabotage: EetSabotage): Promise<EetRun> {
  const shop = createShop(seeded(seed), sabotage);
  await shop.trade();
  await shop.heal();
  return shop.result();
}

/** A run that crashes has failed like any other, and its seed is told. */
export async function runEetSeed(seed: number, sabotage: EetSabotage = {}): Promise<EetRun> {
  try {
    return await runEetShop(seed, sabotage);
  } catch (error) {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { failures: [`crashed: ${said}`], sales: 0, messages: 0, hours: 0 };
  }
}

function createShop(random: Random, sabotage: EetSabotage) {
  const time = simulatedTime(START_MS);
  const memory = memoryEetStorage();
  const judge = createJudge(memory);
  const siblings = new Set<string>();
  const added = new Map<string, { at_ms: number; ran_ms: number; lives: number }>();
  const expires_ms: Record<Environment, number> = { production: 0, playground: 0 };
  let settings: Environment = random.chance(0.3) ? 'playground' : 'production';
  let clockOff_ms = 0;
  let diskFull = false;
  let program = 1;
  let life: Life | undefined;
  let queue: EetQueue | undefined;
  let lives = 0;
  let ran_ms = 0;
  let wellSince_ms = START_MS;
  let number = 0;
  let troubled = true;

  const storage: EetStorage = {
    ...memory,
    transaction(run) {
      if (diskFull || !life?.alive) throw new Refusal(507, 'disk-full', WORDS, WORDS);
      return memory.transaction(run);
    },
  };
  const authority = simulatedAuthority({
    time,
    random,
    onSend(said, environment) {
      judge.sends(said, environment, time.now_ms);
      // A sibling's confirmation comes while this register's own message is under way.
      if (random.chance(0.01)) time.after(random.int(1, 100), () => confirmElsewhere(said.sale.number));
    },
    accepts: (fingerprint, environment) =>
      fingerprint === paper(environment).fingerprint && expires_ms[environment] > time.now_ms,
    crash: () => powerCut(),
  });
  const wall_ms = () => time.now_ms + clockOff_ms;
  const ranSoFar_ms = () => ran_ms + (life ? time.now_ms - life.began_ms : 0);
  const disturbed = () => {
    wellSince_ms = time.now_ms;
  };
  const within = (low_ms: number, high_ms: number) =>
    Math.round(Math.exp(Math.log(low_ms) + random.next() * (Math.log(high_ms) - Math.log(low_ms))));
  const certificateFor = (environment: Environment) => {
    const from_ms = expires_ms[environment] - YEAR_MS;
    if (expires_ms[environment] === 0) return { blocked: 'none' };
    if (wall_ms() < from_ms) return { blocked: 'not valid yet' };
    return wall_ms() >= expires_ms[environment] ? { blocked: 'expired' } : paper(environment);
  };

  // ---- the register

  function powerOn(): void {
    if (life) return;
    disturbed();
    life = beginLife(lives++, time, random, wall_ms);
    const options: EetQueueOptions = {
      storage: sabotage.storage ? sabotage.storage(storage) : storage,
      world: life.world,
      log,
      authority: authority.seenBy(life),
      build: buildPlain,
      credentialFor: (_sale, environment) => certificateFor(environment),
      localTime: (at_ms) => `${at_ms}`,
      registerId: 'bar',
      program: `${program}`,
      onChange: (id) => judge.changed(id),
      onOutcome: (id, outcome) => judge.noted(id, outcome, time.now_ms),
    };
    queue = createEetQueue(sabotage.options ? sabotage.options(options, () => settings) : options);
    try {
      queue.start();
    } catch (error) {
      // With a full disk the register does not start; it is switched on again later.
      if (!(error instanceof Refusal)) throw error;
      powerCut();
    }
  }

  function powerCut(): void {
    if (!life) return;
    disturbed();
    ran_ms = ranSoFar_ms();
    life.alive = false;
    life = undefined;
    queue = undefined;
    judge.crashed();
    time.after(within(1_000, troubled ? 6 * HOUR_MS : 10_000), powerOn);
  }

  function stopInOrder(): void {
    const stopping = life;
    void queue?.stop();
    time.after(2_600, () => {
      if (life === stopping) powerCut();
    });
  }

  // ---- the shop

  function sell(): void {
    if (!queue || diskFull) return;
    const own = !random.chance(0.05);
    const draft = draftOf(`s${number}`, wall_ms(), { environment: settings });
    try {
      storage.transaction(() => {
        judge.added(draft, own);
        if (own) queue?.add(draft);
        else queue?.adopt([draft]);
      });
    } finally {
      number++;
    }
    added.set(draft.receiptId, { at_ms: time.now_ms, ran_ms: ranSoFar_ms(), lives });
    if (random.chance(0.05)) blemish(draft.receiptId);
    // The power may go when the commit is done and nothing has been sent.
    if (random.chance(0.005)) powerCut();
    else queue.wake();
  }

  function blemish(receiptId: string): void {
    authority.blemishes.set(
      receiptId,
      random.pick<Blemish>(['code 8', 'code 8', 'code 3', 'code 6', 'no answer']),
    );
    if (random.chance(0.5)) {
      time.after(within(MINUTE_MS, DAY_MS), () => {
        authority.blemishes.delete(receiptId);
        disturbed();
      });
    }
  }

  function anyOpen(): string | undefined {
    const open = memory.open();
    return open.length > 0 ? random.pick(open).receiptId : undefined;
  }

  /** For a while, then it is over. */
  function spell(length_ms: number, begin: () => void, end: () => void): void {
    begin();
    disturbed();
    time.after(length_ms, () => {
      end();
      disturbed();
    });
  }

  function newCertificate(environment: Environment): void {
    expires_ms[environment] = time.now_ms + within(HOUR_MS, YEAR_MS);
    told();
  }

  function told(): void {
    disturbed();
    judge.waitsReset();
    queue?.settingsChanged();
  }

  function misfortune(): void {
    const what = random.int(0, 99);
    if (what < 35) {
      const way = random.pick(['refused', 'silent', 'flaky'] as const);
      const long = random.chance(0.1) ? within(6 * HOUR_MS, 3 * DAY_MS) : within(MINUTE_MS, 3 * HOUR_MS);
      spell(
        long,
        () => (authority.way = way),
        () => (authority.way = 'open'),
      );
    } else if (what < 45) {
      spell(
        within(MINUTE_MS, 4 * HOUR_MS),
        () => (authority.tired = true),
        () => (authority.tired = false),
      );
    } else if (what < 58) {
      if (random.chance(0.3)) stopInOrder();
      else powerCut();
    } else if (what < 68) {
      const off_ms = random.pick([-time.now_ms, 3 * YEAR_MS, -5 * HOUR_MS, 90_000]);
      spell(
        within(MINUTE_MS, DAY_MS),
        () => (clockOff_ms = off_ms),
        () => (clockOff_ms = 0),
      );
      judge.waitsReset();
    } else if (what < 78) newCertificate(random.pick(['production', 'playground']));
    else if (what < 83) expires_ms[random.pick(['production', 'playground'] as const)] = 0;
    else if (what < 88) settings = settings === 'production' ? 'playground' : 'production';
    else if (what < 92)
      spell(
        within(1_000, 20 * MINUTE_MS),
        () => (diskFull = true),
        () => (diskFull = false),
      );
    else if (what < 96) {
      const id = anyOpen();
      if (id && queue && !diskFull && queue.resend(id)) judge.waitsReset();
    } else confirmElsewhere();
  }

  function confirmElsewhere(id = anyOpen()): void {
    if (!id || !queue || diskFull) return;
    const pok = `sibling-${siblings.size}`;
    siblings.add(pok);
    const confirmation = {
      state: 'confirmed',
      pok,
      confirmedAt: '',
      registerId: 'kuchyn',
      test: false,
    } as const;
    storage.transaction(() => queue?.confirmedElsewhere(id, confirmation));
  }

  /** Looks at what can be known only of the whole. */
  function inspect(): void {
    if (!queue || diskFull) return;
    const isWell = authority.way === 'open' && !authority.tired && clockOff_ms === 0;
    const valid = (environment: Environment) => expires_ms[environment] > time.now_ms;
    if (!isWell || !valid('production') || !valid('playground')) disturbed();
    const waited_ms = time.now_ms - wellSince_ms;
    const open = memory.open();
    const enough_ms = LONG_ENOUGH_MS + open.filter(isRefused).length * TURN_MS;
    for (const row of open) {
      const known = added.get(row.receiptId);
      if (!known) continue;
      const since_ms = Math.min(waited_ms, time.now_ms - known.at_ms);
      const faultless = row.state !== 'rejected' && !authority.blemishes.has(row.receiptId);
      if (faultless && since_ms > (isRefused(row) ? enough_ms : LONG_ENOUGH_MS)) {
        judge.failures.push(
          `${row.receiptId} is ${row.state} (${row.reason}) after ${Math.round(since_ms / MINUTE_MS)} min without trouble`,
        );
        disturbed();
      }
      const age_ms = ranSoFar_ms() - known.ran_ms - (lives - known.lives + 2) * 2 * MINUTE_MS;
      if (queue.alarm() < alarmOf(age_ms)) {
        judge.failures.push(
          `alarm ${queue.alarm()} although ${row.receiptId} waits for ${Math.round(age_ms / HOUR_MS)} h`,
        );
      }
    }
  }

  // ---- the course of it

  async function letPass(until_ms: number, done: () => boolean): Promise<void> {
    while (!done() && time.next(until_ms)) {
      // An answer is noted by the register's own promises, which need a moment to come round.
      for (let i = 0; !authority.heard && i < 8; i++) await undefined;
      authority.heard = true;
      if (judge.failures.length > 5) return;
    }
  }

  function everyNow(low_ms: number, high_ms: number, run: () => void, again: () => boolean): void {
    const next = () => {
      if (!again()) return;
      run();
      time.after(within(low_ms, high_ms), next);
    };
    time.after(within(low_ms, high_ms), next);
  }

  return {
    async trade(): Promise<void> {
      const long_ms = random.chance(0.08) ? within(DAY_MS, 5 * DAY_MS) : within(HOUR_MS, 10 * HOUR_MS);
      for (const environment of ['production', 'playground'] as const) {
        if (random.chance(0.9)) expires_ms[environment] = time.now_ms + within(HOUR_MS, YEAR_MS);
      }
      powerOn();
      if (random.chance(0.005)) {
        authority.way = 'refused';
        disturbed();
        time.after(within(MINUTE_MS, long_ms), () => (authority.way = 'open'));
        for (let i = random.int(300, 3_000); i > 0 && queue; i--) sell();
      }
      const busy_ms = long_ms / random.int(3, 60);
      everyNow(busy_ms / 4, busy_ms, sell, () => troubled);
      const peace_ms = within(10 * MINUTE_MS, 3 * HOUR_MS);
      everyNow(peace_ms / 4, peace_ms, misfortune, () => troubled);
      everyNow(9 * MINUTE_MS, 11 * MINUTE_MS, inspect, () => true);
      await letPass(time.now_ms + long_ms, () => false);
    },
    /** All faults are over; the program is a new one, which can what the last one could not. */
    async heal(): Promise<void> {
      troubled = false;
      program++;
      powerCut();
      await letPass(time.now_ms + MINUTE_MS, () => life !== undefined);
      authority.way = 'open';
      authority.tired = false;
      authority.blemishes.clear();
      clockOff_ms = 0;
      diskFull = false;
      powerOn();
      for (const environment of ['production', 'playground'] as const) {
        expires_ms[environment] = time.now_ms + YEAR_MS;
      }
      told();
      // Spells that were still to end, and what the authority put off for six hours, are over by then.
      await letPass(
        time.now_ms + 8 * HOUR_MS,
        () => memory.open().length === 0 && memory.underWay().length === 0,
      );
    },
    result(): EetRun {
      judge.closes(authority.given, siblings);
      const hours = (time.now_ms - START_MS) / HOUR_MS;
      return { failures: judge.failures, sales: judge.sales, messages: authority.messages, hours };
    },
  };
}

/** By the authority, not for want of a certificate. */
const isRefused = ({ state, code }: SaleRow) => state === 'blocked' && code !== null;

const WORDS = { cs: 'Disk je plný.', en: 'The disk is full.' };
