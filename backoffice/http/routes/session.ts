import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Accounts, SignedIn } from '../../accounts/accounts.ts';
import { PERMISSIONS_OF } from '../../accounts/roles.ts';
import { csrfOf } from '../../accounts/sessions.ts';
import { signedOut } from '../../accounts/words.ts';
import type { Membership, Stores } from '../../stores/stores.ts';
import type { App } from '../app.ts';
import { AccountPatch, PasswordChange, Session, SignIn, type StoreView } from '../contract/accounts.ts';
import type { Doorman } from '../who.ts';

const tags = ['session'];

export function sessionRoutes(
  app: App,
  { accounts, stores, doorman }: { accounts: Accounts; stores: Stores; doorman: Doorman },
): void {
  async function described(token: string, { account }: SignedIn): Promise<Session> {
    const own = await stores.ofAccount(account.id);
    return {
      account: { id: account.id, email: account.email, name: account.name },
      csrf: csrfOf(token),
      stores: own.map(storeView),
      passwordIsInitial: account.initial,
      mayCreateStore: !account.initial && own.some(({ role }) => role === 'owner'),
    };
  }

  function present(request: FastifyRequest): { token: string; signedIn: SignedIn } {
    const session = doorman.session(request);
    if (!session) throw signedOut();
    return session;
  }

  async function begin(
    request: FastifyRequest,
    reply: FastifyReply,
    { token, ...signedIn }: { token: string } & SignedIn,
  ): Promise<Session> {
    doorman.give(request, reply, token);
    return described(token, signedIn);
  }

  app.post(
    '/api/session',
    {
      config: { access: 'open', guessed: true },
      schema: {
        tags,
        summary: 'Sign in; the session comes as a cookie',
        body: SignIn,
        response: { 200: Session },
      },
    },
    async (request, reply) => {
      const { email, password } = request.body;
      const before = doorman.session(request);
      const session = await begin(request, reply, await accounts.signIn(email, password, request.ip));
      if (before) await accounts.signOut(before.token);
      return session;
    },
  );

  app.get(
    '/api/session',
    {
      config: { access: 'open' },
      schema: { tags, summary: 'Who is signed in, and what they may do where', response: { 200: Session } },
    },
    (request) => {
      const { token, signedIn } = present(request);
      return described(token, signedIn);
    },
  );

  app.delete(
    '/api/session',
    {
      config: { access: 'account' },
      schema: { tags, summary: 'Sign out', response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      await accounts.signOut(present(request).token);
      doorman.give(request, reply, null);
      return reply.code(204).send(null);
    },
  );

  app.put(
    '/api/session/password',
    {
      config: { access: 'account', guessed: true },
      schema: {
        tags,
        summary: 'Change one’s own password; every other session ends',
        body: PasswordChange,
        response: { 200: Session },
      },
    },
    async (request, reply) => {
      const { current, next } = request.body;
      const { signedIn } = present(request);
      return begin(request, reply, await accounts.changePassword(signedIn, current, next, request.ip));
    },
  );

  app.patch(
    '/api/session/account',
    {
      config: { access: 'account' },
      schema: { tags, summary: 'Change one’s own name', body: AccountPatch, response: { 200: Session } },
    },
    async (request) => {
      const { token, signedIn } = present(request);
      await accounts.rename(signedIn.account.id, request.body.name);
      const account = { ...signedIn.account, name: request.body.name };
      return described(token, { ...signedIn, account });
    },
  );
}

export function storeView({ id, name, role }: Membership): StoreView {
  return { id, name, role, may: [...PERMISSIONS_OF[role]] };
}
