import type { ItemDraft, ItemPatch, ItemView } from '../../../daemon/http/contract.ts';
import { formatAmount, isEan, parseAmount } from '../../../domain/index.ts';

/** An item as it is being edited: what is typed stays text until it is saved. */
export interface ItemForm {
  readonly name: string;
  readonly shortName: string;
  readonly price: string;
  readonly vatClass: string;
  readonly categoryId: string;
  readonly unit: ItemView['unit'];
  readonly plu: string;
  readonly eans: readonly string[];
  readonly weighedEanPrefix: string;
  readonly labels: readonly string[];
  readonly allergens: readonly number[];
  readonly hue: number | null;
  readonly route: string | null;
  readonly soldOut: boolean;
  readonly openPrice: boolean;
  readonly stocked: boolean;
  readonly prepaid: boolean;
}

export type FormFault = 'missing' | 'amount' | 'plu' | 'ean' | 'prefix' | 'long';
/** By the name of the API's field, so that these and the register's own stand at the same places. */
export type FormFaults = ReadonlyMap<string, FormFault>;

const SHORT_NAME_LENGTH = 20;

export function blankForm(categoryId: string, vatClass: string): ItemForm {
  return {
    name: '',
    shortName: '',
    price: '',
    vatClass,
    categoryId,
    unit: 'ks',
    plu: '',
    eans: [],
    weighedEanPrefix: '',
    labels: [],
    allergens: [],
    hue: null,
    route: null,
    soldOut: false,
    openPrice: false,
    stocked: false,
    prepaid: false,
  };
}

export function formOf(item: ItemView): ItemForm {
  const { id: _, regularPrice_haler, price_haler, priceChange: __, happyUntil: ___, ...rest } = item;
  const { plu, weighedEanPrefix, ...same } = rest;
  return {
    ...same,
    price: formatAmount(regularPrice_haler ?? price_haler, 'short').replace(/\u00a0/g, ' '),
    plu: plu ?? '',
    weighedEanPrefix: weighedEanPrefix ?? '',
  };
}

/** A copy under another name. Codes belong to one item only, so it has none. */
export function duplicateOf(form: ItemForm, name: string): ItemForm {
  return { ...form, name, shortName: '', plu: '', eans: [], weighedEanPrefix: '' };
}

/** What the form says, or what is wrong with it and where. */
export function readForm(form: ItemForm): { readonly draft: ItemDraft } | { readonly faults: FormFaults } {
  const faults = new Map<string, FormFault>();
  const name = form.name.trim();
  if (name === '') faults.set('name', 'missing');
  else if (name.length > 120) faults.set('name', 'long');
  const shortName = form.shortName.trim() || name.slice(0, SHORT_NAME_LENGTH).trim();
  if (shortName.length > SHORT_NAME_LENGTH) faults.set('shortName', 'long');
  const price_haler = parseAmount(form.price);
  if (form.price.trim() === '') faults.set('price_haler', 'missing');
  else if (price_haler === undefined || price_haler < 0) faults.set('price_haler', 'amount');
  if (form.vatClass === '') faults.set('vatClass', 'missing');
  if (form.categoryId === '') faults.set('categoryId', 'missing');
  const plu = form.plu.trim();
  if (plu !== '' && !/^\d{1,6}$/.test(plu)) faults.set('plu', 'plu');
  if (!form.eans.every(isEan)) faults.set('eans', 'ean');
  const prefix = form.weighedEanPrefix.trim();
  if (prefix !== '' && !/^2\d{6}$/.test(prefix)) faults.set('weighedEanPrefix', 'prefix');
  if (faults.size > 0) return { faults };
  return {
    draft: {
      name,
      shortName,
      price_haler: price_haler as number,
      vatClass: form.vatClass,
      categoryId: form.categoryId,
      unit: form.unit,
      plu: plu === '' ? null : plu,
      eans: [...form.eans],
      weighedEanPrefix: prefix === '' ? null : prefix,
      labels: [...form.labels],
      allergens: [...form.allergens].sort((a, b) => a - b),
      hue: form.hue,
      route: form.route,
      soldOut: form.soldOut,
      openPrice: form.openPrice,
      stocked: form.stocked,
      prepaid: form.prepaid,
    },
  };
}

/** Only what has changed: what another register has changed in the meantime stays. */
export function patchOf(item: ItemView, draft: ItemDraft): ItemPatch {
  const before = { ...item, price_haler: item.regularPrice_haler ?? item.price_haler };
  const changed = Object.entries(draft).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(before[key as keyof ItemDraft]),
  );
  return Object.fromEntries(changed) as ItemPatch;
}

/** In the list or out of it. */
export function toggled<T>(list: readonly T[], value: T): T[] {
  return list.includes(value) ? list.filter((one) => one !== value) : [...list, value];
}
