import type { Environment } from '../../../eet/index.ts';
import { type Gate, OPEN, probing } from './gate.ts';
import type { Flight } from './line.ts';
import { nextSale } from './sale.ts';
import { type Change, gateOf, type QueueState, type Tracked } from './state.ts';
import { type AlarmLevel, ageOf, alarmOf, type Moment } from './timing.ts';

/** Make its message and send it. `first`: nothing of it can have reached the authority before. */
export interface Send {
  readonly kind: 'send';
  readonly receiptId: string;
  readonly first: boolean;
}

export type Effect =
  | Send
  /** Plan again then, on the running clock. */
  | { readonly kind: 'wake'; readonly at_ms: number }
  | { readonly kind: 'alarm'; readonly level: AlarmLevel };

export interface Limits {
  /** Under way at once: sales just made, and all others. */
  readonly fresh: number;
  readonly backlog: number;
}

export const LIMITS: Limits = { fresh: 2, backlog: 4 };

/** A new sale has a lane of its own for so long: until then somebody may be waiting for its paper. */
export const FRESH_MS = 30_000;
/** Blocked, or let go again, in one turn. */
const SETTLED_AT_ONCE = 100;

/**
 * Chooses what is to be done now: at most one sale to send. New sales go at once, newest first, whatever the way is
 * like: they are its best probe. The others go by age, several at a time while the way is proven; while it is not, one
 * at a time, and each other one before the same again.
 */
export function plan(
  state: QueueState,
  at: Moment,
  limits: Limits = LIMITS,
): { change: Change; effects: Effect[] } {
  const { sales, ...before } = state;
  const turn = state.turn + 1;
  const flights = new Map(state.flights);
  const gates = new Map(state.gates);
  const found = survey(state, at, limits);
  const effects: Effect[] = [];

  const chosen = found.fresh ?? found.backlog;
  if (chosen) {
    const { receiptId, environment, left } = chosen;
    const lane = found.fresh ? 'fresh' : 'backlog';
    flights.set(receiptId, { receiptId, environment, first: !left, lane, began_ms: at.now, turn });
    if (chosen.state === 'blocked') gates.set(chosen.party, probing(gateOf(state, chosen), at));
    effects.push({ kind: 'send', receiptId, first: !left });
  }
  const settled = settle(state, found.unsettled, at, turn);
  const more = chosen !== undefined || found.unsettled.length > 0;
  const next_ms = more ? at.now : found.next_ms;
  if (Number.isFinite(next_ms)) effects.push({ kind: 'wake', at_ms: Math.max(next_ms, at.now) });
  const alarm = alarmOf(found.age_ms);
  if (alarm !== state.alarm) effects.push({ kind: 'alarm', level: alarm });
  const written = [...settled.values()];
  return { change: { sales: settled, written, rest: { ...before, turn, flights, gates, alarm } }, effects };
}

interface Survey {
  readonly fresh: Tracked | undefined;
  readonly backlog: Tracked | undefined;
  /** Whose state is not what the gate says. */
  readonly unsettled: readonly Tracked[];
  /** When something falls due that is not due now; infinite when nothing does. */
  readonly next_ms: number;
  /** Of the oldest one, whatever state it is in. */
  readonly age_ms: number;
}

/** One look at every sale that is not confirmed. */
function survey(state: QueueState, at: Moment, limits: Limits): Survey {
  const may = mayGo(state, at, limits);
  const unsettled: Tracked[] = [];
  let fresh: Tracked | undefined;
  let backlog: Tracked | undefined;
  let next_ms = Number.POSITIVE_INFINITY;
  let age_ms = 0;
  let [party, gate] = ['', OPEN];
  const later = (due_ms: number) => {
    if (due_ms < next_ms) next_ms = due_ms;
  };

  for (const sale of state.sales.values()) {
    age_ms = Math.max(age_ms, ageOf(sale, at));
    if (state.flights.has(sale.receiptId)) continue;
    if (sale.party !== party) [party, gate] = [sale.party, gateOf(state, sale)];
    const isFresh = isNew(sale, at);
    if (standsWrong(sale, gate, isFresh)) {
      unsettled.push(sale);
      continue;
    }
    const due_ms = sale.state === 'blocked' ? gate.probe_ms : sale.due_ms;
    if (due_ms === null) continue;
    const ready_ms = Math.max(due_ms, state.pausedUntil_ms);
    if (ready_ms > at.now) later(ready_ms);
    else if (isFresh) {
      if (!may.fresh) later(sale.freshUntil_ms);
      else if (!fresh || sale.since_ms >= fresh.since_ms) fresh = sale;
    } else {
      const way = may.backlog[sale.environment];
      if (way === 'yes' && (!backlog || goesBefore(sale, backlog, state, at))) backlog = sale;
      if (typeof way === 'number') later(way);
    }
  }
  return { fresh, backlog, unsettled, next_ms, age_ms };
}

/** Not tried yet, and made so lately that somebody may be waiting for its paper. */
const isNew = (sale: Tracked, at: Moment) =>
  sale.state === 'waiting' && sale.tried < 0 && sale.attempts === 0 && sale.freshUntil_ms > at.now;

type Way = 'yes' | 'no' | number;

/** Whether another one may be sent; a number says when, on the running clock. `no` ends when one comes back. */
function mayGo(
  state: QueueState,
  at: Moment,
  limits: Limits,
): { fresh: boolean; backlog: Readonly<Record<Environment, Way>> } {
  const under = [...state.flights.values()];
  const isBacklog = ({ lane }: Flight) => lane === 'backlog';
  const room = under.filter(isBacklog).length < limits.backlog;
  const way = (environment: Environment): Way => {
    const line = state.lines[environment];
    if (!room) return 'no';
    if (line.up) return 'yes';
    if (under.some((flight) => isBacklog(flight) && flight.environment === environment)) return 'no';
    return line.pausedUntil_ms > at.now ? line.pausedUntil_ms : 'yes';
  };
  return {
    fresh: under.length - under.filter(isBacklog).length < limits.fresh,
    backlog: { production: way('production'), playground: way('playground') },
  };
}

function goesBefore(a: Tracked, b: Tracked, state: QueueState, at: Moment): boolean {
  // What counts before the law comes first.
  if (a.environment !== b.environment) return a.environment === 'production';
  // On a way that is not proven, one that always fails must not be tried for ever in the others' place.
  if (!state.lines[a.environment].up && a.tried !== b.tried) return a.tried < b.tried;
  return ageOf(a, at) > ageOf(b, at);
}

function standsWrong(sale: Tracked, gate: Gate, isFresh: boolean): boolean {
  if (sale.state === 'waiting')
    return gate.closed === 'credential' || (gate.closed === 'authority' && !isFresh);
  return sale.state === 'blocked' && gate.closed === null && sale.held < gate.released;
}

function settle(
  state: QueueState,
  unsettled: readonly Tracked[],
  at: Moment,
  turn: number,
): Map<string, Tracked> {
  const settled = new Map<string, Tracked>();
  for (const sale of unsettled.slice(0, SETTLED_AT_ONCE)) {
    const { code, reason } = gateOf(state, sale);
    const event =
      sale.state === 'blocked' ? ({ kind: 'released' } as const) : ({ kind: 'held', code, reason } as const);
    const next = nextSale(sale, event, at);
    if (next) settled.set(sale.receiptId, { ...sale, ...next, held: turn });
  }
  return settled;
}
