import type { Words } from '../http/contract.ts';

/** What is looked at, in the order of the report. */
export const AREAS = [
  'register',
  'configuration',
  'disk',
  'database',
  'permissions',
  'clock',
  'devices',
  'ports',
  'network',
  'siblings',
  'certificates',
  'queues',
  'versions',
  'service',
  'machine',
] as const;
export type Area = (typeof AREAS)[number];

/**
 * `fault`: something that the register needs does not work. `attention`: all works, and somebody should look before it
 * does not. `unknown`: it could not be looked at.
 */
export type FindingState = 'ok' | 'attention' | 'fault' | 'unknown';
export type Facts = Readonly<Record<string, string | number | boolean | null>>;

/** One thing that was looked at, in words; `id` never changes its meaning. Nothing is to be done where remedies are empty. */
export interface Finding {
  readonly id: string;
  readonly area: Area;
  readonly state: FindingState;
  readonly cs: string;
  readonly en: string;
  readonly remedyCs: string;
  readonly remedyEn: string;
  readonly facts: Facts;
}

/**
 * What may be found, as data: from it come findings and the table of docs/cs/kontrola.md. `{name}` in words stands for
 */
export interface Indicator {
  readonly id: string;
  readonly area: Area;
  readonly state: Exclude<FindingState, 'ok'>;
  readonly what: Words;
  readonly remedy: Words;
}

/** The finding of an indicator. Every name in its words has to be among the facts: a missing one is a bug and throws. */
export function found({ id, area, state, what, remedy }: Indicator, facts: Facts = {}): Finding {
  return {
    id,
    area,
    state,
    cs: filled(what.cs, facts),
    en: filled(what.en, facts),
    remedyCs: filled(remedy.cs, facts),
    remedyEn: filled(remedy.en, facts),
    facts,
  };
}

export function filled(text: string, facts: Facts): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = facts[name];
    if (value === undefined) throw new Error(`the words want the fact ${name}: ${text}`);
    return value === null ? '?' : String(value);
  });
}
