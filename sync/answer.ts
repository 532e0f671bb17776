import type { ExchangeState } from './exchange.ts';
import { CHARS_MAX, type Changes, ROWS_MAX } from './message.ts';
import type { Row } from './rows.ts';
import { held, type Vector } from './vector.ts';

/** What an exchange wants answered: its effect `answer`. */
export interface AnswerTo {
  readonly base: Vector;
  readonly from: Vector;
  readonly full: boolean;
  readonly floor: Vector | undefined;
}

/** Rows that are to be read, as `Storage.after` gives them. */
export interface Wanted {
  readonly origin: string;
  readonly seq: number;
  readonly limit: number;
  readonly chars: number;
}

/**
 * Puts an answer together, cut where it would be too long. It asks for rows, whoever has them: a database may take
 * its time.
 */
export function* answering(
  state: Pick<ExchangeState, 'origin' | 'vv'>,
  { base, from, full, floor }: AnswerTo,
  rows_max = ROWS_MAX,
): Generator<Wanted, Changes, readonly Row[]> {
  const rows: Row[] = [];
  const mark: Record<string, number> = { ...from };
  let chars = 0;
  let done = true;
  reading: for (const origin of Object.keys(state.vv).sort()) {
    const upto = held(state.vv, origin);
    const seq = held(from, origin);
    if (seq >= upto) continue;
    for (const row of yield { origin, seq, limit: rows_max - rows.length + 1, chars: CHARS_MAX - chars }) {
      done = rows.length < rows_max && chars <= CHARS_MAX;
      if (!done) break reading;
      rows.push(row);
      chars += weight(row);
      mark[origin] = row.seq;
    }
    // The storage has stopped here, whether or not there is more.
    done = chars <= CHARS_MAX;
    if (!done) break;
    mark[origin] = upto;
  }
  return {
    type: 'changes',
    origin: state.origin,
    base,
    from,
    upto: done ? state.vv : mark,
    done,
    whole: true,
    rows,
    ...(full ? { full: true } : {}),
    ...(floor ? { floor } : {}),
  };
}

/** What a row weighs in a message, in characters; names and numbers count a little as well. */
export const weight = (row: Row): number => 100 + (row.is === 'cell' ? row.val : row.body).length;
