import { isEetRegisterId } from '../../catalogue/index.ts';
import { DEADLINE_MS, instantOf, localDay, localTime } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { Events } from '../events.ts';
import type { Fiscal } from '../fiscal/fiscal.ts';
import type { EetSettings } from '../http/contract.ts';
import type { HealthSource } from '../http/health.ts';
import type { MetricsSource } from '../http/metrics.ts';
import type { Log } from '../log.ts';
import type { Projection } from '../replication/projection.ts';
import type { Store } from '../store/store.ts';
import { createDesk, type Desk } from './desk.ts';
import { createDuty } from './duty.ts';
import { eetHealth, orphansLeft_ms } from './health.ts';
import { createHearing } from './hearing.ts';
import { createHolds } from './holds.ts';
import { createLoading } from './loading.ts';
import { eetMetrics } from './metrics.ts';
import { createOrphans } from './orphans.ts';
import { createOutcomes } from './outcomes.ts';
import { blockedBy } from './overview.ts';
import { createProjection } from './projection.ts';
import type { EetQueue } from './queue/door.ts';
import { createEetQueue } from './queue/queue.ts';
import { sqliteEetStorage } from './queue/sqlite-storage.ts';
import { type AlarmLevel, alarmOf } from './queue/timing.ts';
import type { Sender } from './sender.ts';
import { createShopSales } from './shop-sales.ts';
import { createStanding } from './standing.ts';
import { createTakeOvers } from './take-overs.ts';

/**
 * Registering of sales with the tax authority (EET 2.0). Selling waits for nothing here and is stopped by nothing. A
 * shop that does not register its sales is asked and told nothing, and what sends is not even loaded.
 */
export interface Eet extends Fiscal, Desk, Required<HealthSource>, MetricsSource {
  /** Other registers' sales and outcomes, for replication. */
  readonly projection: Projection;
  /** After the price list and the books; sends what the last run has left, once what sends is loaded. */
  start(): void;
  stop(): Promise<void>;
  /** What sends; undefined while it is not loaded, or not needed. */
  sender(): Sender | undefined;
}

export interface EetOptions {
  readonly store: Store;
  readonly world: World;
  readonly events: Pick<Events, 'emit' | 'listen'>;
  readonly log: Log;
  readonly register: { readonly id: string; readonly timezone: string };
  readonly version: string;
  readonly settings: () => EetSettings | null;
  /** `onChange` is called when what it shows may have changed. */
  readonly load: (onChange: () => void) => Promise<Sender>;
  readonly registerName: (registerId: string) => string;
  /** Ids of the registers that are linked now. */
  readonly linked: () => readonly string[];
  /** Whether the data of the shop are still being drawn from a sibling. */
  readonly drawing: () => boolean;
  /** A paper need not wait any more. */
  readonly onPaper: () => void;
}

const TICK_MS = 60_000;
/** Many outcomes in a row make one event. */
const GATHER_MS = 200;
/** From 36 hours on. */
const PRESSES: AlarmLevel = 2;
/** So long it is said that an answer could not be verified; in the list it stays. */
const UNVERIFIED_MS = 48 * 3_600_000;

