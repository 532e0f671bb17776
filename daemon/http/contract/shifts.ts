/* Shifts and their reports, as the kiosk API has them. */
import { type Static, Type } from 'typebox';
import type { Shift as DomainShift, ShiftReport as DomainShiftReport } from '../../../domain/index.ts';
import { Amount, closed, Domain, Id, Name, Nullable, Price, Reason, Time } from '../../../wire/index.ts';
import { PrintJobView } from './print-jobs.ts';

/** Staff id to name, of everyone whom the rest of the answer knows by an id; also of those who have left. */
const Names = Type.Record(Type.String(), Type.String());
export const ShiftView = Type.Object({
  shift: Nullable(Domain<DomainShift>('domain/shift.ts, Shift')),
  openBills: Type.Integer(),
  /** Receipts of the open shift, reversals included; 0 without one. */
  receiptCount: Type.Integer(),
  names: Names,
});
export type ShiftView = Static<typeof ShiftView>;
export const OpenShift = Type.Object({ float_haler: Price }, closed);
export const CashRequest = Type.Object({ amount_haler: Amount, reason: Reason }, closed);
export const CloseShift = Type.Object(
  { counted_haler: Price, countedForeign: Type.Record(Type.String({ pattern: '^[A-Z]{3}$' }), Price) },
  closed,
);
export const ReportView = Type.Object({
  report: Domain<DomainShiftReport>('domain/shift.ts, ShiftReport'),
  /** Bills carried over to the next shift. */
  openBills: Type.Integer(),
  names: Names,
  /** Whose shift it is. */
  registerName: Name,
});
export type ReportView = Static<typeof ReportView>;
/** POST /api/shift/report/print: the X that went to the printer, and its job. */
export const PrintedReport = Type.Object({ ...ReportView.properties, job: PrintJobView });
export type PrintedReport = Static<typeof PrintedReport>;
export const ShiftSummary = Type.Object({
  id: Id,
  registerId: Id,
  registerName: Name,
  /** Of this register. */
  own: Type.Boolean(),
  zNumber: Nullable(Type.Integer()),
  openedAt: Time,
  closedAt: Nullable(Time),
  /** Null while the shift is open: whoever is going to count must not know (X has the figure, for a right). */
  takings_haler: Nullable(Type.Integer()),
  /** Null while the shift is open. */
  difference_haler: Nullable(Type.Integer()),
});
export type ShiftSummary = Static<typeof ShiftSummary>;
