import { Type } from 'typebox';
import { MAX_SHEET_BYTES } from '../../../sheet/index.ts';
import {
  PaymentTypeView,
  ScheduledChangeDraft,
  ScheduledChangeView,
  VatRateView,
} from '../../../wire/index.ts';
import type { PriceList } from '../../price-list/price-list.ts';
import type { App } from '../app.ts';
import {
  BulkRequest,
  BulkResult,
  ChangeLog,
  ChangesQuery,
  FILE_FORMATS,
  FileImport,
  ImportQuery,
  ItemCreate,
  ItemEdit,
  ItemEdited,
  ListedItem,
  PaymentTypeTable,
  PriceListFileQuery,
  PriceListQuery,
  PriceListView,
  Spread,
  VatRateTable,
} from '../contract/price-list.ts';
import { InStore, OfStore } from './params.ts';
import { shopRoutes } from './shop.ts';

const tags = ['price list'];
const read = { access: 'read-price-list' } as const;
const write = { access: 'write-price-list' } as const;

export function priceListRoutes(app: App, list: PriceList): void {
  app.get(
    '/api/stores/:store/price-list',
    {
      config: read,
      schema: {
        tags,
        summary: 'The whole price list as it is now',
        params: OfStore,
        querystring: PriceListQuery,
        response: { 200: PriceListView },
      },
    },
    ({ store, query }) => list.list(store.id, { archived: query.archived === true }),
  );

  app.get(
    '/api/stores/:store/price-list/spread',
    {
      config: read,
      schema: {
        tags,
        summary: 'Which registers have which items as they are now',
        params: OfStore,
        response: { 200: Spread },
      },
    },
    ({ store }) => list.spread(store.id),
  );

  app.get(
    '/api/stores/:store/price-list/changes',
    {
      config: read,
      schema: {
        tags,
        summary: 'Who changed what and when, and where; newest first',
        params: OfStore,
        querystring: ChangesQuery,
        response: { 200: ChangeLog },
      },
    },
    ({ store, query }) => list.changes(store.id, query),
  );

  itemRoutes(app, list);
  fileRoutes(app, list);
  shopRoutes(app, list);
  tableOfRates(app, list);
}

