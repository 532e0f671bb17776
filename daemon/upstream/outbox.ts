import { type Message, PROTO, type Vector } from '../../sync/index.ts';
import { REQUEST_ROWS_MAX } from '../../wire/index.ts';

/** Texts of one request, in characters: well below what a body may have, whatever letters they are of. */
const REQUEST_CHARS_MAX = 2 * 1024 * 1024;
const REQUEST_MESSAGES_MAX = 19;
/** What is kept between two requests; more than that is left to the next hello, which asks for all that is missing. */
const KEPT_ROWS_MAX = 5 * REQUEST_ROWS_MAX;
const KEPT_CHARS_MAX = 8 * 1024 * 1024;

interface Kept {
  readonly text: string;
  readonly rows: number;
}

/** What one request takes along. */
export interface Load {
  readonly texts: readonly string[];
  readonly rows: number;
}

/**
 * What the replica wants said to the backoffice, until the next request takes it along. Nothing in it is worth
 * keeping: whatever is lost is asked for again.
 */
export interface Outbox {
  put(text: string): void;
  /** Rows, or a question for the next part of an answer: the exchange is not over while there is any. */
  readonly pressing: boolean;
  /** Out of the box, in the order in which they came, and then a hello that says what is held now. */
  take(origin: string, vv: Vector): Load;
  clear(): void;
}

export function createOutbox(): Outbox {
  let kept: Kept[] = [];
  let rows = 0;
  let chars = 0;
  /** The greeting says what was held when it was written; only its checksums are worth taking along. */
  let sums: string | null = null;

  function clear(): void {
    kept = [];
    rows = 0;
    chars = 0;
    sums = null;
  }

  return {
    put(text) {
      const message = JSON.parse(text) as Message;
      if (message.type === 'hello' && message.at === undefined && message.full === undefined) {
        if (message.sums !== undefined) sums = text;
        return;
      }
      const one = { text, rows: message.type === 'changes' ? message.rows.length : 0 };
      if (rows + one.rows > KEPT_ROWS_MAX || chars + text.length > KEPT_CHARS_MAX) clear();
      kept.push(one);
      rows += one.rows;
      chars += text.length;
    },
    get pressing() {
      return kept.length > 0;
    },
    take(origin, vv) {
      const load: Kept[] = [];
      let room = REQUEST_ROWS_MAX;
      let charRoom = REQUEST_CHARS_MAX;
      for (const one of kept) {
        if (load.length >= REQUEST_MESSAGES_MAX - 1 || one.rows > room) break;
        if (load.length > 0 && one.text.length > charRoom) break;
        load.push(one);
        room -= one.rows;
        charRoom -= one.text.length;
      }
      kept = kept.slice(load.length);
      for (const one of load) {
        rows -= one.rows;
        chars -= one.text.length;
      }
      const hello = JSON.stringify({ type: 'hello', proto: PROTO, origin, vv });
      const texts = [...load.map(({ text }) => text), ...(sums === null ? [] : [sums]), hello];
      sums = null;
      return { texts, rows: REQUEST_ROWS_MAX - room };
    },
    clear,
  };
}
