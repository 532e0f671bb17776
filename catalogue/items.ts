import type { Item } from '../domain/index.ts';
import { type ItemDraft, Refusal, type Words } from '../wire/index.ts';

/** Why an item cannot be on the price list as it is. */
export interface ItemFault {
  /** Which of the checked items. */
  readonly index: number;
  readonly field: keyof ItemDraft;
  readonly code: string;
  /** What is wrong, and what to do. */
  readonly message: Words;
  readonly hint: Words;
}

/** What an item is checked against. */
export interface Shop {
  hasCategory(id: string): boolean;
  /** Whether a class of VAT has a rate today. */
  hasRate(vatClass: string): boolean;
}

/** The form in which an item is kept: lists without repetition, allergens in order, text that UTF-8 can hold. */
export function tidyItem(draft: ItemDraft): ItemDraft {
  return {
    name: draft.name.toWellFormed(),
    shortName: draft.shortName.toWellFormed(),
    price_haler: draft.price_haler,
    vatClass: draft.vatClass,
    categoryId: draft.categoryId,
    unit: draft.unit,
    plu: draft.plu,
    eans: unique(draft.eans),
    weighedEanPrefix: draft.weighedEanPrefix,
    labels: unique(draft.labels.map((label) => label.toWellFormed())),
    allergens: unique(draft.allergens).sort((a, b) => a - b),
    hue: draft.hue,
    route: draft.route,
    soldOut: draft.soldOut,
    openPrice: draft.openPrice,
    stocked: draft.stocked,
    prepaid: draft.prepaid,
  };
}

function unique<T>(values: readonly T[]): T[] {
  return values.length < 2 ? [...values] : [...new Set(values)];
}

export function itemDraft(item: Item): ItemDraft {
  const { eans, labels, allergens } = item;
  return {
    name: item.name,
    shortName: item.shortName,
    price_haler: item.price_haler,
    vatClass: item.vatClass,
    categoryId: item.categoryId,
    unit: item.unit,
    plu: item.plu,
    eans: [...eans],
    weighedEanPrefix: item.weighedEanPrefix,
    labels: [...labels],
    allergens: [...allergens],
    hue: item.hue,
    route: item.route,
    soldOut: item.soldOut,
    openPrice: item.openPrice,
    stocked: item.stocked,
    prepaid: item.prepaid,
  };
}

/**
 * Every fault of `changed`, the price list being `others` and them together; `others` are not checked again.
 * The whole is judged at once, so that two items may swap their PLUs.
 */
