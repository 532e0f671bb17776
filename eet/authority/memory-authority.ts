import { judgeOdpoved } from '../answer/judge.ts';
import type { Odpoved } from '../answer/odpoved.ts';
import type { Message } from '../message/message.ts';
import type { Attempt, Outcome } from '../outcome.ts';
import type { Environment } from '../sale.ts';
import type { Time } from '../time.ts';
import type { Authority } from './authority.ts';

/** What one message comes to. */
export type Turn =
  /** Confirmed, or found right when only that was asked for. */
  | { readonly is: 'right'; readonly warnings?: readonly number[] }
  /** `Chyba/@kod`. */
  | { readonly is: 'code'; readonly code: number }
  /** No byte leaves. */
  | { readonly is: 'unreachable' }
  /** It arrives, and no answer comes. */
  | { readonly is: 'silent' };

export interface SentMessage {
  readonly message: Message;
  readonly environment: Environment;
  readonly verification: boolean;
}

/** The authority without a network: what it does is said before, and the same each time. */
export interface MemoryAuthority extends Authority {
  /** The next messages come to this, one each, in this order; all others are right. */
  say(...next: readonly Turn[]): void;
  /** Those that arrived; oldest first. */
  sent(): readonly SentMessage[];
}

const TIMEOUT_MS = 10_000;

export function memoryAuthority(options: {
  readonly time: Pick<Time, 'wall_ms' | 'after'>;
  readonly timeout_ms?: number;
}): MemoryAuthority {
  const { time, timeout_ms = TIMEOUT_MS } = options;
  const waiting: Turn[] = [];
  const sent: SentMessage[] = [];
  const underWay = new Set<(reason: string) => void>();
  let closed = false;

  /** Told by the very rules that read a real answer. */
  function answered(message: Message, to: Parameters<Authority['send']>[1], turn: Turn): Outcome {
    const refusal = turn.is === 'code' ? turn.code : to.verification ? 0 : undefined;
    const codes = turn.is === 'right' ? (turn.warnings ?? []) : [];
    const odpoved: Odpoved = {
      uuid: message.uuid,
      acceptedAt: new Date(time.wall_ms()).toISOString().replace(/\.\d+Z$/, 'Z'),
      poks: refusal === undefined ? [pokOf(sent.length, to.environment)] : [],
      faults: refusal === undefined ? [] : [{ code: refusal, text: 'memory' }],
      test: to.environment === 'playground',
      warnings: codes.map((code) => ({ code, text: 'memory' })),
    };
    const signature = refusal === undefined ? VALID : UNSIGNED;
    return judgeOdpoved(odpoved, signature, { uuid: message.uuid, ...to, now_ms: time.wall_ms() });
  }

  return {
    say: (...next) => void waiting.push(...next),
    sent: () => sent,
    send(message, to) {
      if (closed) return Promise.resolve(attempt(unknown(false, 'closed'), null));
      const turn = waiting.shift() ?? { is: 'right' };
      if (turn.is === 'unreachable') return Promise.resolve(attempt(unknown(false, 'unreachable'), null));
      sent.push({ message, ...to });
      if (turn.is !== 'silent') return Promise.resolve(attempt(answered(message, to, turn), 200));
      return new Promise((resolve) => {
        const cut = (reason: string) => {
          cancel();
          underWay.delete(cut);
          resolve(attempt(unknown(true, reason), null));
        };
        const cancel = time.after(timeout_ms, () => cut(`no answer within ${timeout_ms} ms`));
        underWay.add(cut);
      });
    },
    close() {
      closed = true;
      for (const cut of underWay) cut('closed');
    },
  };
}

const VALID = { state: 'valid', reason: '', body: undefined } as const;
const UNSIGNED = { state: 'none', reason: 'not signed', body: undefined } as const;

function pokOf(count: number, environment: Environment): string {
  const number = String(count).padStart(12, '0');
  return `00000000-0000-4000-8000-${number}-${environment === 'playground' ? 'ff' : '00'}`;
}

function unknown(left: boolean, reason: string): Outcome {
  return { state: 'retry', left, code: null, warnings: [], signature: 'none', test: false, reason };
}

function attempt(outcome: Outcome, httpStatus: number | null): Attempt {
  const answer = httpStatus === null ? null : 'memory';
  return { outcome, httpStatus, transactionId: null, answer };
}
