import type { Environment, Sale, Warning } from '../../../eet/index.ts';
import type { FISCAL_STATES } from '../../../wire/index.ts';

export type SaleState = (typeof FISCAL_STATES)[number];

/** What is registered, fixed when the receipt is paid. */
export interface SaleDraft {
  readonly receiptId: string;
  /** The register that sold it. */
  readonly registerId: string;
  readonly environment: Environment;
  readonly sale: Sale;
  /** The six values that make it this sale for the authority, joined by `|`. */
  readonly identity: string;
  /** Wall clock at the sale, milliseconds since 1970. */
  readonly sold_ms: number;
}

/** The part of a sale that changes until it is confirmed. */
export interface SaleStatus {
  readonly state: SaleState;
  /** Something of it may have reached the authority: any further message says so (`prvni_zaslani="false"`). */
  readonly left: boolean;
  /** Messages begun by this register. */
  readonly attempts: number;
  /** Place in the ladder of waits. */
  readonly step: number;
  /** Answers with code 8. */
  readonly faults: number;
  /** Not sent again before, on the running clock; null: not by itself. */
  readonly due_ms: number | null;
  /** The authority's code of the last refusal; null when it was none of its. */
  readonly code: number | null;
  /** English, for the log and for whoever looks into it; of a blocked one without a code, as the certificates gave it. */
  readonly reason: string;
  readonly pok: string | null;
  /** The authority's time when it gave one, else this register's; RFC 3339. */
  readonly confirmedAt: string | null;
  /** Wall clock. */
  readonly confirmed_ms: number | null;
  /** The register whose message was confirmed. */
  readonly confirmedBy: string | null;
  readonly test: boolean;
}

/** A row of eet_sale. */
export interface SaleRow extends SaleDraft, SaleStatus {
  /** Reading of the running clock when it came into this queue. */
  readonly since_ms: number;
  /** Sold by this register; else taken over from another one. */
  readonly own: boolean;
}

export interface AttemptDraft {
  readonly uuid: string;
  readonly receiptId: string;
  readonly sha256: string;
  readonly first: boolean;
  /** As the message bears it. */
  readonly startedAt: string;
}

export interface AttemptEnd {
  /** Null: it was cut off by the end of the program. */
  readonly endedAt: string | null;
  readonly state:
    | 'confirmed'
    | 'confirmed-unverified'
    | 'verified-only'
    | 'retry'
    | 'blocked'
    | 'rejected'
    | 'interrupted';
  readonly code: number | null;
  readonly httpStatus: number | null;
  readonly transactionId: string | null;
  readonly pok: string | null;
  readonly warnings: readonly Warning[];
  readonly answer: string | null;
  readonly reason: string;
}

/** A row of eet_attempt; `state` is null while it is under way. */
export type AttemptRow = AttemptDraft &
  Omit<AttemptEnd, 'state'> & { readonly state: AttemptEnd['state'] | null };

export const FRESH: SaleStatus = {
  state: 'waiting',
  left: false,
  attempts: 0,
  step: 0,
  faults: 0,
  due_ms: 0,
  code: null,
  reason: '',
  pok: null,
  confirmedAt: null,
  confirmed_ms: null,
  confirmedBy: null,
  test: false,
};

/** Nothing more is ever sent of it. */
export const isConfirmed = ({ state }: Pick<SaleStatus, 'state'>): boolean =>
  state === 'confirmed' || state === 'confirmed-unverified';

/** Only what changes, of something that holds more. */
export function statusOf(row: SaleStatus): SaleStatus {
  const { state, left, attempts, step, faults, due_ms, code, reason } = row;
  const { pok, confirmedAt, confirmed_ms, confirmedBy, test } = row;
  return {
    state,
    left,
    attempts,
    step,
    faults,
    due_ms,
    code,
    reason,
    pok,
    confirmedAt,
    confirmed_ms,
    confirmedBy,
    test,
  };
}

export const NOT_ENDED: Omit<AttemptRow, keyof AttemptDraft> = {
  endedAt: null,
  state: null,
  code: null,
  httpStatus: null,
  transactionId: null,
  pok: null,
  warnings: [],
  answer: null,
  reason: '',
};
