import type { Credential } from '../credential/credential.ts';
import { createLine, type Exchange } from '../line/line.ts';
import type { Environment } from '../sale.ts';
import type { Time } from '../time.ts';
import { readCreated, readOpen, readP12, readStatus, seconds } from './answers.ts';
import type { RenewalApi, RenewalFault } from './api.ts';
import { bearerToken } from './token.ts';

/** ca-renewal-openapi.yml, `servers`. */
export const RENEWAL_ENDPOINTS: Readonly<Record<Environment, string>> = {
  production: 'https://caeet.gov.cz/api',
  playground: 'https://zkus.caeet.gov.cz/api',
};
const TIMEOUT_MS = 20_000;
const ANSWER_BYTES_MAX = 128 * 1024;

export interface HttpsRenewalOptions {
  readonly time: Time;
  /** Where it is reached; the real ones by default. */
  readonly endpoints?: Readonly<Record<Environment, string>>;
  /** PEM: whose TLS certificates are believed, instead of those that Node believes. */
  readonly ca?: string;
  /** For one call as a whole; 20 s by default. */
  readonly timeout_ms?: number;
}

const FAULTS: Readonly<Record<number, RenewalFault>> = {
  400: 'refused',
  401: 'unauthorized',
  404: 'not-found',
  409: 'conflict',
  429: 'too-many',
};

type Refused = { readonly ok: false; readonly fault: RenewalFault; readonly after_s: number | null };

/** The certificate authority over HTTPS. `close` ends what is under way as `unreachable`. */
export function createRenewalApi(options: HttpsRenewalOptions): RenewalApi & { close(): void } {
  const { time, endpoints = RENEWAL_ENDPOINTS, ca, timeout_ms = TIMEOUT_MS } = options;
  const line = createLine({ time, timeout_ms, ca });

  async function call<T extends object>(
    credential: Credential,
    [method, path, status]: readonly ['GET' | 'POST', path: string, status: number],
    read: (body: unknown, after_s: number | null) => T | undefined,
  ): Promise<({ readonly ok: true } & T) | Refused> {
    const { environment } = credential;
    // A certificate of neither environment is known at neither address.
    if (environment === null) return refused('unauthorized', null);
    const came = await line.exchange({
      url: endpoints[environment] + path,
      method,
      headers: {
        Authorization: `Bearer ${bearerToken(credential, time.wall_ms())}`,
        Accept: 'application/json',
      },
      ...(method === 'POST' ? { body: '' } : {}),
      bytes_max: ANSWER_BYTES_MAX,
    });
    const after_s = seconds(came.headers['retry-after']);
    if (came.fault !== null || came.status === null) return refused('unreachable', null);
    if (came.status !== status) return refused(FAULTS[came.status] ?? 'fault', after_s);
    const told = read(jsonOf(came), after_s);
    return told === undefined ? refused('fault', after_s) : { ok: true, ...told };
  }

  const at = (requestId: string, what: string) => `/request/${encodeURIComponent(requestId)}/${what}`;

  return {
    request: (by) => call(by, ['POST', '/request/renew', 201], readCreated),
    status: (by, requestId) => call(by, ['GET', at(requestId, 'status'), 200], readStatus),
    claim: (by, requestId) => call(by, ['POST', at(requestId, 'claim-download'), 200], readP12),
    acknowledge: (by, requestId) => call(by, ['POST', at(requestId, 'ack-download'), 204], () => ({})),
    notFinished: (by) => call(by, ['GET', '/request/not-finished', 200], readOpen),
    close: line.close,
  };
}

function refused(fault: RenewalFault, after_s: number | null): Refused {
  return { ok: false, fault, after_s };
}

/** Undefined when it is not JSON; what it says instead is nobody's business. */
function jsonOf({ body }: Exchange): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
