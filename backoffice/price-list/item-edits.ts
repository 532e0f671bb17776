import { isDeepStrictEqual } from 'node:util';
import {
  type Hand,
  itemDraft,
  itemUnknown,
  newFaults,
  refuseItem,
  setByHand,
  tidyItem,
} from '../../catalogue/index.ts';
import type { ItemDraft, KeptItem } from '../../wire/index.ts';
import type { ItemCreate, ItemEdit, ItemEdited, ListedItem } from '../http/contract/price-list.ts';
import { type Author, BACKOFFICE, signature } from './author.ts';
import { cellsOf } from './cells.ts';
import type { Desk, Sight } from './desk.ts';
import { putCells } from './entries.ts';
import { mergeEdit } from './merge.ts';
import type { Clock, Shop } from './shop.ts';

/** Items one by one. Each throws a Refusal when it cannot be: then nothing has changed. */
export interface ItemEdits {
  /** `created` is false when it was there already. */
  createItem(
    store: string,
    create: ItemCreate,
    author: Author,
  ): Promise<{ readonly created: boolean; readonly item: ListedItem }>;
  editItem(store: string, id: string, edit: ItemEdit, author: Author): Promise<ItemEdited>;
  archiveItem(store: string, id: string, author: Author): Promise<void>;
  restoreItem(store: string, id: string, author: Author): Promise<ListedItem>;
}

export function createItemEdits(desk: Desk): ItemEdits {
  const viewOf = ({ shop, views }: Sight, id: string) => {
    const record = shop.drawers.item.all.get(id);
    if (!record) throw itemUnknown(id);
    return views.item(record);
  };

  return {
    async createItem(store, { id, draft }, author) {
      const created = await desk.write(store, (shop) => {
        // The first answer was lost on its way, and the page asks again.
        if (shop.drawers.item.all.has(id)) return { entries: [], answer: false };
        const item: KeptItem = { id, ...tidyItem(draft) };
        requireSound(shop, item);
        return { entries: putCells(shop, 'item', item, author), answer: true };
      });
      return desk.look(store, (sight) => ({ created, item: viewOf(sight, id) }));
    },

    async editItem(store, id, { set, was = {} }, author) {
      const clashing = await desk.write(store, (shop) => {
        const now = itemDraft(mustBeListed(shop, id));
        const { patch, clashes } = mergeEdit(set, was, now);
        const item = keptAs(shop, id, tidyItem({ ...now, ...patch }), author, desk.clock);
        requireSound(shop, item);
        return { entries: putCells(shop, 'item', item, author), answer: clashes };
      });
      return desk.look(store, async (sight) => {
        const item = viewOf(sight, id);
        return { item, clashes: await clashesOf(sight, store, item, set, clashing) };
      });
    },

    archiveItem: (store, id, author) =>
      desk.write(store, (shop) => {
        mustBeListed(shop, id);
        const kept = shop.drawers.item.get(id) as KeptItem;
        return { entries: putCells(shop, 'item', kept, author, true), answer: undefined };
      }),

    async restoreItem(store, id, author) {
      await desk.write(store, (shop) => {
        const record = shop.drawers.item.all.get(id);
        if (!record) throw itemUnknown(id);
        requireSound(shop, record.value);
        return { entries: putCells(shop, 'item', record.value, author), answer: undefined };
      });
      return desk.look(store, (sight) => viewOf(sight, id));
    },
  };
}

/** What the list says of an item. Throws a Refusal 404. */
export function mustBeListed(shop: Shop, id: string): KeptItem {
  const item = shop.regular(id);
  if (!item) throw itemUnknown(id);
  return item;
}

/** An item as it is kept when the list is to say what `draft` says, because somebody here has set it by hand. */
export function keptAs(shop: Shop, id: string, draft: ItemDraft, author: Author, clock: Clock): KeptItem {
  const base = shop.drawers.item.get(id);
  if (!base) return { id, ...draft };
  const hand: Hand = {
    by: signature(author),
    on: BACKOFFICE,
    wall_ms: clock.wall_ms(),
    zone: clock.zone,
  };
  return setByHand(base, shop.moment().priced.get(id), draft, hand);
}

function requireSound(shop: Shop, item: KeptItem): void {
  const fault = newFaults(shop.judged(), [item])[0];
  if (fault) throw refuseItem(fault);
}

/** Somebody else's values that were left as they stand, and whose they are. */
async function clashesOf(
  { sql, places }: Sight,
  store: string,
  item: ListedItem,
  set: ItemEdit['set'],
  fields: readonly (keyof ItemDraft)[],
): Promise<ItemEdited['clashes']> {
  if (fields.length === 0) return [];
  const cells = (await cellsOf(sql, store, 'item', [item.id])).get(item.id) ?? [];
  const clashes: ItemEdited['clashes'] = [];
  for (const field of fields) {
    const cell = cells.find(({ col }) => col === field);
    if (!cell || isDeepStrictEqual(set[field], item[field])) continue;
    // Who it was stands in the log: the record's own word is of the last change alone.
    const logged = await sql.get<{ author: string | null }>(
      'SELECT author FROM listed_change WHERE store = ? AND origin = ? AND seq = ?',
      store,
      cell.origin,
      cell.seq,
    );
    const touch = places.touch({ ...cell, author: logged?.author ?? null });
    clashes.push({ field, yours: set[field], theirs: item[field], ...touch });
  }
  return clashes;
}
