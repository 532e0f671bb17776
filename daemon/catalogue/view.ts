import {
  itemDraft,
  type Moment,
  mendsOf,
  type Priced,
  scheduledView,
  startOf_ms,
} from '../../catalogue/index.ts';
import type { KeptItem } from '../../wire/index.ts';
import { localTime } from '../../wire/index.ts';
import type { CatalogueView, ItemView, Mend, PriceChange } from '../http/contract.ts';
import type { CatalogueState } from './state.ts';

/** What screens are told of the catalogue. */
export interface Views {
  catalogue(register: Omit<CatalogueView['register'], 'day'>): CatalogueView;
  /** Throws when there is no such item. */
  item(id: string): ItemView;
  mends(): readonly Mend[];
}

export function createViews(state: CatalogueState): Views {
  let view: { readonly moment: Moment; readonly told: CatalogueView } | undefined;
  let mended:
    | { readonly version: number; readonly moment: Moment; readonly day: string; readonly mends: Mend[] }
    | undefined;
  /** Of one view: whoever sets prices is in it by the thousand. */
  const names = new Map<string, string | null>();
  const nameOf = (staffId: string): string | null => {
    const known = names.get(staffId);
    if (known !== undefined) return known;
    const name = state.options.staffName?.(staffId) ?? null;
    names.set(staffId, name);
    return name;
  };

  function mends(): Mend[] {
    const { version } = state;
    const moment = state.moment();
    const day = state.day();
    if (mended?.version !== version || mended.moment !== moment || mended.day !== day) {
      mended = { version, moment, day, mends: mendsOf(state.sold(), state.lists(), day) };
    }
    return mended.mends;
  }

  function viewOf(item: KeptItem, priced: Priced | undefined): ItemView {
    const regular = priced?.regular ?? item;
    const now = priced?.now ?? item;
    const change = priced?.plan ? plannedChange(priced.plan) : changeByHand(item);
    return {
      id: item.id,
      ...itemDraft(now),
      ...(regular.price_haler === now.price_haler ? {} : { regularPrice_haler: regular.price_haler }),
      ...(change ? { priceChange: change } : {}),
      ...(priced?.hour ? { happyUntil: priced.hour.toTime } : {}),
    };
  }

  function changeByHand({ priceMark: mark, price_haler }: KeptItem): PriceChange | undefined {
    // Set at two registers at once, price and mark may each be another one's.
    if (mark?.to_haler !== price_haler) return undefined;
    const { at, from_haler, on, by } = mark;
    return { at, from_haler, register: on, by: nameOf(by), planned: false };
  }

  function plannedChange({ change, from_ms, before_haler }: NonNullable<Priced['plan']>): PriceChange {
    return {
      at: localTime(from_ms, state.options.timezone),
      from_haler: before_haler,
      register: change.setOn,
      by: nameOf(change.setBy),
      planned: true,
    };
  }

  function scheduled(): CatalogueView['scheduled'] {
    const now_ms = state.world.wall_ms();
    const { items, categories } = state.shelves;
    return [...state.shelves.scheduled.values()]
      .filter((change) => (startOf_ms(change, state.options.timezone) ?? now_ms + 1) > now_ms)
      .filter(({ itemId, categoryId }) =>
        itemId !== null ? items.get(itemId) : categories.get(categoryId ?? ''),
      )
      .sort((a, b) => orderOf(a.startsAt ?? '', b.startsAt ?? '') || orderOf(a.id, b.id))
      .flatMap((change) => scheduledView(change, nameOf(change.setBy)) ?? []);
  }

  return {
    catalogue(register) {
      const day = state.day();
      const moment = state.moment();
      if (view?.told.version !== state.version || view.moment !== moment || view.told.register.day !== day) {
        names.clear();
        const lists = state.lists();
        const labels = new Set(lists.items.flatMap((item) => item.labels));
        const told: CatalogueView = {
          version: state.version,
          items: lists.items.map((item) => viewOf(item, moment.priced.get(item.id))),
          categories: [...lists.categories],
          tables: [...lists.tables],
          vatRates: [...lists.rates],
          paymentTypes: [...lists.payments],
          labels: [...labels].sort(new Intl.Collator('cs').compare),
          settings: state.settings,
          scheduled: scheduled(),
          mends: mends(),
          waiting: state.waiting.size,
          register: { ...register, day },
        };
        view = { moment, told };
      }
      return view.told;
    },
    item(id) {
      const item = state.shelves.items.get(id);
      if (!item) throw new Error(`no item ${id}`);
      names.clear();
      return viewOf(item, state.moment().priced.get(id));
    },
    mends,
  };
}

const orderOf = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
