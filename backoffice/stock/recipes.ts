import { itemUnknown } from '../../catalogue/index.ts';
import { type KeptItem, type Recipe, Refusal } from '../../wire/index.ts';
import type { RecipeView } from '../http/contract/stock.ts';
import type { Author } from '../price-list/author.ts';
import type { Desk } from '../price-list/desk.ts';
import { putCells } from '../price-list/entries.ts';
import type { Shop } from '../price-list/shop.ts';
import { headOf } from './movements.ts';

/** What items are made of: a field of the item, by which every register counts what a sale uses. */
export interface Recipes {
  /** In the order of the price list. */
  list(store: string): Promise<RecipeView[]>;
  /** Throws a Refusal 404 `item-unknown` or 422 `recipe-…`. */
  set(store: string, itemId: string, ingredients: Recipe, author: Author): Promise<RecipeView>;
}

export function createRecipes(desk: Desk): Recipes {
  return {
    list: (store) =>
      desk.look(store, ({ shop }) =>
        shop.lists.items
          .map(({ id }) => shop.drawers.item.get(id) as KeptItem)
          .filter(({ recipe }) => recipe !== undefined && recipe.length > 0)
          .map((item) => viewOf(shop, item)),
      ),
    async set(store, itemId, ingredients, author) {
      await desk.write(store, (shop) => {
        const item = shop.drawers.item.get(itemId);
        if (!item) throw itemUnknown(itemId);
        check(shop, item, ingredients);
        // No recipe, and one that was never written, are the same.
        const same = ingredients.length === 0 && item.recipe === undefined;
        const kept = same ? item : { ...item, recipe: ingredients };
        return { entries: putCells(shop, 'item', kept, author), answer: undefined };
      });
      return desk.look(store, ({ shop }) => {
        const item = shop.drawers.item.all.get(itemId)?.value;
        if (!item) throw itemUnknown(itemId);
        return viewOf(shop, item);
      });
    },
  };
}

function viewOf(shop: Shop, { id: itemId, name, recipe = [] }: KeptItem): RecipeView {
  return {
    itemId,
    name,
    ingredients: recipe.map((part) => {
      const record = shop.drawers.item.all.get(part.itemId);
      return {
        ...headOf(record?.value, part.itemId),
        quantity_thousandths: part.quantity_thousandths,
        stocked: record?.value.stocked ?? false,
        archived: record?.archived ?? true,
      };
    }),
  };
}

function check(shop: Shop, item: KeptItem, ingredients: Recipe): void {
  const seen = new Set<string>();
  for (const { itemId } of ingredients) {
    const part = shop.drawers.item.get(itemId);
    if (!part) throw itemUnknown(itemId);
    if (seen.has(itemId)) {
      throw refuse(
        'recipe-twice',
        { cs: `${part.name} je v receptu dvakrát.`, en: `“${part.name}” is in the recipe twice.` },
        { cs: 'Sečtěte obě množství do jednoho řádku.', en: 'Add both quantities up in one line.' },
      );
    }
    seen.add(itemId);
    if (itemId === item.id || leadsTo(shop, itemId, item.id, new Set())) {
      throw refuse(
        'recipe-circle',
        {
          cs: `${item.name} by se skládala sama ze sebe (${part.name}).`,
          en: `“${item.name}” would be made of itself (“${part.name}”).`,
        },
        { cs: 'Tuto surovinu z receptu vynechte.', en: 'Leave this ingredient out of the recipe.' },
      );
    }
  }
}

function leadsTo(shop: Shop, from: string, to: string, seen: Set<string>): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  const parts = shop.drawers.item.get(from)?.recipe ?? [];
  return parts.some(({ itemId }) => itemId === to || leadsTo(shop, itemId, to, seen));
}

function refuse(code: string, what: { cs: string; en: string }, hint: { cs: string; en: string }): Refusal {
  const title = { cs: `${what.cs} Recept se nezměnil.`, en: `${what.en} The recipe was not changed.` };
  return new Refusal(422, code, title, hint);
}
