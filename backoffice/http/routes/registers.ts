import { Type } from 'typebox';
import type { World } from '../../../world/index.ts';
import type { Codes } from '../../registers/codes.ts';
import type { Registers } from '../../registers/registers.ts';
import { viewsOf } from '../../registers/view.ts';
import { registerUnknown } from '../../registers/words.ts';
import { parkedWords } from '../../replica/parked-words.ts';
import type { Replicas } from '../../replica/replica.ts';
import type { App } from '../app.ts';
import { PairingCode, PairingState, ParkedRow, RegisterView } from '../contract/registers.ts';
import type { Streams } from '../streams.ts';
import { InStore, OfStore } from './params.ts';
import { registerKey } from './upstream.ts';

const tags = ['registers'];

export interface RegisterRouteParts {
  readonly world: Pick<World, 'wall_ms'>;
  readonly registers: Registers;
  readonly codes: Codes;
  readonly replicas: Pick<Replicas, 'of'>;
  readonly streams: Pick<Streams, 'has'>;
  /** What a register is to be given as the backoffice's address. */
  readonly url: () => string;
}

export function registerRoutes(
  app: App,
  { world, registers, codes, replicas, streams, url }: RegisterRouteParts,
): void {
  async function viewed(storeId: string): Promise<RegisterView[]> {
    const replica = await replicas.of(storeId);
    return viewsOf({
      registers: await registers.list(storeId),
      isConnected: (id) => streams.has(registerKey(storeId, id)),
      ours: replica.vector(),
      exchanged: replica.reports(),
      now_ms: world.wall_ms(),
    });
  }

  async function one(storeId: string, id: string): Promise<RegisterView> {
    const found = (await viewed(storeId)).find((register) => register.id === id);
    if (!found) throw registerUnknown();
    return found;
  }

  app.get(
    '/api/stores/:store/registers',
    {
      config: { access: 'read-registers' },
      schema: {
        tags,
        summary: 'Registers, their health, and what they have not sent yet',
        params: OfStore,
        response: { 200: Type.Array(RegisterView) },
      },
    },
    (request) => viewed(request.store.id),
  );

  app.get(
    '/api/stores/:store/registers/:id',
    {
      config: { access: 'read-registers' },
      schema: { tags, summary: 'One register', params: InStore, response: { 200: RegisterView } },
    },
    (request) => one(request.store.id, request.params.id),
  );

  app.post(
    '/api/stores/:store/registers/:id/revoke',
    {
      config: { access: 'manage-registers' },
      schema: {
        tags,
        summary: 'Cut a register off at once, its open stream too; a new code lets it in again',
        params: InStore,
        response: { 200: RegisterView },
      },
    },
    async (request) => {
      await registers.revoke(request.store.id, request.params.id);
      return one(request.store.id, request.params.id);
    },
  );

  const pairing = '/api/stores/:store/pairing';

  app.post(
    pairing,
    {
      config: { access: 'manage-registers', guessed: true },
      schema: {
        tags,
        summary: 'Make a one-time code for a register; it replaces the one before',
        params: OfStore,
        response: { 200: PairingCode },
      },
    },
    async (request) => {
      const { code, expires_ms } = await codes.open(request.store.id);
      return { code, expiresAt: new Date(expires_ms).toISOString(), url: url() };
    },
  );

  app.get(
    pairing,
    {
      config: { access: 'manage-registers' },
      schema: {
        tags,
        summary: 'Whether a code is open, and which register has used it',
        params: OfStore,
        response: { 200: PairingState },
      },
    },
    async (request): Promise<PairingState> => {
      const { open, usedBy } = await codes.state(request.store.id);
      const all = usedBy === null ? [] : await registers.list(request.store.id);
      const register = all.find(({ id }) => id === usedBy?.id);
      return {
        open:
          open === null
            ? null
            : { expiresAt: new Date(open.expires_ms).toISOString(), triesLeft: open.triesLeft },
        paired:
          usedBy === null
            ? null
            : {
                id: usedBy.id,
                name: register?.name ?? usedBy.id,
                at: new Date(usedBy.at_ms).toISOString(),
              },
      };
    },
  );

  app.delete(
    pairing,
    {
      config: { access: 'manage-registers' },
      schema: {
        tags,
        summary: 'Take the open code back',
        params: OfStore,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await codes.close(request.store.id);
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/api/stores/:store/parked',
    {
      config: { access: 'read-registers' },
      schema: {
        tags,
        summary: 'Rows that could not be read; they are kept and nothing waits for them',
        params: OfStore,
        response: { 200: Type.Array(ParkedRow) },
      },
    },
    async (request) => {
      const replica = await replicas.of(request.store.id);
      return (await replica.parked()).map(({ text: _, ...row }) => ({ ...row, ...parkedWords(row) }));
    },
  );
}
