import type { Fault } from './verdict.ts';

/** How it stands with the backoffice, before it is put into words. Moments are of the wall clock, milliseconds. */
export interface Standing {
  readonly attempting: boolean;
  readonly lastSuccess_ms: number | null;
  readonly next_ms: number | null;
  readonly waiting: number | null;
  readonly coming: number | null;
  readonly parked: number;
  readonly shiftsToCheck: number;
  readonly live: boolean;
  readonly behind_ms: number | null;
  readonly fault: { readonly at_ms: number; readonly fault: Fault } | null;
  /** When it last held everything; null when never. */
  readonly inStep_ms: number | null;
}

/** Before anything is known. */
export const NOTHING_KNOWN: Standing = {
  attempting: false,
  lastSuccess_ms: null,
  next_ms: null,
  waiting: null,
  coming: null,
  parked: 0,
  shiftsToCheck: 0,
  live: false,
  behind_ms: null,
  fault: null,
  inStep_ms: null,
};
