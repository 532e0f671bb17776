import type { X509Certificate } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Time } from '../time.ts';
import { webPage } from './answer.ts';
import { bearerOf } from './bearer.ts';
import { type Reply, readRequest, write } from './http.ts';
import type { Bytes } from './papers.ts';
import type { Issued, RegistersCa } from './registers-ca.ts';

/** How one call of the certificate authority is treated. */
export type CaBehaviour =
  | { readonly is: 'right' }
  /** An error of that status, as the interface describes them; nothing is done. */
  | { readonly is: 'error'; readonly status: number; readonly retryAfter_s?: number }
  /** Done, and no answer comes. */
  | { readonly is: 'silent' }
  /** Done, and the connection ends. */
  | { readonly is: 'reset' }
  | { readonly is: 'page'; readonly status: number }
  /** This instead of the right body; it is done all the same. */
  | { readonly is: 'body'; readonly body: string };

export type RenewalState = 'INPROCESS' | 'ISSUED' | 'DELIVERING' | 'FINISHED' | 'REJECTED';

export interface RenewalRequest {
  readonly reqId: string;
  readonly eic: string;
  readonly state: RenewalState;
}

export interface RenewalDesk {
  take(request: IncomingMessage, response: ServerResponse, told: CaBehaviour): Promise<void>;
  reject(reason: string | null): void;
  requests(): RenewalRequest[];
}

export interface RenewalDeskOptions {
  readonly time: Time;
  readonly bytes: Bytes;
  readonly ca: RegistersCa;
  readonly issuing_ms: number;
}

interface Open {
  readonly eic: string;
  readonly readyAt: number;
  readonly rejected: string | null;
  /** From when it was first fetched until that was confirmed. */
  issued: Promise<Issued> | undefined;
  finished: boolean;
}

const REMEMBERED = 1_000;
const JSON_TYPE = 'application/json';
/** ErrorDTO by HTTP status. */
const ERRORS: Readonly<Record<number, readonly [code: number, message: string]>> = {
  400: [1, 'Invalid input data.'],
  401: [2, 'Unauthorized access.'],
  404: [4, 'Unknown object.'],
  409: [5, 'Conflict.'],
  429: [6, 'Too many requests.'],
};

/** The certificate authority's interface for renewal (ca-renewal-openapi.yml 1.0.0). */
export function createRenewalDesk({ time, bytes, ca, issuing_ms }: RenewalDeskOptions): RenewalDesk {
  const requests = new Map<string, Open>();
  let rejecting: string | null = null;

  const stateOf = (one: Open): RenewalState => {
    if (one.finished) return 'FINISHED';
    if (one.issued) return 'DELIVERING';
    if (time.now() < one.readyAt) return 'INPROCESS';
    return one.rejected === null ? 'ISSUED' : 'REJECTED';
  };

  async function done(method: string, path: string, authorization: string | undefined): Promise<Reply> {
    const bearer = bearerOf(authorization, ca.find, time.wall_ms());
    if ('refused' in bearer) return error(401, bearer.refused);
    const eic = eicOf(bearer);
    if (method === 'POST' && path === '/request/renew') return json(201, { reqId: open(eic) });
    if (method === 'GET' && path === '/request/not-finished') {
      const data = [...requests]
        .filter(([, one]) => one.eic === eic && !['FINISHED', 'REJECTED'].includes(stateOf(one)))
        .map(([reqId]) => reqId);
      return json(200, { count: data.length, data });
    }
    const [, reqId = '', what = ''] = /^\/request\/([^/]+)\/([a-z-]+)$/.exec(path) ?? [];
    const one = requests.get(reqId);
    // Somebody else's is not there.
    if (!one || one.eic !== eic) return error(404);
    if (method === 'GET' && what === 'status') return statusReply(reqId, one);
    if (method === 'POST' && what === 'claim-download') return claim(one);
    if (method === 'POST' && what === 'ack-download') return acknowledge(one);
    return error(404);
  }

  function open(eic: string): string {
    const reqId = uuidOf(bytes(16));
    requests.set(reqId, {
      eic,
      readyAt: time.now() + issuing_ms,
      rejected: rejecting,
      issued: undefined,
      finished: false,
    });
    const [oldest] = requests.keys();
    if (requests.size > REMEMBERED && oldest !== undefined) requests.delete(oldest);
    return reqId;
  }

  function statusReply(reqId: string, one: Open): Reply {
    const state = stateOf(one);
    if (state === 'REJECTED') return json(200, { reqId, state, rejectedReason: one.rejected });
    if (state !== 'INPROCESS') return json(200, { reqId, state });
    const pollAfterSeconds = Math.max(1, Math.ceil((one.readyAt - time.now()) / 1_000));
    return json(200, { reqId, state, pollAfterSeconds }, { 'Retry-After': String(pollAfterSeconds) });
  }

  /** The same certificate as often as it is asked for, until that is confirmed. */
  async function claim(one: Open): Promise<Reply> {
    if (!['ISSUED', 'DELIVERING'].includes(stateOf(one))) return error(409);
    one.issued ??= ca.issue(one.eic);
    const { p12, password, certificate } = await one.issued;
    return json(
      200,
      {
        pkcs12: Buffer.from(p12).toString('base64'),
        password,
        certificate: {
          sn: BigInt(`0x${certificate.serialNumber}`).toString(),
          validFrom: certificate.validFromDate.toISOString(),
          validTo: certificate.validToDate.toISOString(),
          state: 'VALID',
        },
      },
      { 'Cache-Control': 'no-store, no-cache, must-revalidate, max-age=0, private', Pragma: 'no-cache' },
    );
  }

  function acknowledge(one: Open): Reply {
    if (stateOf(one) !== 'DELIVERING') return error(409);
    one.finished = true;
    one.issued = undefined;
    return { status: 204, type: '', body: '' };
  }

  return {
    async take(request, response, told) {
      if ((await readRequest(request)) === undefined) return;
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
    },
    reject(reason) {
      rejecting = reason;
    },
    requests: () => [...requests].map(([reqId, one]) => ({ reqId, eic: one.eic, state: stateOf(one) })),
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

/** Version 4 of RFC 9562. */
function uuidOf(drawn: Uint8Array): string {
  const bytes = Buffer.from(drawn);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
