import { Type } from 'typebox';
import type { App } from '../app.ts';
import { Health } from '../contract.ts';
import { expose, type MetricsSource } from '../metrics.ts';
import type { PageWatch } from '../page-watch.ts';

export interface StateOptions {
  readonly health: () => Health;
  readonly page: PageWatch;
  readonly metrics: () => readonly MetricsSource[];
}

/** For the screen's status bar, monitoring and the technician: outside /api, without a session. */
export function stateRoutes(app: App, { health, page, metrics }: StateOptions): void {
  app.get(
    '/health',
    {
      config: { open: true },
      schema: {
        tags: ['state'],
        summary: 'How the register is; 503 only when it cannot sell',
        response: { 200: Health, 503: Health },
      },
    },
    (request, reply) => {
      // Browsers alone say it, and of their own pages only.
      if (request.headers['sec-fetch-site'] === 'same-origin') page.heard();
      const now = health();
      reply.code(now.state === 'fault' ? 503 : 200).header('cache-control', 'no-store');
      return now;
    },
  );

  app.get(
    '/metrics',
    {
      config: { open: true },
      schema: {
        tags: ['state'],
        summary: 'Prometheus text format 0.0.4',
        response: { 200: Type.String() },
        produces: ['text/plain'],
      },
    },
    (_request, reply) => {
      reply.type('text/plain; version=0.0.4; charset=utf-8');
      return expose(metrics().flatMap((source) => source.metrics()));
    },
  );
}
