import type { Staff } from '../../staff/staff.ts';
import type { App } from '../app.ts';
import { Person, PersonDraft, PersonPatch, StaffList } from '../contract/staff.ts';
import { InStore, OfStore } from './params.ts';

const tags = ['staff'];

export function staffRoutes(app: App, staff: Staff): void {
  app.get(
    '/api/stores/:store/staff',
    {
      config: { access: 'read-staff' },
      schema: {
        tags,
        summary: 'Everyone who signs in at registers, also those who left, and what each role may do',
        params: OfStore,
        response: { 200: StaffList },
      },
    },
    ({ store }) => staff.list(store.id),
  );

  app.post(
    '/api/stores/:store/staff',
    {
      config: { access: 'write-staff' },
      schema: {
        tags,
        summary: 'Add a person',
        params: OfStore,
        body: PersonDraft,
        response: { 201: Person },
      },
    },
    async ({ store, body, account }, reply) => reply.code(201).send(await staff.add(store.id, body, account)),
  );

  app.patch(
    '/api/stores/:store/staff/:id',
    {
      config: { access: 'write-staff' },
      schema: {
        tags,
        summary: 'Change a name, a role, a PIN, or let somebody go',
        params: InStore,
        body: PersonPatch,
        response: { 200: Person },
      },
    },
    ({ store, params, body, account }) => staff.edit(store.id, params.id, body, account),
  );
}
