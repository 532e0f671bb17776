import type { Census } from './checksum.ts';
import { type Changes, type Hello, type Message, ORIGINS_MAX, PROTO } from './message.ts';
import type { Row } from './rows.ts';
import type { Change } from './storage.ts';
import { exceeds, held, join, same, type Vector } from './vector.ts';

/*
 * What two replicas say to each other. Each says hello now and then, seldom to one that has long held the same, and
 * when it finds a gap; who holds more answers with changes. An answer of many rows goes in parts, each asked for by a
 * hello with a mark; the receiver puts the parts aside and takes them in as one. It may not take in a part alone: of
 * an effect that was replaced since, only the replacing row exists, and that may come with a later part, so that the
 * vector would claim what is not there.
 * For the same reason news of one's own is sent in the very step that made it. Every message may be lost, come
 * twice or late: nothing but the vector decides what is taken in.
 *
 * A disk that lost commits gives their numbers out a second time. Siblings would keep the first row here and the
 * second there and hold both for the same, so nothing of one's own leaves for a sibling before its hello has shown
 * that it holds no number that was not let out here.
 */

export interface ExchangeState {
  readonly origin: string;
  readonly vv: Vector;
  readonly floor: Vector;
  /** Until everything was drawn from this one, nobody else is listened to. */
  readonly sponsor: string | undefined;
  /** Siblings that can be written to now, by origin. */
  readonly links: readonly string[];
  /** Those of them that have said hello since they were linked, and were not ahead in the own numbers. */
  readonly heard: readonly string[];
  /** The last own number that a sibling can have: it was there at the start, or has been sent since. */
  readonly letOut: number;
  /** What each sibling last said to hold. */
  readonly reports: Readonly<Record<string, Vector>>;
  /** For how many ticks each sibling has held the same as is held here. */
  readonly agreed: Vector;
  readonly pull: Pull | undefined;
}

/** An answer in parts that is coming in. */
export interface Pull {
  readonly peer: string;
  readonly base: Vector;
  readonly at: Vector;
  readonly full: boolean;
  /** Ticks since the last part. */
  readonly quiet: number;
}

export type ExchangeEvent =
  | { readonly is: 'linked' | 'unlinked'; readonly peer: string }
  | { readonly is: 'tick'; readonly census: Census | undefined }
  | { readonly is: 'wrote'; readonly from: number; readonly upto: number; readonly rows: readonly Row[] }
  | { readonly is: 'collected'; readonly floor: Vector }
  | { readonly is: 'sponsored'; readonly sponsor: string }
  | { readonly is: 'differs'; readonly peer: string }
  | { readonly is: 'message'; readonly message: Message };

/** `own-tail-lost`: a sibling holds numbers of this origin that were never let out here, so the disk lost commits. */
export type AlarmKind = 'differs' | 'protocol' | 'own-tail-lost' | 'crowd';

export type ExchangeEffect =
  | { readonly do: 'send'; readonly to: string; readonly message: Message }
  | {
      readonly do: 'answer';
      readonly to: string;
      readonly base: Vector;
      readonly from: Vector;
      readonly full: boolean;
      readonly floor: Vector | undefined;
    }
  | { readonly do: 'compare'; readonly peer: string; readonly theirs: Census }
  | { readonly do: 'commit'; readonly change: Change }
  | { readonly do: 'stage'; readonly rows: readonly Row[] }
  | { readonly do: 'unstage' }
  | { readonly do: 'alarm'; readonly kind: AlarmKind; readonly peer: string };

type Step = [ExchangeState, readonly ExchangeEffect[]];

/** Of two that each hold so many, either may still take in all that the other holds. */
const ORIGINS_HELD_MAX = ORIGINS_MAX / 2;
/** A pull whose parts stay away this long is given up, and begun again from another sibling. */
const QUIET_TICKS = 3;
/** Both hold the same: it is said this often, as one hello may be lost, and then only at every so many ticks. */
const AGREED_SAID = 3;
const AGREED_TICKS = 6;

export function exchange(state: ExchangeState, event: ExchangeEvent): Step {
  switch (event.is) {
    case 'linked': {
      const apart = without(state, event.peer);
      const next: ExchangeState = { ...apart, links: [...apart.links, event.peer] };
      return [next, greet({ ...next, links: [event.peer] }, undefined)];
    }
    case 'unlinked':
      return [without(state, event.peer), []];
    case 'tick':
      return onTick(state, event.census);
    case 'wrote':
      return onWrote(state, event.from, event.upto, event.rows);
    case 'collected':
      return [{ ...state, floor: join(state.floor, event.floor) }, []];
    case 'sponsored':
      return [{ ...state, sponsor: event.sponsor, pull: undefined }, [{ do: 'unstage' }]];
    case 'differs':
      return [
        state,
        [
          { do: 'alarm', kind: 'differs', peer: event.peer },
          {
            do: 'send',
            to: event.peer,
            message: { ...hello(state), vv: { [state.origin]: 0 }, full: true, reply: true },
          },
        ],
      ];
    case 'message':
      return event.message.type === 'hello' ? onHello(state, event.message) : onChanges(state, event.message);
  }
}

