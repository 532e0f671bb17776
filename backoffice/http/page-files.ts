import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply } from 'fastify';
import type { App } from './app.ts';

/**
 * The built pages at `/`. Files under assets/ have their content's hash in the name and may be kept for ever; everything
 * else is asked for each time, so that an update is there at the next load.
 */
export async function servePages(app: App, folder: string): Promise<void> {
  if (existsSync(folder)) {
    await app.register(async (scope) => {
      scope.addHook('onRoute', (route) => {
        route.config = { ...route.config, access: 'open' };
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
  app.get('/', { config: { access: 'open' }, schema: { hide: true } }, (_request, reply) =>
    sendPage(reply, folder),
  );
}

/** The page for `/` and for every address inside it. */
export function sendPage(reply: FastifyReply, folder: string): FastifyReply {
  const page = join(folder, 'index.html');
  const there = existsSync(page);
  return reply
    .code(there ? 200 : 503)
    .type('text/html; charset=utf-8')
    .header('cache-control', there ? 'no-cache' : 'no-store')
    .serializer(String)
    .send(there ? readFileSync(page, 'utf8') : NOT_BUILT);
}

const NOT_BUILT = `<!doctype html>
<html lang="cs">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>BackOffice běží, stránky chybí</title>
<h1>BackOffice běží, ale jeho stránky nejsou sestavené</h1>
<p>Pokladny s ním mluví a rozhraní pro programy funguje. Chybí jen soubory stránek (backoffice/pages/dist).</p>
<p>Správce: ve složce programu spusťte <code>npm run build</code> a BackOffice spusťte znovu.</p>
<p lang="en">The backoffice is running, its pages have not been built: run <code>npm run build</code> and restart it.</p>
</html>
`;
