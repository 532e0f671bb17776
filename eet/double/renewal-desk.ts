import type { X509Certificate } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Time } from '../time.ts';
import { webPage } from './answer.ts';
import { bearerOf } from './bearer.ts';
import { type Reply, readRequest, write } from './http.ts';
import type { Issued, RegistersCa } from './registers-ca.ts';
import type { RenewalRequests } from './renewal-requests.ts';

/** How one call of the certificate authority is treated. */
export type CaBehaviour =
  | { readonly is: 'right' }
  /** An error of that status, as the interface describes them; nothing is done. */
  | { readonly is: 'error'; readonly status: number; readonly retryAfter_s?: number }
  /** The connection ends; nothing is done. */
  | { readonly is: 'cut' }
  /** Done, and no answer comes. */
  | { readonly is: 'silent' }
  /** Done, and the connection ends. */
  | { readonly is: 'reset' }
  /** A web page of somebody on the way; nothing is done. */
  | { readonly is: 'page'; readonly status: number }
  /** This instead of the right body; it is done all the same. */
  | { readonly is: 'body'; readonly body: string };

export interface RenewalDeskOptions {
  readonly time: Pick<Time, 'wall_ms'>;
  readonly ca: Pick<RegistersCa, 'find'>;
  readonly requests: RenewalRequests<Issued>;
}

export type RenewalDesk = (
  request: IncomingMessage,
  response: ServerResponse,
  told: CaBehaviour,
) => Promise<void>;

const JSON_TYPE = 'application/json';
/** ErrorDTO by HTTP status. */
const ERRORS: Readonly<Record<number, readonly [code: number, message: string]>> = {
  400: [1, 'Invalid input data.'],
  401: [2, 'Unauthorized access.'],
  404: [4, 'Unknown object.'],
  409: [5, 'Conflict.'],
  429: [6, 'Too many requests.'],
};
const NO_STORE = {
  'Cache-Control': 'no-store, no-cache, must-revalidate, max-age=0, private',
  Pragma: 'no-cache',
  Expires: '0',
};

/** The certificate authority's interface for renewal (ca-renewal-openapi.yml 1.0.0). */
export function createRenewalDesk({ time, ca, requests }: RenewalDeskOptions): RenewalDesk {
  async function done(method: string, path: string, authorization: string | undefined): Promise<Reply> {
    const bearer = bearerOf(authorization, ca.find, time.wall_ms());
    if ('refused' in bearer) return error(401, bearer.refused);
    const eic = eicOf(bearer);
    if (method === 'POST' && path === '/request/renew') return json(201, { reqId: requests.open(eic) });
    if (method === 'GET' && path === '/request/not-finished') {
      const data = requests.unfinished(eic);
      return json(200, { count: data.length, data });
    }
    const [, reqId = '', what = ''] = /^\/request\/([^/]+)\/([a-z-]+)$/.exec(path) ?? [];
    if (!requests.find(reqId, eic)) return error(404);
    if (method === 'GET' && what === 'status') return status(reqId, eic);
    if (method === 'POST' && what === 'claim-download') return claim(reqId);
    if (method === 'POST' && what === 'ack-download')
      return requests.acknowledge(reqId) ? { status: 204, type: '', body: '' } : error(409);
    return error(404);
  }

  function status(reqId: string, eic: string): Reply {
    const { state = 'FINISHED', left_s = 0, reason = '' } = requests.find(reqId, eic) ?? {};
    if (state === 'REJECTED') return json(200, { reqId, state, rejectedReason: reason });
    if (state !== 'INPROCESS') return json(200, { reqId, state });
    return json(200, { reqId, state, pollAfterSeconds: left_s }, { 'Retry-After': String(left_s) });
  }

  async function claim(reqId: string): Promise<Reply> {
    const issued = await requests.claim(reqId);
    if (!issued) return error(409);
    const { p12, password, certificate } = issued;
    const body = {
      pkcs12: Buffer.from(p12).toString('base64'),
      password,
      certificate: {
        sn: BigInt(`0x${certificate.serialNumber}`).toString(),
        validFrom: certificate.validFromDate.toISOString(),
        validTo: certificate.validToDate.toISOString(),
        state: 'VALID',
      },
    };
    return json(200, body, NO_STORE);
  }

  return async (request, response, told) => {
    if ((await readRequest(request)) === undefined) return;
    if (told.is === 'cut') {
      request.socket.destroy();
      return;
    }
    if (told.is === 'error') {
      const after = told.retryAfter_s;
      const headers: Reply['headers'] = after === undefined ? {} : { 'Retry-After': String(after) };
      return write(response, { ...error(told.status), headers });
    }
    if (told.is === 'page') {
      return write(response, { status: told.status, type: 'text/html', body: webPage(told.status) });
    }
    const path = (request.url ?? '').replace(/^\/api/, '');
    const reply = await done(request.method ?? '', path, request.headers.authorization);
    if (told.is === 'silent') return;
    if (told.is === 'reset') {
      request.socket.destroy();
      return;
    }
    write(response, told.is === 'body' ? { ...reply, body: told.body } : reply);
  };
}

function error(status: number, additionalInfo?: string): Reply {
  const [code, message] = ERRORS[status] ?? [99, 'Internal error.'];
  return json(status, { code, message, additionalInfo });
}

function json(status: number, body: object, headers: Reply['headers'] = {}): Reply {
  return { status, type: JSON_TYPE, body: JSON.stringify(body), headers };
}

const eicOf = ({ subject }: X509Certificate): string => /(?:^|\n)CN=(.*)/.exec(subject)?.[1] ?? '';
