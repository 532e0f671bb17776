import { Type } from 'typebox';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { requireRight } from '../../staff/actor.ts';
import type { App } from '../app.ts';
import {
  Applied,
  CatalogueView,
  CategoryDraft,
  CategoryPatch,
  CategoryView,
  ImportResult,
  ItemDraft,
  ItemPatch,
  ItemView,
  PaymentTypeView,
  ScheduledChangeDraft,
  ScheduledChangeView,
  Settings,
  SettingsPatch,
  TableDraft,
  TablePatch,
  TableView,
  VatRateView,
} from '../contract.ts';
import { ById } from './params.ts';

const tags = ['catalogue'];

export interface CatalogueRouteOptions {
  readonly catalogue: Catalogue;
  /** This register, as the screen names it. */
  readonly register: Omit<CatalogueView['register'], 'day'>;
}

export function catalogueRoutes(app: App, { catalogue, register }: CatalogueRouteOptions): void {
  app.get(
    '/api/catalogue',
    {
      config: { open: true },
      schema: { tags, summary: 'All that the screen shows', response: { 200: CatalogueView } },
    },
    () => catalogue.view(register),
  );
  app.post(
    '/api/catalogue/apply',
    {
      schema: {
        tags,
        // Whoever made the changes had the right to; a waiter only says that now is the moment.
        summary: 'Let in now what other registers have changed and what waits here',
        response: { 200: Applied },
      },
    },
    () => ({ applied: catalogue.applyWaiting() }),
  );
  scheduleRoutes(app, catalogue);
  itemRoutes(app, catalogue);
  csvRoutes(app, catalogue);
  categoryRoutes(app, catalogue);
  tableRoutes(app, catalogue);
  shopRoutes(app, catalogue);
}

function itemRoutes(app: App, catalogue: Catalogue): void {
  app.post(
    '/api/items',
    {
      config: { right: 'edit-items' },
      schema: { tags, summary: 'A new item', body: ItemDraft, response: { 200: ItemView } },
    },
    (request) => catalogue.itemView(catalogue.createItem(request.body, request.actor).id),
  );

  app.patch(
    '/api/items/:id',
    {
      schema: {
        tags,
        summary: 'Change an item (right edit-items), or only whether it is sold out (right sold-out)',
        params: ById,
        body: ItemPatch,
        response: { 200: ItemView },
      },
    },
    (request) => {
      const [field, ...others] = Object.keys(request.body);
      requireRight(request.actor, field === 'soldOut' && others.length === 0 ? 'sold-out' : 'edit-items');
      return catalogue.itemView(catalogue.patchItem(request.params.id, request.body, request.actor).id);
    },
  );

  app.delete(
    '/api/items/:id',
    {
      config: { right: 'edit-items' },
      schema: { tags, summary: 'No longer offer an item', params: ById, response: { 204: Type.Null() } },
    },
    (request, reply) => {
      catalogue.archiveItem(request.params.id, request.actor);
      reply.code(204);
      return null;
    },
  );
}

function scheduleRoutes(app: App, catalogue: Catalogue): void {
  app.post(
    '/api/scheduled-changes',
    {
      config: { right: 'edit-items' },
      schema: {
        tags,
        summary: 'Set a price, a class of VAT or a happy hour ahead',
        body: ScheduledChangeDraft,
        response: { 200: ScheduledChangeView },
      },
    },
    (request) => catalogue.schedule(request.body, request.actor),
  );

  app.delete(
    '/api/scheduled-changes/:id',
    {
      config: { right: 'edit-items' },
      schema: {
        tags,
        summary: 'Cancel what was set ahead',
        params: ById,
        response: { 204: Type.Null() },
      },
    },
    (request, reply) => {
      catalogue.unschedule(request.params.id, request.actor);
      reply.code(204);
      return null;
    },
  );
}

