import type { ReceiptsQuery } from '../../http/contract/receipts.ts';

/** What the address of the history may say, and the request with it. */
export const FILTERS = [
  'from',
  'to',
  'least_haler',
  'most_haler',
  'table',
  'staffId',
  'registerId',
  'shiftId',
  'paymentId',
  'eet',
  'kind',
] as const satisfies readonly (keyof ReceiptsQuery)[];
export type FilterName = (typeof FILTERS)[number];

const DAY_OR_MINUTE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$/;

/** The filters that an address holds; what cannot be one is left out rather than refused by the server. */
export function readFilters(
  query: Readonly<Record<string, string>>,
): Partial<Record<FilterName | 'q', string>> {
  const found: Partial<Record<FilterName | 'q', string>> = {};
  for (const name of ['q', ...FILTERS] as const) {
    const value = query[name]?.trim();
    if (!value) continue;
    if ((name === 'from' || name === 'to') && !DAY_OR_MINUTE.test(value)) continue;
    if ((name === 'least_haler' || name === 'most_haler') && !/^-?\d{1,10}$/.test(value)) continue;
    found[name] = value;
  }
  return found;
}

/** `2026-11-24T18:30` from a day and perhaps a time; empty without a day. */
export function joinMoment(day: string, time: string): string {
  return day === '' || time === '' ? day : `${day}T${time}`;
}

export function splitMoment(moment: string | undefined): { day: string; time: string } {
  const [day = '', time = ''] = (moment ?? '').split('T');
  return { day, time };
}
