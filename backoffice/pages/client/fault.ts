import { said } from '../../../ui/language.ts';

/** A problem document of the server (RFC 9457) as far as a page needs it. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly titleEn: string;
  readonly hint: string;
  readonly hintEn: string;
  readonly [member: string]: unknown;
}

/** Why a request was not met. */
export type Fault =
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'odd-answer'; readonly status: number };

export type Answer<T> = { readonly value: T; readonly fault?: never } | { readonly fault: Fault };

export function problemCode(fault: Fault | null | undefined): string | null {
  return fault?.kind === 'problem' ? fault.problem.code : null;
}

/** What a problem document says, and what to do, in the language of the page. */
export function problemWords({ title, titleEn, hint, hintEn }: Problem): { text: string; hint: string } {
  return { text: said({ cs: title, en: titleEn }), hint: said({ cs: hint, en: hintEn }) };
}
