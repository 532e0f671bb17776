import type { Portal } from '../../books/takings/portal.ts';
import type { App } from '../app.ts';
import { PortalQuery, PortalView } from '../contract/portal.ts';
import { OfStore } from './params.ts';

export function portalRoutes(app: App, portal: Portal): void {
  app.get(
    '/api/stores/:store/portal',
    {
      config: { access: 'read-books' },
      schema: {
        tags: ['portal'],
        summary: 'Takings of a period beside the same weekdays before',
        params: OfStore,
        querystring: PortalQuery,
        response: { 200: PortalView },
      },
    },
    (request) => portal.show(request.store.id, request.query),
  );
}
