import type { Outcome } from '../../../eet/index.ts';
import { isConfirmed, type SaleStatus } from './row.ts';
import { HOUR_MS, type Moment, wait_ms } from './timing.ts';

export type SaleEvent =
  /** A message with it is about to leave. */
  | { readonly kind: 'sending' }
  /** What the message came to. `first`: as it said of itself. */
  | {
      readonly kind: 'outcome';
      readonly outcome: Outcome;
      readonly first: boolean;
      readonly endedAt: string;
      readonly registerId: string;
    }
  /** No message could be made of it: a defect of the program. */
  | { readonly kind: 'unmade'; readonly reason: string }
  /** Not to be tried: the certificate or the configuration stands in the way. */
  | { readonly kind: 'held'; readonly code: number | null; readonly reason: string }
  /** What stood in its way may be gone, or a person wants it tried. */
  | { readonly kind: 'released' }
  /** Another register has taken it over and may have sent it: not tried here before. */
  | { readonly kind: 'delayed'; readonly until_ms: number }
  | { readonly kind: 'elsewhere'; readonly confirmation: Confirmation };

/** A confirmation that another register got for it. */
export interface Confirmation {
  readonly state: 'confirmed' | 'confirmed-unverified';
  readonly pok: string;
  readonly confirmedAt: string;
  readonly registerId: string;
  readonly test: boolean;
}

/** A technical fault or a fault in the data: the authority does not say which. */
const UNCLEAR_FAULT = 8;
const UNCLEAR_FAULTS_ALLOWED = 5;
const UNCLEAR_AGAIN_MS = 6 * HOUR_MS;

/** The next status, or undefined when the event changes nothing. A confirmed sale is never changed. */
export function nextSale(sale: SaleStatus, event: SaleEvent, at: Moment): SaleStatus | undefined {
  if (isConfirmed(sale)) return undefined;
  switch (event.kind) {
    case 'sending':
      return { ...sale, left: true, attempts: sale.attempts + 1 };
    case 'outcome':
      return afterOutcome(sale, event, at);
    case 'unmade':
      return { ...sale, state: 'rejected', due_ms: null, code: null, reason: event.reason };
    case 'held':
      return { ...sale, state: 'blocked', code: event.code, reason: event.reason };
    case 'released':
      return { ...sale, state: 'waiting', due_ms: at.now, step: 0, faults: 0 };
    case 'delayed':
      return {
        ...sale,
        left: true,
        due_ms: sale.state === 'waiting' ? Math.max(sale.due_ms ?? 0, event.until_ms) : sale.due_ms,
      };
    case 'elsewhere': {
      const { registerId, ...confirmation } = event.confirmation;
      return { ...sale, ...confirmed, ...confirmation, confirmedBy: registerId, confirmed_ms: at.wall_ms };
    }
  }
}

const confirmed = { step: 0, due_ms: null, code: null, reason: '' } as const;

function afterOutcome(
  sale: SaleStatus,
  { outcome, first, endedAt, registerId }: Extract<SaleEvent, { kind: 'outcome' }>,
  at: Moment,
): SaleStatus {
  const { reason } = outcome;
  switch (outcome.state) {
    case 'confirmed':
    case 'confirmed-unverified':
      return {
        ...sale,
        ...confirmed,
        reason,
        state: outcome.state,
        pok: outcome.pok,
        confirmedAt: outcome.acceptedAt ?? endedAt,
        confirmed_ms: at.wall_ms,
        confirmedBy: registerId,
        test: outcome.test,
      };
    case 'blocked':
      return { ...sale, state: 'blocked', code: outcome.code, reason };
    case 'rejected':
      return { ...sale, state: 'rejected', due_ms: null, code: outcome.code, reason };
    case 'verified-only':
      // Nobody asked for a mere check, so whatever answered is not to be believed.
      return waiting(sale, null, reason, at);
    case 'retry': {
      // Before this message, nothing of it had left exactly when the message was the first one.
      const next = { ...sale, left: outcome.left || !first };
      return outcome.code === UNCLEAR_FAULT
        ? unclear(next, reason, at)
        : waiting(next, outcome.code, reason, at);
    }
  }
}

/** It goes again after a while. One that is blocked or rejected and was only probed stays what it is. */
function waiting(sale: SaleStatus, code: number | null, reason: string, at: Moment): SaleStatus {
  const again = { ...sale, step: sale.step + 1, due_ms: at.now + wait_ms(sale.step, at.random) };
  return sale.state === 'waiting' ? { ...again, code, reason } : again;
}

function unclear(sale: SaleStatus, reason: string, at: Moment): SaleStatus {
  const faults = sale.faults + 1;
  const again = { ...sale, faults, code: UNCLEAR_FAULT, reason, step: sale.step + 1 };
  return faults < UNCLEAR_FAULTS_ALLOWED
    ? { ...again, state: 'waiting', due_ms: at.now + wait_ms(sale.step, at.random) }
    : { ...again, state: 'rejected', due_ms: at.now + UNCLEAR_AGAIN_MS };
}
