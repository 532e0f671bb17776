import type { RequestState } from './api.ts';

/*
 * Bodies of the certificate authority's answers (ca-renewal-openapi.yml 1.0.0). Each reader gives undefined for what is
 * none of its kind; nothing of it is ever quoted, for one of them bears a key and its password.
 */

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const REQUESTS_MAX = 100;
const REASON_CHARS = 300;
const SECONDS_MAX = 7 * 86_400;
const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;
/** The authority's have eight letters and digits. */
const PASSWORD = /^[\x20-\x7e]{1,64}$/;

/** RequestResDTO. */
export function readCreated(body: unknown): { readonly requestId: string } | undefined {
  const requestId = idIn(field(body, 'reqId'));
  return requestId === undefined ? undefined : { requestId };
}

/** RequestStatusDTO. `header_s` is what the header Retry-After says. */
export function readStatus(body: unknown, header_s: number | null): RequestState | undefined {
  switch (field(body, 'state')) {
    case 'INPROCESS':
      return { state: 'in-process', pollAfter_s: seconds(field(body, 'pollAfterSeconds')) ?? header_s };
    case 'ISSUED':
      return { state: 'issued' };
    case 'DELIVERING':
      return { state: 'delivering' };
    case 'FINISHED':
      return { state: 'finished' };
    case 'REJECTED':
      return { state: 'rejected', reason: oneLine(field(body, 'rejectedReason')) };
    default:
      return undefined;
  }
}

/** Pkcs12DTO. */
export function readP12(body: unknown): { readonly p12: Uint8Array; readonly password: string } | undefined {
  const [text, password] = [field(body, 'pkcs12'), field(body, 'password')];
  if (typeof text !== 'string' || !BASE64.test(text)) return undefined;
  if (typeof password !== 'string' || !PASSWORD.test(password)) return undefined;
  return { p12: Buffer.from(text, 'base64'), password };
}

/** ReqIdListDTO. */
export function readOpen(body: unknown): { readonly requestIds: readonly string[] } | undefined {
  const data = field(body, 'data') ?? [];
  if (typeof body !== 'object' || body === null || !Array.isArray(data)) return undefined;
  const requestIds = data.slice(0, REQUESTS_MAX).flatMap((one) => idIn(one) ?? []);
  return requestIds.length === Math.min(data.length, REQUESTS_MAX) ? { requestIds } : undefined;
}

/** Whole seconds, at least one; of more than a week, a week. */
export function seconds(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 1) return null;
  return Math.min(number, SECONDS_MAX);
}

function field(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, name)
    ? (body as Record<string, unknown>)[name]
    : undefined;
}

const idIn = (value: unknown): string | undefined =>
  typeof value === 'string' && UUID.test(value) ? value : undefined;

const oneLine = (value: unknown): string =>
  typeof value === 'string'
    ? value
        .replace(/[\s\p{C}]+/gu, ' ')
        .trim()
        .slice(0, REASON_CHARS)
    : '';
