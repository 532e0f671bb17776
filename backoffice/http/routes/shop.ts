import { Type } from 'typebox';
import {
  CategoryDraft,
  CategoryPatch,
  CategoryView,
  TableDraft,
  TablePatch,
  TableView,
} from '../../../wire/index.ts';
import type { ShopEdits } from '../../price-list/shop-edits.ts';
import type { App } from '../app.ts';
import { InStore, OfStore } from './params.ts';

const tags = ['price list'];
const config = { access: 'write-price-list' } as const;

/** Categories and tables. */
export function shopRoutes(app: App, shop: ShopEdits): void {
  app.post(
    '/api/stores/:store/price-list/categories',
    {
      config,
      schema: {
        tags,
        summary: 'A new category',
        params: OfStore,
        body: CategoryDraft,
        response: { 201: CategoryView },
      },
    },
    async ({ store, body, account }, reply) =>
      reply.code(201).send(await shop.createCategory(store.id, body, account)),
  );

  app.patch(
    '/api/stores/:store/price-list/categories/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Change a category',
        params: InStore,
        body: CategoryPatch,
        response: { 200: CategoryView },
      },
    },
    ({ store, params, body, account }) => shop.editCategory(store.id, params.id, body, account),
  );

  app.delete(
    '/api/stores/:store/price-list/categories/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Remove a category that no item is in',
        params: InStore,
        response: { 204: Type.Null() },
      },
    },
    async ({ store, params, account }, reply) => {
      await shop.archiveCategory(store.id, params.id, account);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/api/stores/:store/price-list/tables',
    {
      config,
      schema: {
        tags,
        summary: 'A new table',
        params: OfStore,
        body: TableDraft,
        response: { 201: TableView },
      },
    },
    async ({ store, body, account }, reply) =>
      reply.code(201).send(await shop.createTable(store.id, body, account)),
  );

  app.patch(
    '/api/stores/:store/price-list/tables/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Change a table',
        params: InStore,
        body: TablePatch,
        response: { 200: TableView },
      },
    },
    ({ store, params, body, account }) => shop.editTable(store.id, params.id, body, account),
  );

  app.delete(
    '/api/stores/:store/price-list/tables/:id',
    {
      config,
      schema: { tags, summary: 'Remove a table', params: InStore, response: { 204: Type.Null() } },
    },
    async ({ store, params, account }, reply) => {
      await shop.archiveTable(store.id, params.id, account);
      return reply.code(204).send(null);
    },
  );
}
