import {
  itemDraft,
  type KeptChange,
  mendsOf,
  type Priced,
  scheduledView,
  startOf_ms,
} from '../../catalogue/index.ts';
import { type KeptItem, localTime, type ScheduledChangeView } from '../../wire/index.ts';
import type { ListedItem, PriceListView } from '../http/contract/price-list.ts';
import type { Places } from './places.ts';
import type { Clock, Filed, Shop } from './shop.ts';

/** What pages are told of the price list. */
export interface Views {
  item(record: Filed<KeptItem>): ListedItem;
  scheduled(change: KeptChange): ScheduledChangeView | undefined;
  list(options: { readonly archived: boolean }): PriceListView;
}

export function createViews(shop: Shop, places: Places, { wall_ms, zone }: Clock): Views {
  const moment = shop.moment();
  const day = shop.day();

  function priceChange(item: KeptItem, priced: Priced | undefined): ListedItem['priceChange'] {
    if (priced?.plan) {
      const { change, from_ms, before_haler } = priced.plan;
      const place = places.at(change.setOn.id, change.setOn.name);
      const at = localTime(from_ms, zone);
      return { at, by: places.who(change.setBy, place), place, from_haler: before_haler, planned: true };
    }
    const mark = item.priceMark;
    // Set at two places at once, price and mark may each be another one's.
    if (mark?.to_haler !== item.price_haler) return null;
    const place = places.at(mark.on.id, mark.on.name);
    const by = places.who(mark.by, place);
    return { at: mark.at, by, place, from_haler: mark.from_haler, planned: false };
  }

  function item(record: Filed<KeptItem>): ListedItem {
    const { value, archived } = record;
    const priced = archived ? undefined : moment.priced.get(value.id);
    const regular = priced?.regular ?? value;
    return {
      id: value.id,
      ...itemDraft(regular),
      archived,
      happy: priced?.hour ? { price_haler: priced.now.price_haler, until: priced.hour.toTime } : null,
      priceChange: priceChange(value, priced),
      changed: places.touch(record),
      ingredientCount: value.recipe?.length ?? 0,
    };
  }

  const scheduled = (change: KeptChange) =>
    scheduledView(change, places.who(change.setBy, places.at(change.setOn.id)));

  function pending(): ScheduledChangeView[] {
    const now_ms = wall_ms();
    const { scheduled_change, item: items, category } = shop.drawers;
    return [...scheduled_change.values()]
      .filter((change) => (startOf_ms(change, zone) ?? now_ms + 1) > now_ms)
      .filter(({ itemId, categoryId }) =>
        itemId !== null ? items.get(itemId) : category.get(categoryId ?? ''),
      )
      .sort((a, b) => order(a.startsAt ?? '', b.startsAt ?? '') || order(a.id, b.id))
      .flatMap((change) => scheduled(change) ?? []);
  }

  return {
    item,
    scheduled,
    list({ archived }) {
      const { lists, drawers, version, unreadable } = shop;
      const filed = (id: string) => drawers.item.all.get(id) as Filed<KeptItem>;
      const off = archived ? [...drawers.item.all.values()].filter((record) => record.archived) : [];
      const sold = lists.items.map(({ id }) => moment.priced.get(id)?.now ?? filed(id).value);
      const routes = [...lists.items, ...lists.categories].flatMap(({ route }) => route ?? []);
      return {
        version,
        day,
        items: [...lists.items.map(({ id }) => filed(id)), ...off].map(item),
        categories: [...lists.categories],
        tables: [...lists.tables],
        vatRates: [...lists.rates],
        paymentTypes: [...lists.payments],
        labels: labelsOf(lists.items),
        routes: [...new Set(routes)].sort(),
        scheduled: pending(),
        mends: mendsOf(sold, lists, day),
        unreadable: [...unreadable],
      };
    },
  };
}

function labelsOf(items: readonly KeptItem[]): PriceListView['labels'] {
  const counts = new Map<string, number>();
  for (const { labels } of items) {
    for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const { compare } = new Intl.Collator('cs');
  return [...counts].sort(([a], [b]) => compare(a, b)).map(([label, count]) => ({ label, count }));
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
