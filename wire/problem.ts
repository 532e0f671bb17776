import type { Refusal } from './refusal.ts';

/** RFC 9457 with a hint, in Czech and in English; further members as the refusal carries them. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly titleEn: string;
  readonly status: number;
  readonly code: string;
  readonly hint: string;
  readonly hintEn: string;
  readonly [member: string]: unknown;
}

export const PROBLEM_JSON = 'application/problem+json';

export function problemOf(refusal: Refusal): ProblemDocument {
  return {
    ...refusal.extra,
    type: `urn:kasad:${refusal.code}`,
    title: refusal.title.cs,
    titleEn: refusal.title.en,
    status: refusal.status,
    code: refusal.code,
    hint: refusal.hint.cs,
    hintEn: refusal.hint.en,
  };
}
