import { Type } from 'typebox';
import { held } from '../../../sync/index.ts';
import {
  BODY_MAX_BYTES,
  ExchangeAnswer,
  ExchangeRequest,
  PairAnswer,
  PairRequest,
  POKE,
  RegisterReport,
  ShiftCheck,
  ShiftCheckAnswer,
  ShiftRepair,
  ShiftRepairAnswer,
} from '../../../wire/index.ts';
import type { World } from '../../../world/index.ts';
import type { Registers } from '../../registers/registers.ts';
import type { Replicas } from '../../replica/replica.ts';
import type { App } from '../app.ts';
import type { Live } from '../live.ts';
import type { Streams } from '../streams.ts';

const tags = ['upstream'];
const config = { access: 'register' } as const;
/** A register has one; another is there for the moment in which it comes back by another network. */
const streams_of_register = 3;

/** Whose stream it is. */
export const registerKey = (storeId: string, id: string) => `register ${storeId} ${id}`;

export interface UpstreamParts {
  readonly world: Pick<World, 'wall_ms'>;
  readonly registers: Registers;
  readonly replicas: Pick<Replicas, 'of'>;
  readonly streams: Streams;
  readonly live: Live;
}

/** What registers ask, as `wire/upstream.ts` has it. */
export function upstreamRoutes(app: App, { world, registers, replicas, streams, live }: UpstreamParts): void {
  app.post(
    '/api/v1/pair',
    {
      config: { access: 'open', guessed: true },
      schema: {
        tags,
        summary: 'A one-time code becomes a token for this register alone',
        body: PairRequest,
        response: { 200: PairAnswer },
      },
    },
    async (request) => {
      const { token, store } = await registers.pair(request.body);
      const replica = await replicas.of(store.id);
      await replica.renewIfRetired(request.body.retired ?? []);
      return { token, store, origin: replica.origin, serverTime_ms: world.wall_ms() };
    },
  );

  app.post(
    '/api/v1/exchange',
    {
      config,
      bodyLimit: BODY_MAX_BYTES,
      schema: {
        tags,
        summary: 'The replicas’ messages both ways; durable when it answers',
        body: ExchangeRequest,
        response: { 200: ExchangeAnswer },
      },
    },
    async (request) => {
      const { origin, messages } = request.body;
      const serverTime_ms = world.wall_ms();
      const replica = await replicas.of(request.store.id);
      const before = heldOfOurs();
      const { messages: answer, vv, parked } = await replica.exchange(request.register.id, origin, messages);
      // It has now got what was changed here: pages show which registers have it.
      if (heldOfOurs() !== before) live.tell(request.store.id, 'register');
      return { origin: replica.origin, messages: [...answer], vv, parked, serverTime_ms };

      function heldOfOurs(): number {
        return held(replica.reports()[origin] ?? {}, replica.origin);
      }
    },
  );

  app.post(
    '/api/v1/shifts/check',
    {
      config,
      bodyLimit: BODY_MAX_BYTES,
      schema: {
        tags,
        summary: 'Whether all of a closed shift is here and the same',
        body: ShiftCheck,
        response: { 200: ShiftCheckAnswer },
      },
    },
    async (request) => {
      const replica = await replicas.of(request.store.id);
      const { whole, lacking } = await replica.check(request.body.facts, request.body.sum);
      return { whole, lacking: lacking.map(([origin, seq]): [string, number] => [origin, seq]) };
    },
  );

  app.post(
    '/api/v1/shifts/repair',
    {
      config,
      bodyLimit: BODY_MAX_BYTES,
      schema: {
        tags,
        summary: 'Facts that a check found lacking; none that is here is replaced',
        body: ShiftRepair,
        response: { 200: ShiftRepairAnswer },
      },
    },
    async (request) => {
      const replica = await replicas.of(request.store.id);
      return replica.repair(request.register.id, request.body.rows);
    },
  );

  app.post(
    '/api/v1/report',
    {
      config,
      schema: {
        tags,
        summary: 'How the register is, and its siblings as it sees them',
        body: RegisterReport,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await registers.report(request.store.id, request.register.id, request.body);
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/api/v1/events',
    {
      config: { ...config, stream: true },
      schema: {
        tags,
        summary: 'Server-sent events: `poke` when there is something to fetch, `: ping` every 15 seconds',
        response: { 200: Type.Unsafe({ type: 'string', description: 'text/event-stream' }) },
      },
    },
    (request, reply) => {
      const { store, register } = request;
      const stream = streams.open(reply, {
        key: registerKey(store.id, register.id),
        most: streams_of_register,
      });
      const unlisten = live.onPoke(store.id, register.id, () => stream.send('', POKE));
      stream.onClose(() => {
        unlisten();
        live.tell(store.id, 'register');
      });
      live.tell(store.id, 'register');
    },
  );
}
