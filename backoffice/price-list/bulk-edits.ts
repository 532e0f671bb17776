import { isDeepStrictEqual } from 'node:util';
import { itemDraft, itemUnknown, newFaults, tidyItem } from '../../catalogue/index.ts';
import type { Entry } from '../../sync/index.ts';
import type { KeptItem } from '../../wire/index.ts';
import type { BulkRequest, BulkResult } from '../http/contract/price-list.ts';
import type { Author } from './author.ts';
import { applyBulk } from './bulk.ts';
import type { Desk } from './desk.ts';
import { putCells } from './entries.ts';
import { keptAs } from './item-edits.ts';
import { planned, requireSame, shown, sumOf, type Wanted } from './preview.ts';
import type { Clock, Shop } from './shop.ts';

export interface BulkEdits {
  /** A preview, or, with the preview's sum, all of it in one transaction. Throws a Refusal 409 `preview-outdated`. */
  bulk(store: string, request: BulkRequest, author: Author): Promise<BulkResult>;
}

export function createBulkEdits(desk: Desk): BulkEdits {
  return {
    bulk(store, request, author) {
      const { apply } = request;
      if (!apply) return desk.look(store, ({ shop }) => judge(shop, request).result);
      return desk.write(store, (shop) => {
        const { wanted, result } = judge(shop, request);
        requireSame(result.sum, apply.sum);
        if (result.faults.length > 0) return { entries: [], answer: result };
        const entries = wanted.flatMap((one) => cellsFor(shop, one, author, desk.clock));
        return { entries, answer: { ...result, applied: true } };
      });
    },
  };
}

/** What a change of many items comes to. */
function judge(shop: Shop, { ids, change }: BulkRequest): { wanted: Wanted[]; result: BulkResult } {
  const chosen = [...new Set(ids)];
  const unknown: BulkResult['faults'] = [];
  const wanted: Wanted[] = [];
  for (const id of chosen) {
    const item = shop.regular(id);
    if (!item) {
      const { title, hint } = itemUnknown(id);
      const name = shop.drawers.item.all.get(id)?.value.name ?? id;
      unknown.push({ id, name, field: 'id', message: title, hint });
      continue;
    }
    const now = itemDraft(item);
    const next = applyBulk(change, now);
    const draft = next && tidyItem(next);
    if (!draft || !isDeepStrictEqual(draft, now)) wanted.push({ id, draft });
  }
  const kept = wanted.flatMap(({ id, draft }): KeptItem[] => (draft ? [{ id, ...draft }] : []));
  const faults = newFaults(shop.judged(), kept).map(({ index, field, message, hint }) => {
    const { id, name } = kept[index] as KeptItem;
    return { id, name, field, message, hint };
  });
  const items = wanted.map((one) => planned(shop, one));
  const all = [...unknown, ...faults];
  return {
    wanted,
    result: {
      applied: false,
      sum: sumOf(items, all),
      changed: items.length,
      unchanged: chosen.length - unknown.length - items.length,
      items: shown(items),
      faults: all.slice(0, MAX_FAULTS),
    },
  };
}

const MAX_FAULTS = 200;

export function cellsFor(shop: Shop, { id, draft }: Wanted, author: Author, clock: Clock): Entry[] {
  if (draft) return putCells(shop, 'item', keptAs(shop, id, draft, author, clock), author);
  return putCells(shop, 'item', shop.drawers.item.get(id) as KeptItem, author, true);
}
