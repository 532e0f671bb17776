/* Accounts of people, their sessions and what they may do in which store. */
import { type Static, Type } from 'typebox';
import { closed, Id, Name, Nullable, OneOf, Time } from '../../../wire/index.ts';
import { ACCOUNT_ROLES, PERMISSIONS } from '../../accounts/roles.ts';

export const Email = Type.String({ minLength: 3, maxLength: 200, pattern: '^[^@\\s]+@[^@\\s]+$' });
/** Length is what counts (NIST SP 800-63B, 3.1.1.2); no rules about kinds of letters. */
export const PASSWORD_MIN = 10;
export const Password = Type.String({ minLength: PASSWORD_MIN, maxLength: 200 });

export const AccountView = Type.Object({ id: Id, email: Type.String(), name: Name });
export type AccountView = Static<typeof AccountView>;

/** A store as one of its people sees it. */
export const StoreView = Type.Object({
  id: Id,
  name: Name,
  role: OneOf(ACCOUNT_ROLES),
  /** What the role allows here. */
  may: Type.Array(OneOf(PERMISSIONS)),
});
export type StoreView = Static<typeof StoreView>;

/** POST /api/session. Whether an e-mail has an account cannot be told from the answer nor from its time. */
export const SignIn = Type.Object(
  { email: Email, password: Type.String({ minLength: 1, maxLength: 200 }) },
  closed,
);
/**
 * The answer of POST and GET /api/session; 401 `signed-out` when nobody is. The session itself is a cookie that no
 * script can read. Every request but GET carries `csrf` in the header `X-CSRF-Token`.
 */
export const Session = Type.Object({
  account: AccountView,
  csrf: Type.String(),
  stores: Type.Array(StoreView),
  /** The password was given by somebody else: nothing but changing it is allowed yet (403 `password-initial`). */
  passwordIsInitial: Type.Boolean(),
  /** May make another store: owners of one may. */
  mayCreateStore: Type.Boolean(),
});
export type Session = Static<typeof Session>;
export const CSRF_HEADER = 'x-csrf-token';

/** PUT /api/session/password, answers `Session`; every other session of the account ends. */
export const PasswordChange = Type.Object(
  { current: Type.String({ minLength: 1, maxLength: 200 }), next: Password },
  closed,
);
/** PATCH /api/session/account, answers `Session`. */
export const AccountPatch = Type.Object({ name: Name }, closed);

/** POST /api/stores, answers `StoreView`; PATCH /api/stores/:store likewise. GET /api/stores lists one's own. */
export const StoreDraft = Type.Object({ name: Name }, closed);

/** GET /api/stores/:store/members */
export const MemberView = Type.Object({
  /** Of the membership; the account behind it is not named. */
  id: Id,
  email: Type.String(),
  /** As whoever added the person wrote it. */
  name: Name,
  role: OneOf(ACCOUNT_ROLES),
  addedAt: Time,
  /** Null when the person has not signed in since. */
  lastSeenAt: Nullable(Time),
  /** The one who asks. */
  you: Type.Boolean(),
});
export type MemberView = Static<typeof MemberView>;
/** POST /api/stores/:store/members */
export const MemberDraft = Type.Object({ email: Email, name: Name, role: OneOf(ACCOUNT_ROLES) }, closed);
/**
 * `password` is shown this once. It opens the account when it was made now and has to be changed at the first sign-in;
 * who had an account here before goes on with the password of his own. Which of the two it was is not told.
 */
export const MemberAdded = Type.Object({ member: MemberView, password: Type.String() });
export type MemberAdded = Static<typeof MemberAdded>;
/** PATCH /api/stores/:store/members/:id, answers `MemberView`; DELETE takes the person out, 204. The last owner stays. */
export const MemberPatch = Type.Partial(Type.Object({ name: Name, role: OneOf(ACCOUNT_ROLES) }), closed);
