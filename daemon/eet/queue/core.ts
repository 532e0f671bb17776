import type { Outcome } from '../../../eet/index.ts';
import { opened, probeAgain, refused, unsigned } from './gate.ts';
import { nextLine } from './line.ts';
import { type Confirmation, nextSale, type SaleEvent } from './sale.ts';
import { type Change, gateOf, type QueueState, type Tracked } from './state.ts';
import { type Moment, wait_ms } from './timing.ts';

/**
 * What happens to the queue. None of these sends anything: what is to be sent is chosen by `plan`, one sale at a turn.
 */
export type QueueEvent =
  /** The register starts with these. `newProgram`: it may take what the last one could not. */
  | { readonly kind: 'started'; readonly sales: readonly Tracked[]; readonly newProgram: boolean }
  | { readonly kind: 'added'; readonly sales: readonly Tracked[] }
  /** The message is made and about to leave. */
  | { readonly kind: 'sending'; readonly receiptId: string }
  /** The chosen sale was not sent after all. */
  | { readonly kind: 'unsigned' | 'unmade'; readonly receiptId: string; readonly reason: string }
  /** It could not be written down that it is about to leave, so it stays; the others wait for `all_ms`. */
  | {
      readonly kind: 'put-off';
      readonly receiptId: string;
      readonly delay_ms: number;
      readonly all_ms: number;
    }
  | {
      readonly kind: 'ended';
      readonly receiptId: string;
      readonly outcome: Outcome;
      readonly endedAt: string;
      readonly registerId: string;
    }
  | { readonly kind: 'elsewhere'; readonly receiptId: string; readonly confirmation: Confirmation }
  | { readonly kind: 'resend'; readonly receiptId: string }
  /** Another register has taken these over. */
  | { readonly kind: 'delayed'; readonly receiptIds: readonly string[]; readonly for_ms: number }
  /** A certificate came, or a setting was changed. */
  | { readonly kind: 'settings' }
  /** The wall clock jumped: what was over, or not yet valid, may be so no more. */
  | { readonly kind: 'clock-jumped' };

/** What the event changes. It writes nothing: the state is as before until the change is taken in. */
export function step(state: QueueState, event: QueueEvent, at: Moment): Change {
  const { sales: _, ...before } = state;
  const turn = state.turn + 1;
  const changed = new Map<string, Tracked>();
  const written: Tracked[] = [];
  const flights = new Map(state.flights);
  const gates = new Map(state.gates);
  const lines = { ...state.lines };

  function change(sale: Tracked | undefined, what: SaleEvent, more: Partial<Tracked> = {}): void {
    const next = sale && nextSale(sale, what, at);
    if (!next) return;
    const tracked = { ...sale, ...next, ...more };
    changed.set(sale.receiptId, tracked);
    written.push(tracked);
  }

  switch (event.kind) {
    case 'started':
      for (const sale of event.sales) {
        changed.set(sale.receiptId, sale);
        // A start is a reason to try again; but not what the authority itself put off.
        const tryNow = sale.state === 'waiting' && sale.code === null;
        if (tryNow) changed.set(sale.receiptId, { ...sale, due_ms: at.now });
        if (sale.state === 'rejected' && event.newProgram) change(sale, { kind: 'released' });
      }
      break;
    case 'added':
      for (const sale of event.sales) changed.set(sale.receiptId, sale);
      break;
    case 'sending': {
      const sale = state.sales.get(event.receiptId);
      if (!sale) break;
      change(sale, { kind: 'sending' }, { tried: turn });
      // It was signed, so there is a certificate after all.
      const gate = gateOf(state, sale);
      if (gate.closed === 'credential') gates.set(sale.party, opened(gate, turn));
      break;
    }
    case 'unsigned':
    case 'unmade': {
      const sale = state.sales.get(event.receiptId);
      flights.delete(event.receiptId);
      if (event.kind === 'unmade') change(sale, { kind: 'unmade', reason: event.reason });
      else if (sale) {
        gates.set(sale.party, unsigned(gateOf(state, sale), event.reason, at));
        change(sale, { kind: 'held', code: null, reason: event.reason }, { held: turn, tried: turn });
      }
      break;
    }
    case 'put-off': {
      const sale = state.sales.get(event.receiptId);
      flights.delete(event.receiptId);
      // Only kept in mind: the disk may be what is at fault.
      if (sale) changed.set(sale.receiptId, { ...sale, tried: turn, due_ms: at.now + event.delay_ms });
      return rest({ pausedUntil_ms: at.now + event.all_ms });
    }
    case 'ended':
      ended(event);
      break;
    case 'elsewhere':
      change(state.sales.get(event.receiptId), { kind: 'elsewhere', confirmation: event.confirmation });
      break;
    case 'resend': {
      const sale = state.sales.get(event.receiptId);
      if (sale?.state === 'rejected' && !flights.has(event.receiptId)) change(sale, { kind: 'released' });
      break;
    }
    case 'delayed':
      for (const receiptId of event.receiptIds) {
        if (flights.has(receiptId)) continue;
        change(state.sales.get(receiptId), { kind: 'delayed', until_ms: at.now + event.for_ms });
      }
      break;
    case 'settings':
      for (const [party, gate] of gates) gates.set(party, { ...opened(gate, turn), probe_ms: 0 });
      break;
    case 'clock-jumped':
      for (const [party, gate] of gates) {
        if (gate.closed === 'credential') gates.set(party, opened(gate, turn));
      }
  }
  return rest();

  function ended({ receiptId, outcome, endedAt, registerId }: Extract<QueueEvent, { kind: 'ended' }>): void {
    const flight = flights.get(receiptId);
    if (!flight) return;
    flights.delete(receiptId);
    const sale = state.sales.get(receiptId);
    // Confirmed meanwhile by another register: only what it tells of the way is of use.
    const environment = sale?.environment ?? flight.environment;
    lines[environment] = nextLine(lines[environment], flight, outcome, at);
    if (!sale) return;
    const gate = gateOf(state, sale);
    // A certificate that came while it was under way may serve it better.
    const held = flight.turn < gate.released ? flight.turn : turn;
    change(
      sale,
      { kind: 'outcome', outcome, first: flight.first, endedAt, registerId },
      { tried: turn, held },
    );
    if (outcome.state === 'blocked') {
      if (held === turn) gates.set(sale.party, refused(gate, outcome.code, outcome.reason, at));
    } else if (outcome.state === 'confirmed' || outcome.state === 'confirmed-unverified') {
      const proven = gate.closed === 'authority' || sale.state === 'blocked';
      if (proven) gates.set(sale.party, opened(gate, turn));
      else if (gate.refusals > 0) gates.set(sale.party, { ...gate, refusals: 0 });
    } else if (sale.state === 'blocked') {
      gates.set(sale.party, probeAgain(gate, wait_ms(sale.step, at.random), at));
    }
  }

  function rest(more: Partial<Change['rest']> = {}): Change {
    return { sales: changed, written, rest: { ...before, turn, flights, gates, lines, ...more } };
  }
}
