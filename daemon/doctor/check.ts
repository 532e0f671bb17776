import type { Words } from '../http/contract.ts';
import type { Eyes } from './eyes/eyes.ts';
import type { Area, Facts, Finding, Indicator } from './finding.ts';

/** One look at one thing: what it sees is judged by a pure function beside it. */
export interface Check {
  /** Also the id of the finding that says that nothing is wrong. */
  readonly id: string;
  readonly area: Area;
  /** All that it may find. */
  readonly indicators: readonly Indicator[];
  /** What is said when nothing was found. */
  readonly well: Words;
  /** It is given up after this; without it after LIMIT_MS. */
  readonly limit_ms?: number;
  /** Null: there is nothing of the kind here to be looked at. A throw is a look that failed, told as unknown. */
  look(eyes: Eyes): Promise<Seen | null>;
}

export interface Seen {
  readonly findings: readonly Finding[];
  /** Figures worth reading where nothing is wrong. */
  readonly facts?: Facts;
}

export const LIMIT_MS = 6_000;
