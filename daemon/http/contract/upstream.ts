/* The backoffice, as the kiosk API has it. */
import { type Static, Type } from 'typebox';
import { closed, Id, Name, Nullable, OneOf, Time } from '../../../wire/index.ts';

/** One sentence in both languages, and what to do; an empty hint when nothing is to be done. */
const Told = {
  cs: Type.String(),
  en: Type.String(),
  hintCs: Type.String(),
  hintEn: Type.String(),
};

/**
 * `unpaired`: this shop has no backoffice. `in-step`: both hold the same. `sending`: an attempt is under way.
 * `waiting`: what is new goes in a moment, or again after an attempt that came to nothing. `offline`: the backoffice
 * cannot be reached at all. `refused`: it does not let this register in any more.
 */
export const BACKOFFICE_STATES = ['unpaired', 'in-step', 'sending', 'waiting', 'offline', 'refused'] as const;

/** GET /api/backoffice. Events of the kind `backoffice` say that it has changed. */
export const BackofficeView = Type.Object({
  state: OneOf(BACKOFFICE_STATES),
  /** How it stands, for people. */
  ...Told,
  /** Null while it is not paired. */
  store: Nullable(Type.Object({ id: Id, name: Name })),
  /** `https://host[:port][/path]`: of the pairing, else what the configuration sets, else null. */
  url: Nullable(Type.String()),
  /** The address stands in the configuration file: only the code has to be typed. */
  urlFixed: Type.Boolean(),
  pairedAt: Nullable(Time),
  /** Of the last attempt that got through; null before the first one since the start. */
  lastSuccessAt: Nullable(Time),
  /** When the next attempt is due, at the latest; null while one is under way or none is planned. */
  nextAt: Nullable(Time),
  /** Changes that are here and not there; null while it has not said what it holds. */
  waiting: Nullable(Type.Integer()),
  /** Changes that are there and not here. */
  coming: Nullable(Type.Integer()),
  /** Rows of the shop that the backoffice has put aside because it cannot read them. They hold nothing back. */
  parked: Type.Integer(),
  /** Closed shifts of which the backoffice has not yet said that it has them whole. */
  shiftsToCheck: Type.Integer(),
  /** Whether changes made there are told at once (else they are asked for each minute). */
  live: Type.Boolean(),
  /** Its clock less ours; null when not known. */
  clockAhead_s: Nullable(Type.Integer()),
  /** Why the last attempt came to nothing; null when it got through. */
  fault: Nullable(Type.Object({ at: Time, code: Type.String(), ...Told })),
});
export type BackofficeView = Static<typeof BackofficeView>;

/** POST /api/backoffice/join. `url` may be left out where the configuration sets it. */
export const BackofficeJoin = Type.Object(
  {
    url: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    code: Type.String({ minLength: 1, maxLength: 40 }),
  },
  closed,
);
export type BackofficeJoin = Static<typeof BackofficeJoin>;

/** POST /api/backoffice/sync answers when the attempt is over, whichever way it ended. */
export const BackofficeSync = Type.Object({
  ok: Type.Boolean(),
  /** Changes that went there and came from there. */
  sent: Type.Integer(),
  came: Type.Integer(),
  ...Told,
});
export type BackofficeSync = Static<typeof BackofficeSync>;
