import type { Ledger } from '../../ledger/index.ts';
import type { App } from '../app.ts';
import { PrintJobView, ReceiptList, ReceiptQuery, ReceiptView, ReverseRequest } from '../contract.ts';
import { ById, Keyed } from './params.ts';

const tags = ['receipts'];

/** All but the paper, which is printing's. */
export function receiptRoutes(app: App, { receipts }: Ledger): void {
  app.get(
    '/api/receipts',
    {
      schema: {
        tags,
        summary: 'History, newest first; every word of q must be found',
        querystring: ReceiptQuery,
        response: { 200: ReceiptList },
      },
    },
    (request) => receipts.list(request.query),
  );

  app.get(
    '/api/receipts/:id',
    { schema: { tags, summary: 'A receipt', params: ById, response: { 200: ReceiptView } } },
    (request) => receipts.get(request.params.id),
  );

  app.post(
    '/api/receipts/:id/reprint',
    {
      schema: {
        tags,
        summary: 'Print again, marked KOPIE',
        params: ById,
        response: { 200: PrintJobView },
      },
    },
    (request) => receipts.reprint(request.params.id),
  );

  app.post(
    '/api/receipts/:id/reverse',
    {
      config: { right: 'reverse-receipt' },
      schema: {
        tags,
        summary: 'Take a receipt back by another one, once',
        params: ById,
        headers: Keyed,
        body: ReverseRequest,
        response: { 200: ReceiptView },
      },
    },
    (request) =>
      receipts.reverse(request.params.id, request.body, request.headers['idempotency-key'], request.actor),
  );
}
