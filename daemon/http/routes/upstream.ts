import type { Backoffice } from '../../upstream/upstream.ts';
import type { App } from '../app.ts';
import { BackofficeJoin, BackofficeSync, BackofficeView } from '../contract.ts';

const tags = ['backoffice'];
const perMinute = (max: number) => ({ max, timeWindow: 60_000 });

export function upstreamRoutes(app: App, backoffice: Backoffice): void {
  app.get(
    '/api/backoffice',
    {
      schema: {
        tags,
        summary: 'How this register stands with the backoffice',
        response: { 200: BackofficeView },
      },
    },
    () => backoffice.view(),
  );

  app.post(
    '/api/backoffice/join',
    {
      // A code is not to be found by trying.
      config: { right: 'settings', rateLimit: perMinute(6) },
      schema: {
        tags,
        summary: 'Pair this register with a backoffice, by a code that it shows',
        body: BackofficeJoin,
        response: { 200: BackofficeView },
      },
    },
    (request) => backoffice.join(request.body),
  );

  app.post(
    '/api/backoffice/sync',
    {
      config: { rateLimit: perMinute(20) },
      schema: {
        tags,
        summary: 'Send what waits and fetch what is new, now; answered when the attempt is over',
        response: { 200: BackofficeSync },
      },
    },
    () => backoffice.sync(),
  );

  app.delete(
    '/api/backoffice',
    {
      config: { right: 'settings' },
      schema: {
        tags,
        summary: 'Go on without the backoffice; nothing of what is here is lost',
        response: { 200: BackofficeView },
      },
    },
    () => backoffice.leave(),
  );
}
