import { mustBeCategory, requireEmpty } from '../../catalogue/index.ts';
import type { Category } from '../../domain/index.ts';
import type { Author, Catalogue } from './catalogue.ts';
import type { CatalogueState } from './state.ts';
import { step } from './step.ts';

type CategoryWrites = Pick<Catalogue, 'createCategory' | 'patchCategory' | 'archiveCategory'>;

export function categoryWrites(state: CatalogueState): CategoryWrites {
  const { shelves, world } = state;
  const liveCategory = (id: string) => mustBeCategory(shelves.categories.get(id));

  function put(category: Category, author: Author): Category {
    state.write(author, step(shelves.categories, [category]));
    return category;
  }

  return {
    createCategory: ({ name, hue, position, route }, author) =>
      put({ id: world.uuid(), name, hue, position, route }, author),
    patchCategory: (id, patch, author) => put({ ...liveCategory(id), ...patch }, author),
    archiveCategory(id, author) {
      const category = liveCategory(id);
      requireEmpty(category, state.lists().items);
      state.write(author, step(shelves.categories, [], [category]));
    },
  };
}
