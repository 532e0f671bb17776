/* Registers of a store as its people see them. What the registers themselves say is `wire/upstream.ts`. */
import { type Static, Type } from 'typebox';
import { Id, Name, Nullable, OneOf, RegisterReport, Time, Words } from '../../../wire/index.ts';

/**
 * POST /api/stores/:store/pairing makes a code, which replaces the one before: 12 characters, good for 15 minutes, five
 * tries and one register. It is shown this once; GET tells whether there is one (`PairingState`), DELETE takes it back.
 */
export const PairingCode = Type.Object({
  /** For people: `7K3M-0Q8X-ZZT1`. */
  code: Type.String(),
  expiresAt: Time,
  /** What the register is to be given as the backoffice's address. */
  url: Type.String(),
});
export type PairingCode = Static<typeof PairingCode>;
export const PairingState = Type.Object({
  /** Null when no code is good now. */
  open: Nullable(Type.Object({ expiresAt: Time, triesLeft: Type.Integer() })),
  /** The register that used the last code, as long as the code would have been good. */
  paired: Nullable(Type.Object({ id: Id, name: Name, at: Time })),
});
export type PairingState = Static<typeof PairingState>;

/** What a register has and the backoffice has not. */
export const Unsent = Type.Object({
  /** Changes; 0 is nothing, as far as anybody knows. */
  count: Type.Integer({ minimum: 0 }),
  /** When that was so, and by whom it is known: its own report, or a sibling's that has heard of it since. */
  at: Time,
  by: Type.Object({ id: Id, name: Name, itself: Type.Boolean() }),
});
export type Unsent = Static<typeof Unsent>;

/** GET /api/stores/:store/registers; GET …/registers/:id; POST …/registers/:id/revoke answers it too. */
export const RegisterView = Type.Object({
  id: Id,
  name: Name,
  /** `sibling`: known only from what other registers say of it; it was never paired here. */
  state: OneOf(['paired', 'revoked', 'sibling']),
  pairedAt: Nullable(Time),
  revokedAt: Nullable(Time),
  /** The last request that it made; null for one that never has. */
  lastContactAt: Nullable(Time),
  /** Its stream of pokes is open now. */
  connected: Type.Boolean(),
  /** Ready to be said: how it is, seen from here. */
  condition: Type.Object({ level: OneOf(['ok', 'attention', 'fault']), text: Words, hint: Words }),
  version: Nullable(Type.String()),
  /** Of its database. */
  origin: Nullable(Type.String()),
  unsent: Nullable(Unsent),
  /** What it said last, and when. */
  report: Nullable(Type.Object({ at: Time, said: RegisterReport })),
});
export type RegisterView = Static<typeof RegisterView>;

/** GET /api/stores/:store/parked: rows that could not be read, newest first. They are kept; nothing waits for them. */
export const ParkedRow = Type.Object({
  /**
   * `form` when it is no row at all, `characters` when its texts cannot be kept, `differs` when another is held under its
   * name, otherwise the part that could not read it: `books`, `price-list`, `stock`.
   */
  what: Type.String(),
  /** What it is a record of, what happened to it, what that means, and what to do: ready to be said. */
  about: Words,
  text: Words,
  meaning: Words,
  hint: Words,
  origin: Nullable(Type.String()),
  seq: Nullable(Type.Integer()),
  /** Kind of a fact or table of a record. */
  kind: Nullable(Type.String()),
  id: Nullable(Type.String()),
  /** For a technician, in English. */
  why: Type.String(),
  /** Which register brought it. */
  registerId: Nullable(Type.String()),
  at: Time,
});
export type ParkedRow = Static<typeof ParkedRow>;
