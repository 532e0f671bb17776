import { checksums, sameChecksums } from './checksum.ts';
import { collectable, isRetired } from './collect.ts';
import { type AlarmKind, type ExchangeEvent, type ExchangeState, exchange } from './exchange.ts';
import { type Changes, type Message, ROWS_MAX } from './message.ts';
import { DELETED, type Row } from './rows.ts';
import { above, formatStamp, parseStamp, type StampParts, tick } from './stamp.ts';
import type { Storage } from './storage.ts';
import { held, type Vector } from './vector.ts';

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
}

/** `value` and `body` become JSON. */
export type Entry =
  | {
      readonly is: 'cell';
      readonly tbl: string;
      readonly id: string;
      readonly col: string;
      readonly value: unknown;
    }
  | { readonly is: 'fact'; readonly kind: string; readonly id: string; readonly body: unknown };

export type Output =
  | { readonly is: 'send'; readonly to: string; readonly message: Message }
  | { readonly is: 'alarm'; readonly kind: AlarmKind; readonly peer: string };

/** `deleted`: the record is gone for good. `unsponsored`: a new or restored replica has not drawn everything yet. */
export type Written =
  | { readonly ok: true; readonly rows: readonly Row[]; readonly outputs: readonly Output[] }
  | { readonly ok: false; readonly fault: 'deleted' | 'unsponsored' };

/** Siblings are named by their origins. Messages come from `parseMessage`; outputs are to be sent in order. */
export interface Replica {
  readonly origin: string;
  /** One transaction, given the next numbers of this origin. */
  write(entries: readonly Entry[]): Written;
  receive(message: Message): readonly Output[];
  /** Every few seconds; with `check` now and then, so that damage on a disk comes to light. */
  tick(check: boolean): readonly Output[];
  link(peer: string): readonly Output[];
  unlink(peer: string): void;
  /** Draw everything from `sponsor` first: for a new database, and for one restored from a copy. */
  sponsor(sponsor: string): void;
  /** Throws away deleted records that nobody can bring back any more; says how many. */
  collect(): number;
}

