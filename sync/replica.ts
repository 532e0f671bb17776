import { type AnswerTo, answering, weight } from './answer.ts';
import { type Census, sameChecksums } from './checksum.ts';
import { collectable, isRetired } from './collect.ts';
import { draft, type Entry, type WriteFault } from './draft.ts';
import {
  type AlarmKind,
  type ExchangeEffect,
  type ExchangeEvent,
  type ExchangeState,
  exchange,
} from './exchange.ts';
import { CHARS_MAX, type Changes, type Message, ROWS_MAX } from './message.ts';
import type { Row } from './rows.ts';
import { followed, type Stamp } from './stamp.ts';
import type { Storage } from './storage.ts';
import { held, join, same, type Vector } from './vector.ts';

export interface ReplicaOptions {
  readonly storage: Storage;
  /** The wall clock; it may be wrong. */
  readonly wall_ms: () => number;
  /** No stamp is older than this: when the program was built, milliseconds since 1970. */
  readonly built_ms: number;
  /** A foreign stamp further ahead than this is taken in, but does not pull the own clock along. */
  readonly follow_ms?: number;
  /** Rows in one message at most. */
  readonly rows_max?: number;
  /** The last own number that a sibling can have, when it is not the last one given. */
  readonly letOut?: number;
}

export type Output =
  | { readonly is: 'send'; readonly to: string; readonly message: Message }
  | { readonly is: 'alarm'; readonly kind: AlarmKind; readonly peer: string }
  /** Wants a census, which may take its time; `compare` takes it together with theirs. */
  | { readonly is: 'compare'; readonly peer: string; readonly theirs: Census };

export type Written =
  | { readonly ok: true; readonly rows: readonly Row[]; readonly outputs: readonly Output[] }
  | { readonly ok: false; readonly fault: WriteFault };

/**
 * Siblings are named by their origins. Messages come from `parseMessage`; outputs are to be sent in order. When the
 * storage throws, nothing of the call has happened; when it is lost after the call, in a transaction around it, the
 * replica has to be made anew.
 */
export interface Replica {
  readonly origin: string;
  /** One transaction, given the next numbers of this origin. */
  write(entries: readonly Entry[]): Written;
  /** What was added to the storage beside `write`, by a journal, becomes news. Every other call does it first. */
  announce(): readonly Output[];
  receive(message: Message): readonly Output[];
  /** Every few seconds; with a fresh census now and then, so that damage on a disk comes to light. */
  tick(census?: Census): readonly Output[];
  compare(peer: string, theirs: Census, ours: Census): readonly Output[];
  link(peer: string): readonly Output[];
  unlink(peer: string): void;
  /** Whether it has said hello since it was linked, with no own number that was not let out here: it is sent news. */
  heard(peer: string): boolean;
  /** What the sibling said to hold, when last heard. */
  report(peer: string): Vector | undefined;
  /** Draw everything from `sponsor` first: for a new database, and for one restored from a copy. */
  sponsor(sponsor: string): void;
  /** Throws away deleted records that nobody can bring back any more; says how many. */
  collect(): number;
}

