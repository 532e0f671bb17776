import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { Right, Staff } from '../../domain/index.ts';
import type { Actor } from '../staff/actor.ts';
import type { Session } from '../staff/sessions.ts';

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
    /** Shows or prints what is, and changes nothing that counts: as GET is, for an approval. */
    reads?: boolean;
    /** Nobody has to be signed in. */
    open?: boolean;
    /** Nobody has to be signed in, and no right is needed, as long as it says so. */
    openTo?: () => boolean;
    /** Answers with a stream, which a foreign page must not even read. */
    stream?: boolean;
  }
  interface FastifyRequest {
    /** Who asks. Reading it in an open route is a bug and throws. */
    readonly actor: Actor;
    /** The session behind it; null when nobody is signed in. */
    readonly signedIn: { readonly session: Session; readonly person: Staff; readonly token: string } | null;
  }
}
