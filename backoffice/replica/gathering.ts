import type { FactRow, Taken } from '../../sync/index.ts';
import type { From } from './projection.ts';
import type { News } from './replica.ts';

/** What one transaction has taken in, to be told when it is durable. */
export interface Gathering {
  /** `aside`: something of it was put aside, or read again that had been. */
  add(taken: Taken, aside: boolean): void;
  readonly aside: boolean;
  touches(tbl: string): boolean;
  /** Undefined when nothing was taken in. */
  news(): News | undefined;
}

/** Rows that news names. */
const NAMED_MAX = 1000;

export function createGathering(store: string, from: From): Gathering {
  const records: Taken['records'][number][] = [];
  const facts: FactRow[] = [];
  const tables = new Set<string>();
  let more = false;
  let aside = false;
  return {
    get aside() {
      return aside;
    },
    add(taken, some) {
      aside ||= some;
      for (const { tbl } of taken.records) tables.add(tbl);
      const [recordRoom, factRoom] = [NAMED_MAX - records.length, NAMED_MAX - facts.length];
      records.push(...taken.records.slice(0, recordRoom));
      facts.push(...taken.facts.slice(0, factRoom));
      more ||= taken.records.length > recordRoom || taken.facts.length > factRoom;
    },
    touches: (tbl) => tables.has(tbl),
    news: () => (records.length + facts.length > 0 ? { store, from, records, facts, more } : undefined),
  };
}
