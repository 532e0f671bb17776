import type { Environment, Outcome } from '../../../eet/index.ts';
import { type Moment, wait_ms } from './timing.ts';

/** How the way to one of the authority's two systems stands. Nothing of it outlives a restart. */
export interface Line {
  /** Proven by a confirmation, with no failure since. */
  readonly up: boolean;
  readonly step: number;
  /** Running clock: before it the backlog tries nothing. */
  readonly pausedUntil_ms: number;
  /** When the last confirmation came. */
  readonly proved_ms: number;
  /** When it went down. */
  readonly down_ms: number;
}

/** As after a start: it has to be proven first, and may be tried at once. */
export const NEW_LINE: Line = {
  up: false,
  step: 0,
  pausedUntil_ms: 0,
  proved_ms: Number.NEGATIVE_INFINITY,
  down_ms: Number.NEGATIVE_INFINITY,
};

export interface Flight {
  readonly receiptId: string;
  readonly environment: Environment;
  readonly first: boolean;
  /** `fresh`: the sale has just been made, somebody waits for its paper. */
  readonly lane: 'fresh' | 'backlog';
  readonly began_ms: number;
  /** The turn of the queue in which it was chosen. */
  readonly turn: number;
}

/** What an outcome tells of the way, not of the sale. */
export function nextLine(line: Line, flight: Flight, outcome: Outcome, at: Moment): Line {
  if (outcome.state === 'confirmed' || outcome.state === 'confirmed-unverified') {
    return { ...line, up: true, step: 0, pausedUntil_ms: 0, proved_ms: at.now };
  }
  const ofTheWay = outcome.state === 'retry' && (outcome.code === null || outcome.code < 0);
  // Somebody answers; that he takes sales is not proven by it.
  if (!ofTheWay) return line.up ? line : { ...line, step: 0, pausedUntil_ms: 0 };
  // Another sale came through meanwhile: it is the sale, not the way.
  if (line.proved_ms > flight.began_ms) return line;
  if (line.up) {
    return { ...line, up: false, step: 1, down_ms: at.now, pausedUntil_ms: at.now + wait_ms(0, at.random) };
  }
  // Several that were under way together are one failure, and new sales are tried anyhow.
  if (flight.lane === 'fresh' || flight.began_ms <= line.down_ms) return line;
  return { ...line, step: line.step + 1, pausedUntil_ms: at.now + wait_ms(line.step, at.random) };
}
