import type { Item } from '../../domain/index.ts';
import type { ItemDraft, ItemView } from '../http/contract.ts';
import { Refusal } from '../refusal.ts';

/** Why an item cannot be on the price list as it is. */
export interface ItemFault {
  /** Which of the checked items. */
  readonly index: number;
  readonly field: keyof ItemDraft;
  readonly code: string;
  /** Czech: what is wrong, and what to do. */
  readonly message: string;
  readonly hint: string;
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
  };
}

function unique<T>(values: readonly T[]): T[] {
  return values.length < 2 ? [...values] : [...new Set(values)];
}

/** For the contract, whose lists may be written to while the price list's may not. */
export function itemView(item: Item): ItemView {
  return { ...item, eans: [...item.eans], labels: [...item.labels], allergens: [...item.allergens] };
}

export function itemDraft(item: Item): ItemDraft {
  const { id: _, ...draft } = itemView(item);
  return draft;
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
    const fault = (field: keyof ItemDraft, code: string, message: string, hint: string) =>
      faults.push({ index, field, code, message, hint });

    const pluOwner = item.plu === null ? undefined : plus.get(item.plu);
    if (pluOwner) {
      const message = `PLU ${item.plu} už má položka „${pluOwner.name}“.`;
      fault('plu', 'plu-taken', message, 'Zvolte jiné číslo, nebo ho nejdřív uberte té druhé položce.');
    }
    for (const ean of item.eans) {
      const owner = eans.get(ean);
      if (!owner) continue;
      const message = `EAN ${ean} už patří položce „${owner.name}“.`;
      fault('eans', 'ean-taken', message, 'Zkontrolujte kód, nebo ho nejdřív uberte té druhé položce.');
    }
    const prefix = item.weighedEanPrefix;
    const prefixOwner = prefix === null ? undefined : prefixes.get(prefix);
    if (prefixOwner) {
      const message = `Předponu vážicího kódu ${prefix} už má položka „${prefixOwner.name}“.`;
      fault('weighedEanPrefix', 'weighed-prefix-taken', message, 'Nastavte ve váze i tady jinou předponu.');
    }
    if (prefix !== null && item.unit !== 'kg' && item.unit !== 'g') {
      const message = `Vážicí kód udává gramy, položka se ale prodává na jednotku „${item.unit}“.`;
      fault('unit', 'weighed-unit', message, 'Nastavte jednotku kg nebo g, nebo předponu vymažte.');
    }
    if (!shop.hasCategory(item.categoryId)) {
      const message = 'Kategorie, do které má položka patřit, v ceníku není.';
      fault('categoryId', 'category-unknown', message, 'Vyberte jinou kategorii, nebo ji nejdřív založte.');
    }
    if (!shop.hasRate(item.vatClass)) {
      const message = `Pro třídu DPH „${item.vatClass}“ dnes neplatí žádná sazba, položka by nešla prodat.`;
      fault(
        'vatClass',
        'vat-class-unknown',
        message,
        'Vyberte jinou sazbu, nebo ji doplňte v nastavení DPH.',
      );
    }
    claim(item);
  });
  return faults;
}

/** A fault as the answer to a request. */
export function refuseItem(fault: ItemFault): Refusal {
  const message = `${fault.message} Položka se neuložila, prodávat jde dál.`;
  return new Refusal(422, fault.code, message, fault.hint, { field: fault.field });
}

export function itemUnknown(id: string): Refusal {
  const message = 'Tato položka v ceníku není, nejspíš ji mezitím někdo vyřadil. Nic se nezměnilo.';
  return new Refusal(404, 'item-unknown', message, 'Obnovte ceník a vyberte položku znovu.', { id });
}

/** Numbered items first, by PLU; then the others by name. The same on every register. */
export function byPlu(a: Item, b: Item): number {
  if (a.plu !== null && b.plu !== null) return Number(a.plu) - Number(b.plu) || (a.plu < b.plu ? -1 : 1);
  if (a.plu !== null || b.plu !== null) return a.plu !== null ? -1 : 1;
  return CZECH.compare(a.name, b.name) || (a.id < b.id ? -1 : 1);
}

const CZECH = new Intl.Collator('cs');
