import { isDeepStrictEqual } from 'node:util';
import type { ItemDraft, ItemPatch } from '../../wire/index.ts';

/** Of these both people's additions and removals are kept. */
const LISTS = ['eans', 'labels', 'allergens'] as const;
const isList = (field: string): field is (typeof LISTS)[number] => LISTS.some((one) => one === field);

export interface Merged {
  /** What is to be written. */
  readonly patch: ItemPatch;
  /** Fields that somebody else has changed since they were shown, and that are left as they stand. */
  readonly clashes: readonly (keyof ItemDraft)[];
}

/**
 * An edit by somebody who saw the values in `was`, of an item that may have changed since. Fields without a `was` are
 * written whatever stands there.
 */
export function mergeEdit(set: ItemPatch, was: ItemPatch, now: ItemDraft): Merged {
  const patch: Record<string, unknown> = {};
  const clashes: (keyof ItemDraft)[] = [];
  for (const field of Object.keys(set) as (keyof ItemDraft)[]) {
    const [wanted, seen, there] = [set[field], was[field], now[field]];
    if (seen === undefined || isDeepStrictEqual(seen, there) || isDeepStrictEqual(wanted, there)) {
      patch[field] = wanted;
    } else if (isList(field)) {
      patch[field] = mergeLists(seen as unknown[], there as unknown[], wanted as unknown[]);
    } else clashes.push(field);
  }
  return { patch, clashes };
}

/** What stands there, without what was taken out and with what was put in. */
function mergeLists(
  seen: readonly unknown[],
  there: readonly unknown[],
  wanted: readonly unknown[],
): unknown[] {
  const out = new Set(seen.filter((one) => !wanted.includes(one)));
  const added = wanted.filter((one) => !seen.includes(one) && !there.includes(one));
  return [...there.filter((one) => !out.has(one)), ...added];
}
