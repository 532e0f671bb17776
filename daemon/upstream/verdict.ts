import type { Reply, UNANSWERED } from './transport.ts';

/**
 * Why an attempt came to nothing, besides what no answer at all can mean. `portal`: somebody on the way answers instead
 * of the backoffice, as the sign-in page of a network does. `refused`: the backoffice does not know this register any
 * more. `busy`: it wants to be left alone for a while. `broken`: it has failed. `elsewhere`: there is a web server, but
 * no backoffice at this address. `rejected`: it does not take what the register says. `garbled`: what it says makes no
 * sense. `stuck`: it takes everything and keeps nothing. `retired`: the shop has put it out.
 */
export const FAULTS = [
  'portal',
  'refused',
  'busy',
  'broken',
  'elsewhere',
  'rejected',
  'garbled',
  'stuck',
  'retired',
] as const;
export type FaultCode = (typeof FAULTS)[number] | (typeof UNANSWERED)[number];

/** In the words of the backoffice, cut to a length that fits a screen. */
export interface Problem {
  readonly code: string;
  readonly title: string;
  readonly titleEn: string;
  readonly hint: string;
  readonly hintEn: string;
}

export interface Fault {
  readonly code: FaultCode;
  /** For the log. */
  readonly detail: string;
  /** It asks to be left alone for so long; null when it does not say. */
  readonly wait_ms: number | null;
  /** Null when it gave no reason that can be shown. */
  readonly problem: Problem | null;
}

export type Verdict =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly fault: Fault };

export const fault = (code: FaultCode, detail: string, more: Partial<Fault> = {}): Fault => ({
  code,
  detail,
  wait_ms: null,
  problem: null,
  ...more,
});

/** What a reply means. `wall_ms`: now, for a Retry-After that is a date. */
export function judge(reply: Reply, wall_ms: number): Verdict {
  if (reply.is === 'unanswered') return bad(fault(reply.why, reply.detail));
  const { status, mediaType, body } = reply;
  const json = mediaType === 'application/json' || mediaType === 'application/problem+json';
  const detail = `${status} ${mediaType}`;
  if (status >= 200 && status < 300) {
    if (status === 204) return { ok: true, value: null };
    if (!json) return bad(fault(mediaType === 'text/html' ? 'portal' : 'garbled', detail));
    const value = parsed(body);
    return value === undefined ? bad(fault('garbled', `${detail}: no JSON`)) : { ok: true, value };
  }
  const problem = json ? problemOf(parsed(body)) : null;
  const wait_ms = retryAfter_ms(reply.retryAfter, wall_ms);
  return bad(fault(codeOf(status, json), detail, { problem, wait_ms }));
}

/** Only what a backoffice says in its own form is believed to be its own word. */
function codeOf(status: number, json: boolean): FaultCode {
  if (status === 429 || status === 503) return 'busy';
  if (status === 511 || status === 407 || status < 400) return 'portal';
  if (status >= 500) return 'broken';
  if (status === 408) return 'silent';
  if (!json) return status === 404 || status === 405 ? 'elsewhere' : 'portal';
  if (status === 401 || status === 403) return 'refused';
  return status === 404 ? 'elsewhere' : 'rejected';
}

const bad = (what: Fault): Verdict => ({ ok: false, fault: what });

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const LONGEST = 300;

function problemOf(value: unknown): Problem | null {
  if (typeof value !== 'object' || value === null) return null;
  const it = value as Readonly<Record<string, unknown>>;
  const text = (key: string): string => {
    const said = it[key];
    return typeof said === 'string' ? said.slice(0, LONGEST) : '';
  };
  const title = text('title');
  if (title === '') return null;
  const hint = text('hint');
  return {
    code: text('code')
      .replaceAll(/[^a-z0-9-]/g, '')
      .slice(0, 64),
    title,
    titleEn: text('titleEn') || title,
    hint,
    hintEn: text('hintEn') || hint,
  };
}

/** Seconds or a date (RFC 9110, 10.2.3); null when it is neither. */
function retryAfter_ms(header: string | null, wall_ms: number): number | null {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - wall_ms);
}
