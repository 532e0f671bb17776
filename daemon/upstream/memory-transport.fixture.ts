import type { Time } from '../../sync/index.ts';
import { BODY_MAX_BYTES } from '../../wire/index.ts';
import type { Listener, Question, Reply, Transport, Unanswered } from './transport.ts';

export interface MemoryTransportOptions {
  readonly time: Pick<Time, 'after'>;
  /** What the other side says; null when it says nothing, ever. */
  readonly answer: (question: Question) => Reply | null;
  /** Whether it streams to whoever listens, or what it says instead. Without it, it streams. */
  readonly stream?: (question: Question) => 'stream' | Reply | null;
}

/** The line in memory, and the far end of its streams. */
export interface MemoryTransport extends Transport {
  readonly listeners: number;
  tell(text: string): void;
  /** The streams end from over there. */
  hangUp(): void;
}

const PATIENCE_MS = 30_000;
const OPENING_MS = 20_000;

export function memoryTransport({ time, answer, stream }: MemoryTransportOptions): MemoryTransport {
  const open = new Set<() => void>();
  const streams = new Map<() => void, Listener>();

  /** Under way until it is answered, ended or given up; whatever is said comes after the asking has returned. */
  function begin(patience_ms: number, stopped: () => void, late: () => void, run: () => void) {
    const way = { done, stop };
    const cancel = time.after(patience_ms, () => {
      done();
      late();
    });
    function done(): void {
      cancel();
      open.delete(stop);
    }
    function stop(): void {
      if (!open.has(stop)) return;
      done();
      stopped();
    }
    open.add(stop);
    queueMicrotask(() => {
      if (open.has(stop)) run();
    });
    return way;
  }

  return {
    ask: (question) =>
      new Promise((resolve) => {
        const way = begin(
          PATIENCE_MS,
          () => resolve(unanswered('cut', 'stopped')),
          () => resolve(unanswered('silent', 'no answer in time')),
          () => {
            const reply = answer(question);
            if (reply === null) return;
            way.done();
            resolve(bounded(reply));
          },
        );
      }),
    listen(question, listener) {
      const way = begin(
        OPENING_MS,
        () => {},
        () => listener.over(unanswered('silent', 'no headers in time')),
        () => {
          const said = stream ? stream(question) : 'stream';
          if (said === null) return;
          way.done();
          if (said !== 'stream') return listener.over(bounded(said));
          streams.set(stop, listener);
          listener.opened();
        },
      );
      const stop = () => {
        way.stop();
        streams.delete(stop);
      };
      return stop;
    },
    close() {
      for (const stop of [...open, ...streams.keys()]) stop();
    },
    get listeners() {
      return streams.size;
    },
    tell(text) {
      for (const listener of [...streams.values()]) listener.text(text);
    },
    hangUp() {
      for (const [stop, listener] of [...streams]) {
        stop();
        listener.over(unanswered('cut', 'the stream has ended'));
      }
    },
  };
}

const bounded = (reply: Reply): Reply =>
  reply.is === 'answered' && Buffer.byteLength(reply.body) > BODY_MAX_BYTES
    ? unanswered('too-long', 'body')
    : reply;

const unanswered = (why: Unanswered['why'], detail: string): Unanswered => ({
  is: 'unanswered',
  why,
  detail,
});
