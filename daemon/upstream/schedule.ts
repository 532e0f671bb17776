/*
 * When a register turns to its backoffice. Pure: (state, event, moment) -> state, and from the state the moment of the
 * next attempt. What happens while an attempt is under way waits for its end, and never longer than it may.
 */

/** A change goes after so long, with those that follow it at once. */
export const GATHER_MS = 200;
/** What came from a sibling: that one is probably sending it by itself. */
export const RELAY_MS = 3_000;
/** Of a change, whatever else is being waited for: 15 seconds, less what timers and the attempt's beginning take. */
export const CHANGE_MOST_MS = 14_000;
export const LEFTOVERS_MS = 6 * 3_600_000;
export const WAIT_FIRST_MS = 1_000;
export const WAIT_MOST_MS = 60_000;
/** Nobody is left alone for longer, whatever it asks for. */
export const LEAVE_ALONE_MOST_MS = 15 * 60_000;
export const POLL_LEAST_MS = 30_000;
export const POLL_MOST_MS = 60_000;

export interface Moment {
  /** The running clock, milliseconds. */
  readonly now: number;
  /** From 0 up to 1, drawn anew each time. */
  readonly random: number;
}

export type ScheduleEvent =
  /** Rows were written here. */
  | { readonly is: 'changed' }
  /** Rows have come from a sibling. */
  | { readonly is: 'relayed' }
  /** The start, the close of a shift, a word from the backoffice that it has something, a stream that opens. */
  | { readonly is: 'urgent' }
  /** A person has asked for it. */
  | { readonly is: 'pressed' }
  /** The addresses of this box have changed. */
  | { readonly is: 'network' }
  /** Whether the backoffice tells of its changes by itself. */
  | { readonly is: 'live'; readonly live: boolean }
  | { readonly is: 'begun' }
  | { readonly is: 'done' }
  /** `wait_ms`: the backoffice asks to be left alone so long. `refused`: it lets this register in no more. */
  | { readonly is: 'failed'; readonly wait_ms: number | null; readonly refused: boolean };

export interface Schedule {
  readonly attempting: boolean;
  /** Attempts in a row that came to nothing. */
  readonly failures: number;
  readonly began: number | null;
  /** By then at the latest, for a change that no attempt has begun after; while all is well, and while it is not. */
  readonly changeDue: number | null;
  readonly changeLatest: number | null;
  readonly urgent: boolean;
  readonly pressed: boolean;
  readonly retryAt: number | null;
  /** Until then only a person and the six hours have their way. */
  readonly barredUntil: number | null;
  readonly live: boolean;
  readonly pollAt: number | null;
}

export const IDLE: Schedule = {
  attempting: false,
  failures: 0,
  began: null,
  changeDue: null,
  changeLatest: null,
  urgent: false,
  pressed: false,
  retryAt: null,
  barredUntil: null,
  live: false,
  pollAt: null,
};

export function step(state: Schedule, event: ScheduleEvent, { now, random }: Moment): Schedule {
  switch (event.is) {
    case 'changed':
    case 'relayed': {
      const due = now + (event.is === 'changed' ? GATHER_MS : RELAY_MS);
      return {
        ...state,
        changeDue: Math.min(state.changeDue ?? due, due),
        changeLatest: state.changeLatest ?? now + CHANGE_MOST_MS,
      };
    }
    case 'urgent':
      return { ...state, urgent: true };
    case 'pressed':
      return { ...state, pressed: true };
    case 'network':
      return state.failures === 0 ? state : { ...state, failures: 0, retryAt: null, urgent: true };
    case 'live':
      return { ...state, live: event.live, pollAt: event.live ? null : now + poll_ms(random) };
    case 'begun':
      return {
        ...state,
        attempting: true,
        began: now,
        changeDue: null,
        changeLatest: null,
        urgent: false,
        pressed: false,
        retryAt: null,
        barredUntil: null,
      };
    case 'done':
      return {
        ...state,
        attempting: false,
        failures: 0,
        pollAt: state.live ? null : now + poll_ms(random),
      };
    case 'failed': {
      const failures = state.failures + 1;
      const wait_ms = event.refused ? LEFTOVERS_MS : Math.min(event.wait_ms ?? 0, LEAVE_ALONE_MOST_MS);
      const retryAt = now + Math.max(wait_ms, backoff_ms(failures, random));
      return {
        ...state,
        attempting: false,
        failures,
        retryAt,
        barredUntil: wait_ms > 0 ? now + wait_ms : null,
        pollAt: null,
      };
    }
  }
}

/** When the next attempt is due; in the past when it is overdue, null while one is under way or nothing calls for one. */
export function dueAt(state: Schedule): number | null {
  const { attempting, began, barredUntil, retryAt } = state;
  if (attempting) return null;
  if (state.pressed) return Number.NEGATIVE_INFINITY;
  const change = state.failures === 0 ? state.changeDue : state.changeLatest;
  const urgent = state.urgent ? Number.NEGATIVE_INFINITY : null;
  const wishes = [change, urgent, retryAt, state.pollAt].filter((at) => at !== null);
  const wish =
    wishes.length === 0 ? null : Math.max(Math.min(...wishes), barredUntil ?? Number.NEGATIVE_INFINITY);
  const leftovers = began === null ? null : began + LEFTOVERS_MS;
  if (wish === null || leftovers === null) return wish ?? leftovers;
  return Math.min(wish, leftovers);
}

/** Full jitter: anywhere up to one second, two, four, … a minute. */
function backoff_ms(failures: number, random: number): number {
  return random * Math.min(WAIT_MOST_MS, WAIT_FIRST_MS * 2 ** Math.min(failures - 1, 20));
}

const poll_ms = (random: number): number => POLL_LEAST_MS + random * (POLL_MOST_MS - POLL_LEAST_MS);
