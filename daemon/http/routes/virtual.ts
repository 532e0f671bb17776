import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { Type } from 'typebox';
import { Refusal } from '../../../wire/index.ts';
import type { VirtualDevices, VirtualState } from '../../demo/virtual-devices.ts';
import type { App } from '../app.ts';
import { sendScreen } from '../kiosk-files.ts';
import { ById } from './params.ts';

const tags = ['virtual'];
const closed = { additionalProperties: false } as const;
const State = Type.Unsafe<VirtualState>({ type: 'object', additionalProperties: true });
const open = { open: true } as const;
const max_watching = 16;

/** What one can do to devices made of software. Only a register that has some gets these routes. */
export function virtualRoutes(app: App, devices: VirtualDevices, kioskFolder: string): void {
  const watching = new Set<ServerResponse>();
  app.addHook('preClose', async () => {
    for (const response of watching) response.end();
  });
  const unknown = () =>
    new Refusal(
      404,
      'device-unknown',
      { cs: 'Takové virtuální zařízení tu není.', en: 'There is no such virtual device here.' },
      { cs: 'Načtěte stránku znovu.', en: 'Reload the page.' },
    );
  const tooMany = () =>
    new Refusal(
      503,
      'too-many-screens',
      {
        cs: 'Zařízení si už prohlíží příliš mnoho oken.',
        en: 'Too many windows are watching the device already.',
      },
      { cs: 'Zavřete některé z nich.', en: 'Close some of them.' },
    );

  app.get('/devices', { config: open, schema: { hide: true } }, (_request, reply) =>
    sendScreen(reply, join(kioskFolder, 'devices')),
  );

  app.get(
    '/virtual/state',
    { config: open, schema: { tags, summary: 'Everything one can see', response: { 200: State } } },
    () => devices.state(),
  );

  app.get(
    '/virtual/events',
    {
      config: { ...open, stream: true },
      schema: {
        tags,
        summary: 'A line whenever something one can see has changed (SSE)',
        response: { 200: { type: 'string', description: 'text/event-stream' } },
      },
    },
    (_request, reply) => {
      if (watching.size >= max_watching) throw tooMany();
      reply.hijack();
      watching.add(reply.raw);
      reply.raw.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
      });
      reply.raw.write('retry: 1000\n\ndata: changed\n\n');
      // One word for a burst of changes: whoever is slow reads the present state anyway.
      const unlisten = devices.onChange(() => {
        if (!reply.raw.writableNeedDrain) reply.raw.write('data: changed\n\n');
      });
      reply.raw.on('error', () => reply.raw.destroy());
      reply.raw.on('close', () => {
        watching.delete(reply.raw);
        unlisten();
      });
    },
  );

  app.post(
    '/virtual/printers/:id',
    {
      config: open,
      schema: {
        tags,
        summary: 'Let a printer suffer',
        params: ById,
        body: Type.Partial(
          Type.Object({
            paper: Type.Enum(['ok', 'near-end', 'out']),
            cover: Type.Enum(['closed', 'open']),
            silent: Type.Boolean(),
            jammed: Type.Boolean(),
            plugged: Type.Boolean(),
          }),
          closed,
        ),
        response: { 200: State },
      },
    },
    (request) => {
      if (!devices.setPrinter(request.params.id, request.body)) throw unknown();
      return devices.state();
    },
  );

  app.post(
    '/virtual/drawer',
    {
      config: open,
      schema: {
        tags,
        summary: 'Push the drawer shut, or open it with the key',
        body: Type.Object({ open: Type.Boolean() }, closed),
        response: { 200: State },
      },
    },
    (request) => {
      devices.setDrawer(request.body.open);
      return devices.state();
    },
  );

  app.post(
    '/virtual/scale',
    {
      config: open,
      schema: {
        tags,
        summary: 'Put something on the scale',
        body: Type.Partial(
          Type.Object({
            grams: Type.Integer({ minimum: -1000, maximum: 15_000 }),
            moving: Type.Boolean(),
          }),
          closed,
        ),
        response: { 200: State },
      },
    },
    (request) => {
      devices.setScale(request.body);
      return devices.state();
    },
  );

  app.post(
    '/virtual/scan',
    {
      config: open,
      schema: {
        tags,
        summary: 'Hold a code before the scanner',
        body: Type.Object({ code: Type.String({ pattern: '^[ -~]{1,64}$' }) }, closed),
        response: { 200: State },
      },
    },
    (request) => {
      devices.scan(request.body.code);
      return devices.state();
    },
  );

  app.post(
    '/virtual/plug/:id',
    {
      config: open,
      schema: {
        tags,
        summary: 'Pull or plug the cable of the display, scale or scanner',
        params: ById,
        body: Type.Object({ plugged: Type.Boolean() }, closed),
        response: { 200: State },
      },
    },
    (request) => {
      if (!devices.setPlugged(request.params.id, request.body.plugged)) throw unknown();
      return devices.state();
    },
  );
}
