import { Type } from 'typebox';
import type { Devices } from '../../devices/devices.ts';
import type { PrintQueue } from '../../printing/queue.ts';
import type { App } from '../app.ts';
import {
  DevicePatch,
  DeviceView,
  DrawerOpening,
  DrawerRequest,
  PrintJobView,
  TestRequest,
  Weight,
} from '../contract.ts';
import { ById } from './params.ts';

const tags = ['devices'];

export function deviceRoutes(app: App, devices: Devices, queue: PrintQueue): void {
  app.get(
    '/api/devices',
    {
      schema: {
        tags,
        summary: 'What is connected and how it fares',
        response: { 200: Type.Array(DeviceView) },
      },
    },
    () => devices.list(),
  );

  app.patch(
    '/api/devices/:id',
    {
      config: { right: 'devices' },
      schema: {
        tags,
        summary: 'Set what was found out on the page of code pages',
        params: ById,
        body: DevicePatch,
        response: { 200: DeviceView },
      },
    },
    (request) => {
      const { id } = request.params;
      const { codePage } = request.body;
      return codePage === undefined ? devices.get(id) : devices.setCodePage(id, codePage);
    },
  );

  app.post(
    '/api/devices/:id/test',
    {
      config: { right: 'devices' },
      schema: {
        tags,
        summary: 'A printer prints a page; a drawer, shut before, opens and its switch is learnt',
        params: ById,
        body: TestRequest,
        response: { 200: Type.Union([PrintJobView, Type.Object({}, { additionalProperties: false })]) },
      },
    },
    async (request) => {
      const { id } = request.params;
      if (devices.isPrinter(id)) return queue.test(id, request.body.page);
      await devices.test(id, request.actor);
      return {};
    },
  );

  app.post(
    '/api/drawer/open',
    {
      config: { right: 'open-drawer' },
      schema: {
        tags,
        summary: 'Open the drawer without a sale; it is logged',
        body: DrawerRequest,
        response: { 200: DrawerOpening },
      },
    },
    (request) => devices.openDrawer(request.body.reason, request.actor),
  );

  app.get(
    '/api/drawer/log',
    {
      config: { right: 'open-drawer' },
      schema: {
        tags,
        summary: 'The last two hundred openings, newest first',
        response: { 200: Type.Array(DrawerOpening) },
      },
    },
    () => devices.drawerLog(),
  );

  app.post(
    '/api/scale/read',
    {
      config: { right: 'sell' },
      schema: { tags, summary: 'The weight on the scale, once it lies still', response: { 200: Weight } },
    },
    async () => ({ grams: await devices.weigh() }),
  );
}