function itemRoutes(app: App, list: PriceList): void {
  app.post(
    '/api/stores/:store/price-list/items',
    {
      config: write,
      schema: {
        tags,
        summary: 'A new item; the same id again makes nothing new',
        params: OfStore,
        body: ItemCreate,
        response: { 200: ListedItem, 201: ListedItem },
      },
    },
    async ({ store, body, account }, reply) => {
      const { created, item } = await list.createItem(store.id, body, account);
      return reply.code(created ? 201 : 200).send(item);
    },
  );

  app.patch(
    '/api/stores/:store/price-list/items/:id',
    {
      config: write,
      schema: {
        tags,
        summary:
          'Change fields of an item; what somebody else has changed meanwhile is told, not overwritten',
        params: InStore,
        body: ItemEdit,
        response: { 200: ItemEdited },
      },
    },
    ({ store, params, body, account }) => list.editItem(store.id, params.id, body, account),
  );

  app.delete(
    '/api/stores/:store/price-list/items/:id',
    {
      config: write,
      schema: { tags, summary: 'Take an item off the list', params: InStore, response: { 204: Type.Null() } },
    },
    async ({ store, params, account }, reply) => {
      await list.archiveItem(store.id, params.id, account);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/api/stores/:store/price-list/items/:id/restore',
    {
      config: write,
      schema: {
        tags,
        summary: 'Put an item back on the list',
        params: InStore,
        response: { 200: ListedItem },
      },
    },
    ({ store, params, account }) => list.restoreItem(store.id, params.id, account),
  );

  app.post(
    '/api/stores/:store/price-list/bulk',
    {
      config: write,
      schema: {
        tags,
        summary: 'Change many items at once: first a preview, then with its sum all or nothing',
        params: OfStore,
        body: BulkRequest,
        response: { 200: BulkResult },
      },
    },
    ({ store, body, account }) => list.bulk(store.id, body, account),
  );
}

function fileRoutes(app: App, list: PriceList): void {
  app.get(
    '/api/stores/:store/price-list/file.:format',
    {
      config: read,
      schema: {
        tags,
        summary: 'The price list as a file that a spreadsheet opens and that can be read again',
        params: Type.Object({ ...OfStore.properties, format: Type.Enum([...FILE_FORMATS]) }),
        querystring: PriceListFileQuery,
        produces: ['text/csv', XLSX],
        response: { 200: Type.Unsafe<unknown>({ type: 'string', description: 'The file' }) },
      },
    },
    async ({ store, params, query }, reply) => {
      const { day } = await list.desk.look(store.id, ({ shop }) => ({ day: shop.day() }));
      const { encoding = 'utf-8', separator = ';', decimal = ',' } = query;
      const csv = params.format === 'csv';
      const parted = separator === 'tab' ? '\t' : separator;
      const bytes = csv
        ? await list.files.csv(store.id, { encoding, separator: parted, decimal })
        : await list.files.xlsx(store.id);
      return reply
        .type(csv ? `text/csv; charset=${encoding}` : XLSX)
        .header('content-disposition', `attachment; filename="cenik-${day}.${params.format}"`)
        .header('cache-control', 'no-store')
        .send(bytes);
    },
  );

  app.register(async (upload) => {
    upload.addContentTypeParser(
      ['application/octet-stream', 'text/csv', XLSX],
      { parseAs: 'buffer', bodyLimit: MAX_SHEET_BYTES + 1024 },
      (_request, body, done) => done(null, body),
    );
    (upload as unknown as App).post(
      '/api/stores/:store/price-list/file',
      {
        config: write,
        bodyLimit: MAX_SHEET_BYTES + 1024,
        schema: {
          tags,
          summary: 'Items from a file, CSV or XLSX: first a preview, then with its sum all or nothing',
          consumes: ['application/octet-stream'],
          params: OfStore,
          querystring: ImportQuery,
          response: { 200: FileImport },
        },
      },
      ({ store, query, body, account }) => {
        // An empty file has no body.
        const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
        return list.files.read(store.id, bytes, query.sum, account);
      },
    );
  });
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

function tableOfRates(app: App, list: PriceList): void {
  app.put(
    '/api/stores/:store/price-list/vat-rates',
    {
      config: write,
      schema: {
        tags,
        summary: 'The whole table of VAT rates; rows of the future take effect by themselves',
        params: OfStore,
        body: VatRateTable,
        response: { 200: Type.Array(VatRateView) },
      },
    },
    async ({ store, body, account }) => [...(await list.setVatRates(store.id, body, account))],
  );

  app.put(
    '/api/stores/:store/price-list/payment-types',
    {
      config: write,
      schema: {
        tags,
        summary: 'All ways to pay, in the order in which registers offer them',
        params: OfStore,
        body: PaymentTypeTable,
        response: { 200: Type.Array(PaymentTypeView) },
      },
    },
    async ({ store, body, account }) => [...(await list.setPaymentTypes(store.id, body, account))],
  );

  app.post(
    '/api/stores/:store/price-list/scheduled',
    {
      config: write,
      schema: {
        tags,
        summary: 'Set a price, a VAT class or happy hours ahead',
        params: OfStore,
        body: ScheduledChangeDraft,
        response: { 201: ScheduledChangeView },
      },
    },
    async ({ store, body, account }, reply) =>
      reply.code(201).send(await list.schedule(store.id, body, account)),
  );

  app.delete(
    '/api/stores/:store/price-list/scheduled/:id',
    {
      config: write,
      schema: { tags, summary: 'Cancel what was set ahead', params: InStore, response: { 204: Type.Null() } },
    },
    async ({ store, params, account }, reply) => {
      await list.unschedule(store.id, params.id, account);
      return reply.code(204).send(null);
    },
  );
}
