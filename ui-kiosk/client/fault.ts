import type { Problem } from '../../daemon/http/contract.ts';
import { said } from '../../ui/language.ts';

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

/** What a problem document says, and what to do, in the language of the screen. */
export function problemWords({ title, titleEn, hint, hintEn }: Problem): { text: string; hint: string } {
  return { text: said({ cs: title, en: titleEn }), hint: said({ cs: hint, en: hintEn }) };
}
