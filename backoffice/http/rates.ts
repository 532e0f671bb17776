import type { FastifyRequest } from 'fastify';
import type { App } from './app.ts';
import { tooManyRequests } from './problem.ts';

export interface Limit {
  readonly max: number;
  readonly window_ms: number;
}

/** All the registers and pages of an office behind one address. */
const OF_ADDRESS: Limit = { max: 5_000, window_ms: 10_000 };
/** A backlog of a thousand rows a request is over before it comes to this. */
const OF_REGISTER: Limit = { max: 1_000, window_ms: 10_000 };
/** Some pages with their reloads; a loop gone wild is stopped before the database is. */
const OF_ACCOUNT: Limit = { max: 600, window_ms: 10_000 };
/** What costs a password's or a code's hash. */
const OF_GUESSES: Limit = { max: 20, window_ms: 60_000 };

export interface Rates {
  /** Before anything is looked up. Throws Refusal 429 `too-many-requests`, as the other. */
  ofAddress(request: FastifyRequest): Promise<void>;
  ofGuesses(request: FastifyRequest): Promise<void>;
  ofRegister(request: FastifyRequest): Promise<void>;
  ofAccount(request: FastifyRequest): Promise<void>;
}

/** How often anybody may ask. The plugin must be registered, without limits of its own. */
export function createRates(app: App, clientOf: (request: FastifyRequest) => string): Rates {
  const limited = ({ max, window_ms }: Limit, keyOf: (request: FastifyRequest) => string) => {
    const check = app.createRateLimit({ max, timeWindow: window_ms, keyGenerator: keyOf });
    return async (request: FastifyRequest) => {
      const rate = await check(request);
      if (!rate.isAllowed && rate.isExceeded) throw tooManyRequests(Math.max(1, rate.ttlInSeconds));
    };
  };
  return {
    ofAddress: limited(OF_ADDRESS, clientOf),
    ofGuesses: limited(OF_GUESSES, (request) => `${request.routeOptions.url} ${clientOf(request)}`),
    ofRegister: limited(OF_REGISTER, (request) => `${request.store.id} ${request.register.id}`),
    ofAccount: limited(OF_ACCOUNT, (request) => request.account.id),
  };
}
