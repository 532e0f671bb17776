import {
  type ItemPlan,
  itemDraft,
  itemUnknown,
  type JudgedList,
  newFaults,
  planItems,
  refuseItem,
  setByHand,
  tidyItem,
} from '../../catalogue/index.ts';
import type { KeptItem } from '../../wire/index.ts';
import type { ItemDraft } from '../http/contract.ts';
import type { Author, Catalogue, ItemChange } from './catalogue.ts';
import type { CatalogueState } from './state.ts';
import { step } from './step.ts';

type ItemWrites = Pick<Catalogue, 'createItem' | 'patchItem' | 'archiveItem' | 'planItems' | 'putItems'>;

export function itemWrites(state: CatalogueState): ItemWrites {
  const { shelves, world } = state;

  function list(): JudgedList {
    return {
      items: () => shelves.items.values(),
      get: (id) => shelves.items.get(id),
      regular: (id) => state.regular(id),
      hasCategory: (id) => shelves.categories.get(id) !== undefined,
      rates: state.lists().rates,
      day: state.day(),
    };
  }

  function kept(id: string, draft: ItemDraft, author: Author): KeptItem {
    const base = shelves.items.get(id);
    if (!base) return { id, ...draft };
    const { registerId, registerName, timezone } = state.options;
    return setByHand(base, state.moment().priced.get(id), draft, {
      by: author.staffId,
      on: { id: registerId, name: registerName },
      wall_ms: world.wall_ms(),
      zone: timezone,
    });
  }

  function known(id: string): KeptItem {
    const item = state.regular(id);
    if (!item) throw itemUnknown(id);
    return item;
  }

  function put(item: KeptItem, author: Author): KeptItem {
    const fault = newFaults(list(), [item])[0];
    if (fault) throw refuseItem(fault);
    state.write(author, step(shelves.items, [item]));
    return item;
  }

  const planned = (changes: readonly ItemChange[], unread?: ReadonlySet<string>) =>
    planItems(list(), changes, () => world.uuid(), unread);

  return {
    createItem(draft, author) {
      const label = state.settings.shownLabel;
      // Without the register's own label the new item would vanish from the very screen it was made on.
      const labels = label === null || draft.labels.includes(label) ? draft.labels : [...draft.labels, label];
      return put({ id: world.uuid(), ...tidyItem({ ...draft, labels }) }, author);
    },
    patchItem(id, patch, author) {
      return put(kept(id, tidyItem({ ...itemDraft(known(id)), ...patch }), author), author);
    },
    archiveItem(id, author) {
      known(id);
      state.write(author, step(shelves.items, [], [shelves.items.get(id) as KeptItem]));
    },
    planItems: (changes, unread): ItemPlan => planned(changes, unread).plan,
    putItems(changes, author) {
      const { plan, different } = planned(changes);
      if (plan.faults.length === 0 && different.length > 0) {
        const items = different.map(({ id, draft }) => kept(id, draft, author));
        state.write(author, step(shelves.items, items));
      }
      return plan;
    },
  };
}
