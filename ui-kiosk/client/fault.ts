import type { Problem } from '../../daemon/http/contract.ts';

/** Why a request was not met. `cancelled`: the person closed the manager's dialog, there is nothing to say. */
export type Fault =
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'odd-answer'; readonly status: number }
  | { readonly kind: 'cancelled' };

export type Answer<T> = { readonly value: T; readonly fault?: never } | { readonly fault: Fault };

export function problemCode(fault: Fault | null | undefined): string | null {
  return fault?.kind === 'problem' ? fault.problem.code : null;
}
