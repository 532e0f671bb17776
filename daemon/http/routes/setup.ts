import { Type } from 'typebox';
import type { Setup } from '../../setup/setup.ts';
import type { App } from '../app.ts';
import {
  SETUP_STEPS,
  SetupApplying,
  SetupConfigPatch,
  SetupLanguage,
  SetupMark,
  SetupPeople,
  SetupScan,
  SetupScanRequest,
  SetupState,
  SetupView,
  TryDisplay,
  TryDrawer,
  TryPrinter,
  TryResult,
} from '../contract.ts';

const tags = ['setup'];
const StepId = Type.Object({ id: Type.Unsafe<(typeof SETUP_STEPS)[number]>(Type.Enum([...SETUP_STEPS])) });
const perMinute = (max: number) => ({ max, timeWindow: 60_000 });

export function setupRoutes(app: App, setup: Setup): void {
  app.get(
    '/api/setup/state',
    {
      config: { open: true },
      schema: { tags, summary: 'Whether the first run is over', response: { 200: SetupState } },
    },
    () => setup.state(),
  );

  app.get(
    '/api/setup',
    {
      config: { right: 'devices' },
      schema: {
        tags,
        summary: 'How far the first run is, and what is configured',
        response: { 200: SetupView },
      },
    },
    () => setup.view(),
  );

  app.post(
    '/api/setup/steps/:id',
    {
      config: { right: 'devices' },
      schema: {
        tags,
        summary: 'Skip a step, or take it up again',
        params: StepId,
        body: SetupMark,
        response: { 200: SetupView },
      },
    },
    (request) => {
      setup.mark(request.params.id, request.body.state);
      return setup.view();
    },
  );

  app.put(
    '/api/setup/language',
    {
      config: { right: 'devices' },
      schema: {
        tags,
        summary: 'The language of this screen',
        body: SetupLanguage,
        response: { 200: SetupView },
      },
    },
    (request) => {
      setup.setLanguage(request.body.language);
      return setup.view();
    },
  );

  app.post(
    '/api/setup/finish',
    {
      config: { right: 'devices' },
      schema: { tags, summary: 'The wizard is over', response: { 200: SetupView } },
    },
    () => {
      setup.finish();
      return setup.view();
    },
  );

  app.patch(
    '/api/setup/config',
    {
      config: { right: 'devices', rateLimit: perMinute(60) },
      schema: {
        tags,
        summary: 'Change the configuration file and take it over; answers before the register restarts',
        body: SetupConfigPatch,
        response: { 200: SetupApplying },
      },
    },
    (request) => setup.change(request.body),
  );

  app.post(
    '/api/setup/people',
    {
      config: { right: 'edit-staff', rateLimit: perMinute(20) },
      schema: {
        tags,
        summary: 'The first people of a register, managers among them, all at once',
        body: SetupPeople,
        response: { 200: SetupView },
      },
    },
    async (request) => {
      await setup.addPeople(request.body.people);
      return setup.view();
    },
  );

  app.get(
    '/api/setup/scan',
    {
      config: { right: 'devices' },
      schema: { tags, summary: 'What the search has found so far', response: { 200: SetupScan } },
    },
    () => setup.scan.read(),
  );

  app.post(
    '/api/setup/scan',
    {
      config: { right: 'devices', rateLimit: perMinute(20) },
      schema: { tags, summary: 'Look for devices', body: SetupScanRequest, response: { 200: SetupScan } },
    },
    (request) => setup.scan.begin(request.body.lan),
  );

  app.delete(
    '/api/setup/scan',
    {
      config: { right: 'devices' },
      schema: { tags, summary: 'Stop looking', response: { 200: SetupScan } },
    },
    () => setup.scan.cancel(),
  );

  app.post(
    '/api/setup/try/printer',
    {
      config: { right: 'devices', rateLimit: perMinute(30) },
      schema: { tags, summary: 'Print a page on a printer', body: TryPrinter, response: { 200: TryResult } },
    },
    (request) => setup.try.printer(request.body),
  );

  app.post(
    '/api/setup/try/display',
    {
      config: { right: 'devices', rateLimit: perMinute(30) },
      schema: { tags, summary: 'Show a word on a display', body: TryDisplay, response: { 200: TryResult } },
    },
    (request) => setup.try.display(request.body),
  );

  app.post(
    '/api/setup/try/drawer',
    {
      config: { right: 'open-drawer', rateLimit: perMinute(30) },
      schema: {
        tags,
        summary: 'Open a drawer that is shut, and learn its switch',
        body: TryDrawer,
        response: { 200: TryResult },
      },
    },
    (request) => setup.try.drawer(request.body, request.actor),
  );
}
