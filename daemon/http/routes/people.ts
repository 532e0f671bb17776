import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { may, RIGHTS, type Role } from '../../../domain/index.ts';
import { type Actor, requireRight, signedOut } from '../../staff/actor.ts';
import type { Doorman } from '../../staff/doorman.ts';
import type { App } from '../app.ts';
import {
  Approval,
  ApprovalRequest,
  Session,
  SignIn,
  StaffDraft,
  StaffPatch,
  StaffView,
} from '../contract.ts';

export interface PeopleOptions {
  readonly doorman: Doorman;
  /** Two registers on one machine differ by port only, and cookies do not know ports: the name tells them apart. */
  readonly cookie: string;
}

const perMinute = (max: number) => ({ max, timeWindow: 60_000 });
const cookieOptions = { path: '/', httpOnly: true, sameSite: 'strict' } as const;
const PersonId = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) });

export function peopleRoutes(app: App, { doorman, cookie }: PeopleOptions): void {
  const { staff } = doorman;
  const view = (person: StaffView) => ({
    staff: person,
    rights: RIGHTS.filter((right) => may(person.role, right)),
  });

  /**
   * Whoever may change staff could make himself a manager, or take a manager's place by giving him another PIN.
   * A shop that has no manager yet has to begin somewhere.
   */
  function requireAppointing(actor: Actor, roles: readonly (Role | undefined)[]): void {
    if (!roles.includes('manager') || !staff.active().some(({ role }) => role === 'manager')) return;
    const lender = staff.find(actor.allowedBy);
    if (lender === undefined || !may(lender.role, 'appoint-managers'))
      requireRight(actor, 'appoint-managers');
  }

  app.get(
    '/api/staff',
    {
      config: { open: true },
      schema: {
        tags: ['people'],
        summary: 'People who may sign in',
        response: { 200: Type.Array(StaffView) },
      },
    },
    () => [...staff.active()],
  );

  app.post(
    '/api/session',
    {
      config: { open: true, rateLimit: perMinute(60) },
      schema: {
        tags: ['people'],
        summary: 'Sign in by PIN; the session is in a cookie',
        body: SignIn,
        response: { 200: Session },
      },
    },
    async (request, reply) => {
      const { staffId, pin } = request.body;
      const { token, person } = await doorman.signIn(staffId, pin, request.ip);
      if (request.signedIn) doorman.signOut(request.signedIn.token);
      reply.setCookie(cookie, token, cookieOptions);
      return view(person);
    },
  );

  app.get(
    '/api/session',
    { schema: { tags: ['people'], summary: 'Who is signed in', response: { 200: Session } } },
    (request) => view(signedIn(request).person),
  );

  app.delete(
    '/api/session',
    {
      config: { open: true },
      schema: { tags: ['people'], summary: 'Sign out', response: { 204: Type.Null() } },
    },
    (request, reply) => {
      if (request.signedIn) doorman.signOut(request.signedIn.token);
      reply.clearCookie(cookie, cookieOptions).code(204);
      return null;
    },
  );

  app.post(
    '/api/approval',
    {
      config: { rateLimit: perMinute(60) },
      schema: {
        tags: ['people'],
        summary:
          'Lend one right for one deed, or a minute of reading, in this session by the PIN of who has it',
        body: ApprovalRequest,
        response: { 200: Approval },
      },
    },
    (request) => doorman.approve(signedIn(request).session.id, request.body, request.ip),
  );

  app.get(
    '/api/staff/all',
    {
      config: { right: 'edit-staff' },
      schema: {
        tags: ['people'],
        summary: 'Everyone, also those who left',
        response: { 200: Type.Array(StaffView) },
      },
    },
    () => [...staff.all()],
  );

  app.post(
    '/api/staff',
    {
      config: { right: 'edit-staff' },
      schema: { tags: ['people'], summary: 'Add a person', body: StaffDraft, response: { 201: StaffView } },
    },
    async (request, reply) => {
      requireAppointing(request.actor, [request.body.role]);
      return reply.code(201).send(await doorman.addPerson(request.body));
    },
  );

  app.patch(
    '/api/staff/:id',
    {
      config: { right: 'edit-staff' },
      schema: {
        tags: ['people'],
        summary: 'Change a name, a role, a PIN, or let somebody go',
        params: PersonId,
        body: StaffPatch,
        response: { 200: StaffView },
      },
    },
    (request) => {
      requireAppointing(request.actor, [staff.find(request.params.id)?.role, request.body.role]);
      return doorman.patchPerson(request.params.id, request.body);
    },
  );
}

/** The session of a route that is not open: the server has seen to it that there is one, but at a first run. */
function signedIn(request: FastifyRequest): NonNullable<FastifyRequest['signedIn']> {
  if (request.signedIn === null) throw signedOut();
  return request.signedIn;
}
