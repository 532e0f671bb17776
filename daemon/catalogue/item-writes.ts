import { isDeepStrictEqual } from 'node:util';
import { vatRateOn } from '../../domain/index.ts';
import { type KeptItem, setAt_ms } from '../../wire/index.ts';
import type { ItemDraft } from '../http/contract.ts';
import type { Author, Catalogue, ItemChange, ItemPlan } from './catalogue.ts';
import { type ItemFault, itemDraft, itemFaults, itemUnknown, refuseItem, tidyItem } from './items.ts';
import type { CatalogueState } from './state.ts';
import { step } from './step.ts';

type ItemWrites = Pick<Catalogue, 'createItem' | 'patchItem' | 'archiveItem' | 'planItems' | 'putItems'>;

export function itemWrites(state: CatalogueState): ItemWrites {
  const { shelves, world } = state;

  /** Only what the change brings about: a clash that was there before keeps nobody from marking a dish sold out. */
  function newFaults(changed: KeptItem): ItemFault[] {
    const faults = faultsOf([changed]);
    const before = faults.length === 0 ? undefined : shelves.items.get(changed.id);
    const old = before ? faultsOf([before]) : [];
    return faults.filter((fault) => !old.some((known) => isDeepStrictEqual(known, fault)));
  }

  function faultsOf(changed: readonly KeptItem[], unread: Iterable<string> = []): ItemFault[] {
    const ids = new Set([...changed.map((item) => item.id), ...unread]);
    const others = [...shelves.items.values()].filter((item) => !ids.has(item.id));
    const day = state.day();
    return itemFaults(changed, others, {
      hasCategory: (id) => shelves.categories.get(id) !== undefined,
      hasRate: (vatClass) => vatRateOn(state.lists().rates, vatClass, day) !== undefined,
    });
  }

  /**
   * An item as it is kept when the price list is to say what `draft` says. Where it says so already by a plan that
   * has come into effect, nothing is set by hand, and the next plan goes on from there.
   */
  function kept(id: string, draft: ItemDraft, author: Author): KeptItem {
    const base = shelves.items.get(id);
    const regular = state.regular(id);
    if (!base || !regular) return { id, ...draft };
    const item: KeptItem = {
      ...base,
      ...draft,
      price_haler: base.price_haler,
      vatClass: base.vatClass,
    };
    const priced = state.moment().priced.get(id);
    const at = setNow(state, priced?.plan?.from_ms, base.priceMark);
    const { registerId, registerName } = state.options;
    const price =
      draft.price_haler === regular.price_haler
        ? {}
        : {
            price_haler: draft.price_haler,
            priceMark: {
              from_haler: regular.price_haler,
              to_haler: draft.price_haler,
              at,
              by: author.staffId,
              on: { id: registerId, name: registerName },
            },
          };
    const vat =
      draft.vatClass === regular.vatClass
        ? {}
        : {
            vatClass: draft.vatClass,
            vatMark: { to: draft.vatClass, at: setNow(state, priced?.vatFrom_ms, base.vatMark) },
          };
    return { ...item, ...price, ...vat };
  }

  function planned(changes: readonly ItemChange[], unread?: ReadonlySet<string>) {
    const items = changes.map(({ id, draft }) => ({ id: id ?? world.uuid(), draft: tidyItem(draft) }));
    const different = items.filter(({ id, draft }) => {
      const regular = state.regular(id);
      return !regular || !isDeepStrictEqual(draft, itemDraft(regular));
    });
    const added = items.filter(({ id }) => !shelves.items.get(id)).length;
    const plan: ItemPlan = {
      faults: faultsOf(
        items.map(({ id, draft }) => ({ id, ...draft })),
        unread,
      ),
      added,
      changed: different.length - added,
      unchanged: items.length - different.length,
    };
    return { plan, different };
  }

  function known(id: string): KeptItem {
    const item = state.regular(id);
    if (!item) throw itemUnknown(id);
    return item;
  }

  function put(item: KeptItem, author: Author): KeptItem {
    const fault = newFaults(item)[0];
    if (fault) throw refuseItem(fault);
    state.write(author, step(shelves.items, [item]));
    return item;
  }

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
    planItems: (changes, unread) => planned(changes, unread).plan,
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

const wrong_ms = 24 * 3_600_000;

/**
 * The time to be written beside what is set by hand: not before what it takes the place of, so that a clock which is
 * slow does not leave the older plan in effect. What was set a day ahead of now came from a wrong clock.
 */
function setNow(
  state: CatalogueState,
  plan_ms: number | null | undefined,
  mark: { readonly at: string } | undefined,
): string {
  const marked_ms = setAt_ms(mark) ?? 0;
  const wrong = marked_ms > state.world.wall_ms() + wrong_ms;
  return state.at(Math.max(plan_ms ?? 0, wrong ? 0 : marked_ms));
}