export function createEet(options: EetOptions): Eet {
  const { store, world, events, log, register, settings, registerName, drawing } = options;
  const local = (wall_ms: number) => localTime(wall_ms, register.timezone);
  const now = () => local(world.wall_ms());
  /** When the day of that moment began. */
  const midnight_ms = (wall_ms: number) =>
    instantOf(`${localDay(wall_ms, register.timezone)}T00:00`, register.timezone);
  let set = '';
  let running = false;
  let stopListening = () => {};
  let cancelTick = () => {};
  let cancelTell = () => {};
  let telling = false;
  let made: EetQueue | undefined;

  // ---- parts; the larger ones are made where there is something to register
  const shop = createShopSales(store, log);
  const holds = createHolds(world, options.onPaper);
  const hearing = createHearing(world, options.linked);
  const takeOvers = createTakeOvers(store, world);
  const loading = createLoading({ load: () => options.load(tell), world, log, onLoaded: begin });
  const shared = { store, shop, queue, holds, hearing, takeOvers, registerId: register.id };
  const outcomes = createOutcomes({ ...shared, now, tell });
  const standing = createStanding({ ...shared, local, registerName });
  const orphans = createOrphans({ ...shared, registerName, local, now });
  const duty = createDuty({ ...shared, settings, standing, outcomes, log, known: shop.known, tell });
  const sender = () => loading.sender;
  const desk = createDesk({
    ...shared,
    settings,
    sender,
    standing,
    orphans,
    world,
    midnight_ms: () => midnight_ms(world.wall_ms()),
    local,
    now,
  });

  function queue(): EetQueue {
    made ??= createEetQueue({
      storage: sqliteEetStorage(store),
      world,
      log,
      authority: {
        send: (message, to) => loaded().authority.send(message, to),
        close: () => loading.sender?.authority.close(),
      },
      build: (sale, head, credential) => loaded().build(sale, head, credential),
      credentialFor(sale, environment) {
        const credential = loaded().credentials.current(environment, sale.eic);
        return typeof credential === 'string' ? { blocked: credential } : credential;
      },
      localTime: local,
      registerId: register.id,
      program: options.version,
      onChange: outcomes.changed,
      onOutcome: outcomes.came,
      onAlarm: tell,
    });
    return made;
  }

  /** The queue sends nothing before it is started, and it is started once this is there. */
  function loaded(): Sender {
    if (!loading.sender) throw new Error('what sends is not loaded');
    return loading.sender;
  }

  function begin(loaded: Sender): void {
    loaded.start();
    loaded.credentials.onChange(() => {
      queue().settingsChanged();
      tell();
    });
    queue().start();
    const takenOver = takeOvers.of(register.id);
    if (takenOver) orphans.giveWay(takenOver);
    tell();
  }

  const needed = () => settings() !== null || shop.known();

  /** After the commit of whatever has changed. */
  function tell(): void {
    if (telling || !running) return;
    telling = true;
    cancelTell = world.after(GATHER_MS, () => {
      telling = false;
      events.emit({ kind: 'eet' });
    });
  }

  function settingsMayHaveChanged(): void {
    const next = JSON.stringify(settings());
    if (next === set) return;
    set = next;
    if (needed()) loading.want();
    if (loading.sender) queue().settingsChanged();
    tell();
  }

  function tick(): void {
    cancelTick = world.after(TICK_MS, tick);
    hearing.note();
    if (!needed()) return;
    loading.want();
    if (loading.sender && !drawing()) orphans.adoptOwn();
    tell();
  }

  const longest = () => queue().oldest(['waiting', 'blocked']);

  function health(): ReturnType<Eet['health']> {
    if (!needed()) return [];
    const now_ms = world.wall_ms();
    const unsent = longest();
    const last = queue().last();
    return [
      ...eetHealth({
        counts: queue().counts(now_ms),
        left_ms: unsent?.left_ms ?? null,
        alarm: alarmOf(unsent?.age_ms ?? 0),
        rejectedLeft_ms: queue().oldest(['rejected'])?.left_ms ?? null,
        blockedBy: blockedBy(settings(), loading.sender, queue()),
        unverified: shop.countUnverified(now_ms - UNVERIFIED_MS),
        orphans: orphans.list(),
        now_ms,
        misnamed: settings() !== null && !isEetRegisterId(register.id) ? register.id : null,
        remark: (last?.pok && last.warnings[0]?.text) || null,
        broken: loading.broken,
        lost: duty.lost(),
      }),
      ...(loading.sender?.credentials.health() ?? []),
    ];
  }

  function presses(): boolean {
    if (!needed()) return false;
    const abandoned_ms = orphansLeft_ms(orphans.list(), world.wall_ms()) ?? DEADLINE_MS;
    const age_ms = Math.max(longest()?.age_ms ?? 0, DEADLINE_MS - abandoned_ms);
    return alarmOf(age_ms) >= PRESSES;
  }

  const { lost: _, ...fiscal } = duty;
  return {
    ...fiscal,
    ...desk,
    sender,
    projection: createProjection({
      store,
      shop,
      onReceipt(receiptId) {
        const sale = shop.get(receiptId);
        if (sale) hearing.heard(sale.toldBy ?? sale.registerId);
        outcomes.heard(receiptId);
      },
      onTakeOver(fact) {
        const told = takeOvers.take(fact);
        if (told && fact.id === register.id) orphans.giveWay(told);
      },
      tell: () => store.afterCommit(tell),
    }),
    start() {
      running = true;
      set = JSON.stringify(settings());
      takeOvers.start();
      stopListening = events.listen(({ kind }) => {
        if (kind === 'catalogue') settingsMayHaveChanged();
        else if (kind === 'siblings') hearing.note();
      });
      tick();
    },
    async stop() {
      running = false;
      stopListening();
      cancelTick();
      cancelTell();
      holds.stop();
      await loading.stop();
      await made?.stop();
      await loading.sender?.stop();
    },
    health,
    presses,
    metrics: () => (needed() ? eetMetrics(queue(), outcomes) : []),
  };
}
