import { createReadStream } from 'node:fs';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import type { Care } from '../../care/care.ts';
import type { MadeFile } from '../../care/made-files.ts';
import type { App } from '../app.ts';
import { BackupTargetDraft, BackupView, PutOnStick, ResetRequest, ResetView, ToStick } from '../contract.ts';
import { ById } from './params.ts';

const tags = ['care'];
const done = Type.Object({}, { additionalProperties: false });
/** Each of them reads the whole database. */
const seldom = { max: 12, timeWindow: 60_000 };

export function careRoutes(app: App, care: Pick<Care, 'office'>): void {
  const config = { right: 'settings' } as const;

  app.get(
    '/api/backup',
    {
      config,
      schema: {
        tags,
        summary: 'Copies here and elsewhere, how old, and sticks',
        response: { 200: BackupView },
      },
    },
    async () => (await care.office()).view(),
  );

  app.post(
    '/api/backup/now',
    {
      config: { ...config, rateLimit: seldom },
      schema: {
        tags,
        summary: 'Make a copy now and put it down wherever copies go; answered when that is over',
        response: { 200: BackupView },
      },
    },
    async () => (await care.office()).copyNow(),
  );

  app.post(
    '/api/backup/targets',
    {
      config: { ...config, rateLimit: seldom },
      schema: {
        tags,
        summary: 'Copies go there, too, from now on',
        body: BackupTargetDraft,
        response: { 200: BackupView },
      },
    },
    async (request) => (await care.office()).addTarget(request.body),
  );

  app.delete(
    '/api/backup/targets/:id',
    {
      config,
      schema: {
        tags,
        summary: 'No more copies go there; what lies there stays',
        params: ById,
        response: { 200: BackupView },
      },
    },
    async (request) => (await care.office()).removeTarget(request.params.id),
  );

  for (const [path, what, get, put] of [
    ['/api/support-bundle', 'The support bundle', 'bundle', 'bundleTo'],
    ['/api/export', 'Everything that the shop has written, without PINs and keys', 'export', 'exportTo'],
  ] as const) {
    app.get(
      path,
      {
        config: { ...config, rateLimit: seldom },
        schema: {
          tags,
          summary: `${what}, as a .zip`,
          produces: ['application/zip'],
          response: { 200: Type.Unsafe<unknown>({ type: 'string', description: 'application/zip' }) },
        },
      },
      async (_request, reply) => send(reply, await (await care.office())[get]()),
    );
    app.post(
      path,
      {
        config: { ...config, rateLimit: seldom },
        schema: { tags, summary: `${what}, onto a USB stick`, body: ToStick, response: { 200: PutOnStick } },
      },
      async (request) => (await care.office())[put](request.body.stick),
    );
  }

  app.get(
    '/api/reset',
    {
      config,
      schema: {
        tags,
        summary: 'Whether this box may be emptied, and what speaks against it',
        response: { 200: ResetView },
      },
    },
    async () => (await care.office()).resetView(),
  );

  app.post(
    '/api/reset',
    {
      config: { ...config, rateLimit: seldom },
      schema: {
        tags,
        summary: 'Empty this box and let it start as a new one',
        body: ResetRequest,
        response: { 200: done },
      },
    },
    async (request) => {
      await (await care.office()).reset(request.body);
      return {};
    },
  );
}

/** The file goes once it was sent, or once nobody wants it any more. */
function send(reply: FastifyReply, file: MadeFile): FastifyReply {
  const stream = createReadStream(file.path);
  stream.once('close', () => file.remove());
  return reply
    .type('application/zip')
    .header('content-disposition', `attachment; filename="${file.name}"`)
    .header('cache-control', 'no-store')
    .send(stream);
}
