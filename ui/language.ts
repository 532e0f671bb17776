import { signal } from '@preact/signals';

export type Language = 'cs' | 'en';

/**
 * The language on the screen. A kiosk follows its register's setting until somebody switches it there; each browser of
 * the owner keeps its own.
 */
export const language = signal<Language>('cs');

/** Of `Intl`: English dates as this country reads them, day first. */
export const locale = (tongue: Language = language.value): string => (tongue === 'cs' ? 'cs-CZ' : 'en-GB');

type Word = string | readonly string[] | ((...values: never[]) => string);
export type Dictionary = { readonly [key: string]: Word | Dictionary };

/** The same keys with words of another language. */
type Translated<T extends Dictionary> = {
  readonly [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends readonly string[]
      ? readonly string[]
      : T[K] extends Dictionary
        ? Translated<T[K]>
        : T[K];
};

/**
 * A dictionary in both languages. A key that one of them lacks is a type error. Each screen keeps its own beside
 * itself, so that its words are loaded with it: `const t = words({…}, {…})`, then `t().pay`.
 */
export function words<const T extends Dictionary>(cs: T, en: Translated<T>): () => Translated<T> {
  return () => (language.value === 'cs' ? (cs as Translated<T>) : en);
}

/** What a register or the backoffice says, in the language of the screen. */
export function said(both: { readonly cs: string; readonly en: string }): string {
  return both[language.value];
}

/** Czech has three forms: 1 účtenka, 2–4 účtenky, 0 and 5 and more účtenek. */
export function plural(count: number, one: string, few: string, many: string): string {
  if (count === 1) return one;
  return count >= 2 && count <= 4 ? few : many;
}
