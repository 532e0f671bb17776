import type { Papers } from '../../books/papers.ts';
import type { History } from '../../books/receipts/history.ts';
import type { App } from '../app.ts';
import { PaperQuery, PaperView } from '../contract/paper.ts';
import { ReceiptFilters, ReceiptList, ReceiptsQuery, ReceiptView } from '../contract/receipts.ts';
import { InStore, OfStore } from './params.ts';

const tags = ['receipts'];

export function receiptRoutes(app: App, history: History, papers: Pick<Papers, 'receipt'>): void {
  app.get(
    '/api/stores/:store/receipts',
    {
      config: { access: 'read-books' },
      schema: {
        tags,
        summary: 'Receipts of all registers, newest first; every filter that is given holds',
        params: OfStore,
        querystring: ReceiptsQuery,
        response: { 200: ReceiptList },
      },
    },
    (request) => history.list(request.store.id, request.query),
  );

  app.get(
    '/api/stores/:store/receipts/filters',
    {
      config: { access: 'read-books' },
      schema: {
        tags,
        summary: 'Registers, staff, ways to pay and tables that have ever stood on a receipt',
        params: OfStore,
        response: { 200: ReceiptFilters },
      },
    },
    (request) => history.filters(request.store.id),
  );

  app.get(
    '/api/stores/:store/receipts/:id',
    {
      config: { access: 'read-books' },
      schema: {
        tags,
        summary: 'A receipt with its reversals and its registration',
        params: InStore,
        response: { 200: ReceiptView },
      },
    },
    (request) => history.get(request.store.id, request.params.id),
  );

  app.get(
    '/api/stores/:store/receipts/:id/paper',
    {
      config: { access: 'read-books' },
      schema: {
        tags,
        summary: 'The receipt as it is printed, line by line',
        params: InStore,
        querystring: PaperQuery,
        response: { 200: PaperView },
      },
    },
    (request) => papers.receipt(request.store.id, request.params.id, request.query.columns),
  );
}
