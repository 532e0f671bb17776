import { Type } from 'typebox';
import type { Clashes } from '../../books/clash-views.ts';
import type { App } from '../app.ts';
import { ClashView } from '../contract/clashes.ts';
import { OfStore } from './params.ts';

export function clashRoutes(app: App, clashes: Clashes): void {
  app.get(
    '/api/stores/:store/clashes',
    {
      config: { access: 'read-books' },
      schema: {
        tags: ['receipts'],
        summary:
          'What was written twice and can be true only once, until somebody at a register has seen to it',
        params: OfStore,
        response: { 200: Type.Array(ClashView) },
      },
    },
    (request) => clashes.waiting(request.store.id),
  );
}
