import type { Category, Item } from '../domain/index.ts';
import { Refusal } from '../wire/index.ts';

/** Throws a Refusal 404 when it is not on the list. */
export function mustBeCategory<T extends Category>(category: T | undefined): T {
  if (category) return category;
  const message = {
    cs: 'Tato kategorie v ceníku není, nejspíš ji mezitím někdo vyřadil. Nic se nezměnilo.',
    en: 'This category is not on the price list, somebody has probably removed it. Nothing has changed.',
  };
  const hint = {
    cs: 'Obnovte ceník a vyberte kategorii znovu.',
    en: 'Refresh the price list and choose the category again.',
  };
  throw new Refusal(404, 'category-unknown', message, hint);
}

/** Throws a Refusal 409 while items of the list are in it. */
export function requireEmpty(category: Category, listed: readonly Item[]): void {
  const items = listed.filter((item) => item.categoryId === category.id);
  if (!items[0]) return;
  const message = {
    cs: `V kategorii „${category.name}“ jsou ještě položky (${items.length}), první je „${items[0].name}“. Kategorie zůstala.`,
    en: `There are still items in “${category.name}” (${items.length}), the first is “${items[0].name}”. The category stays.`,
  };
  const hint = {
    cs: 'Položky nejdřív přesuňte jinam nebo je vyřaďte.',
    en: 'First move the items elsewhere or take them off the list.',
  };
  throw new Refusal(409, 'category-not-empty', message, hint);
}
