import type { Updates } from '../../update/updates.ts';
import type { App } from '../app.ts';
import { UpdateInstall, UpdateLook, UpdatesView } from '../contract.ts';

const tags = ['updates'];
const right = 'settings';
const rateLimit = { max: 20, timeWindow: 60_000 };
const response = { 200: UpdatesView };

export function updateRoutes(app: App, updates: Updates): void {
  app.get(
    '/api/updates',
    { schema: { tags, summary: 'Versions of the shop’s registers, and what could be installed', response } },
    () => updates.view(),
  );

  app.post(
    '/api/updates/look',
    {
      config: { right, rateLimit },
      schema: {
        tags,
        summary: 'Look for packages on the sticks that are in, or in a file or folder of this box',
        body: UpdateLook,
        response,
      },
    },
    (request) => updates.look(request.body.place),
  );

  app.post(
    '/api/updates/install',
    {
      config: { right, rateLimit },
      schema: {
        tags,
        summary:
          'Update the shop’s registers one after another; this one with an open shift only when told so',
        body: UpdateInstall,
        response,
      },
    },
    (request) => updates.install({ evenWithOpenShift: request.body.evenWithOpenShift ?? false }),
  );

  app.post(
    '/api/updates/stop',
    {
      config: { right, rateLimit },
      schema: { tags, summary: 'No further register begins; one that has begun ends it', response },
    },
    () => updates.halt(),
  );

  app.delete(
    '/api/updates/package',
    {
      config: { right, rateLimit },
      schema: { tags, summary: 'Throw the package away, and what became of the last update', response },
    },
    () => updates.drop(),
  );
}
