import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { Right } from '../../domain/index.ts';
import type { Actor } from '../staff/actor.ts';

/** The HTTP side as route files see it: bodies, queries and params are typed by their typebox schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The right that the whole route needs. Without it any signed-in person may come in. */
    right?: Right;
    /** Nobody has to be signed in. */
    open?: boolean;
  }
  interface FastifyRequest {
    /** Who asks. Reading it in an open route is a bug and throws. */
    readonly actor: Actor;
  }
}
