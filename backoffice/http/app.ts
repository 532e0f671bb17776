import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { AccountRole, Permission } from '../accounts/roles.ts';

/**
 * The HTTP side as route files see it: bodies, queries and params are typed by their typebox schemas. A route file is
 * one function `nounRoutes(app, part)`, listed in `backoffice.ts`, and looks like this:
 *
 *   app.get(
 *     '/api/stores/:store/receipts',
 *     {
 *       config: { access: 'read-books' },
 *       schema: { tags, summary: '…', params: OfStore, querystring: ReceiptsQuery, response: { 200: ReceiptList } },
 *     },
 *     (request) => receipts.list(request.store.id, request.query),
 *   );
 *
 * A route that does not say who may call it is refused when the server is built.
 */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/**
 * Who may call a route. `open`: anybody. `account`: whoever is signed in; there is no store. `register`: a register by
 * its token, for its own store. A permission: whoever is signed in and has it in the store of `:store`, which the
 * address then must have.
 */
export type Access = 'open' | 'account' | 'register' | Permission;

/** The account behind a request. */
export interface Caller {
  readonly id: string;
  readonly email: string;
  readonly name: string;
}
/** The store that the request is about; that the caller belongs to it has been checked. */
export interface StoreOfRequest {
  readonly id: string;
  readonly name: string;
}
/** The register behind a request. */
export interface RegisterOfRequest {
  readonly id: string;
  readonly name: string;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
    /** Answers with a stream, which a foreign page must not even read. */
    stream?: boolean;
    /** Compares a password or a code, and is asked seldom. */
    guessed?: boolean;
  }
  interface FastifyRequest {
    /** Reading it where nobody is signed in is a bug and throws; so with the others. */
    readonly account: Caller;
    readonly store: StoreOfRequest;
    /** Of the account in the store. */
    readonly role: AccountRole;
    readonly register: RegisterOfRequest;
  }
}
