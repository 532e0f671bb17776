import { isDeepStrictEqual } from 'node:util';
import { type VatRate, vatRateOn } from '../domain/index.ts';
import type { ItemDraft, KeptItem } from '../wire/index.ts';
import { type ItemFault, itemDraft, itemFaults, tidyItem } from './items.ts';

/** One item of a bulk change: an existing one gets the whole draft, a null id makes a new one. */
export interface ItemChange {
  readonly id: string | null;
  readonly draft: ItemDraft;
}

/** What a bulk change comes to; nothing of it can be done while there are faults. */
export interface ItemPlan {
  /** `index` into the changes asked for. */
  readonly faults: readonly ItemFault[];
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

/** A price list against which changes are judged. */
export interface JudgedList {
  /** As they are kept, archived ones left out. */
  items(): Iterable<KeptItem>;
  get(id: string): KeptItem | undefined;
  /** What the list says of an item now; undefined when it is not on it. */
  regular(id: string): KeptItem | undefined;
  hasCategory(id: string): boolean;
  readonly rates: readonly VatRate[];
  /** Today in the shop, YYYY-MM-DD. */
  readonly day: string;
}

/** Every fault of `changed`; nothing is said to clash with `unread`, of which nobody knows how they will be. */
export function faultsAmong(
  list: JudgedList,
  changed: readonly KeptItem[],
  unread: Iterable<string> = [],
): ItemFault[] {
  const ids = new Set([...changed.map((item) => item.id), ...unread]);
  const others = [...list.items()].filter((item) => !ids.has(item.id));
  return itemFaults(changed, others, {
    hasCategory: (id) => list.hasCategory(id),
    hasRate: (vatClass) => vatRateOn(list.rates, vatClass, list.day) !== undefined,
  });
}

/** Only what the changes bring about: a clash that was there before keeps nobody from marking a dish sold out. */
export function newFaults(list: JudgedList, changed: readonly KeptItem[]): ItemFault[] {
  const faults = faultsAmong(list, changed);
  if (faults.length === 0) return faults;
  const before = changed.map((item) => list.get(item.id));
  const known = new Set<string>();
  const there = before.filter((item) => item !== undefined);
  for (const { index, field, code, message } of faultsAmong(list, there)) {
    known.add(JSON.stringify([there[index]?.id, field, code, message.cs]));
  }
  return faults.filter(
    ({ index, field, code, message }) =>
      !known.has(JSON.stringify([changed[index]?.id, field, code, message.cs])),
  );
}

/** `different`: those that the list does not say already, new ones with the ids that `newId` gives. */
export function planItems(
  list: JudgedList,
  changes: readonly ItemChange[],
  newId: () => string,
  unread?: ReadonlySet<string>,
): { readonly plan: ItemPlan; readonly different: readonly { id: string; draft: ItemDraft }[] } {
  const items = changes.map(({ id, draft }) => ({ id: id ?? newId(), draft: tidyItem(draft) }));
  const different = items.filter(({ id, draft }) => {
    const regular = list.regular(id);
    return !regular || !isDeepStrictEqual(draft, itemDraft(regular));
  });
  const added = items.filter(({ id }) => !list.get(id)).length;
  const plan: ItemPlan = {
    faults: faultsAmong(
      list,
      items.map(({ id, draft }) => ({ id, ...draft })),
      unread,
    ),
    added,
    changed: different.length - added,
    unchanged: items.length - different.length,
  };
  return { plan, different };
}
