import type { Answer, Problem } from './fault.ts';
import { problemCode } from './fault.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Request {
  readonly method: Method;
  /** From the root: `/api/stores/s1/portal`. */
  readonly path: string;
  readonly body?: unknown;
  /** A body that is not JSON: its media type. */
  readonly type?: string;
}

/** Longer than the slowest query of years of receipts, shorter than a person's patience. */
const TIMEOUT_MS = 30_000;
/** Of reading: asked once more by itself before anybody is told, as a phone changes networks. */
const READ_AGAIN_MS = 700;

export interface Doorbell {
  /** The session has ended: signed out elsewhere, expired, password changed. */
  readonly signedOut: () => void;
  /** Whether the server answered at all. */
  readonly reached: (yes: boolean) => void;
  /** Goes with everything that changes something; null while nobody is signed in. */
  readonly csrf: () => string | null;
}

let doorbell: Doorbell = { signedOut: () => {}, reached: () => {}, csrf: () => null };

/** Who is told of an ended session and a silent server. Set once, when the application starts. */
export function answerDoorbell(bell: Doorbell): void {
  doorbell = bell;
}

async function attempt<T>(request: Request): Promise<Answer<T>> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (request.body !== undefined) headers['content-type'] = request.type ?? 'application/json';
  const csrf = request.method === 'GET' ? null : doorbell.csrf();
  if (csrf !== null) headers['x-csrf-token'] = csrf;
  const body =
    request.body === undefined
      ? null
      : request.type
        ? (request.body as BodyInit)
        : JSON.stringify(request.body);
  try {
    const response = await fetch(request.path, {
      method: request.method,
      headers,
      body,
      credentials: 'same-origin',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    return readAnswer<T>(response.status, response.headers.get('content-type') ?? '', text);
  } catch {
    return { fault: { kind: 'unreachable' } };
  }
}

/** What an answer of HTTP means; separate from the network so that it can be tested. */
export function readAnswer<T>(status: number, type: string, text: string): Answer<T> {
  const json = /\bjson\b/.test(type);
  try {
    if (status >= 200 && status < 300) {
      // Nothing at all is an answer only where the server says that there is nothing; a gateway says other things.
      return { value: (status === 204 ? undefined : JSON.parse(text)) as T };
    }
    const problem = json ? (JSON.parse(text) as Partial<Problem>) : {};
    if (
      typeof problem.title === 'string' &&
      typeof problem.titleEn === 'string' &&
      typeof problem.code === 'string'
    ) {
      return { fault: { kind: 'problem', problem: { status, hint: '', hintEn: '', ...problem } as Problem } };
    }
  } catch {
    // Cut off on its way, or not what it says it is.
  }
  return { fault: { kind: 'odd-answer', status } };
}

const pause = (delay_ms: number) => new Promise((resolve) => setTimeout(resolve, delay_ms));

/** One request; the session's end and the server's silence are noticed on the way. */
export async function send<T>(request: Request): Promise<Answer<T>> {
  let answer = await attempt<T>(request);
  if (request.method === 'GET' && answer.fault?.kind === 'unreachable') {
    await pause(READ_AGAIN_MS);
    answer = await attempt<T>(request);
  }
  doorbell.reached(answer.fault?.kind !== 'unreachable');
  if (problemCode(answer.fault) === 'signed-out') doorbell.signedOut();
  return answer;
}

/** `?q=pivo&from=2026-11-01`, without what is empty. */
export function queryOf(values: object): string {
  const pairs = Object.entries(values).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs.map(([k, v]) => [k, String(v)]))}`;
}
