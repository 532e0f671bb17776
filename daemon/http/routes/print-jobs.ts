import { Type } from 'typebox';
import type { Paper } from '../../../drivers/index.ts';
import type { PrintQueue } from '../../printing/queue.ts';
import type { App } from '../app.ts';
import { JobDecision, PrintJobView } from '../contract.ts';
import { ById } from './params.ts';

const tags = ['printing'];

const PaperView = Type.Unsafe<Paper & { readonly preview: boolean }>({
  type: 'object',
  additionalProperties: true,
  description:
    'drivers/printer/paper.ts, Paper: lines read back from the bytes that were sent. `preview` when none were.',
});

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
        summary: 'The paper of the very bytes that were sent, or a preview',
        params: ById,
        response: { 200: PaperView },
      },
    },
    (request) => queue.paperOf(request.params.id),
  );
}
