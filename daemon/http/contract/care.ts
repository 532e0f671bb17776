/* Copies, the support bundle, the export and the factory reset, as the kiosk API has them. */
import { type Static, Type } from 'typebox';
import { closed, Id, Name, Nullable, OneOf, Time } from '../../../wire/index.ts';

/** One sentence in both languages, and what to do; an empty hint when nothing is to be done. */
const Told = {
  cs: Type.String(),
  en: Type.String(),
  hintCs: Type.String(),
  hintEn: Type.String(),
};

export const CopyView = Type.Object({
  /** YYYY-MM-DD, UTC. */
  day: Type.String(),
  bytes: Type.Integer(),
});
export type CopyView = Static<typeof CopyView>;

export const BackupTargetView = Type.Object({
  id: Id,
  kind: OneOf(['folder', 'stick']),
  /** The folder, or the stick as it was called when it was chosen. */
  name: Type.String(),
  state: OneOf(['ok', 'attention']),
  ...Told,
  /** A copy is being put down there now. */
  busy: Type.Boolean(),
  /** When a copy was last put down there. */
  okAt: Nullable(Time),
  /** What lay there then, newest first. */
  copies: Type.Array(CopyView),
});
export type BackupTargetView = Static<typeof BackupTargetView>;

export const StickView = Type.Object({
  /** As it is mounted. */
  name: Type.String(),
  free_bytes: Type.Integer(),
  /** It is given to copies of this register already. */
  chosen: Type.Boolean(),
});
export type StickView = Static<typeof StickView>;

/** GET /api/backup. */
export const BackupView = Type.Object({
  /** On the register itself, newest first. */
  copies: Type.Array(CopyView),
  targets: Type.Array(BackupTargetView),
  /** Sticks that are plugged in. */
  sticks: Type.Array(StickView),
});
export type BackupView = Static<typeof BackupView>;

const StickName = Type.String({ pattern: '^[^/\\u0000]{1,100}$' });

/** POST /api/backup/targets: one of them. */
export const BackupTargetDraft = Type.Union([
  Type.Object({ stick: StickName }, closed),
  Type.Object({ folder: Type.String({ minLength: 1, maxLength: 200 }) }, closed),
]);
export type BackupTargetDraft = Static<typeof BackupTargetDraft>;

/** POST /api/support-bundle, POST /api/export: onto that stick. */
export const ToStick = Type.Object({ stick: StickName }, closed);
/** The file as it is called there. */
export const PutOnStick = Type.Object({ file: Type.String() });
export type PutOnStick = Static<typeof PutOnStick>;

/** GET /api/reset: whether the box may be emptied. */
export const ResetView = Type.Object({
  /** To be typed as proof that this very box is meant. */
  register: Type.Object({ id: Id, name: Name }),
  /** What speaks against it; empty when nothing of the shop is lost. */
  lacks: Type.Array(
    Type.Object({
      code: OneOf(['open-shift', 'open-bills', 'unregistered', 'receipts-here-only']),
      ...Told,
    }),
  ),
  /** Who holds everything that is here: registers by name. */
  heldBy: Type.Array(Type.String()),
  heldByBackoffice: Type.Boolean(),
});
export type ResetView = Static<typeof ResetView>;

/** POST /api/reset. Answered before the register goes down; it comes up as a new one. */
export const ResetRequest = Type.Object(
  {
    /** Name or id of this register, as typed. */
    name: Type.String({ minLength: 1, maxLength: 120 }),
    /** First everything is put on that stick and read back. */
    stick: Type.Optional(StickName),
    /** In spite of what speaks against it; the database is put aside on the box and not deleted. */
    evenSo: Type.Optional(Type.Boolean()),
  },
  closed,
);
export type ResetRequest = Static<typeof ResetRequest>;
