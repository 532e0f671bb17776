import { fastify, type RouteOptions } from 'fastify';
import { ownCompilers } from '../../wire/index.ts';
import type { App } from './app.ts';
import { Problem } from './contract.ts';

/**
 * OpenAPI from the very schemas that check the requests. Answers the function that writes it, for all routes that
 * are added to `app` after this. It is written when it is first asked for: the library that can is large, and hardly
 * any register is ever asked.
 */
export function describing(app: App, version: string): () => Promise<object> {
  const routes: RouteOptions[] = [];
  let written: Promise<object> | undefined;

  app.addHook('onRoute', (route) => {
    const { schema } = route;
    if (!schema || schema.hide) return;
    // Every route may refuse, and says so in one shape.
    schema.response = { ...(schema.response as object), default: Problem };
    if (route.config?.open !== true) schema.security = [{ session: [] }];
    // Each GET has its HEAD, which goes without saying.
    if (route.method !== 'HEAD') routes.push(route);
  });

  return () => {
    written ??= write(routes, version);
    return written;
  };
}

async function write(routes: readonly RouteOptions[], version: string): Promise<object> {
  const { default: swagger } = await import('@fastify/swagger');
  // The routes once more, where nobody comes: the library wants to be there before the first of them.
  const drawing = fastify({ exposeHeadRoutes: false, schemaController: ownCompilers(false) });
  await drawing.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'kasad',
        version,
        description:
          'Money is a whole number of haléře, a quantity a whole number of thousandths. Errors are problem ' +
          'documents (RFC 9457). Sign in by POST /api/session.',
      },
      components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'kasad' } } },
    },
  });
  for (const { method, url, schema } of routes) {
    drawing.route({ method, url, ...(schema ? { schema } : {}), handler: () => {} });
  }
  await drawing.ready();
  return drawing.swagger();
}
