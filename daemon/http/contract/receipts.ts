/* Receipts, as the kiosk API has them. */
import { type Static, Type } from 'typebox';
import type { Receipt as DomainReceipt } from '../../../domain/index.ts';
import type { Paper } from '../../../drivers/index.ts';
import { Amount, closed, Domain, Id, Name, Nullable, Reason, Time } from '../../../wire/index.ts';
import { FiscalState } from './eet.ts';
import { PrintJobView } from './print-jobs.ts';

export const ReceiptView = Type.Object({
  receipt: Domain<DomainReceipt>('domain/receipt.ts, Receipt'),
  number: Type.String(),
  /** Where it was made. */
  registerName: Name,
  /** The receipt that took this one back. */
  reversedBy: Nullable(Type.Object({ id: Id, number: Type.String() })),
  jobs: Type.Array(PrintJobView),
  /** How it stands with the tax authority; null when it is not to be registered. */
  fiscal: Nullable(FiscalState),
});
export type ReceiptView = Static<typeof ReceiptView>;

/** GET /api/receipts/:id/paper: the receipt as it came out of the printer, never a copy's paper. */
export const PaperView = Type.Unsafe<Paper & { readonly preview: boolean }>({
  type: 'object',
  additionalProperties: true,
  description:
    'drivers/printer/paper.ts, Paper: lines read back from the bytes that were printed. `preview` when there are ' +
    'none (not printed, or so long ago that they are no longer kept): then what would be printed.',
});
export type PaperView = Static<typeof PaperView>;

export const ReceiptQuery = Type.Object(
  {
    /** Part of a number, an item's name, a table, staff, or an amount; without diacritics will do. */
    q: Type.Optional(Type.String({ maxLength: 80 })),
    /** Days, inclusive, YYYY-MM-DD. */
    from: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
    to: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
    shiftId: Type.Optional(Id),
    registerId: Type.Optional(Id),
    /** From an earlier answer's `next`. */
    before: Type.Optional(Type.String({ maxLength: 80 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  closed,
);
export const ReceiptSummary = Type.Object({
  id: Id,
  registerId: Id,
  registerName: Name,
  number: Type.String(),
  issuedAt: Time,
  staff: Type.String(),
  table: Nullable(Type.String()),
  total_haler: Amount,
  tip_haler: Amount,
  payments: Type.Array(Type.String()),
  reversal: Type.Boolean(),
  reversed: Type.Boolean(),
  itemCount: Type.Integer(),
  fiscal: Nullable(FiscalState),
});
export type ReceiptSummary = Static<typeof ReceiptSummary>;
export const ReceiptList = Type.Object({
  receipts: Type.Array(ReceiptSummary),
  next: Nullable(Type.String()),
});
export type ReceiptList = Static<typeof ReceiptList>;
export const ReverseRequest = Type.Object({ reason: Reason, print: Type.Optional(Type.Boolean()) }, closed);
