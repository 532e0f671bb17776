import type {
  MovementList,
  MovementsQuery,
  RecipeDraft,
  RecipeList,
  StockItem,
  StockItemDetail,
  StockList,
  StockMove,
} from '../../http/contract/stock.ts';
import { id, inStore } from '../client/api.ts';

/** Where the stock lives in the API. */
export const stock = {
  levels: () => inStore.get<StockList>('/stock'),
  item: (itemId: string) => inStore.get<StockItemDetail>(`/stock/items/${id(itemId)}`),
  movements: (query: MovementsQuery) => inStore.get<MovementList>('/stock/movements', query),
  move: (body: StockMove) => inStore.write<StockItem[]>('POST', '/stock/moves', body),
  recipes: () => inStore.get<RecipeList>('/stock/recipes'),
  setRecipe: (itemId: string, body: RecipeDraft) =>
    inStore.write<unknown>('PUT', `/stock/recipes/${id(itemId)}`, body),
};
