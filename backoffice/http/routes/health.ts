import { Type } from 'typebox';
import type { Database } from '../../database/database.ts';
import type { App } from '../app.ts';

const Health = Type.Object({
  state: Type.Union([Type.Literal('ok'), Type.Literal('fault')]),
  version: Type.String(),
  database: Type.Union([Type.Literal('sqlite'), Type.Literal('postgres')]),
});

/** GET /health, for whoever watches the server: 503 when the database does not answer. */
export function healthRoutes(app: App, { database, version }: { database: Database; version: string }): void {
  app.get(
    '/health',
    {
      config: { access: 'open' },
      schema: {
        tags: ['health'],
        summary: 'Whether the server works',
        response: { 200: Health, 503: Health },
      },
    },
    async (_request, reply) => {
      const works = await database
        .read((sql) => sql.get('SELECT 1 AS one'))
        .then(
          () => true,
          () => false,
        );
      reply.code(works ? 200 : 503).header('cache-control', 'no-store');
      return { state: works ? 'ok' : 'fault', version, database: database.kind } as const;
    },
  );
}
