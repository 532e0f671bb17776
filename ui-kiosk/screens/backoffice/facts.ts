import type { BackofficeView } from '../../../daemon/http/contract.ts';
import { momentWords, timeOf } from '../../i18n/when.ts';
import { backofficeWords } from './words.ts';

/** Not worth a word: nobody's clock is better. */
const SAME_CLOCK_S = 2;

/** How it stands with the backoffice, each fact with its name; what is not the case is left out. */
export function backofficeFacts(view: BackofficeView): readonly (readonly [name: string, value: string])[] {
  const t = backofficeWords();
  const many = (count: number | null) =>
    count === null ? t.unknown : count === 0 ? t.nothing : t.changes(count);
  return [
    ...(view.store ? [[t.store, view.store.name] as const] : []),
    ...(view.url ? [[t.address, view.url] as const] : []),
    ...(view.pairedAt ? [[t.pairedAt, momentWords(view.pairedAt)] as const] : []),
    [t.last, view.lastSuccessAt ? momentWords(view.lastSuccessAt) : t.never],
    ...(view.state === 'sending' ? [[t.next, t.now] as const] : []),
    ...(view.state !== 'sending' && view.nextAt ? [[t.next, timeOf(view.nextAt)] as const] : []),
    [t.waiting, many(view.waiting)],
    ...(view.coming ? [[t.coming, many(view.coming)] as const] : []),
    ...(view.shiftsToCheck > 0 ? [[t.shifts, String(view.shiftsToCheck)] as const] : []),
    ...(view.state === 'refused' ? [] : [[t.live, view.live ? t.atOnce : t.eachMinute] as const]),
    ...(view.clockAhead_s === null ? [] : [[t.clock, clockWords(view.clockAhead_s)] as const]),
  ];
}

function clockWords(ahead_s: number): string {
  const t = backofficeWords();
  if (Math.abs(ahead_s) < SAME_CLOCK_S) return t.clockSame;
  return ahead_s > 0 ? t.clockAhead(ahead_s) : t.clockBehind(-ahead_s);
}
