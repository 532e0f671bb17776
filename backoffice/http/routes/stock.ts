import type { Stock } from '../../stock/stock.ts';
import type { App } from '../app.ts';
import {
  MovementList,
  MovementsQuery,
  RecipeDraft,
  RecipeList,
  RecipeView,
  StockItemDetail,
  StockList,
  StockMove,
} from '../contract/stock.ts';
import { InStore, OfStore } from './params.ts';

const tags = ['stock'];
const read = { access: 'read-stock' } as const;
const write = { access: 'write-stock' } as const;

export function stockRoutes(app: App, stock: Stock): void {
  app.get(
    '/api/stores/:store/stock',
    {
      config: read,
      schema: {
        tags,
        summary: 'How much is there of what is kept in stock',
        params: OfStore,
        response: { 200: StockList },
      },
    },
    ({ store }) => stock.list(store.id),
  );

  app.get(
    '/api/stores/:store/stock/items/:id',
    {
      config: read,
      schema: {
        tags,
        summary: 'One item with its last movements',
        params: InStore,
        response: { 200: StockItemDetail },
      },
    },
    ({ store, params }) => stock.get(store.id, params.id),
  );

  app.get(
    '/api/stores/:store/stock/movements',
    {
      config: read,
      schema: {
        tags,
        summary: 'What came, went and was counted; newest first',
        params: OfStore,
        querystring: MovementsQuery,
        response: { 200: MovementList },
      },
    },
    ({ store, query }) => stock.movements(store.id, query),
  );

  app.post(
    '/api/stores/:store/stock/moves',
    {
      config: write,
      schema: {
        tags,
        summary: 'A delivery, a write-off or a stock-take; the same key again moves nothing',
        params: OfStore,
        body: StockMove,
        response: { 200: StockList },
      },
    },
    ({ store, body, account }) => stock.move(store.id, body, account),
  );

  app.get(
    '/api/stores/:store/stock/recipes',
    {
      config: read,
      schema: {
        tags,
        summary: 'Items that are made of others',
        params: OfStore,
        response: { 200: RecipeList },
      },
    },
    async ({ store }) => ({ recipes: await stock.recipes.list(store.id) }),
  );

  app.put(
    '/api/stores/:store/stock/recipes/:id',
    {
      config: write,
      schema: {
        tags,
        summary: 'What an item is made of; an empty recipe takes it away',
        params: InStore,
        body: RecipeDraft,
        response: { 200: RecipeView },
      },
    },
    ({ store, params, body, account }) => stock.recipes.set(store.id, params.id, body.ingredients, account),
  );
}