export function createReplica(options: ReplicaOptions): Replica {
  const { storage, wall_ms, built_ms, follow_ms = 60_000, rows_max = ROWS_MAX } = options;
  const origin = storage.origin();
  let state: ExchangeState = {
    origin,
    vv: storage.vector(),
    floor: storage.floor(),
    sponsor: storage.sponsor(),
    links: [],
    reports: {},
    pull: undefined,
  };
  storage.unstage();

  const readClock = () => {
    const clock = storage.clock();
    return clock === undefined ? undefined : parseStamp(clock);
  };

  function step(event: ExchangeEvent): Output[] {
    const outputs: Output[] = [];
    const [next, effects] = exchange(state, event);
    state = next;
    for (const effect of effects) {
      switch (effect.do) {
        case 'send':
          outputs.push({ is: 'send', to: effect.to, message: effect.message });
          break;
        case 'alarm':
          outputs.push({ is: 'alarm', kind: effect.kind, peer: effect.peer });
          break;
        case 'answer':
          outputs.push({ is: 'send', to: effect.to, message: answer(effect) });
          break;
        case 'compare':
          if (!sameChecksums(effect.sums, checksums(storage))) {
            outputs.push(...step({ is: 'differs', peer: effect.peer }));
          }
          break;
        case 'stage':
          storage.stage(effect.rows);
          follow(effect.rows);
          break;
        case 'unstage':
          storage.unstage();
          break;
        case 'commit':
          storage.commit(effect.change);
          follow(effect.change.rows ?? []);
          break;
      }
    }
    return outputs;
  }

  function answer({ base, from, full, floor }: AnswerTo): Changes {
    const rows: Row[] = [];
    const mark: Record<string, number> = { ...from };
    let done = true;
    for (const of of Object.keys(state.vv).sort()) {
      const found = storage.after(of, held(from, of), rows_max - rows.length + 1);
      const room = rows_max - rows.length;
      if (found.length > room) {
        done = false;
        rows.push(...found.slice(0, room));
        if (room > 0) mark[of] = (found[room - 1] as Row).seq;
        break;
      }
      rows.push(...found);
      mark[of] = Math.max(held(from, of), held(state.vv, of));
    }
    return {
      type: 'changes',
      origin,
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

  function follow(rows: readonly Row[]): void {
    const own = readClock();
    const limit_ms = Math.max(Math.floor(wall_ms()), built_ms, own?.ms ?? 0) + follow_ms;
    let best: StampParts | undefined = own;
    for (const row of rows) {
      const stamp = parseStamp(row.hlc);
      if (stamp.ms > limit_ms) continue;
      if (!best || stamp.ms > best.ms || (stamp.ms === best.ms && stamp.ctr > best.ctr)) best = stamp;
    }
    if (best && best !== own) storage.commit({ clock: formatStamp(best, origin) });
  }

  function write(entries: readonly Entry[]): Written {
    for (const entry of entries) {
      if (entry.is === 'fact') continue;
      if (state.sponsor !== undefined) return { ok: false, fault: 'unsponsored' };
      if (storage.cell(entry.tbl, entry.id, DELETED)?.val === 'true') return { ok: false, fault: 'deleted' };
    }
    const from = held(state.vv, origin);
    const rows: Row[] = [];
    const mine = new Map<string, string>();
    let last = readClock();
    for (const entry of entries) {
      last = tick(last, wall_ms(), built_ms);
      const place =
        entry.is === 'cell'
          ? JSON.stringify([entry.tbl, entry.id, entry.col])
          : JSON.stringify([entry.kind, entry.id]);
      const there =
        mine.get(place) ??
        (entry.is === 'cell'
          ? storage.cell(entry.tbl, entry.id, entry.col)?.hlc
          : storage.latest(entry.kind, entry.id));
      // What is written here was written in the knowledge of what is held here, and goes above it, even above a
      // stamp from a clock that runs years ahead. The own clock is not pulled along.
      const own = formatStamp(last, origin);
      const hlc = there !== undefined && there >= own ? formatStamp(above(parseStamp(there)), origin) : own;
      mine.set(place, hlc);
      const head = { origin, seq: from + 1 + rows.length, hlc };
      if (entry.is === 'cell') {
        const { tbl, id, col, value } = entry;
        rows.push({ is: 'cell', ...head, tbl, id, col, val: JSON.stringify(value) });
      } else {
        const { kind, id, body } = entry;
        rows.push({ is: 'fact', ...head, kind, id, body: JSON.stringify(body) });
      }
    }
    if (!last || rows.length === 0) return { ok: true, rows, outputs: [] };
    const upto = from + rows.length;
    storage.commit({ rows, vector: { [origin]: upto }, clock: formatStamp(last, origin) });
    // Too much for one message: the siblings ask for it in parts.
    if (rows.length > rows_max) {
      state = { ...state, vv: storage.vector() };
      return { ok: true, rows, outputs: step({ is: 'tick', sums: undefined }) };
    }
    const standing = storage.after(origin, from, rows.length);
    return { ok: true, rows, outputs: step({ is: 'wrote', from, upto, rows: standing }) };
  }

  return {
    origin,
    write,
    receive: (message) => (isRetired(storage, message.origin) ? [] : step({ is: 'message', message })),
    tick: (check) => step({ is: 'tick', sums: check && !state.pull ? checksums(storage) : undefined }),
    link: (peer) => step({ is: 'linked', peer }),
    unlink: (peer) => void step({ is: 'unlinked', peer }),
    sponsor(sponsor) {
      storage.commit({ sponsor });
      step({ is: 'sponsored', sponsor });
    },
    collect() {
      const change = collectable(storage, state.reports);
      if (!change) return 0;
      storage.commit(change);
      step({ is: 'collected', floor: change.floor ?? {} });
      return change.drop?.length ?? 0;
    },
  };
}

interface AnswerTo {
  readonly base: Vector;
  readonly from: Vector;
  readonly full: boolean;
  readonly floor: Vector | undefined;
}
