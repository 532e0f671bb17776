import type { Attempt } from '../../../eet/index.ts';
import type { AttemptEnd } from './row.ts';

/** What the books keep of what one message came to. */
export function endOf({ outcome, ...answer }: Attempt, endedAt: string): AttemptEnd {
  return {
    ...answer,
    endedAt,
    state: outcome.state,
    code: 'code' in outcome ? outcome.code : null,
    pok: 'pok' in outcome ? outcome.pok : null,
    warnings: outcome.warnings,
    reason: outcome.reason,
  };
}

/** Found at a start: nobody will ever say what it came to. */
export const INTERRUPTED: AttemptEnd = {
  endedAt: null,
  state: 'interrupted',
  code: null,
  httpStatus: null,
  transactionId: null,
  pok: null,
  warnings: [],
  answer: null,
  reason: 'the register went down before an answer came',
};

/** Sending ended in a way that it never should. */
export function broken(error: unknown): Attempt {
  const reason = error instanceof Error ? error.message : String(error);
  const outcome = {
    state: 'retry',
    left: true,
    code: null,
    warnings: [],
    signature: 'none',
    test: false,
    reason,
  } as const;
  return { outcome, httpStatus: null, transactionId: null, answer: null };
}
