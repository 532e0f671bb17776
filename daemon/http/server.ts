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
} from 'fastify';
import { ownCompilers, PROBLEM_JSON, problemOf, Refusal } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { Console } from '../console.ts';
import type { Log } from '../log.ts';
import { type Actor, requireRight, signedOut } from '../staff/actor.ts';
import type { Doorman } from '../staff/doorman.ts';
import type { App } from './app.ts';
import { createGuard, SAFE } from './guard.ts';
import { sendScreen, serveKiosk } from './kiosk-files.ts';
import { describing } from './openapi.ts';
import { bugRefusal, refusalOf } from './problem.ts';
import type { EventStream } from './stream.ts';
import type { UnderWay } from './under-way.ts';
import { answerUnreadable, patience } from './wire.ts';

export interface ServerOptions {
  readonly world: World;
  readonly log: Log;
  readonly doorman: Doorman;
  readonly allowedHosts: readonly string[];
  /** Name of the session cookie. */
  readonly cookie: string;
  readonly stream: EventStream;
  /** The built kiosk; it may not be there yet. */
  readonly kioskFolder: string;
  readonly version: string;
  /** Adds the routes of all parts. */
  readonly routes: (app: App) => void;
  readonly onAnswer: (method: string, status: number) => void;
  /** Who comes from the command line of this box. */
  readonly console: Pick<Console, 'signIn'>;
  /** Counts the requests that change something. */
  readonly underWay?: UnderWay;
  /** Nobody works here yet: whoever stands at this box is let in as a technician. */
  readonly firstRun?: () => boolean;
  /** For tests: answers are held against their schemas. */
  readonly checkAnswers?: boolean;
}

/** Whoever sets up a box on which nobody works yet. */
const NEW_BOX: Actor = {
  staffId: 'first-run',
  name: 'První spuštění',
  role: 'technician',
  approved: null,
  allowedBy: 'first-run',
};

const isLoopback = (ip: string): boolean => /^(::ffff:)?127\.|^::1$/.test(ip);

const body_bytes = 1024 * 1024;
/** A price list of ten thousand items with room to spare. */
const csv_bytes = 5 * 1024 * 1024;
/** Some hundreds of taps and their answers; a loop gone wild is stopped before the disk is. */
const requests_per_window = 3_000;
const window_ms = 10_000;

/** The HTTP side, ready to listen. Everything that can be refused is refused before a body is read. */
export async function createServer(options: ServerOptions): Promise<App> {
  const { world, log, doorman, cookie } = options;
  const app: App = fastify({
    loggerInstance: log as FastifyBaseLogger,
    // Told below, without addresses that may carry what people searched for.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: body_bytes,
    requestTimeout: 30_000,
    http: patience,
    clientErrorHandler: answerUnreadable,
    trustProxy: false,
    return503OnClosing: true,
    genReqId: () => world.uuid(),
    frameworkErrors: (error, request, reply) => answerError(error, request, reply),
    schemaController: ownCompilers(options.checkAnswers ?? false),
  });

  app.removeContentTypeParser('text/plain');
  app.addContentTypeParser('text/csv', { parseAs: 'buffer', bodyLimit: csv_bytes }, (_request, body, done) =>
    done(null, body),
  );

  function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const known = refusalOf(error);
    if (known === undefined) {
      log.error({ err: error, id: request.id, method: request.method, route: routeOf(request) }, 'bug');
    } else if (known.status >= 500) {
      log.warn({ code: known.code, method: request.method, route: routeOf(request) }, known.message);
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

  const openapi = describing(app, options.version);
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // Plain HTTP on loopback: a promise of HTTPS would lock the screen out.
    strictTransportSecurity: false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
  await app.register(cookiePlugin);

  const guard = createGuard(options.allowedHosts);
  const actors = new WeakMap<FastifyRequest, Actor>();
  const sessions = new WeakMap<FastifyRequest, NonNullable<FastifyRequest['signedIn']>>();
  app.decorateRequest('actor', {
    getter(this: FastifyRequest) {
      const actor = actors.get(this);
      if (actor === undefined) throw new Error(`nobody is signed in at ${routeOf(this)}`);
      return actor;
    },
  });
  app.decorateRequest('signedIn', {
    getter(this: FastifyRequest) {
      return sessions.get(this) ?? null;
    },
  });

  app.addHook('onRequest', async (request, reply) => {
    if (!SAFE.has(request.method)) options.underWay?.began(reply.raw);
  });
  app.addHook('onRequest', async (request) =>
    guard.check(request, request.routeOptions.config.stream === true),
  );
  await app.register(rateLimit, {
    max: requests_per_window,
    timeWindow: window_ms,
    addHeaders: {
      'x-ratelimit-limit': false,
      'x-ratelimit-remaining': false,
      'x-ratelimit-reset': false,
      'retry-after': true,
    },
  });
  app.addHook('onRequest', async (request) => {
    const { open, openTo, right, reads } = request.routeOptions.config;
    const token = request.cookies[cookie];
    const signedIn =
      options.console.signIn(request.headers.authorization) ??
      (token === undefined ? undefined : doorman.session(token));
    if (signedIn !== undefined) {
      sessions.set(request, { ...signedIn, token: token ?? '' });
      const approval = request.headers['x-approval'];
      const what = reads || SAFE.has(request.method) ? 'reading' : 'deed';
      actors.set(request, doorman.actor(signedIn, typeof approval === 'string' ? approval : undefined, what));
    }
    // An address that does not exist says so, whoever asks.
    if (request.is404 || open || openTo?.()) return;
    if (signedIn === undefined && options.firstRun?.() && isLoopback(request.ip)) {
      actors.set(request, NEW_BOX);
    } else if (signedIn === undefined) {
      throw signedOut();
    }
    if (right !== undefined) requireRight(request.actor, right);
  });
  app.addHook('onResponse', async (request, reply) => {
    options.onAnswer(request.method, reply.statusCode);
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
    if (page && !pathname.startsWith('/api/')) return sendScreen(reply, options.kioskFolder);
    throw new Refusal(
      404,
      'route-unknown',
      { cs: 'Taková adresa tu není.', en: 'There is no such address here.' },
      { cs: 'Adresy vypisuje /api/openapi.json.', en: 'The addresses are listed in /api/openapi.json.' },
    );
  });

  await app.register(async (scope) => {
    const routed = scope as App;
    routed.get('/api/openapi.json', { config: { open: true }, schema: { hide: true } }, openapi);
    options.stream.routes(routed);
    options.routes(routed);
  });
  await serveKiosk(app, options.kioskFolder);
  app.addHook('preClose', async () => options.stream.close());
  return app;
}

function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'unknown';
}
