import { type Item, isDivisible, ONE, type Thousandths, type Unit } from '../domain/index.ts';
import { Refusal } from '../wire/index.ts';

/** What somebody does to the stock: a delivery, a write-off or a stock-take. */
export interface StockDeed {
  readonly kind: 'delivery' | 'write-off' | 'take';
  readonly reason: string;
  readonly items: readonly { readonly itemId: string; readonly quantity_thousandths: Thousandths }[];
}

/** Throws a Refusal unless it can be done whole. `itemOf`: what is on the price list. */
export function checkStockDeed(
  { kind, reason, items }: StockDeed,
  itemOf: (id: string) => Item | undefined,
): void {
  if (kind === 'write-off' && reason.trim().length < 2) throw reasonMissing();
  const seen = new Set<string>();
  for (const { itemId, quantity_thousandths } of items) {
    const item = mustBeStocked(itemOf(itemId));
    if (seen.has(itemId)) throw itemTwice(item);
    seen.add(itemId);
    requireDivisible(item.unit, quantity_thousandths);
    if (kind !== 'take' && quantity_thousandths === 0) throw quantityMissing(item);
  }
}

/** Pieces do not come in fractions. */
export function requireDivisible(unit: Unit, quantity: Thousandths): void {
  if (isDivisible(unit) || quantity % ONE === 0) return;
  throw new Refusal(
    422,
    'not-divisible',
    {
      cs: 'Položka se prodává po kusech. Nic se nezměnilo.',
      en: 'The item is sold by the piece. Nothing was changed.',
    },
    { cs: 'Zadejte celé číslo.', en: 'Enter a whole number.' },
  );
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
