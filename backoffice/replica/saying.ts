import {
  type AnswerTo,
  answering,
  type ExchangeEffect,
  type ExchangeState,
  type Hello,
  type Message,
  PROTO,
  type Row,
  same,
  type Wanted,
} from '../../sync/index.ts';

/*
 * What a register is told at the end of its request. The exchange speaks to all siblings and at once; here only the one
 * that asks can be spoken to, once, and with so many rows. What is left out is said again: whoever lacks it asks.
 */

export interface Saying {
  /** Puts aside what the exchange wants said to the register. */
  note(effects: readonly ExchangeEffect[]): void;
  /** What is held, and nothing more. */
  greet(state: ExchangeState): void;
  /** Whether there is anything to say so far. */
  readonly silent: boolean;
  /** Whether rows are to be read. */
  readonly answers: boolean;
  /** The messages: rows, then a question. `rows` reads what is wanted. */
  messages(state: ExchangeState, rows: (wanted: Wanted) => Promise<readonly Row[]>): Promise<Message[]>;
}

export function createSaying(to: string, rows_max?: number): Saying {
  let answer: AnswerTo | undefined;
  let hello: Hello | undefined;
  let next: Hello | undefined;
  let repair: Hello | undefined;

  function noteHello(message: Hello): void {
    if (message.full && message.at === undefined) repair = message;
    else if (message.at) next = message;
    else hello = message;
  }

  return {
    note(effects) {
      for (const effect of effects) {
        if (effect.do === 'send' && effect.to === to && effect.message.type === 'hello')
          noteHello(effect.message);
        // Of two answers the one that goes on with parts is waited for.
        else if (effect.do === 'answer' && !(answer && continues(answer) && !continues(effect)))
          answer = effect;
      }
    },
    greet({ origin, vv }) {
      hello = { type: 'hello', proto: PROTO, origin, vv, reply: true };
    },
    get silent() {
      return !answer && !hello && !next && !repair;
    },
    get answers() {
      return answer !== undefined;
    },
    async messages(state, rows) {
      const said: Message[] = [];
      if (answer) {
        const part = answering(state, answer, rows_max);
        let step = part.next();
        while (!step.done) step = part.next(await rows(step.value));
        said.push(step.value);
      }
      if (repair) said.push(repair);
      // A greeting beside the question for the next part would bring the first part again.
      if (next && state.pull?.peer === to) said.push(next);
      else if (hello) said.push({ ...hello, origin: state.origin, vv: state.vv });
      return said;
    },
  };
}

const continues = ({ base, from }: AnswerTo): boolean => !same(base, from);
