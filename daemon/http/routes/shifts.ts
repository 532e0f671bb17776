import { Type } from 'typebox';
import type { Ledger } from '../../ledger/index.ts';
import type { App } from '../app.ts';
import {
  CashRequest,
  CloseShift,
  OpenShift,
  PrintedReport,
  PrintJobView,
  ReportView,
  ShiftSummary,
  ShiftView,
} from '../contract.ts';
import { ById, Keyed } from './params.ts';

const tags = ['shifts'];

export function shiftRoutes(app: App, { shifts }: Ledger): void {
  app.get(
    '/api/shift',
    { schema: { tags, summary: 'The open shift, or null', response: { 200: ShiftView } } },
    () => shifts.current(),
  );

  app.post(
    '/api/shift/open',
    {
      config: { right: 'open-shift' },
      schema: { tags, summary: 'Open with a float', body: OpenShift, response: { 200: ShiftView } },
    },
    (request) => shifts.open(request.body, request.actor),
  );

  app.post(
    '/api/shift/cash',
    {
      config: { right: 'cash-movement' },
      schema: {
        tags,
        summary: 'Cash into the drawer (positive) or out of it (negative)',
        headers: Keyed,
        body: CashRequest,
        response: { 200: ShiftView },
      },
    },
    (request) => shifts.cash(request.body, request.headers['idempotency-key'], request.actor),
  );

  app.get(
    '/api/shift/report',
    {
      config: { right: 'cash-movement' },
      schema: { tags, summary: 'X: the shift as it stands now', response: { 200: ReportView } },
    },
    () => shifts.report(),
  );

  app.post(
    '/api/shift/report/print',
    {
      config: { right: 'cash-movement', reads: true },
      schema: {
        tags,
        summary: 'Print the X; the answer is what was printed',
        response: { 200: PrintedReport },
      },
    },
    () => shifts.printReport(),
  );

  app.post(
    '/api/shift/close',
    {
      config: { right: 'close-shift' },
      schema: {
        tags,
        summary: 'Close with a blind count; prints the numbered Z',
        headers: Keyed,
        body: CloseShift,
        response: { 200: ReportView },
      },
    },
    (request) => shifts.close(request.body, request.headers['idempotency-key'], request.actor),
  );

  app.get(
    '/api/shifts',
    { schema: { tags, summary: 'Shifts, newest first', response: { 200: Type.Array(ShiftSummary) } } },
    () => shifts.list(),
  );

  app.get(
    '/api/shifts/:id/report',
    {
      schema: {
        tags,
        summary: 'Z as it was at close; X of the open one, with the right cash-movement',
        params: ById,
        response: { 200: ReportView },
      },
    },
    (request) => shifts.reportOf(request.params.id, request.actor),
  );

  app.post(
    '/api/shifts/:id/print',
    {
      config: { reads: true },
      schema: {
        tags,
        summary: 'Print a Z again, marked KOPIE',
        params: ById,
        response: { 200: PrintJobView },
      },
    },
    (request) => shifts.reprint(request.params.id, request.actor),
  );
}
