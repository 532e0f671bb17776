import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import type { Exports } from '../../exports/exports.ts';
import type { ExportFile } from '../../exports/file.ts';
import type { App } from '../app.ts';
import { EXPORTS, ExportQuery, FORMATS, MonthQuery, PohodaQuery } from '../contract/exports.ts';
import { OfStore } from './params.ts';

const tags = ['exports'];
const SUMMARIES: Readonly<Record<(typeof EXPORTS)[number], string>> = {
  receipts: 'Receipts',
  lines: 'Lines of receipts',
  takings: 'Takings by day and VAT rate',
  shifts: 'Shifts',
};
/** The file itself, not JSON. */
const File = Type.Unsafe<unknown>({ type: 'string', format: 'binary' });

export function exportRoutes(app: App, exports: Exports): void {
  for (const table of EXPORTS) {
    for (const format of FORMATS) {
      app.get(
        `/api/stores/:store/exports/${table}.${format}`,
        {
          config: { access: 'export' },
          schema: {
            tags,
            summary: `${SUMMARIES[table]}, as ${format.toUpperCase()}`,
            params: OfStore,
            querystring: ExportQuery,
            response: { 200: File },
          },
        },
        async ({ store, query }, reply) => sent(reply, await exports.table(store.id, table, format, query)),
      );
    }
  }

  app.get(
    '/api/stores/:store/exports/pohoda.xml',
    {
      config: { access: 'export' },
      schema: {
        tags,
        summary: 'Takings as documents of POHODA (dataPack, schema version_2)',
        params: OfStore,
        querystring: PohodaQuery,
        response: { 200: File },
      },
    },
    async ({ store, query }, reply) => sent(reply, await exports.pohoda(store.id, query)),
  );

  app.get(
    '/api/stores/:store/exports/month.zip',
    {
      config: { access: 'export' },
      schema: {
        tags,
        summary: 'A month for the accountant in one file',
        params: OfStore,
        querystring: MonthQuery,
        response: { 200: File },
      },
    },
    async ({ store, query }, reply) => sent(reply, await exports.month(store, query.month)),
  );
}

/** Names have no letters that would need quoting. */
function sent(reply: FastifyReply, { name, type, bytes, stream }: ExportFile): FastifyReply {
  return reply
    .header('content-type', type)
    .header('content-length', bytes)
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('cache-control', 'no-store')
    .send(stream);
}
