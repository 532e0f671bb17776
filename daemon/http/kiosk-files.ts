import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply } from 'fastify';
import type { App } from './app.ts';

/**
 * The built kiosk at `/`. Files under assets/ have their content's hash in the name and may be kept for ever;
 * everything else is asked for each time, so that an update is there at the next load.
 */
export async function serveKiosk(app: App, folder: string): Promise<void> {
  if (existsSync(folder)) {
    await app.register(async (scope) => {
      scope.addHook('onRoute', (route) => {
        route.config = { ...route.config, open: true };
      });
      await scope.register(fastifyStatic, {
        root: folder,
        index: false,
        cacheControl: false,
        setHeaders(response, path) {
          const hashed = path.startsWith(join(folder, 'assets'));
          response.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
        },
        schemaHide: true,
      });
    });
  }
  app.get('/', { config: { open: true }, schema: { hide: true } }, (_request, reply) =>
    sendScreen(reply, folder),
  );
}

/** The kiosk's page for `/` and for every address inside it. */
export function sendScreen(reply: FastifyReply, folder: string): FastifyReply {
  const page = join(folder, 'index.html');
  if (existsSync(page)) {
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .serializer(String)
      .send(readFileSync(page, 'utf8'));
  }
  return reply
    .code(503)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .serializer(String)
    .send(NOT_BUILT);
}

const NOT_BUILT = `<!doctype html>
<html lang="cs">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Pokladna běží, obrazovka chybí</title>
<h1>Pokladna běží, ale její obrazovka není sestavená</h1>
<p>Účtenky, tisk i rozhraní pro programy fungují. Chybí jen soubory obrazovky (ui-kiosk/dist).</p>
<p>Technik: ve složce pokladny spusťte <code>npm run build</code> a pokladnu spusťte znovu.</p>
<p lang="en">The register is running, its screen has not been built: run <code>npm run build</code> and restart it.</p>
</html>
`;
