/** A warning beside a confirmation (`Varovani`); it never takes the confirmation back. */
export interface Warning {
  readonly code: number;
  readonly text: string;
}

/** How far the signature of an answer can be believed. `none`: the answer bears none, as every refusal does. */
export type SignatureState = 'valid' | 'invalid' | 'untrusted' | 'none';

interface Common {
  readonly warnings: readonly Warning[];
  readonly signature: SignatureState;
  /** Whether the authority says that it is a test. */
  readonly test: boolean;
  /** English, for the log and for whoever looks into it; empty when all is well. Never holds a secret. */
  readonly reason: string;
}

/**
 * What one attempt came to. Nothing here says what to do next: whoever keeps the sale decides.
 *
 * - `confirmed`: recorded, `pok` read from the signed body of a trusted signer.
 * - `confirmed-unverified`: recorded by all appearance, but the signature cannot be believed. The POK is kept, a person is told.
 * - `verified-only`: a message with `overeni="true"` was found right; nothing is recorded.
 * - `retry`: nothing is known of it, or the authority has a fault of its own. `left` is false only when certainly not a
 *   byte of the message has left this machine. `code` is the authority's, -1 or 8, when it is its fault.
 * - `blocked`: the certificate or the configuration has to be put right first, then the very same sale goes through.
 * - `rejected`: this message will never be taken; a defect of the program, or a code that nobody knows yet.
 */
export type Outcome =
  | (Common & {
      readonly state: 'confirmed' | 'confirmed-unverified';
      readonly pok: string;
      readonly acceptedAt: string | null;
    })
  | (Common & { readonly state: 'verified-only' })
  | (Common & { readonly state: 'retry'; readonly left: boolean; readonly code: number | null })
  | (Common & { readonly state: 'blocked' | 'rejected'; readonly code: number | null });

/** One attempt, kept for whoever asks later. */
export interface Attempt {
  readonly outcome: Outcome;
  /** HTTP status; null when no answer came. */
  readonly httpStatus: number | null;
  /** `X-Global-Transaction-Id` of the answer, at most 64 characters. */
  readonly transactionId: string | null;
  /** The answer as it came, cut at 64 kB; null when none came. */
  readonly answer: string | null;
}
