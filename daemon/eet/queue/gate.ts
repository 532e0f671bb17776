import { HOUR_MS, type Moment } from './timing.ts';

/** What stands between the sales of one taxpayer and one of the authority's systems. Nothing of it outlives a restart. */
export interface Gate {
  /** `credential`: there is none to sign with; `authority`: it refuses one after another. Null: open. */
  readonly closed: 'credential' | 'authority' | null;
  readonly code: number | null;
  readonly reason: string;
  /** Refusals for the certificate's or configuration's sake, one after another. */
  readonly refusals: number;
  /** Running clock: from then on one of the blocked sales is tried. */
  readonly probe_ms: number;
  /** Sales that were blocked before this turn of the queue are let go. */
  readonly released: number;
}

/** As after a start: one of the blocked may be tried at once. */
export const OPEN: Gate = { closed: null, code: null, reason: '', refusals: 0, probe_ms: 0, released: 0 };

/** One bad sale must not close it for the others. */
const REFUSALS_ALLOWED = 3;
const PROBE_MS = HOUR_MS;

const nextProbe = (gate: Gate, at: Moment) => (gate.probe_ms > at.now ? gate.probe_ms : at.now + PROBE_MS);

/** There is no certificate to sign with. */
export function unsigned(gate: Gate, reason: string, at: Moment): Gate {
  return { ...gate, closed: 'credential', code: null, reason, probe_ms: nextProbe(gate, at) };
}

/** The authority has refused a sale for the sake of the certificate or the configuration. */
export function refused(gate: Gate, code: number | null, reason: string, at: Moment): Gate {
  const refusals = gate.refusals + 1;
  const next = { ...gate, refusals, probe_ms: nextProbe(gate, at) };
  return gate.closed === null && refusals >= REFUSALS_ALLOWED
    ? { ...next, closed: 'authority', code, reason }
    : next;
}

/** What stood in the way may be gone: the sales blocked until now go again. */
export function opened(gate: Gate, turn: number): Gate {
  return { ...OPEN, probe_ms: gate.probe_ms, released: turn };
}

/** One of the blocked is being tried: the next one an hour later. */
export function probing(gate: Gate, at: Moment): Gate {
  return { ...gate, probe_ms: at.now + PROBE_MS };
}

/** The one that was being tried came to nothing for another reason. */
export function probeAgain(gate: Gate, delay_ms: number, at: Moment): Gate {
  return { ...gate, probe_ms: at.now + delay_ms };
}
