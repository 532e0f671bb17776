import { Type } from 'typebox';
import type { Accounts } from '../../accounts/accounts.ts';
import { mayIn } from '../../accounts/roles.ts';
import type { Stores } from '../../stores/stores.ts';
import type { App } from '../app.ts';
import type { StoreEvent } from '../contract/live.ts';
import type { Live } from '../live.ts';
import type { Streams } from '../streams.ts';
import type { Doorman } from '../who.ts';
import { OfStore } from './params.ts';

/** Pages that one person may have open at once, on all their devices. */
const streams_of_account = 30;

export interface EventRouteParts {
  readonly accounts: Pick<Accounts, 'session'>;
  readonly stores: Pick<Stores, 'membership'>;
  readonly doorman: Doorman;
  readonly streams: Streams;
  readonly live: Live;
}

export function eventRoutes(app: App, { accounts, stores, doorman, streams, live }: EventRouteParts): void {
  app.get(
    '/api/stores/:store/events',
    {
      config: { access: 'read-books', stream: true },
      schema: {
        tags: ['events'],
        summary: 'What happens in the store, as server-sent events; `data:` is one JSON StoreEvent',
        params: OfStore,
        response: { 200: Type.Unsafe({ type: 'string', description: 'text/event-stream' }) },
      },
    },
    (request, reply) => {
      const { account, store } = request;
      const token = doorman.session(request)?.token ?? '';
      const stream = streams.open(reply, {
        key: `account ${account.id}`,
        most: streams_of_account,
        allowed: async () => {
          const membership = (await accounts.session(token))
            ? await stores.membership(account.id, store.id)
            : undefined;
          return membership !== undefined && mayIn(membership.role, 'read-books');
        },
      });
      stream.onClose(
        live.onEvent(store.id, (kind) => stream.send(JSON.stringify({ kind } satisfies StoreEvent))),
      );
    },
  );
}
