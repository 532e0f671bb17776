import {
  type Change,
  draft,
  type Entry,
  type ExchangeEffect,
  type ExchangeEvent,
  type ExchangeState,
  exceeds,
  exchange,
  type FactRow,
  followed,
  held,
  MEMBER,
  type Row,
  type Stamp,
  same,
  type Taken,
  type Vector,
  type WriteFault,
} from '../../sync/index.ts';
import type { World } from '../../world/index.ts';
import type { Database, Sql } from '../database/database.ts';
import { createGathering, type Gathering } from './gathering.ts';
import { drawing, type Heard, hear, otherProtocol, retired, twin } from './hearing.ts';
import { type Memory, mintOrigin, readRetired, remember } from './memory.ts';
import { reissue } from './own-tail.ts';
import { countParked, park, readParked } from './parking.ts';
import type { Projecting } from './projecting.ts';
import type { From } from './projection.ts';
import { readGround, rowsAfter, SLICE } from './reading.ts';
import type { Alarm, Exchanged, News, StoreReplica, Written } from './replica.ts';
import { createSaying, type Saying } from './saying.ts';
import { checkFacts, repairFacts } from './shift-check.ts';
import { putCells, putFacts, raise, stage, takeIn, unstage } from './taking.ts';
import { createTurn } from './turn.ts';

export interface StoreReplicaParts {
  readonly store: string;
  readonly database: Database;
  readonly world: World;
  readonly projecting: Projecting;
  /** Rows in one answer at most. */
  readonly rows_max?: number | undefined;
  readonly onTaken: (news: News) => void;
  readonly onAlarm: (alarm: Alarm) => void;
}

/** No clock of a backoffice that runs this program stands before it was written. */
const BUILT_MS = Date.UTC(2026, 10, 1);
/** A register that asked nothing for so long is no longer counted as linked. */
const LINKED_MS = 10 * 60_000;
/** An answer in parts that stays away so long is given up when another register has something. */
const QUIET_MS = 2 * 60_000;

