import type { EetSales } from '../../books/eet/sales.ts';
import type { App } from '../app.ts';
import { EetOverview, EetSaleList, EetSalesQuery } from '../contract/eet.ts';
import { OfStore } from './params.ts';

const tags = ['eet'];

export function eetRoutes(app: App, sales: EetSales): void {
  app.get(
    '/api/stores/:store/eet',
    {
      config: { access: 'read-books' },
      schema: {
        tags,
        summary: 'How many sales stand how with the tax authority, by register',
        params: OfStore,
        response: { 200: EetOverview },
      },
    },
    (request) => sales.overview(request.store.id),
  );

  app.get(
    '/api/stores/:store/eet/sales',
    {
      config: { access: 'read-books' },
      schema: {
        tags,
        summary: 'Registered sales; what has no POK with the nearest deadline first',
        params: OfStore,
        querystring: EetSalesQuery,
        response: { 200: EetSaleList },
      },
    },
    (request) => sales.list(request.store.id, request.query),
  );
}
