import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Accounts, SignedIn } from '../accounts/accounts.ts';
import { type AccountRole, mayIn } from '../accounts/roles.ts';
import { passwordInitial, signedOut } from '../accounts/words.ts';
import type { Registers } from '../registers/registers.ts';
import { tokenRefused } from '../registers/words.ts';
import type { Stores } from '../stores/stores.ts';
import type { Access, App, Caller, RegisterOfRequest, StoreOfRequest } from './app.ts';
import { type Guard, isPlainLoopback, SAFE } from './guard.ts';
import { notAllowed, storeUnknown } from './problem.ts';

interface Who {
  token?: string;
  signedIn?: SignedIn;
  account?: Caller;
  role?: AccountRole;
  store?: StoreOfRequest;
  register?: RegisterOfRequest;
}

/** Nothing but these is open to one whose password was given by somebody else. */
const FOR_INITIAL: ReadonlySet<string> = new Set(['/api/session', '/api/session/password']);
/** In the cookie's name the browser itself promises that no other host and no plain HTTP has set it. */
const SECURE_COOKIE = '__Host-kasad';
const PLAIN_COOKIE = 'kasad-backoffice';

/** Finds out who asks, and whether they may. */
export interface Doorman {
  /** Throws a Refusal when the caller may not use the route. Fills in what the route is given of them. */
  admit(request: FastifyRequest, access: Access): Promise<void>;
  /** The token of the session and who is signed in with it; undefined when nobody is. */
  session(request: FastifyRequest): { token: string; signedIn: SignedIn } | undefined;
  /** Puts the session into the browser, or, with null, takes it out. */
  give(request: FastifyRequest, reply: FastifyReply, token: string | null): void;
}

export function createDoorman(
  app: App,
  parts: {
    readonly accounts: Pick<Accounts, 'session'>;
    readonly stores: Pick<Stores, 'membership'>;
    readonly registers: Pick<Registers, 'byToken'>;
    readonly guard: Guard;
  },
): Doorman {
  const { accounts, stores, registers, guard } = parts;
  const known = new WeakMap<FastifyRequest, Who>();
  for (const name of ['account', 'store', 'role', 'register'] as const) {
    app.decorateRequest(name, {
      getter(this: FastifyRequest) {
        const value = known.get(this)?.[name];
        if (value === undefined) throw new Error(`there is no ${name} at ${this.routeOptions.url}`);
        return value;
      },
    } as never);
  }

  async function admitRegister(request: FastifyRequest, who: Who): Promise<void> {
    const token = /^Bearer ([A-Za-z0-9_-]{32,200})$/.exec(request.headers.authorization ?? '')?.[1];
    const holder = token === undefined ? undefined : await registers.byToken(token);
    if (!holder) throw tokenRefused();
    who.store = holder.store;
    who.register = { id: holder.id, name: holder.name };
  }

  return {
    async admit(request, access) {
      const who: Who = {};
      known.set(request, who);
      if (access === 'register') return admitRegister(request, who);

      const token = request.cookies[cookieName(request)];
      const signedIn = token === undefined ? undefined : await accounts.session(token);
      if (token !== undefined && signedIn) {
        const { id, email, name } = signedIn.account;
        Object.assign(who, { token, signedIn, account: { id, email, name } });
      }
      if (access === 'open') return;
      if (token === undefined || !signedIn) throw signedOut();
      if (!SAFE.has(request.method)) guard.checkCsrf(request, token);
      if (signedIn.account.initial && !FOR_INITIAL.has(request.routeOptions.url ?? ''))
        throw passwordInitial();
      if (access === 'account') return;

      const { store } = request.params as { store: string };
      const membership = await stores.membership(signedIn.account.id, store);
      if (!membership) throw storeUnknown();
      if (!mayIn(membership.role, access)) throw notAllowed(access);
      who.store = { id: membership.id, name: membership.name };
      who.role = membership.role;
    },

    session(request) {
      const who = known.get(request);
      return who?.token !== undefined && who.signedIn
        ? { token: who.token, signedIn: who.signedIn }
        : undefined;
    },

    give(request, reply, token) {
      const secure = !isPlainLoopback(request);
      const options = { path: '/', httpOnly: true, sameSite: 'strict', secure } as const;
      if (token === null) reply.clearCookie(cookieName(request), options);
      // Without an age it goes with the browser's session; the server counts the hours.
      else reply.setCookie(cookieName(request), token, options);
    },
  };
}

function cookieName(request: FastifyRequest): string {
  return isPlainLoopback(request) ? PLAIN_COOKIE : SECURE_COOKIE;
}

/** What a route declares must make sense: a bug here would be a hole. */
export function checkedAccess(url: string, access: Access | undefined): Access {
  if (access === undefined) throw new Error(`${url} does not say who may call it`);
  const ofStore = url.startsWith('/api/stores/:store');
  const ofSession = access === 'open' || access === 'account';
  if (ofStore && (ofSession || access === 'register')) throw new Error(`${url} needs a permission`);
  if (!ofStore && !ofSession && access !== 'register') {
    throw new Error(`${url} needs ${access}, but names no :store`);
  }
  if (access === 'register' && !url.startsWith('/api/v1/')) throw new Error(`${url} is for registers`);
  return access;
}