export function itemFaults(changed: readonly Item[], others: Iterable<Item>, shop: Shop): ItemFault[] {
  const plus = new Map<string, Item>();
  const eans = new Map<string, Item>();
  const prefixes = new Map<string, Item>();
  const claim = (item: Item) => {
    if (item.plu !== null && !plus.has(item.plu)) plus.set(item.plu, item);
    for (const ean of item.eans) if (!eans.has(ean)) eans.set(ean, item);
    const prefix = item.weighedEanPrefix;
    if (prefix !== null && !prefixes.has(prefix)) prefixes.set(prefix, item);
  };
  for (const item of others) claim(item);

  const faults: ItemFault[] = [];
  changed.forEach((item, index) => {
    const fault = (field: keyof ItemDraft, code: string, message: Words, hint: Words) =>
      faults.push({ index, field, code, message, hint });

    const pluOwner = item.plu === null ? undefined : plus.get(item.plu);
    if (pluOwner) {
      const message = {
        cs: `PLU ${item.plu} už má položka „${pluOwner.name}“.`,
        en: `PLU ${item.plu} belongs to the item “${pluOwner.name}” already.`,
      };
      fault('plu', 'plu-taken', message, {
        cs: 'Zvolte jiné číslo, nebo ho nejdřív uberte té druhé položce.',
        en: 'Choose another number, or take it from the other item first.',
      });
    }
    for (const ean of item.eans) {
      const owner = eans.get(ean);
      if (!owner) continue;
      const message = {
        cs: `EAN ${ean} už patří položce „${owner.name}“.`,
        en: `EAN ${ean} belongs to the item “${owner.name}” already.`,
      };
      fault('eans', 'ean-taken', message, {
        cs: 'Zkontrolujte kód, nebo ho nejdřív uberte té druhé položce.',
        en: 'Check the code, or take it from the other item first.',
      });
    }
    const prefix = item.weighedEanPrefix;
    const prefixOwner = prefix === null ? undefined : prefixes.get(prefix);
    if (prefixOwner) {
      const message = {
        cs: `Předponu vážicího kódu ${prefix} už má položka „${prefixOwner.name}“.`,
        en: `The weighed-code prefix ${prefix} belongs to the item “${prefixOwner.name}” already.`,
      };
      fault('weighedEanPrefix', 'weighed-prefix-taken', message, {
        cs: 'Nastavte ve váze i tady jinou předponu.',
        en: 'Set another prefix both in the scale and here.',
      });
    }
    if (prefix !== null && item.unit !== 'kg' && item.unit !== 'g') {
      const message = {
        cs: `Vážicí kód udává gramy, položka se ale prodává na jednotku „${item.unit}“.`,
        en: `A weighed code tells grams, but the item is sold by the unit “${item.unit}”.`,
      };
      fault('unit', 'weighed-unit', message, {
        cs: 'Nastavte jednotku kg nebo g, nebo předponu vymažte.',
        en: 'Set the unit to kg or g, or clear the prefix.',
      });
    }
    if (!shop.hasCategory(item.categoryId)) {
      const message = {
        cs: 'Kategorie, do které má položka patřit, v ceníku není.',
        en: 'The category that the item should belong to is not on the price list.',
      };
      fault('categoryId', 'category-unknown', message, {
        cs: 'Vyberte jinou kategorii, nebo ji nejdřív založte.',
        en: 'Choose another category, or create it first.',
      });
    }
    if (!shop.hasRate(item.vatClass)) {
      const message = {
        cs: `Pro třídu DPH „${item.vatClass}“ dnes neplatí žádná sazba, položka by nešla prodat.`,
        en: `The VAT class “${item.vatClass}” has no rate today; the item could not be sold.`,
      };
      fault('vatClass', 'vat-class-unknown', message, {
        cs: 'Vyberte jinou sazbu, nebo ji doplňte v nastavení DPH.',
        en: 'Choose another rate, or add it in the VAT settings.',
      });
    }
    claim(item);
  });
  return faults;
}

/** A fault as the answer to a request. */
export function refuseItem(fault: ItemFault): Refusal {
  const message = {
    cs: `${fault.message.cs} Položka se neuložila, prodávat jde dál.`,
    en: `${fault.message.en} The item was not saved; sales go on.`,
  };
  return new Refusal(422, fault.code, message, fault.hint, { field: fault.field });
}

export function itemUnknown(id: string): Refusal {
  const message = {
    cs: 'Tato položka v ceníku není, nejspíš ji mezitím někdo vyřadil. Nic se nezměnilo.',
    en: 'This item is not on the price list; most likely somebody has removed it. Nothing was changed.',
  };
  return new Refusal(
    404,
    'item-unknown',
    message,
    { cs: 'Obnovte ceník a vyberte položku znovu.', en: 'Reload the price list and choose the item again.' },
    { id },
  );
}

/** Numbered items first, by PLU; then the others by name. The same on every register. */
export function byPlu(a: Item, b: Item): number {
  const byId = a.id < b.id ? -1 : 1;
  if (a.plu !== null && b.plu !== null) {
    // Two registers apart may have given one number twice.
    if (a.plu === b.plu) return byId;
    return Number(a.plu) - Number(b.plu) || (a.plu < b.plu ? -1 : 1);
  }
  if (a.plu !== null || b.plu !== null) return a.plu !== null ? -1 : 1;
  return CZECH.compare(a.name, b.name) || byId;
}

const CZECH = new Intl.Collator('cs');
