/* New versions of the program, as the kiosk API has them. */
import { type Static, Type } from 'typebox';
import { closed, Id, Name, Nullable, OneOf, Time } from '../../../wire/index.ts';

/** One sentence in both languages, and what to do; an empty hint when nothing is to be done. */
const Told = {
  cs: Type.String(),
  en: Type.String(),
  hintCs: Type.String(),
  hintEn: Type.String(),
};

const Version = Type.String({ maxLength: 40 });

export const UpdateRegisterView = Type.Object({
  registerId: Id,
  name: Name,
  /** This register. */
  self: Type.Boolean(),
  version: Nullable(Version),
  linked: Type.Boolean(),
  /** For the dot beside it. */
  tone: OneOf(['ok', 'busy', 'attention', 'off']),
  ...Told,
});
export type UpdateRegisterView = Static<typeof UpdateRegisterView>;

/** GET /api/updates. */
export const UpdatesView = Type.Object({
  version: Version,
  arch: Type.String(),
  /** Null when this register can update itself; otherwise why a technician has to. */
  byHand: Nullable(Type.Object(Told)),
  /** Keys whose signatures are believed. */
  keys: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
  /** The newest package that is here, verified, and that this register or another could use; null when there is none. */
  package: Nullable(Type.Object({ version: Version, key: Type.String(), size: Type.Integer() })),
  /** Packages that were found and are not taken. */
  rejected: Type.Array(Type.Object({ file: Type.String(), ...Told })),
  plan: Nullable(
    Type.Object({
      version: Version,
      /** Name of the register at which it was said. */
      by: Type.String(),
      at: Time,
      /** `waits` for this register's shift, `runs`, `over`: all that are on have it, `stopped`. */
      state: OneOf(['runs', 'waits', 'over', 'stopped']),
      ...Told,
    }),
  ),
  registers: Type.Array(UpdateRegisterView),
  fetching: Nullable(
    Type.Object({ from: Nullable(Type.String()), percent: Type.Integer({ minimum: 0, maximum: 100 }) }),
  ),
  shiftOpen: Type.Boolean(),
  /** What became of the last update of this register. */
  last: Nullable(
    Type.Object({ state: OneOf(['done', 'failed', 'rolled-back']), at: Time, to: Version, ...Told }),
  ),
});
export type UpdatesView = Static<typeof UpdatesView>;

/** POST /api/updates/look. Without a place the sticks that are in are looked through. */
export const UpdateLook = Type.Object(
  { place: Type.Optional(Type.String({ minLength: 1, maxLength: 400 })) },
  closed,
);
/** POST /api/updates/install. */
export const UpdateInstall = Type.Object({ evenWithOpenShift: Type.Optional(Type.Boolean()) }, closed);
