import { Type } from 'typebox';
import type { Ledger } from '../../ledger/index.ts';
import type { App } from '../app.ts';
import {
  PrintJobView,
  ReceiptList,
  ReceiptQuery,
  ReceiptView,
  RegisterName,
  ReverseRequest,
  SettleRequest,
  TroubleView,
} from '../contract.ts';
import { ById, Keyed } from './params.ts';

const tags = ['receipts'];

/** All but the paper, which is printing's. */
export function receiptRoutes(app: App, { receipts, troubles, registers }: Ledger): void {
  app.get(
    '/api/registers',
    {
      schema: {
        tags,
        summary: 'Who has sold in this shop, this register first',
        response: { 200: Type.Array(RegisterName) },
      },
    },
    () => registers(),
  );

  app.get(
    '/api/troubles',
    {
      schema: {
        tags,
        summary: 'What registers that could not hear each other have left to be put right',
        response: { 200: Type.Array(TroubleView) },
      },
    },
    () => troubles.list(),
  );

  app.post(
    '/api/troubles/settle',
    {
      config: { right: 'void-ordered' },
      schema: {
        tags,
        summary: 'Somebody has seen to it; answers what is left',
        body: SettleRequest,
        response: { 200: Type.Array(TroubleView) },
      },
    },
    (request) => {
      troubles.settle(request.body, request.actor);
      return troubles.list();
    },
  );

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