function csvRoutes(app: App, catalogue: Catalogue): void {
  app.get(
    '/api/items.csv',
    {
      config: { right: 'edit-items' },
      schema: {
        tags,
        summary: 'The price list as a file that a spreadsheet opens and that can be imported again',
        querystring: Type.Object(
          { encoding: Type.Optional(Type.Enum(['utf-8', 'windows-1250'])) },
          { additionalProperties: false },
        ),
        produces: ['text/csv'],
        // The handler answers a reply, which any type fits.
        response: { 200: Type.Unsafe<unknown>({ type: 'string', description: 'text/csv' }) },
      },
    },
    async (request, reply) => {
      // CSV is loaded when somebody asks for it, which is seldom.
      const { exportItems } = await import('../../catalogue/csv.ts');
      const encoding = request.query.encoding ?? 'utf-8';
      const bytes = exportItems(catalogue, encoding);
      return reply
        .type(`text/csv; charset=${encoding}`)
        .header('content-disposition', `attachment; filename="cenik-${catalogue.day()}.csv"`)
        .header('cache-control', 'no-store')
        .send(bytes);
    },
  );

  app.post(
    '/api/items/import',
    {
      config: { right: 'edit-items' },
      schema: {
        tags,
        summary: 'Items from text/csv, all or none; without apply=true it is only tried',
        consumes: ['text/csv'],
        querystring: Type.Object({ apply: Type.Optional(Type.Boolean()) }, { additionalProperties: false }),
        response: { 200: ImportResult },
      },
    },
    async (request) => {
      const { importItems } = await import('../../catalogue/csv.ts');
      // An empty file has no body.
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      return importItems(bytes, catalogue, request.actor, { apply: request.query.apply === true });
    },
  );
}

function categoryRoutes(app: App, catalogue: Catalogue): void {
  app.post(
    '/api/categories',
    {
      config: { right: 'edit-items' },
      schema: { tags, summary: 'A new category', body: CategoryDraft, response: { 200: CategoryView } },
    },
    (request) => catalogue.createCategory(request.body, request.actor),
  );

  app.patch(
    '/api/categories/:id',
    {
      config: { right: 'edit-items' },
      schema: {
        tags,
        summary: 'Change a category',
        params: ById,
        body: CategoryPatch,
        response: { 200: CategoryView },
      },
    },
    (request) => catalogue.patchCategory(request.params.id, request.body, request.actor),
  );

  app.delete(
    '/api/categories/:id',
    {
      config: { right: 'edit-items' },
      schema: {
        tags,
        summary: 'Remove a category that no item is in',
        params: ById,
        response: { 204: Type.Null() },
      },
    },
    (request, reply) => {
      catalogue.archiveCategory(request.params.id, request.actor);
      reply.code(204);
      return null;
    },
  );
}

function tableRoutes(app: App, catalogue: Catalogue): void {
  app.post(
    '/api/tables',
    {
      config: { right: 'settings' },
      schema: { tags, summary: 'A new table', body: TableDraft, response: { 200: TableView } },
    },
    (request) => catalogue.createTable(request.body, request.actor),
  );

  app.patch(
    '/api/tables/:id',
    {
      config: { right: 'settings' },
      schema: {
        tags,
        summary: 'Change a table',
        params: ById,
        body: TablePatch,
        response: { 200: TableView },
      },
    },
    (request) => catalogue.patchTable(request.params.id, request.body, request.actor),
  );

  app.delete(
    '/api/tables/:id',
    {
      config: { right: 'settings' },
      schema: {
        tags,
        summary: 'Remove a table without an open bill',
        params: ById,
        response: { 204: Type.Null() },
      },
    },
    (request, reply) => {
      catalogue.archiveTable(request.params.id, request.actor);
      reply.code(204);
      return null;
    },
  );
}

function shopRoutes(app: App, catalogue: Catalogue): void {
  app.put(
    '/api/vat-rates',
    {
      config: { right: 'edit-items' },
      schema: {
        tags,
        summary: 'The whole table of VAT rates; future rows take effect by themselves',
        body: Type.Array(VatRateView, { minItems: 1, maxItems: 200 }),
        response: { 200: Type.Array(VatRateView) },
      },
    },
    (request) => [...catalogue.setVatRates(request.body, request.actor)],
  );

  app.put(
    '/api/payment-types',
    {
      config: { right: 'edit-items' },
      schema: {
        tags,
        summary: 'All ways to pay, in the order in which they are offered',
        body: Type.Array(PaymentTypeView, { minItems: 1, maxItems: 50 }),
        response: { 200: Type.Array(PaymentTypeView) },
      },
    },
    (request) => [...catalogue.setPaymentTypes(request.body, request.actor)],
  );

  app.patch(
    '/api/settings',
    {
      config: { right: 'settings' },
      schema: { tags, summary: 'Change settings', body: SettingsPatch, response: { 200: Settings } },
    },
    (request) => catalogue.patchSettings(request.body, request.actor),
  );
}
