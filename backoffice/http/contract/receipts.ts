/* The history of receipts, as the backoffice API has it. */
import { type Static, Type } from 'typebox';
import type { Receipt as DomainReceipt } from '../../../domain/index.ts';
import {
  Amount,
  closed,
  Domain,
  FISCAL_STATES,
  Id,
  Name,
  Nullable,
  OneOf,
  Time,
} from '../../../wire/index.ts';
import { EetSaleView, EetState } from './eet.ts';
import { DayOrMinute } from './period.ts';

const Numbered = Type.Object({ id: Id, number: Type.String() });

/** GET /api/stores/:store/receipts: newest first. Every filter that is given holds. */
export const ReceiptsQuery = Type.Object(
  {
    /** Words, each of which must be found: part of a number, an item, a table, staff, a buyer, an amount. */
    q: Type.Optional(Type.String({ maxLength: 80 })),
    from: Type.Optional(DayOrMinute),
    to: Type.Optional(DayOrMinute),
    /** Totals from … to …, haléře; of a reversal they are negative. */
    least_haler: Type.Optional(Amount),
    most_haler: Type.Optional(Amount),
    /** Its name as it stands on the receipt. */
    table: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
    staffId: Type.Optional(Id),
    registerId: Type.Optional(Id),
    shiftId: Type.Optional(Id),
    /** Id of a way to pay. */
    paymentId: Type.Optional(Id),
    /** `open`: has no POK yet. `none`: not registered with the authority. */
    eet: Type.Optional(OneOf([...FISCAL_STATES, 'open', 'none'])),
    kind: Type.Optional(OneOf(['sale', 'reversal'])),
    /** From an earlier answer's `next`. */
    before: Type.Optional(Type.String({ maxLength: 100 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  closed,
);
export type ReceiptsQuery = Static<typeof ReceiptsQuery>;

export const ReceiptSummary = Type.Object({
  id: Id,
  number: Type.String(),
  registerId: Id,
  registerName: Name,
  shiftId: Id,
  /** On the register's clock, with offset. */
  issuedAt: Time,
  staff: Type.Object({ id: Id, name: Type.String() }),
  table: Nullable(Type.String()),
  total_haler: Amount,
  tip_haler: Amount,
  payments: Type.Array(Type.String()),
  /** Takes another one back. */
  reversal: Type.Boolean(),
  /** Was taken back. */
  reversed: Type.Boolean(),
  itemCount: Type.Integer(),
  /** Null when it is not registered with the authority. */
  eet: Nullable(EetState),
});
export type ReceiptSummary = Static<typeof ReceiptSummary>;
export const ReceiptList = Type.Object({
  receipts: Type.Array(ReceiptSummary),
  next: Nullable(Type.String()),
});
export type ReceiptList = Static<typeof ReceiptList>;

/** GET /api/stores/:store/receipts/filters: what has ever stood on a receipt here. */
export const ReceiptFilters = Type.Object({
  registers: Type.Array(Type.Object({ id: Id, name: Name })),
  staff: Type.Array(Type.Object({ id: Id, name: Type.String() })),
  payments: Type.Array(Type.Object({ id: Id, name: Type.String() })),
  tables: Type.Array(Type.String()),
});
export type ReceiptFilters = Static<typeof ReceiptFilters>;

/** GET /api/stores/:store/receipts/:id */
export const ReceiptView = Type.Object({
  receipt: Domain<DomainReceipt>('domain/receipt.ts, Receipt'),
  number: Type.String(),
  registerName: Name,
  shift: Type.Object({ id: Id, zNumber: Nullable(Type.Integer()) }),
  /** The receipt that this one takes back; `here` when it can be looked up. */
  reverses: Nullable(Type.Object({ ...Numbered.properties, reason: Type.String(), here: Type.Boolean() })),
  /** Who lent the right for a reversal, or made it by their own; null when it is none, or nobody has said. */
  allowedBy: Nullable(Type.String()),
  /** Receipts that took this one back: one, or more when registers could not hear each other. */
  reversedBy: Type.Array(Numbered),
  eet: Nullable(EetSaleView),
});
export type ReceiptView = Static<typeof ReceiptView>;
