import { Type } from 'typebox';
import type { Stock } from '../../stock/stock.ts';
import type { App } from '../app.ts';
import { StockDeed, StockDetail, StockView } from '../contract.ts';
import { ById, Keyed } from './params.ts';

const tags = ['stock'];

export function stockRoutes(app: App, stock: Stock): void {
  app.get(
    '/api/stock',
    {
      schema: {
        tags,
        summary: 'How much is there of what is kept in stock',
        response: { 200: Type.Array(StockView) },
      },
    },
    () => stock.list(),
  );

  app.get(
    '/api/stock/:id',
    {
      schema: {
        tags,
        summary: 'One item with its last movements, newest first',
        params: ById,
        response: { 200: StockDetail },
      },
    },
    (request) => stock.get(request.params.id),
  );

  app.post(
    '/api/stock/movements',
    {
      config: { right: 'stock' },
      schema: {
        tags,
        summary: 'A delivery, a write-off or a stock-take, of all the items or of none',
        headers: Keyed,
        body: StockDeed,
        response: { 200: Type.Array(StockView) },
      },
    },
    (request) => stock.move(request.body, request.headers['idempotency-key'], request.actor),
  );
}
