import { fastify, type RouteOptions } from 'fastify';
import { ownCompilers } from '../../wire/index.ts';
import type { App } from './app.ts';
import { Problem } from './contract/problem.ts';

const DESCRIPTION = `
What a backoffice of kasad is asked, in two parts.

**/api/v1** is for the registers. It is all that one has to write who wants a backoffice of their own: POST /pair turns a
one-time code into a token, POST /exchange carries everything both ways, POST /shifts/check and /shifts/repair make sure
of a closed shift, POST /report tells how a register is, GET /events says that there is something to fetch. Every request
but the first has \`Authorization: Bearer <token>\`. The register tries again with growing pauses for as long as it takes;
the same rows may come twice, from two registers, or after an answer that was lost, and must have an effect once:
\`(origin, seq)\` names a row for ever. An answer may be given only after what it says is on the disk. The messages of
/exchange are those of the replica, \`hello\` and \`changes\`; rows that cannot be read are kept, passed on and counted in
\`parked\`, and hold nothing else back. test/backoffice/conformance.ts checks a server by its address and a pairing code.

**/api** is for people's pages and their programs. POST /api/session signs in by e-mail and password; the session is a
cookie, and every request that is not GET carries the answer's \`csrf\` in the header X-CSRF-Token. \`x-access\` of each
operation names the permission that it needs in the store.

Money is a whole number of haléře, a quantity a whole number of thousandths, time RFC 3339. Bodies may be gzipped either
way. Errors are problem documents (RFC 9457) with what to do, in Czech and in English.
`.trim();

/** Who may call what, as the document says it. */
const SECURITY: Readonly<Record<string, object[]>> = {
  open: [],
  register: [{ register: [] }],
};
const BY_SESSION = [{ session: [] }];

/**
 * OpenAPI from the very schemas that check the requests. Answers the function that writes it, for all routes that are
 * added to `app` after this. It is written when it is first asked for.
 */
export function describing(app: App, version: string, cookie: string): () => Promise<object> {
  const routes: RouteOptions[] = [];
  let written: Promise<object> | undefined;

  app.addHook('onRoute', (route) => {
    const { schema } = route;
    if (!schema || schema.hide) return;
    const access = route.config?.access ?? '';
    // Every route may refuse, and says so in one shape.
    schema.response = { ...(schema.response as object), default: Problem };
    schema.security = (SECURITY[access] ?? BY_SESSION) as typeof schema.security;
    Object.assign(schema, { 'x-access': access });
    // Each GET has its HEAD, which goes without saying.
    if (route.method !== 'HEAD') routes.push(route);
  });

  return () => {
    written ??= write(routes, version, cookie);
    return written;
  };
}

async function write(routes: readonly RouteOptions[], version: string, cookie: string): Promise<object> {
  const { default: swagger } = await import('@fastify/swagger');
  // The routes once more, where nobody comes: the library wants to be there before the first of them.
  const drawing = fastify({ exposeHeadRoutes: false, schemaController: ownCompilers(false) });
  await drawing.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'kasad backoffice', version, description: DESCRIPTION },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: cookie },
          register: { type: 'http', scheme: 'bearer' },
        },
      },
    },
  });
  for (const { method, url, schema } of routes) {
    drawing.route({ method, url, ...(schema ? { schema } : {}), handler: () => {} });
  }
  await drawing.ready();
  return drawing.swagger();
}
