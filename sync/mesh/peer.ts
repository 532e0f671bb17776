import type { Time } from '../time.ts';
import { parseAbout, sameAbout } from './about.ts';
import type { About, LinkFault, LinkView, MeshEvents } from './mesh.ts';

/** What is known of one sibling, and when to say so: `up` and `down` always alternate. */
export interface Peer {
  /** Hears: we listen to it. Heard: it listens to us. Call it after any change of what the next view says. */
  update(now: Connection): void;
  /** Undefined when it was no About of this sibling. `roundTrip_ms` of the way it came; `live`: said just now. */
  said(text: string, live: boolean, roundTrip_ms: number): About | undefined;
  received(text: string): void;
  isUp(): boolean;
  view(): LinkView;
}

export interface Connection {
  readonly hears: boolean;
  readonly heard: boolean;
  readonly fault: LinkFault | null;
  readonly address: string | null;
}

/** Messages of a sibling that knew sooner than we that the link is up. */
const EARLY_MAX = 16;
/** A change of their clock that is worth a new view, milliseconds. */
const CLOCK_STEP_MS = 1000;

export function createPeer(time: Time, registerId: string, events: MeshEvents): Peer {
  let connection: Connection = { hears: false, heard: false, fault: null, address: null };
  let about: About | null = null;
  /** Said on the connection that stands now. */
  let introduced = false;
  let up = false;
  let early: string[] = [];
  let clockAhead: number | null = null;
  let view: LinkView | undefined;

  function look(): LinkView {
    const { hears, heard, fault, address } = connection;
    const state =
      hears && heard && introduced
        ? 'linked'
        : hears || heard
          ? 'one-way'
          : fault === null
            ? 'connecting'
            : 'down';
    return {
      registerId,
      state,
      address,
      since: view?.state === state ? view.since : time.now(),
      fault: state === 'linked' ? null : hears && !heard ? 'unheard' : fault,
      clockAhead_ms: clockAhead,
      about,
    };
  }

  function tell(): void {
    const before = view;
    view = look();
    const linked = view.state === 'linked';
    if (linked && !up && about) {
      up = true;
      events.up(registerId, about);
      const waiting = early;
      early = [];
      for (const text of waiting) if (up) events.message(registerId, text);
    } else if (!linked && up) {
      up = false;
      events.down(registerId);
    }
    if (!before || !sameView(before, view)) events.changed();
  }

  return {
    update(now) {
      connection = now;
      if (!now.hears) {
        introduced = false;
        early = [];
      }
      tell();
    },
    said(text, live, roundTrip_ms) {
      const said = parseAbout(text, registerId);
      if (!said) return undefined;
      const news = up && about !== null && !sameAbout(about, said);
      about = said;
      introduced = true;
      if (live) clockAhead = Math.round(said.wall_ms + roundTrip_ms / 2 - time.wall_ms());
      if (news) events.up(registerId, said);
      tell();
      return said;
    },
    received(text) {
      if (up) events.message(registerId, text);
      else if (early.length < EARLY_MAX) early.push(text);
    },
    isUp: () => up,
    view: () => view ?? look(),
  };
}

function sameView(a: LinkView, b: LinkView): boolean {
  const clock =
    a.clockAhead_ms === null || b.clockAhead_ms === null
      ? a.clockAhead_ms === b.clockAhead_ms
      : Math.abs(a.clockAhead_ms - b.clockAhead_ms) < CLOCK_STEP_MS;
  const about = a.about && b.about ? sameAbout(a.about, b.about) : a.about === b.about;
  return clock && about && a.state === b.state && a.address === b.address && a.fault === b.fault;
}
