import { Type } from 'typebox';
import type { Member, Members } from '../../stores/members.ts';
import type { Stores } from '../../stores/stores.ts';
import type { App } from '../app.ts';
import {
  MemberAdded,
  MemberDraft,
  MemberPatch,
  MemberView,
  StoreDraft,
  StoreView,
} from '../contract/accounts.ts';
import { InStore, OfStore } from './params.ts';
import { storeView } from './session.ts';

const tags = ['stores'];

export function storeRoutes(app: App, { stores, members }: { stores: Stores; members: Members }): void {
  app.get(
    '/api/stores',
    {
      config: { access: 'account' },
      schema: { tags, summary: 'One’s own stores', response: { 200: Type.Array(StoreView) } },
    },
    async (request) => (await stores.ofAccount(request.account.id)).map(storeView),
  );

  app.post(
    '/api/stores',
    {
      config: { access: 'account' },
      schema: {
        tags,
        summary: 'Make another store, for owners of one',
        body: StoreDraft,
        response: { 200: StoreView },
      },
    },
    async (request) => storeView(await stores.createFor(request.account, request.body.name)),
  );

  app.patch(
    '/api/stores/:store',
    {
      config: { access: 'manage-store' },
      schema: {
        tags,
        summary: 'Give the store another name',
        params: OfStore,
        body: StoreDraft,
        response: { 200: StoreView },
      },
    },
    async (request) => {
      const { name } = request.body;
      await stores.rename(request.store.id, name);
      return storeView({ id: request.store.id, name, role: request.role });
    },
  );

  const members_ = '/api/stores/:store/members';
  const config = { access: 'manage-members' } as const;

  app.get(
    members_,
    {
      config,
      schema: {
        tags,
        summary: 'The people of the store',
        params: OfStore,
        response: { 200: Type.Array(MemberView) },
      },
    },
    async (request) =>
      (await members.list(request.store.id)).map((member) => memberView(member, request.account.id)),
  );

  app.post(
    members_,
    {
      config: { ...config, guessed: true },
      schema: {
        tags,
        summary: 'Add somebody; the password is told this once',
        params: OfStore,
        body: MemberDraft,
        response: { 200: MemberAdded },
      },
    },
    async (request) => {
      const { member, password } = await members.add(request.store.id, request.body);
      return { member: memberView(member, request.account.id), password };
    },
  );

  app.patch(
    `${members_}/:id`,
    {
      config,
      schema: {
        tags,
        summary: 'Change the role or the name of somebody; the last owner stays one',
        params: InStore,
        body: MemberPatch,
        response: { 200: MemberView },
      },
    },
    async (request) => {
      const { store, id } = request.params;
      return memberView(await members.patch(store, id, request.body), request.account.id);
    },
  );

  app.delete(
    `${members_}/:id`,
    {
      config,
      schema: {
        tags,
        summary: 'Take somebody out of the store; the last owner stays',
        params: InStore,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await members.remove(request.params.store, request.params.id);
      return reply.code(204).send(null);
    },
  );
}

function memberView(
  { id, accountId, email, name, role, added_ms, seen_ms }: Member,
  you: string,
): MemberView {
  return {
    id,
    email,
    name,
    role,
    addedAt: new Date(added_ms).toISOString(),
    // What somebody did before is not this store's business.
    lastSeenAt: seen_ms === null || seen_ms < added_ms ? null : new Date(seen_ms).toISOString(),
    you: accountId === you,
  };
}