/** A store's replica, with everything of it in memory that the database has; see `StoreReplica`. */
export async function openStoreReplica(parts: StoreReplicaParts): Promise<StoreReplica> {
  const { store, database, world, projecting } = parts;
  /** When each register's database last asked. */
  const asked = new Map<string, number>();
  let memory: Memory | undefined;
  let origin = '';
  let vv: Vector = {};
  const inTurn = createTurn();

  async function loaded(): Promise<Memory> {
    memory ??= await database.write((sql) => remember(sql, store, world), store);
    ({ origin, vv } = memory.exchange);
    return memory;
  }

  /** A transaction, and the memory after it. When the commit itself fails, nobody knows what the database holds. */
  async function committed<T>(run: (sql: Sql, now: Memory) => Promise<[Memory, T]>, now: Memory): Promise<T> {
    let ran = false;
    try {
      const [next, result] = await database.write(async (sql) => {
        const done = await run(sql, now);
        ran = true;
        return done;
      }, store);
      memory = next;
      vv = next.exchange.vv;
      return result;
    } catch (error) {
      if (ran) memory = undefined;
      throw error;
    }
  }

  async function step(event: ExchangeEvent, from: From, asides: Heard['asides'] = []) {
    const before = await loaded();
    const [state, effects] = exchange(before.exchange, event);
    const isHeard = before.unheard && state.heard.length > 0;
    const writes = effects.some((effect) => effect.do === 'commit' || effect.do === 'stage');
    const unstages = before.staged && effects.some((effect) => effect.do === 'unstage');
    if (!writes && !unstages && !isHeard && asides.length === 0) {
      memory = { ...before, exchange: state };
      return effects;
    }
    const news = createGathering(store, from);
    await committed(async (sql, now) => {
      let next: Memory = { ...now, exchange: state };
      for (const effect of effects) next = await perform(sql, next, effect, before, news, from);
      if (isHeard) {
        await sql.run('UPDATE replica SET unheard = NULL WHERE store = ?', store);
        next = { ...next, unheard: false };
      }
      await park(sql, store, asides, from.registerId, world.wall_ms());
      return [await settled(sql, next, news, news.aside || asides.length > 0), undefined];
    }, before);
    tell(news);
    return effects;
  }

  async function perform(
    sql: Sql,
    now: Memory,
    effect: ExchangeEffect,
    before: Memory,
    news: Gathering,
    from: From,
  ): Promise<Memory> {
    switch (effect.do) {
      case 'unstage':
        if (now.staged) await unstage(sql, store);
        return { ...now, staged: false };
      case 'stage': {
        await stage(sql, store, effect.rows);
        const clock = clockAfter(now, effect.rows);
        if (clock !== undefined) await sql.run('UPDATE replica SET clock = ? WHERE store = ?', clock, store);
        return { ...now, staged: true, clock: clock ?? now.clock };
      }
      case 'commit': {
        const clock = clockAfter(now, effect.change.rows ?? []);
        const change: Change = clock === undefined ? effect.change : { ...effect.change, clock };
        await takeIn(sql, store, change, before.exchange.vv, (taken) => project(sql, taken, news, from));
        return { ...now, staged: now.staged && !change.adopt, clock: clock ?? now.clock };
      }
      default:
        return now;
    }
  }

  async function project(sql: Sql, taken: Taken, news: Gathering, from: From): Promise<void> {
    news.add(taken, await projecting.take(sql, store, taken, from));
  }

  /** What else may have changed with these rows. */
  async function settled(sql: Sql, now: Memory, news: Gathering, aside = news.aside): Promise<Memory> {
    return {
      ...now,
      parked: aside ? await countParked(sql, store) : now.parked,
      retired: news.touches(MEMBER.tbl) ? await readRetired(sql, store) : now.retired,
    };
  }

  function clockAfter(now: Memory, rows: readonly Row[]): Stamp | undefined {
    return followed(now.clock, rows, now.exchange.origin, { wall_ms: world.wall_ms(), built_ms: BUILT_MS });
  }

  function tell(gathering: Gathering): void {
    const news = gathering.news();
    if (news) parts.onTaken(news);
  }

  /** Those that are silent are unlinked; the one that asks is linked, and greeted. */
  async function link(peer: string, from: From, saying: Saying): Promise<void> {
    const now_ms = world.now();
    for (const [other, last_ms] of asked) {
      if (now_ms - last_ms <= LINKED_MS || other === peer) continue;
      asked.delete(other);
      await step({ is: 'unlinked', peer: other }, from);
    }
    asked.set(peer, now_ms);
    const { exchange: state } = await loaded();
    const { pull } = state;
    if (
      pull &&
      pull.peer !== peer &&
      now_ms - (asked.get(pull.peer) ?? Number.NEGATIVE_INFINITY) > QUIET_MS
    ) {
      await giveUp();
    }
    if (!state.links.includes(peer)) saying.note(await step({ is: 'linked', peer }, from));
  }

  /** The parts that came are thrown away; they are asked for again from the beginning, of whoever has them. */
  async function giveUp(): Promise<void> {
    await committed(
      async (sql, now) => {
        await unstage(sql, store);
        return [{ ...now, staged: false, exchange: { ...now.exchange, pull: undefined } }, undefined];
      },
      await loaded(),
    );
  }

  async function listen({ message, asides }: Heard, from: From, saying: Saying, again = true): Promise<void> {
    const effects = await step({ is: 'message', message }, from, asides);
    saying.note(effects);
    for (const effect of effects) {
      if (effect.do !== 'alarm') continue;
      parts.onAlarm({ store, kind: effect.kind, peer: effect.peer });
      if (effect.kind === 'protocol') throw otherProtocol();
      if (effect.kind === 'own-tail-lost' && again) {
        await rename();
        await link(message.origin, from, saying);
        await listen({ message, asides: [] }, from, saying, false);
      }
    }
  }

  async function rename(): Promise<void> {
    const { exchange: state } = await loaded();
    const name = mintOrigin(world);
    await database.write(
      (sql) =>
        reissue(
          sql,
          store,
          state.origin,
          name,
          Math.min(state.letOut, held(state.vv, state.origin)),
          state.vv,
        ),
      store,
    );
    memory = undefined;
    await loaded();
  }

  async function renewIfRetired(retired: readonly string[]): Promise<void> {
    if (retired.includes((await loaded()).exchange.origin)) await rename();
  }

  /**
   * Nothing was to be said: the register is told what is held. When it does not hold the same, a message was lost on the
   * way, and it is asked again.
   */
  async function insist(peer: string, saying: Saying): Promise<void> {
    const { exchange: state } = await loaded();
    if (!saying.silent || (state.pull && state.pull.peer !== peer)) return;
    const agrees = !state.pull && same(state.reports[peer] ?? {}, state.vv);
    if (agrees) saying.greet(state);
    else saying.note(await tick(peer));
  }

  /** While parts come from another register, the backlog of this one is passed over: it would send it in vain. */
  function requireRoom(state: ExchangeState, peer: string, heard: readonly Heard[]): void {
    const begins = heard.some(
      ({ message: it }) =>
        it.type === 'changes' && !it.done && same(it.base, it.from) && exceeds(it.upto, state.vv),
    );
    if (begins && state.pull && state.pull.peer !== peer) throw drawing();
  }

  /** A tick for this register alone. */
  async function tick(peer: string): Promise<readonly ExchangeEffect[]> {
    const before = await loaded();
    const { links, agreed } = before.exchange;
    memory = { ...before, exchange: { ...before.exchange, links: [peer] } };
    const effects = await step({ is: 'tick', census: undefined }, { registerId: null });
    const after = await loaded();
    memory = {
      ...after,
      exchange: { ...after.exchange, links, agreed: { ...agreed, ...after.exchange.agreed } },
    };
    return effects;
  }

  async function answer(registerId: string, peer: string, heard: readonly Heard[]): Promise<Exchanged> {
    const from: From = { registerId };
    const saying = createSaying(peer, parts.rows_max);
    const before = await loaded();
    if (peer === before.exchange.origin) throw twin();
    if (before.retired.has(peer)) throw retired();
    await link(peer, from, saying);
    for (const one of heard) {
      if ((await loaded()).retired.has(peer)) break;
      await listen(one, from, saying);
    }
    await insist(peer, saying);
    const { exchange: state, parked } = await loaded();
    requireRoom(state, peer, heard);
    const messages = saying.answers
      ? await database.read((sql) => saying.messages(state, (wanted) => rowsAfter(sql, store, wanted)))
      : await saying.messages(state, async () => []);
    return { messages, vv: state.vv, parked };
  }

  async function write(
    wanted: readonly Entry[] | ((sql: Sql) => Promise<readonly Entry[]>),
  ): Promise<Written> {
    const before = await loaded();
    const from: From = { registerId: null };
    const news = createGathering(store, from);
    try {
      const rows = await committed(async (sql, now) => {
        const entries = typeof wanted === 'function' ? await wanted(sql) : wanted;
        const own = now.exchange.origin;
        const seq = held(now.exchange.vv, own);
        const ground = { origin: own, seq, clock: now.clock, sponsor: undefined };
        const made = draft({ ...ground, ...(await readGround(sql, store, entries)) }, entries, {
          wall_ms: world.wall_ms(),
          built_ms: BUILT_MS,
        });
        if (!made.ok) throw new Undone(made.fault);
        if (made.rows.length === 0) return [now, made.rows];
        await keepOwn(sql, made.rows, made.clock as Stamp, news);
        const upto = seq + made.rows.length;
        // Nobody can be spoken to now: registers are poked, and ask.
        const [state] = exchange(now.exchange, { is: 'wrote', from: seq, upto, rows: made.rows });
        return [await settled(sql, { ...now, exchange: state, clock: made.clock }, news), made.rows];
      }, before);
      tell(news);
      return { ok: true, rows };
    } catch (error) {
      if (!(error instanceof Undone)) throw error;
      return { ok: false, fault: error.fault };
    }
  }

  async function keepOwn(sql: Sql, rows: readonly Row[], clock: Stamp, news: Gathering): Promise<void> {
    const own = rows[0]?.origin as string;
    const places = await putCells(
      sql,
      store,
      rows.filter((row) => row.is === 'cell'),
    );
    const facts = await putFacts(
      sql,
      store,
      rows.filter((row) => row.is === 'fact'),
    );
    await raise(sql, store, 'vv', { [own]: rows.at(-1)?.seq as number });
    await sql.run('UPDATE replica SET clock = ? WHERE store = ?', clock, store);
    for (const taken of slices(places, facts)) await project(sql, taken, news, { registerId: null });
  }

  await inTurn(async () => {
    await loaded();
    await database.write((sql) => projecting.catchUp(sql, store), store);
    memory = undefined;
    await loaded();
  });

  return {
    store,
    get origin() {
      return origin;
    },
    vector: () => vv,
    reports: () => memory?.exchange.reports ?? {},
    async exchange(registerId, peer, values) {
      const heard = hear(values, peer);
      return inTurn(() => answer(registerId, peer, heard));
    },
    write: (entries) => inTurn(() => write(entries)),
    renewIfRetired: (retired) => inTurn(() => renewIfRetired(retired)),
    check: (names, sum) => database.read((sql) => checkFacts(sql, store, names, sum)),
    repair: (registerId, rows) =>
      inTurn(async () => {
        const from: From = { registerId };
        const news = createGathering(store, from);
        const result = await committed(
          async (sql, now) => {
            const done = await repairFacts(sql, store, rows, now.exchange.vv, from, world.wall_ms());
            if (done.facts.length > 0) await project(sql, { records: [], facts: done.facts }, news, from);
            return [
              await settled(sql, now, news, true),
              { taken: done.facts.length, differing: done.differing },
            ];
          },
          await loaded(),
        );
        tell(news);
        return result;
      }),
    parked: () => database.read((sql) => readParked(sql, store)),
  };
}

/** Undoes a transaction whose entries may not be written. */
class Undone extends Error {
  readonly fault: WriteFault;

  constructor(fault: WriteFault) {
    super(fault);
    this.fault = fault;
  }
}

/** Records each once, and facts, as projections take them. */
function* slices(places: Taken['records'], facts: readonly FactRow[], size = SLICE): Iterable<Taken> {
  const records = [
    ...new Map(places.map((place) => [JSON.stringify([place.tbl, place.id]), place])).values(),
  ];
  for (let at = 0; at < Math.max(records.length, facts.length); at += size) {
    yield { records: records.slice(at, at + size), facts: facts.slice(at, at + size) };
  }
}
