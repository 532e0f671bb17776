import type { Question, Reply, Transport } from '../../daemon/upstream/transport.ts';

/**
 * What happens to a question on the way. `offline`: it does not leave. `lost`: it is done and nobody learns of it.
 * `half`: of the answer only a part comes. `twice`: it comes twice, and the second answer is the one that is heard.
 */
export type Mishap = 'none' | 'offline' | 'lost' | 'half' | 'twice';

export interface FaultyLine extends Transport {
  /** Whether anything leaves at all. */
  up: boolean;
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

/** A real line and the internet of a pub: it comes and goes, and lets no streams through. */
export function faultyLine(real: () => Transport): FaultyLine {
  let underWay = 0;
  const rings: (() => void)[] = [];
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

  const line: FaultyLine = {
    up: true,
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
    listen(_question, listener) {
      queueMicrotask(() => listener.over(cut('cut')));
      return () => {};
    },
    close: () => real().close(),
  };
  return line;
}

const cut = (why: 'offline' | 'cut'): Reply => ({ is: 'unanswered', why, detail: 'on the way' });
