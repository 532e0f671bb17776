import type { Papers } from '../../books/papers.ts';
import type { Shifts } from '../../books/shifts/shifts.ts';
import type { App } from '../app.ts';
import { PaperQuery, PaperView } from '../contract/paper.ts';
import { ShiftList, ShiftsQuery, ShiftView } from '../contract/shifts.ts';
import { InStore, OfStore } from './params.ts';

const tags = ['shifts'];

export function shiftRoutes(app: App, shifts: Shifts, papers: Pick<Papers, 'shift'>): void {
  app.get(
    '/api/stores/:store/shifts',
    {
      config: { access: 'read-books' },
      schema: {
        tags,
        summary: 'Shifts from their opening on, open ones first',
        params: OfStore,
        querystring: ShiftsQuery,
        response: { 200: ShiftList },
      },
    },
    (request) => shifts.list(request.store.id, request.query),
  );

  app.get(
    '/api/stores/:store/shifts/:id',
    {
      config: { access: 'read-books' },
      schema: {
        tags,
        summary: 'Z as the register reported it; X of an open shift, reckoned from what has come',
        params: InStore,
        response: { 200: ShiftView },
      },
    },
    (request) => shifts.get(request.store.id, request.params.id),
  );

  app.get(
    '/api/stores/:store/shifts/:id/paper',
    {
      config: { access: 'read-books' },
      schema: {
        tags,
        summary: 'The report as it is printed, line by line',
        params: InStore,
        querystring: PaperQuery,
        response: { 200: PaperView },
      },
    },
    (request) => papers.shift(request.store.id, request.params.id, request.query.columns),
  );
}
