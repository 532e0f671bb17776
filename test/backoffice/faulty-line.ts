import type { Listener, Question, Reply, Transport } from '../../daemon/upstream/transport.ts';

/**
 * What happens to a question on the way. `offline`: it does not leave. `lost`: it is done and nobody learns of it.
 * `half`: of the answer only a part comes. `twice`: it comes twice, and the second answer is the one that is heard.
 */
export type Mishap = 'none' | 'offline' | 'lost' | 'half' | 'twice';

export interface FaultyLine extends Transport {
  /** Whether anything leaves at all; without it streams end as well. */
  up: boolean;
  /**
   * Streams of events: `none` is let through, `through` they come at once, `held` something on the way keeps what comes
   * until it is `through` again, and gives no sign of it.
   */
  streams: 'none' | 'through' | 'held';
  /** Those that are open break. */
  cutStreams(): void;
  /** Resolves when a stream has brought something. */
  told(): Promise<void>;
  /** For each question that leaves, in turn. */
  mishap: (question: Question) => Mishap;
  /** After an answer is there, and before anybody hears it. */
  answered: (question: Question, reply: Reply) => Promise<void>;
  readonly underWay: number;
  /** Waits until one of those that are under way has ended. */
  ended(): Promise<void>;
  /** So far: questions that have left, and the longest of their bodies in characters. */
  readonly questions: number;
  readonly longest: number;
}

interface Stream {
  release(): void;
  break(): void;
}

/** A real line and the internet of a pub: it comes and goes. At first it lets no streams through. */
export function faultyLine(real: () => Transport): FaultyLine {
  let underWay = 0;
  const rings: (() => void)[] = [];
  const ears: (() => void)[] = [];
  let questions = 0;
  let longest = 0;

  async function send(question: Question): Promise<Reply> {
    if (!line.up) return cut('offline');
    questions++;
    longest = Math.max(longest, question.body?.length ?? 0);
    const mishap = line.mishap(question);
    if (mishap === 'offline') return cut('offline');
    if (mishap === 'twice') await real().ask(question);
    const reply = await real().ask(question);
    await line.answered(question, reply);
    if (mishap === 'lost') return cut('cut');
    if (mishap === 'half' && reply.is === 'answered') {
      return { ...reply, body: reply.body.slice(0, reply.body.length / 2) };
    }
    return reply;
  }

  const streams = new Set<Stream>();
  let isUp = true;
  let passing: FaultyLine['streams'] = 'none';

  function hear(listener: Listener, chunk: string): void {
    listener.text(chunk);
    for (const ring of ears.splice(0)) ring();
  }

  function listen(question: Question, listener: Listener): () => void {
    if (!isUp || passing === 'none') {
      queueMicrotask(() => listener.over(cut('cut')));
      return () => {};
    }
    const held: string[] = [];
    let opening = true;
    underWay++;
    const settled = () => {
      if (!opening) return;
      opening = false;
      underWay--;
      for (const ring of rings.splice(0)) ring();
    };
    const stop = real().listen(question, {
      opened() {
        settled();
        listener.opened();
      },
      text(chunk) {
        if (passing === 'held') held.push(chunk);
        else hear(listener, chunk);
      },
      over(reply) {
        settled();
        streams.delete(stream);
        listener.over(reply);
      },
    });
    const end = () => {
      settled();
      streams.delete(stream);
      stop();
    };
    const stream: Stream = {
      release() {
        for (const chunk of held.splice(0)) hear(listener, chunk);
      },
      break() {
        end();
        listener.over(cut('cut'));
      },
    };
    streams.add(stream);
    return end;
  }

  const line: FaultyLine = {
    get up() {
      return isUp;
    },
    set up(next) {
      isUp = next;
      if (!isUp) line.cutStreams();
    },
    get streams() {
      return passing;
    },
    set streams(next) {
      passing = next;
      if (passing === 'through') for (const stream of streams) stream.release();
      else if (passing === 'none') line.cutStreams();
    },
    told: () => new Promise((resolve) => ears.push(resolve)),
    cutStreams() {
      for (const stream of [...streams]) stream.break();
    },
    mishap: () => 'none',
    answered: async () => {},
    get underWay() {
      return underWay;
    },
    get questions() {
      return questions;
    },
    get longest() {
      return longest;
    },
    ended: () => (underWay === 0 ? Promise.resolve() : new Promise((resolve) => rings.push(resolve))),
    async ask(question) {
      underWay++;
      const reply = await send(question);
      underWay--;
      for (const ring of rings.splice(0)) ring();
      return reply;
    },
    listen,
    close: () => real().close(),
  };
  return line;
}

const cut = (why: 'offline' | 'cut'): Reply => ({ is: 'unanswered', why, detail: 'on the way' });
