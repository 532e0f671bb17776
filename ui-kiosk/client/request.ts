import type { Problem } from '../../daemon/http/contract.ts';
import type { Right } from '../../domain/index.ts';
import { type Answer, type Fault, problemCode } from './fault.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Request {
  readonly method: Method;
  /** From the root: `/api/bills`. */
  readonly path: string;
  readonly body?: unknown;
  /** A body that is not JSON: its media type. */
  readonly type?: string;
  readonly key?: string;
  readonly approval?: string;
  /** For what the register answers only after it has asked somebody else, far away. */
  readonly timeout_ms?: number;
}

/** Longer than anything the register does by itself, shorter than a person's patience. */
const TIMEOUT_MS = 15_000;

/** Asks a manager on the spot: a token for one repetition, or null when the person gives up. */
export type AskApproval = (right: Right) => Promise<string | null>;

export interface Doorbell {
  readonly askApproval: AskApproval;
  /** The session has ended (locked elsewhere, expired). */
  readonly signedOut: () => void;
  /** Whether the register answered at all. */
  readonly reached: (yes: boolean) => void;
}

let doorbell: Doorbell = {
  askApproval: async () => null,
  signedOut: () => {},
  reached: () => {},
};

/** Who is told of a missing right, an ended session, a silent register. Set once, when the application starts. */
export function answerDoorbell(bell: Doorbell): void {
  doorbell = bell;
}

/** What has been sent to change something and is not answered yet. */
const writing = new Map<Promise<unknown>, string>();

/**
 * Resolves when nothing is under way that would change what `concerns` names by its path, and its answers have been
 * taken: the register tells of a change before it answers whoever has made it.
 */
export async function answered(concerns: (path: string) => boolean): Promise<void> {
  const awaited = [...writing].flatMap(([answer, path]) => (concerns(path) ? [answer] : []));
  if (awaited.length === 0) return;
  await Promise.all(awaited);
  // Whoever has asked goes on in microtasks.
  await new Promise((resolve) => setTimeout(resolve));
}

/** One attempt, without asking anybody. */
export function attempt<T>(request: Request): Promise<Answer<T>> {
  const answer = exchange<T>(request);
  if (request.method !== 'GET') {
    writing.set(answer, request.path);
    void answer.finally(() => writing.delete(answer));
  }
  return answer;
}

async function exchange<T>(request: Request): Promise<Answer<T>> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (request.body !== undefined) headers['content-type'] = request.type ?? 'application/json';
  if (request.key) headers['idempotency-key'] = request.key;
  if (request.approval) headers['x-approval'] = request.approval;
  const body =
    request.body === undefined
      ? null
      : request.type
        ? (request.body as BodyInit)
        : JSON.stringify(request.body);
  let response: Response;
  let text: string;
  try {
    response = await fetch(request.path, {
      method: request.method,
      headers,
      body,
      credentials: 'same-origin',
      signal: AbortSignal.timeout(request.timeout_ms ?? TIMEOUT_MS),
    });
    text = await response.text();
  } catch {
    doorbell.reached(false);
    return { fault: { kind: 'unreachable' } };
  }
  doorbell.reached(true);
  return readAnswer<T>(response.status, response.headers.get('content-type') ?? '', text);
}

/** What an answer of HTTP means; separate from the network so that it can be tested. */
export function readAnswer<T>(status: number, type: string, text: string): Answer<T> {
  const json = /\bjson\b/.test(type);
  if (status >= 200 && status < 300) {
    try {
      return { value: (json && text !== '' ? JSON.parse(text) : text) as T };
    } catch {
      return { fault: { kind: 'odd-answer', status } };
    }
  }
  if (json) {
    try {
      const problem = JSON.parse(text) as Partial<Problem>;
      if (
        typeof problem.title === 'string' &&
        typeof problem.titleEn === 'string' &&
        typeof problem.code === 'string'
      ) {
        return {
          fault: {
            kind: 'problem',
            problem: { hint: '', hintEn: '', type: '', status, ...problem } as Problem,
          },
        };
      }
    } catch {
      // Not a problem document after all; told as an odd answer below.
    }
  }
  return { fault: { kind: 'odd-answer', status } };
}

const missingRight = (fault: Fault): Right | null =>
  fault.kind === 'problem' && fault.problem.status === 403 && fault.problem.code === 'needs-approval'
    ? (fault.problem.right ?? null)
    : null;

/** What a manager has allowed to be read. The daemon takes it for reading only and for a minute, so nothing is forgotten here. */
let looking: { readonly right: Right; readonly approval: string } | null = null;

/** One request, with the manager asked when the person lacks the right, and the session's end noticed. */
export async function send<T>(request: Request): Promise<Answer<T>> {
  const answer = await attempt<T>(request);
  if (!answer.fault) return answer;
  const right = missingRight(answer.fault);
  if (right) {
    if (looking?.right === right) {
      const again = await attempt<T>({ ...request, approval: looking.approval });
      if (!again.fault || !missingRight(again.fault)) return again;
    }
    const approval = await doorbell.askApproval(right);
    if (approval === null) return { fault: { kind: 'cancelled' } };
    if (request.method === 'GET') looking = { right, approval };
    return attempt<T>({ ...request, approval });
  }
  // A wrong PIN is 401 too, and ends nothing.
  if (problemCode(answer.fault) === 'signed-out' && request.path !== '/api/session') doorbell.signedOut();
  return answer;
}
