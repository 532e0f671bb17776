import { formatAmount, isEan, parseAmount } from '../../../domain/index.ts';
import type { ItemDraft, ItemPatch, ListedItem } from '../../http/contract/price-list.ts';

/** An item as it is being edited: what is typed stays text until it is saved. */
export interface ItemForm {
  readonly name: string;
  readonly shortName: string;
  readonly price_haler: string;
  readonly vatClass: string;
  readonly categoryId: string;
  readonly unit: ListedItem['unit'];
  readonly plu: string;
  /** One beside another, with gaps. */
  readonly eans: string;
  readonly weighedEanPrefix: string;
  readonly labels: readonly string[];
  readonly allergens: readonly number[];
  /** Empty: nowhere. */
  readonly route: string;
  readonly soldOut: boolean;
  readonly openPrice: boolean;
  readonly stocked: boolean;
  readonly prepaid: boolean;
}
export type ItemField = keyof ItemForm;

export type FormFault = 'missing' | 'amount' | 'plu' | 'ean' | 'prefix' | 'long';
export type FormFaults = ReadonlyMap<string, FormFault>;

const SHORT_NAME_LENGTH = 20;

export function blankForm(categoryId: string, vatClass: string): ItemForm {
  return {
    name: '',
    shortName: '',
    price_haler: '',
    vatClass,
    categoryId,
    unit: 'ks',
    plu: '',
    eans: '',
    weighedEanPrefix: '',
    labels: [],
    allergens: [],
    route: '',
    soldOut: false,
    openPrice: false,
    stocked: false,
    prepaid: false,
  };
}

export function formOf(item: ItemDraft): ItemForm {
  return {
    name: item.name,
    shortName: item.shortName,
    price_haler: formatAmount(item.price_haler, 'short').replace(/\u00a0/g, ' '),
    vatClass: item.vatClass,
    categoryId: item.categoryId,
    unit: item.unit,
    plu: item.plu ?? '',
    eans: item.eans.join(' '),
    weighedEanPrefix: item.weighedEanPrefix ?? '',
    labels: item.labels,
    allergens: item.allergens,
    route: item.route ?? '',
    soldOut: item.soldOut,
    openPrice: item.openPrice,
    stocked: item.stocked,
    prepaid: item.prepaid,
  };
}

/** A copy under another name. Codes belong to one item only, so it has none. */
export function duplicateOf(form: ItemForm, name: string): ItemForm {
  return { ...form, name, shortName: '', plu: '', eans: '', weighedEanPrefix: '' };
}

/** What the form says, or what is wrong with it and where. `hue` is not edited here and stays. */
export function readForm(
  form: ItemForm,
  hue: number | null,
): { readonly draft: ItemDraft } | { readonly faults: FormFaults } {
  const faults = new Map<string, FormFault>();
  const name = form.name.trim();
  if (name === '') faults.set('name', 'missing');
  else if (name.length > 120) faults.set('name', 'long');
  const shortName = form.shortName.trim() || name.slice(0, SHORT_NAME_LENGTH).trim();
  if (shortName.length > SHORT_NAME_LENGTH) faults.set('shortName', 'long');
  const price_haler = parseAmount(form.price_haler);
  if (form.price_haler.trim() === '') faults.set('price_haler', 'missing');
  else if (price_haler === undefined || price_haler < 0) faults.set('price_haler', 'amount');
  if (form.vatClass === '') faults.set('vatClass', 'missing');
  if (form.categoryId === '') faults.set('categoryId', 'missing');
  const plu = form.plu.trim();
  if (plu !== '' && !/^\d{1,6}$/.test(plu)) faults.set('plu', 'plu');
  const eans = form.eans.split(/[\s,;]+/).filter((code) => code !== '');
  if (!eans.every(isEan)) faults.set('eans', 'ean');
  const prefix = form.weighedEanPrefix.trim();
  if (prefix !== '' && !/^2\d{6}$/.test(prefix)) faults.set('weighedEanPrefix', 'prefix');
  if (faults.size > 0) return { faults };
  return {
    draft: {
      name,
      shortName,
      price_haler: price_haler ?? 0,
      vatClass: form.vatClass,
      categoryId: form.categoryId,
      unit: form.unit,
      plu: plu === '' ? null : plu,
      eans: [...new Set(eans)],
      weighedEanPrefix: prefix === '' ? null : prefix,
      labels: [...form.labels],
      allergens: [...form.allergens].sort((a, b) => a - b),
      hue,
      route: form.route === '' ? null : form.route,
      soldOut: form.soldOut,
      openPrice: form.openPrice,
      stocked: form.stocked,
      prepaid: form.prepaid,
    },
  };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What is to be written, and what stood there when the page showed it: only of fields that were changed here. */
export function editOf(
  shown: ItemDraft,
  draft: ItemDraft,
): { readonly set: ItemPatch; readonly was: ItemPatch } {
  const fields = (Object.keys(draft) as (keyof ItemDraft)[]).filter(
    (field) => !same(draft[field], shown[field]),
  );
  const pick = (of: ItemDraft) => Object.fromEntries(fields.map((field) => [field, of[field]])) as ItemPatch;
  return { set: pick(draft), was: pick(shown) };
}

/**
 * Somebody else has changed the item while it is being edited. What was not touched here becomes what it is now; what
 * was touched stays as typed, and where they have changed the very same field it is told (`theirs`).
 */
export function rebase(
  form: ItemForm,
  shown: ItemForm,
  fresh: ItemForm,
): { readonly form: ItemForm; readonly theirs: readonly ItemField[] } {
  const theirs: ItemField[] = [];
  const next: Partial<Record<ItemField, unknown>> = {};
  for (const field of Object.keys(form) as ItemField[]) {
    const touched = !same(form[field], shown[field]);
    next[field] = touched ? form[field] : fresh[field];
    if (touched && !same(fresh[field], shown[field]) && !same(fresh[field], form[field])) theirs.push(field);
  }
  return { form: next as unknown as ItemForm, theirs };
}

/** In the list or out of it. */
export function toggled<T>(list: readonly T[], value: T): T[] {
  return list.includes(value) ? list.filter((one) => one !== value) : [...list, value];
}
