import { Type } from 'typebox';
import type { PrintQueue } from '../../printing/queue.ts';
import type { App } from '../app.ts';
import { JobDecision, PaperView, PrintJobView } from '../contract.ts';
import { ById } from './params.ts';

const tags = ['printing'];

export function printJobRoutes(app: App, queue: PrintQueue): void {
  app.get(
    '/api/print-jobs',
    {
      schema: {
        tags,
        summary: 'Jobs not finished and the last fifty others, newest first',
        response: { 200: Type.Array(PrintJobView) },
      },
    },
    () => queue.list(),
  );

  app.post(
    '/api/print-jobs/:id/decide',
    {
      config: { right: 'sell' },
      schema: {
        tags,
        summary: 'Say what became of a job, or what shall',
        params: ById,
        body: JobDecision,
        response: { 200: PrintJobView },
      },
    },
    (request) => queue.decide(request.params.id, request.body.decision),
  );

  app.get(
    '/api/receipts/:id/paper',
    {
      schema: {
        tags,
        summary: 'The paper of the very bytes that were printed, or a preview',
        params: ById,
        response: { 200: PaperView },
      },
    },
    (request) => queue.paperOf(request.params.id),
  );
}
