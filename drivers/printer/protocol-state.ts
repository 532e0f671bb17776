import { noWords, type Words } from '../words.ts';
import { type Condition, obstacle, unknownCondition } from './condition.ts';
import type { KickOutcome, Outcome, PrinterStatus } from './outcome.ts';
import type { Profile } from './profiles.ts';
import { noReply, type ReplyState } from './replies.ts';

/** All that is remembered of one printer; protocol.ts moves it on. */
export interface PrinterState {
  readonly profile: Profile;
  readonly link: 'stopped' | 'connecting' | 'up' | 'down';
  /** Why the link is down. */
  readonly reason: Words;
  readonly attempts: number;
  readonly ready: boolean;
  readonly replies: ReplyState;
  readonly condition: Condition;
  /** Automatic status has spoken since it was last (or may have been) turned off. */
  readonly automatic: boolean;
  readonly heard_ms: number;
  /** DLE EOT numbers of the running round; the first one is out. */
  readonly round: readonly number[];
  /** When the last round was answered. */
  readonly asked_ms: number;
  /** DLE EOT numbers that this printer leaves unanswered though it answers others. */
  readonly mute: readonly number[];
  readonly learnt: PrinterStatus['learnt'];
  /** GS r sent and not answered on this connection: answers come in order, so only the last one counts. */
  readonly owedFences: number;
  readonly nextProcessId: number;
  readonly probe: { readonly id: string | undefined; readonly fence: boolean } | undefined;
  readonly jobs: readonly Job[];
  readonly active: ActiveJob | undefined;
  readonly kicks: readonly Kick[];
  readonly kicked_ms: number;
  /** A job broke off: what it left in the printer is flushed before anything else is said. */
  readonly brokenOff: boolean;
}

export interface Job {
  readonly id: number;
  readonly bytes: Uint8Array;
}

export interface ActiveJob extends Job {
  readonly phase: 'writing' | 'proving' | 'checking';
  readonly processId: string | undefined;
  readonly proof: 'process-id' | 'fence' | undefined;
  readonly fenced: boolean;
  /** A round was running when the proof came; its answers may be older than the cut. */
  readonly askAgain: boolean;
}

export interface Kick {
  readonly id: number;
  readonly pin: 2 | 5;
  readonly sent: boolean;
}

export type PrinterEvent =
  | { readonly kind: 'start' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'opened' }
  | { readonly kind: 'refused'; readonly reason: Words }
  /** `left` is how many bytes of the active job may have left. */
  | { readonly kind: 'closed'; readonly reason: Words | undefined; readonly left: number }
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  | { readonly kind: 'written'; readonly what: 'job' | 'kick' }
  | { readonly kind: 'timer'; readonly name: TimerName }
  | { readonly kind: 'print'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly kind: 'kick'; readonly id: number; readonly pin: 2 | 5 };

export type TimerName = 'redial' | 'answer' | 'probe' | 'heartbeat' | 'job' | 'proof' | 'kick';

export type PrinterEffect =
  | { readonly kind: 'dial' }
  | { readonly kind: 'hangUp' }
  | { readonly kind: 'write'; readonly bytes: Uint8Array; readonly what: 'job' | 'kick' | 'ask' }
  | { readonly kind: 'arm'; readonly name: TimerName; readonly delay_ms: number }
  | { readonly kind: 'disarm'; readonly name: TimerName }
  | { readonly kind: 'outcome'; readonly id: number; readonly outcome: Outcome }
  | { readonly kind: 'kicked'; readonly id: number; readonly outcome: KickOutcome };

export function initialState(profile: Profile): PrinterState {
  return {
    profile,
    link: 'stopped',
    reason: noWords,
    attempts: 0,
    ready: false,
    replies: noReply,
    condition: unknownCondition,
    automatic: false,
    heard_ms: 0,
    round: [],
    asked_ms: Number.NEGATIVE_INFINITY,
    mute: [],
    learnt: { realtime: 'unknown', processId: 'unknown', fence: 'unknown' },
    owedFences: 0,
    nextProcessId: 0,
    probe: undefined,
    jobs: [],
    active: undefined,
    kicks: [],
    kicked_ms: Number.NEGATIVE_INFINITY,
    brokenOff: false,
  };
}

/** The snapshot shown to people. */
export function statusOf(state: PrinterState): PrinterStatus {
  const link = state.link === 'stopped' ? 'down' : state.link;
  const why = link === 'up' ? obstacle(state.condition)?.reason : state.reason;
  return { link, reason: why ?? noWords, ...state.condition, learnt: state.learnt };
}