function without(state: ExchangeState, peer: string): ExchangeState {
  const others = (peers: readonly string[]) => peers.filter((other) => other !== peer);
  return { ...state, links: others(state.links), heard: others(state.heard) };
}

const hello = (state: ExchangeState): Hello => ({
  type: 'hello',
  proto: PROTO,
  origin: state.origin,
  vv: state.vv,
});

function greet(state: ExchangeState, census: Census | undefined): ExchangeEffect[] {
  // Checksums say something only beside the vector under which they were made.
  const sums = census && !state.pull && same(census.vector, state.vv) ? census.sums : undefined;
  const plain: Hello = sums ? { ...hello(state), sums } : hello(state);
  return state.links
    .filter((peer) => state.sponsor === undefined || peer === state.sponsor)
    .flatMap((to) => {
      const effects: ExchangeEffect[] = [{ do: 'send', to, message: plain }];
      if (state.pull?.peer === to) effects.push(nextPart(state, state.pull));
      return effects;
    });
}

function nextPart(state: ExchangeState, pull: Pull): ExchangeEffect {
  const message: Hello = { ...hello(state), vv: pull.base, at: pull.at, reply: true };
  return { do: 'send', to: pull.peer, message: pull.full ? { ...message, full: true } : message };
}

function onTick(state: ExchangeState, census: Census | undefined): Step {
  const { pull } = state;
  if (pull && pull.quiet >= QUIET_TICKS) {
    const free: ExchangeState = { ...state, pull: undefined };
    return [free, [{ do: 'unstage' }, ...greet(free, census)]];
  }
  const agreed = state.links.map((peer) => [peer, agrees(state, peer) ? held(state.agreed, peer) + 1 : 0]);
  const next: ExchangeState = {
    ...state,
    pull: pull && { ...pull, quiet: pull.quiet + 1 },
    agreed: Object.fromEntries(agreed),
  };
  const links = census ? next.links : next.links.filter((peer) => isDue(held(next.agreed, peer)));
  return [next, greet({ ...next, links }, census)];
}

/** Whoever learns anything more says so itself, and a new link begins anew. */
function agrees({ heard, reports, vv, pull, sponsor }: ExchangeState, peer: string): boolean {
  return !pull && sponsor === undefined && heard.includes(peer) && same(reports[peer] ?? {}, vv);
}

const isDue = (ticks: number): boolean => ticks <= AGREED_SAID || ticks % AGREED_TICKS === 0;

function onWrote(state: ExchangeState, from: number, upto: number, rows: readonly Row[]): Step {
  const next: ExchangeState = {
    ...state,
    vv: join(state.vv, { [state.origin]: upto }),
    letOut: state.heard.length > 0 ? upto : state.letOut,
  };
  const message: Changes = {
    type: 'changes',
    origin: state.origin,
    base: { [state.origin]: from },
    from: { [state.origin]: from },
    upto: { [state.origin]: upto },
    done: true,
    whole: false,
    rows,
  };
  return [next, next.heard.map((to) => ({ do: 'send', to, message }))];
}