export function createReplica(options: ReplicaOptions): Replica {
  const { storage, wall_ms, built_ms, follow_ms, rows_max = ROWS_MAX } = options;
  const origin = storage.origin();
  let state: ExchangeState = {
    origin,
    vv: storage.vector(),
    floor: storage.floor(),
    sponsor: storage.sponsor(),
    links: [],
    heard: [],
    letOut: options.letOut ?? held(storage.vector(), origin),
    reports: {},
    agreed: {},
    pull: undefined,
  };
  storage.unstage();

  function step(event: ExchangeEvent): Output[] {
    const before = state;
    try {
      const [next, effects] = exchange(state, event);
      state = next;
      return effects.flatMap(perform);
    } catch (error) {
      state = before;
      throw error;
    }
  }

  function perform(effect: ExchangeEffect): Output | Output[] {
    switch (effect.do) {
      case 'send':
        return { is: 'send', to: effect.to, message: effect.message };
      case 'alarm':
        return { is: 'alarm', kind: effect.kind, peer: effect.peer };
      case 'answer':
        return { is: 'send', to: effect.to, message: answer(effect) };
      case 'compare':
        return { is: 'compare', peer: effect.peer, theirs: effect.theirs };
      case 'stage': {
        storage.stage(effect.rows);
        const clock = clockAfter(effect.rows);
        if (clock !== undefined) storage.commit({ clock });
        return [];
      }
      case 'unstage':
        storage.unstage();
        return [];
      case 'commit': {
        const clock = clockAfter(effect.change.rows ?? []);
        storage.commit(clock === undefined ? effect.change : { ...effect.change, clock });
        return [];
      }
    }
  }

  function answer(to: AnswerTo): Changes {
    const part = answering(state, to, rows_max);
    let step = part.next();
    while (!step.done) {
      const { origin, seq, limit, chars } = step.value;
      step = part.next(storage.after(origin, seq, limit, chars));
    }
    return step.value;
  }

  function clockAfter(rows: readonly Row[]): Stamp | undefined {
    return followed(storage.clock(), rows, origin, { wall_ms: wall_ms(), built_ms, follow_ms });
  }

  function announce(): Output[] {
    const from = held(state.vv, origin);
    const upto = held(storage.vector(), origin);
    if (upto <= from) return [];
    const rows = storage.after(origin, from, rows_max + 1, CHARS_MAX);
    if (rows.length <= rows_max && rows.reduce((sum, row) => sum + weight(row), 0) <= CHARS_MAX) {
      return step({ is: 'wrote', from, upto, rows });
    }
    // Too much for one message: the siblings ask for it in parts.
    state = { ...state, vv: join(state.vv, { [origin]: upto }) };
    return step({ is: 'tick', census: undefined });
  }

  function write(entries: readonly Entry[]): Written {
    const ground = {
      origin,
      seq: held(storage.vector(), origin),
      clock: storage.clock(),
      sponsor: state.sponsor,
      record: storage.record,
      latest: storage.latest,
    };
    const made = draft(ground, entries, { wall_ms: wall_ms(), built_ms });
    if (!made.ok) return made;
    const { rows, clock } = made;
    if (clock === undefined) return { ok: true, rows, outputs: [] };
    storage.commit({ rows, vector: { [origin]: ground.seq + rows.length }, clock });
    return { ok: true, rows, outputs: announce() };
  }

  function compare(peer: string, theirs: Census, ours: Census): Output[] {
    // While ours was made, rows may have come: then it says nothing.
    if (!same(theirs.vector, ours.vector) || sameChecksums(theirs.sums, ours.sums)) return [];
    return step({ is: 'differs', peer });
  }

  return {
    origin,
    write,
    announce,
    receive: (message) => [
      ...announce(),
      ...(isRetired(storage, message.origin) ? [] : step({ is: 'message', message })),
    ],
    tick: (census) => [...announce(), ...step({ is: 'tick', census })],
    compare: (peer, theirs, ours) => [...announce(), ...compare(peer, theirs, ours)],
    link: (peer) => [...announce(), ...step({ is: 'linked', peer })],
    unlink: (peer) => void step({ is: 'unlinked', peer }),
    heard: (peer) => state.heard.includes(peer),
    report: (peer) => (Object.hasOwn(state.reports, peer) ? state.reports[peer] : undefined),
    sponsor(sponsor) {
      storage.commit({ sponsor });
      step({ is: 'sponsored', sponsor });
    },
    collect() {
      const change = collectable(storage, state.reports, state.links);
      if (!change) return 0;
      storage.commit(change);
      step({ is: 'collected', floor: change.floor ?? {} });
      return change.drop?.length ?? 0;
    },
  };
}
