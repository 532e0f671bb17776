import { Type } from 'typebox';
import type { Ledger } from '../../ledger/index.ts';
import type { App } from '../app.ts';
import {
  BillDraft,
  BillPatch,
  BillView,
  ClaimRequest,
  LineDraft,
  LinePatch,
  PayRequest,
  PrintJobView,
  ReceiptView,
  SplitRequest,
  SplitResult,
  VoidRequest,
} from '../contract.ts';
import { ById, Keyed } from './params.ts';

const LineById = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 64 }),
  lineId: Type.String({ minLength: 1, maxLength: 64 }),
});
const tags = ['bills'];

export function billRoutes(app: App, { bills, receipts }: Ledger): void {
  app.get(
    '/api/bills',
    { schema: { tags, summary: 'Open bills, oldest first', response: { 200: Type.Array(BillView) } } },
    () => bills.list(),
  );

  app.post(
    '/api/bills',
    {
      config: { right: 'sell' },
      schema: {
        tags,
        summary: 'Open a bill; a table that has one open answers that one',
        body: BillDraft,
        response: { 200: BillView },
      },
    },
    (request) => bills.open(request.body, request.actor),
  );

  app.get(
    '/api/bills/:id',
    { schema: { tags, summary: 'A bill, also a closed one', params: ById, response: { 200: BillView } } },
    (request) => bills.get(request.params.id),
  );

  app.patch(
    '/api/bills/:id',
    {
      config: { right: 'sell' },
      schema: {
        tags,
        summary: 'Move to a free table, set guests, discount the whole bill',
        params: ById,
        body: BillPatch,
        response: { 200: BillView },
      },
    },
    (request) => bills.patch(request.params.id, request.body, request.actor),
  );

  app.delete(
    '/api/bills/:id',
    {
      config: { right: 'sell' },
      schema: {
        tags,
        summary: 'Close a bill that nothing is on',
        params: ById,
        response: { 204: Type.Null() },
      },
    },
    (request, reply) => {
      bills.discard(request.params.id, request.actor);
      reply.code(204);
      return null;
    },
  );

  app.post(
    '/api/bills/:id/lines',
    {
      config: { right: 'sell' },
      schema: {
        tags,
        summary: 'Add an item or a scanned code; the same lineId again adds nothing',
        params: ById,
        body: LineDraft,
        response: { 200: BillView },
      },
    },
    (request) => bills.addLine(request.params.id, request.body, request.actor),
  );

  app.patch(
    '/api/bills/:id/lines/:lineId',
    {
      config: { right: 'sell' },
      schema: {
        tags,
        summary: 'Quantity and note until ordered; discount and price by right',
        params: LineById,
        body: LinePatch,
        response: { 200: BillView },
      },
    },
    (request) => bills.patchLine(request.params.id, request.params.lineId, request.body, request.actor),
  );

  app.post(
    '/api/bills/:id/lines/:lineId/void',
    {
      schema: {
        tags,
        summary: 'Take off a line; what is being cooked is called off in the kitchen',
        params: LineById,
        body: VoidRequest,
        response: { 200: BillView },
      },
    },
    (request) => bills.voidLine(request.params.id, request.params.lineId, request.body, request.actor),
  );

  app.post(
    '/api/bills/:id/order',
    {
      config: { right: 'sell' },
      schema: {
        tags,
        summary: 'Send to kitchen and bar what they have not heard of',
        params: ById,
        response: { 200: BillView },
      },
    },
    (request) => bills.order(request.params.id, request.actor),
  );

  app.post(
    '/api/bills/:id/print',
    {
      config: { right: 'sell' },
      schema: {
        tags,
        summary: 'Print the bill for the guest to look at before paying; it is no receipt',
        params: ById,
        response: { 200: PrintJobView },
      },
    },
    (request) => bills.print(request.params.id, request.actor),
  );

  app.post(
    '/api/bills/:id/split',
    {
      config: { right: 'sell' },
      schema: {
        tags,
        summary: 'Move lines to another bill, to a table, or to a new bill',
        params: ById,
        body: SplitRequest,
        response: { 200: SplitResult },
      },
    },
    (request) => bills.split(request.params.id, request.body, request.actor),
  );

  app.post(
    '/api/bills/:id/claim',
    {
      config: { right: 'sell' },
      schema: {
        tags,
        summary: 'Say that the money is being taken here; 409 bill-claimed while it is taken elsewhere',
        params: ById,
        body: ClaimRequest,
        response: { 200: BillView },
      },
    },
    (request) => bills.claim(request.params.id, request.body, request.actor),
  );

  app.delete(
    '/api/bills/:id/claim',
    {
      config: { right: 'sell' },
      schema: { tags, summary: 'The payment screen was left', params: ById, response: { 200: BillView } },
    },
    (request) => bills.release(request.params.id, request.actor),
  );

  app.post(
    '/api/bills/:id/take-up-late',
    {
      config: { right: 'sell' },
      schema: {
        tags,
        summary: 'Put what is on a paid bill and on no receipt on a new bill',
        params: ById,
        response: { 200: BillView },
      },
    },
    (request) => bills.takeUpLate(request.params.id, request.actor),
  );

  app.post(
    '/api/bills/:id/pay',
    {
      config: { right: 'sell' },
      schema: {
        tags,
        summary: 'Pay; when it is answered, the receipt is on the disk',
        params: ById,
        headers: Keyed,
        body: PayRequest,
        response: { 200: ReceiptView },
      },
    },
    (request) =>
      receipts.pay(request.params.id, request.body, request.headers['idempotency-key'], request.actor),
  );
}
