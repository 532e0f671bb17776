import type { BaseLogger } from 'pino';
import { may, type Staff as Person, type Right } from '../../domain/index.ts';
import { createPins, Refusal } from '../../wire/index.ts';
import type { World } from '../../world/index.ts';
import type { Events } from '../events.ts';
import type { Projection } from '../replication/projection.ts';
import type { Store } from '../store/store.ts';
import type { Actor } from './actor.ts';
import { type Approvals, createApprovals } from './approvals.ts';
import { createLockout, type Lockout, lockedOut, type Subject } from './lockout.ts';
import { createStaffProjection } from './projection.ts';
import { createSessions, type Session, type Sessions } from './sessions.ts';
import { createStaff, type PersonDraft, type Staff } from './staff.ts';

/** Who comes in and what they may borrow: people, PINs, lock-out, sessions and approvals in one place. */
export interface Doorman {
  readonly staff: Staff;
  /** People whom other registers have taken on, changed or let go. */
  readonly projection: Projection;
  /** `client` is the address the request came from. Throws Refusal 401 `wrong-pin` or 429 `locked-out`. */
  signIn(staffId: string, pin: string, client: string): Promise<{ token: string; person: Person }>;
  signOut(token: string): void;
  /** Undefined when nobody is signed in with this token, or the person no longer works here. */
  session(token: string): { session: Session; person: Person } | undefined;
  /** The actor of one request; a deed uses an approval up here. A token that is not good lends nothing. */
  actor(
    signedIn: { session: Session; person: Person },
    approval: string | undefined,
    what: 'deed' | 'reading',
  ): Actor;
  /** Throws as `signIn` does, and 403 `cannot-approve` when that person lacks the right too. */
  approve(
    sessionId: string,
    request: { staffId: string; pin: string; right: Right },
    client: string,
  ): Promise<{ token: string; approvedBy: Person }>;
  /** A new person's PIN starts with a clean slate, a changed one too. */
  addPerson(draft: PersonDraft): Promise<Person>;
  patchPerson(id: string, patch: Partial<PersonDraft>): Promise<Person>;
}

export interface DoormanOptions {
  readonly store: Store;
  readonly world: World;
  /** Told of changes after the commit: screens look again whether their person may still be there. */
  readonly events?: Pick<Events, 'emit'>;
  readonly log?: Pick<BaseLogger, 'warn'>;
  /** log2 of scrypt's N, for tests. */
  readonly pinCost?: number;
}

export function createDoorman({ store, world, events, log, pinCost }: DoormanOptions): Doorman {
  const pins = createPins({ bytes: world.bytes, ...(pinCost === undefined ? {} : { cost: pinCost }) });
  const sessions: Sessions = createSessions({ store, world });
  const approvals: Approvals = createApprovals(world);
  const lockout: Lockout = createLockout({ store, world });
  const staff = createStaff({ store, world, pins, onChanged: (id) => sessions.closeAll(id) });

  async function identify(staffId: string, pin: string, client: string): Promise<Person> {
    const hash = staff.pinHash(staffId);
    const subjects: Subject[] = [{ kind: 'client', id: client }];
    // Made-up ids are counted at the client only: they must not fill the database.
    if (hash !== undefined) subjects.push({ kind: 'person', id: staffId });
    lockout.attempt(subjects);
    const right = await pins.matches(pin, hash ?? null);
    // The PIN may have been changed or the person let go while this was being computed.
    const person = right && staff.pinHash(staffId) === hash ? staff.find(staffId) : undefined;
    if (person) {
      lockout.forgive(subjects);
      return person;
    }
    const wait_s = lockout.wait_s(subjects);
    if (wait_s > 0) throw lockedOut(wait_s);
    throw new Refusal(
      401,
      'wrong-pin',
      { cs: 'PIN nesouhlasí.', en: 'The PIN is wrong.' },
      { cs: 'Zkuste to znovu, nebo vyberte jiné jméno.', en: 'Try again, or choose another name.' },
    );
  }

  const tell = () => events?.emit({ kind: 'staff' });
  const forgive = (id: string) => lockout.forgive([{ kind: 'person', id }]);

  return {
    staff,
    projection: createStaffProjection({
      store,
      staff,
      log,
      onNewPin: forgive,
      onTaken: () => store.afterCommit(tell),
    }),
    async signIn(staffId, pin, client) {
      const person = await identify(staffId, pin, client);
      return { token: sessions.open(person.id), person };
    },
    signOut: (token) => sessions.close(token),
    session(token) {
      const session = sessions.find(token);
      const person = session && staff.find(session.staffId);
      return session && person?.active ? { session, person } : undefined;
    },
    actor({ session, person }, approval, what) {
      const lent = approval === undefined ? undefined : approvals.use(session.id, approval, what);
      const approver = lent && staff.find(lent.approverId);
      const good = lent && approver?.active && may(approver.role, lent.right);
      return {
        staffId: person.id,
        name: person.name,
        role: person.role,
        approved: good ? lent.right : null,
        allowedBy: good ? lent.approverId : person.id,
      };
    },
    async approve(sessionId, { staffId, pin, right }, client) {
      const person = await identify(staffId, pin, client);
      if (!may(person.role, right)) {
        throw new Refusal(
          403,
          'cannot-approve',
          {
            cs: `${person.name} tohle povolit nesmí. Nic se nezměnilo.`,
            en: `${person.name} may not allow this. Nothing was changed.`,
          },
          { cs: 'Zavolejte někoho s vyšším oprávněním.', en: 'Call somebody with higher rights.' },
          { right },
        );
      }
      return { token: approvals.lend(sessionId, { right, approverId: person.id }), approvedBy: person };
    },
    async addPerson(draft) {
      const person = await staff.add(draft);
      tell();
      return person;
    },
    async patchPerson(id, patch) {
      const person = await staff.patch(id, patch);
      if (patch.pin !== undefined) forgive(id);
      tell();
      return person;
    },
  };
}
