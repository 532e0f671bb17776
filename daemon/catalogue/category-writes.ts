import type { Category } from '../../domain/index.ts';
import { Refusal } from '../../wire/index.ts';
import type { Author, Catalogue } from './catalogue.ts';
import type { CatalogueState } from './state.ts';
import { step } from './step.ts';

type CategoryWrites = Pick<Catalogue, 'createCategory' | 'patchCategory' | 'archiveCategory'>;

export function categoryWrites(state: CatalogueState): CategoryWrites {
  const { shelves, world } = state;

  function put(category: Category, author: Author): Category {
    state.write(author, step(shelves.categories, [category]));
    return category;
  }

  function liveCategory(id: string): Category {
    const category = shelves.categories.get(id);
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

  return {
    createCategory: ({ name, hue, position, route }, author) =>
      put({ id: world.uuid(), name, hue, position, route }, author),
    patchCategory: (id, patch, author) => put({ ...liveCategory(id), ...patch }, author),
    archiveCategory(id, author) {
      const category = liveCategory(id);
      const items = state.lists().items.filter((item) => item.categoryId === id);
      if (items[0]) {
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
      state.write(author, step(shelves.categories, [], [category]));
    },
  };
}
