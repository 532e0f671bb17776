import cookiePlugin from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyReply,
  type FastifyRequest,
  fastify,
  LogController,
  type RouteOptions,
} from 'fastify';
import { ownCompilers, PROBLEM_JSON, problemOf } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { clientOf } from '../accounts/lockout.ts';
import type { Log } from '../log.ts';
import type { Registers } from '../registers/registers.ts';
import type { Stores } from '../stores/stores.ts';
import type { App } from './app.ts';
import { createGuard } from './guard.ts';
import { speakGzip } from './gzip.ts';
import { describing } from './openapi.ts';
import { sendPage, servePages } from './page-files.ts';
import { bugRefusal, refusalOf, routeUnknown } from './problem.ts';
import { createRates } from './rates.ts';
import type { Streams } from './streams.ts';
import { answerUnreadable, patience, request_ms } from './unreadable.ts';
import { checkedAccess, createDoorman, type Doorman } from './who.ts';

export interface ServerOptions {
  readonly world: World;
  readonly log: Log;
  readonly accounts: Accounts;
  readonly stores: Stores;
  readonly registers: Registers;
  readonly streams: Streams;
  /** Where people and registers reach it; null when that is this machine alone. */
  readonly publicUrl: string | null;
  readonly hosts: readonly string[];
  /** Whose word on the caller's address and scheme is believed; empty for nobody's. */
  readonly proxies: readonly string[];
  /** PEM; null for plain HTTP. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  /** The built pages; they may not be there yet. */
  readonly pagesFolder: string;
  readonly version: string;
  /** Adds the routes of all parts. */
  readonly routes: (app: App, doorman: Doorman) => void;
  /** For tests: answers are held against their schemas. */
  readonly checkAnswers?: boolean;
}

const body_bytes = 1024 * 1024;

/** The HTTP side, ready to listen. Everything that can be refused is refused before a body is read. */
export async function createServer(options: ServerOptions): Promise<App> {
  const { world, log } = options;
  const app = fastify({
    ...(options.tls ? { https: options.tls } : {}),
    loggerInstance: log as FastifyBaseLogger,
    // Told below, without addresses that may carry what people searched for.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: body_bytes,
    requestTimeout: request_ms,
    http: patience,
    clientErrorHandler: answerUnreadable,
    trustProxy: options.proxies.length > 0 ? [...options.proxies] : false,
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    genReqId: () => world.uuid(),
    frameworkErrors: (error, request, reply) => answerError(error, request, reply),
    schemaController: ownCompilers(options.checkAnswers ?? false),
  }) as unknown as App;
  app.removeContentTypeParser(['text/plain', 'application/json']);
  // Made a text once it is whole: a backlog comes in many pieces, and each would be one by itself.
  const readJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) =>
    readJson(request, body.toString(), done),
  );

  function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const known = refusalOf(error);
    if (known === undefined) {
      log.error({ err: error, id: request.id, method: request.method, route: routeOf(request) }, 'bug');
    } else if (known.status >= 500) {
      log.warn({ reason: known.code, method: request.method, route: routeOf(request) }, known.message);
    }
    const refusal = known ?? bugRefusal(request.id);
    const { retryAfter_s } = refusal.extra;
    if (typeof retryAfter_s === 'number') reply.header('retry-after', retryAfter_s);
    return reply
      .code(refusal.status)
      .type(PROBLEM_JSON)
      .header('cache-control', 'no-store')
      .serializer(JSON.stringify)
      .send(problemOf(refusal));
  }
  app.setErrorHandler<FastifyError>(answerError);

  const https = options.tls !== null || (options.publicUrl ?? '').startsWith('https:');
  const openapi = describing(app, options.version, https ? '__Host-kasad' : 'kasad-backoffice');
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // Where plain HTTP is served, on loopback, a promise of HTTPS would lock everyone out.
    strictTransportSecurity: https ? { maxAge: 180 * 24 * 3600, includeSubDomains: false } : false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  await app.register(cookiePlugin);
  await app.register(rateLimit, { global: false });

  const guard = createGuard(options.publicUrl, options.hosts);
  const rates = createRates(app, (request) => clientOf(request.ip));
  const doorman = createDoorman(app, { ...options, guard });

  const declared: RouteOptions[] = [];
  app.addHook('onRoute', (route) => void declared.push(route));
  app.addHook('onReady', async () => {
    for (const { url, config } of declared) checkedAccess(url, config?.access);
  });
  app.addHook('onRequest', async (request) => {
    guard.checkHost(request);
    await rates.ofAddress(request);
    // An address that does not exist says so, whoever asks.
    if (request.is404) return;
    const { access, stream, guessed } = request.routeOptions.config;
    if (guessed) await rates.ofGuesses(request);
    const sure = checkedAccess(routeOf(request), access);
    const deed = request.method !== 'GET' && request.method !== 'HEAD';
    if (sure !== 'register' && !request.url.startsWith('/api/v1/') && (stream || deed))
      guard.checkOrigin(request);
    await doorman.admit(request, sure);
    if (sure === 'register') await rates.ofRegister(request);
    else if (sure !== 'open') await rates.ofAccount(request);
  });
  speakGzip(app);
  app.addHook('onSend', async (request, reply) => {
    // What is of somebody is kept by nobody on the way, unless the route says otherwise.
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control'))
      reply.header('cache-control', 'no-store');
  });
  app.addHook('onResponse', async (request, reply) => {
    log.debug(
      {
        method: request.method,
        route: routeOf(request),
        status: reply.statusCode,
        took_ms: Math.round(reply.elapsedTime * 10) / 10,
      },
      'request',
    );
  });

  app.setNotFoundHandler((request, reply) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const page = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
    if (page && !pathname.startsWith('/api/')) return sendPage(reply, options.pagesFolder);
    throw routeUnknown();
  });

  await app.register(async (scope) => {
    const routed = scope as App;
    routed.get('/api/openapi.json', { config: { access: 'open' }, schema: { hide: true } }, openapi);
    options.routes(routed, doorman);
  });
  await servePages(app, options.pagesFolder);
  app.addHook('preClose', async () => options.streams.close());
  return app;
}

function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'unknown';
}
