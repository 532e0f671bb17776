import type { Item } from '../../domain/index.ts';
import { localTime, Refusal } from '../../wire/index.ts';
import type { StockDeed } from '../http/contract.ts';
import { type Deeds, hashOf } from '../ledger/deeds.ts';
import { requireDivisible } from '../ledger/line-draft.ts';
import type { Actor } from '../staff/actor.ts';
import type { StockOptions } from './stock.ts';
import type { StockBook } from './stock-book.ts';

/** What people do to the stock: deliveries, write-offs and stock-takes. */
export function createStockDeeds(
  parts: Pick<StockOptions, 'catalogue' | 'world' | 'register'> & { book: StockBook; deeds: Deeds },
): {
  /** Inside a transaction. False when it is done under this key already. */
  move(deed: StockDeed, key: string, actor: Actor): boolean;
} {
  const { catalogue, world, register, book, deeds } = parts;

  function requireSound({ kind, reason, items }: StockDeed): void {
    if (kind === 'write-off' && reason.trim().length < 2) throw reasonMissing();
    const seen = new Set<string>();
    for (const { itemId, quantity_thousandths } of items) {
      const item = mustBeStocked(catalogue.item(itemId));
      if (seen.has(itemId)) throw itemTwice(item);
      seen.add(itemId);
      requireDivisible(item.unit, quantity_thousandths);
      if (kind !== 'take' && quantity_thousandths === 0) throw quantityMissing(item);
    }
  }

  return {
    move(deed, key, actor) {
      const hash = hashOf(deed);
      if (deeds.find(key, 'stock', hash) !== undefined) return false;
      requireSound(deed);
      const at = localTime(world.wall_ms(), register.timezone);
      for (const { itemId, quantity_thousandths } of deed.items) {
        book.add({
          itemId,
          kind: deed.kind,
          quantity_thousandths: deed.kind === 'write-off' ? -quantity_thousandths : quantity_thousandths,
          at,
          staffId: actor.staffId,
          ...(actor.allowedBy === actor.staffId ? {} : { allowedBy: actor.allowedBy }),
          reason: deed.reason.trim().toWellFormed(),
          registerId: register.id,
        });
      }
      deeds.add(key, 'stock', hash, deed.kind);
      return true;
    },
  };
}

/** Throws a Refusal 404 `not-stocked`. */
export function mustBeStocked(item: Item | undefined): Item {
  if (item?.stocked) return item;
  throw new Refusal(
    404,
    'not-stocked',
    item
      ? {
          cs: `${item.name} se na skladě nevede. Nic se nezapsalo, prodávat jde dál.`,
          en: `“${item.name}” is not kept in stock. Nothing was recorded; sales go on.`,
        }
      : {
          cs: 'Tato položka už v ceníku není. Na sklad se nic nezapsalo, prodávat jde dál.',
          en: 'This item is no longer on the price list. Nothing was recorded; sales go on.',
        },
    {
      cs: 'V ceníku u položky zapněte Vést na skladě, nebo vyberte jinou.',
      en: 'Switch on Keep in stock for the item on the price list, or choose another one.',
    },
  );
}

const reasonMissing = () =>
  new Refusal(
    422,
    'reason-missing',
    {
      cs: 'U odpisu chybí důvod. Nic se nezapsalo.',
      en: 'The write-off has no reason. Nothing was recorded.',
    },
    {
      cs: 'Vyberte důvod, nebo ho napište.',
      en: 'Choose a reason, or write one.',
    },
  );

const itemTwice = ({ name }: Item) =>
  new Refusal(
    422,
    'item-twice',
    {
      cs: `${name} je tu dvakrát a není jasné, co platí. Nic se nezapsalo.`,
      en: `“${name}” is there twice, and it is not clear which holds. Nothing was recorded.`,
    },
    { cs: 'Nechte každou položku jen jednou.', en: 'Leave each item only once.' },
  );

const quantityMissing = ({ name }: Item) =>
  new Refusal(
    422,
    'quantity-missing',
    {
      cs: `U položky ${name} chybí množství. Nic se nezapsalo.`,
      en: `“${name}” has no quantity. Nothing was recorded.`,
    },
    { cs: 'Zadejte množství větší než nula.', en: 'Enter a quantity above zero.' },
  );
