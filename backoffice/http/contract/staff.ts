/* The people who sign in at registers, as the backoffice API has them. A PIN goes in and never comes out. */
import { type Static, Type } from 'typebox';
import { RIGHTS, ROLES } from '../../../domain/index.ts';
import { closed, Id, Name, OneOf, Pin } from '../../../wire/index.ts';
import { Touch } from './price-list.ts';

export const Person = Type.Object({
  id: Id,
  name: Name,
  role: OneOf(ROLES),
  /** Whether they may sign in. Nobody is ever deleted: receipts name them. */
  active: Type.Boolean(),
  /** The last change of anything. */
  changed: Touch,
});
export type Person = Static<typeof Person>;

/** GET /api/stores/:store/staff: by name, and what each role may do. */
export const StaffList = Type.Object({
  staff: Type.Array(Person),
  roles: Type.Array(Type.Object({ role: OneOf(ROLES), rights: Type.Array(OneOf(RIGHTS)) })),
});
export type StaffList = Static<typeof StaffList>;

/** POST …/staff. Two people may have one PIN: saying so would give one of them away. */
export const PersonDraft = Type.Object(
  { name: Name, role: OneOf(ROLES), pin: Pin, active: Type.Optional(Type.Boolean()) },
  closed,
);
export type PersonDraft = Static<typeof PersonDraft>;
/** PATCH …/staff/:id. A new PIN, role or the loss of a place ends the person's sessions at registers. */
export const PersonPatch = Type.Partial(PersonDraft, closed);
export type PersonPatch = Static<typeof PersonPatch>;