function onHello(before: ExchangeState, it: Hello): Step {
  if (it.proto !== PROTO) return [before, [{ do: 'alarm', kind: 'protocol', peer: it.origin }]];
  const known = Object.hasOwn(before.reports, it.origin) ? (before.reports[it.origin] as Vector) : {};
  const lost = held(it.vv, before.origin) > before.letOut;
  const isNew = !lost && before.links.includes(it.origin) && !before.heard.includes(it.origin);
  const others = lost ? before.heard.filter((peer) => peer !== it.origin) : before.heard;
  // A sponsor that holds nothing more will never answer: everything has been drawn. Who asks for a part or for all
  // does not say in it what it holds.
  const says = it.at === undefined && it.full === undefined;
  const drawn = before.sponsor === it.origin && says && !lost && !exceeds(it.vv, before.vv);
  const state: ExchangeState = {
    ...before,
    heard: isNew ? [...others, it.origin] : others,
    reports: { ...before.reports, [it.origin]: join(known, it.vv) },
    sponsor: drawn ? undefined : before.sponsor,
  };
  if (state.sponsor !== undefined && it.origin !== state.sponsor) return [state, []];
  const effects: ExchangeEffect[] = drawn ? [{ do: 'commit', change: { sponsor: null } }] : [];
  if (lost) effects.push({ do: 'alarm', kind: 'own-tail-lost', peer: it.origin });
  const full = it.full === true;
  const answers = !lost && (full || it.at !== undefined || exceeds(state.vv, it.vv));
  if (answers) {
    // One who has not seen deletions that are gone here could never learn of them: it gets everything, and the word
    // that there is nothing else. In a repair that would spread the damage.
    const old = !full && exceeds(state.floor, it.vv);
    const base = full || old ? {} : it.vv;
    effects.push({
      do: 'answer',
      to: it.origin,
      base,
      from: it.at ?? base,
      full,
      floor: old ? state.floor : undefined,
    });
  }
  // One that was linked later has not heard our greeting, and sends no news before it has.
  if (!it.reply && (isNew || (!state.pull && exceeds(it.vv, state.vv)))) {
    effects.push({ do: 'send', to: it.origin, message: { ...hello(state), reply: true } });
  }
  if (it.sums && !state.pull && same(it.vv, state.vv)) {
    effects.push({ do: 'compare', peer: it.origin, theirs: { vector: it.vv, sums: it.sums } });
  }
  return [answers ? { ...state, letOut: held(state.vv, state.origin) } : state, effects];
}

function onChanges(state: ExchangeState, it: Changes): Step {
  if (state.sponsor !== undefined && it.origin !== state.sponsor) return [state, []];
  // Lost rows may come back before a hello has told of them, but not over others under the same numbers. The mark of
  // a part says nothing: it begins with what was asked from here.
  const claimed = it.done ? held(it.upto, state.origin) : 0;
  if (claimed > state.letOut && held(state.vv, state.origin) > state.letOut) {
    return [state, [{ do: 'alarm', kind: 'own-tail-lost', peer: it.origin }]];
  }
  const { pull } = state;
  if (pull && pull.peer === it.origin && same(pull.base, it.base) && same(pull.at, it.from)) {
    if (it.done) return take({ ...state, pull: undefined }, it, true);
    const next: Pull = { ...pull, at: it.upto, quiet: 0 };
    return [{ ...state, pull: next }, [{ do: 'stage', rows: it.rows }, nextPart(state, next)]];
  }
  if (!same(it.base, it.from)) return [state, []];
  if (exceeds(it.base, state.vv)) {
    return [state, [{ do: 'send', to: it.origin, message: { ...hello(state), reply: true } }]];
  }
  if (it.done) return take(state, it, false);
  // The first part of everything from the beginning may lie wholly below what is held.
  const news = it.full || exceeds(it.floor ?? it.upto, state.vv);
  if (pull || !news) return [state, []];
  const first: Pull = { peer: it.origin, base: it.base, at: it.upto, full: it.full === true, quiet: 0 };
  return [
    { ...state, pull: first },
    [{ do: 'unstage' }, { do: 'stage', rows: it.rows }, nextPart(state, first)],
  ];
}

function take(state: ExchangeState, it: Changes, adopt: boolean): Step {
  const ends = it.whole && state.sponsor === it.origin;
  if (!ends && !it.full && !exceeds(it.upto, state.vv)) return [state, adopt ? [{ do: 'unstage' }] : []];
  // Who took this in could speak to nobody any more: its own hello would be refused for the names in it.
  const named = Object.keys(join(state.vv, it.upto)).length;
  if (named > ORIGINS_HELD_MAX && named > Object.keys(state.vv).length) {
    const alarm: ExchangeEffect = { do: 'alarm', kind: 'crowd', peer: it.origin };
    return [state, adopt ? [{ do: 'unstage' }, alarm] : [alarm]];
  }
  const change: Change = {
    rows: it.rows,
    vector: it.upto,
    adopt,
    ...(it.full ? { repair: true } : {}),
    ...(it.floor ? { floor: it.floor, sweep: it.upto } : {}),
    ...(ends ? { sponsor: null } : {}),
  };
  const next: ExchangeState = {
    ...state,
    vv: join(state.vv, it.upto),
    letOut: Math.max(state.letOut, held(it.upto, state.origin)),
    floor: it.floor ? join(state.floor, it.floor) : state.floor,
    sponsor: ends ? undefined : state.sponsor,
  };
  return [next, [{ do: 'commit', change }]];
}
