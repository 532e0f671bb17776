/** What a register asks: a path under the backoffice's address, `/api/v1/exchange`. `body` is JSON. */
export interface Question {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: string;
  readonly token?: string;
}

/** As it came, before anybody has asked what it means. */
export interface Answered {
  readonly is: 'answered';
  readonly status: number;
  /** Without parameters, in small letters; empty when none was named. */
  readonly mediaType: string;
  /** As the header says; null without one. */
  readonly retryAfter: string | null;
  readonly body: string;
}

/**
 * `offline`: names are not found or nothing leads out of here. `closed`: the host is there and does not answer.
 * `certificate`: it is not who it should be. `clock`: its certificate is over, or not good yet. `silent`: too long
 * without an answer. `cut`: the connection broke. `too-long`: more came than anybody has a use for.
 */
export const UNANSWERED = ['offline', 'closed', 'certificate', 'clock', 'silent', 'cut', 'too-long'] as const;

export interface Unanswered {
  readonly is: 'unanswered';
  readonly why: (typeof UNANSWERED)[number];
  /** For the log: the code that the system gave. */
  readonly detail: string;
}

export type Reply = Answered | Unanswered;

/** Who listens to a stream. After `over` nothing more comes. */
export interface Listener {
  /** It is a stream of events, and begins. */
  opened(): void;
  text(chunk: string): void;
  /** It has ended, or was answered by something else. */
  over(reply: Reply): void;
}

/** The line to one backoffice. No redirect is ever followed: whoever wants to lead elsewhere is not the backoffice. */
export interface Transport {
  /** Never rejects, and ends in a bounded time. */
  ask(question: Question): Promise<Reply>;
  /** An event stream; it may be silent for ever, and whoever listens has to mind that. Returns what ends it. */
  listen(question: Question, listener: Listener): () => void;
  /** Ends all that is under way. */
  close(): void;
}
