/* Shifts from their opening on, and their reports, as the backoffice API has them. */
import { type Static, Type } from 'typebox';
import type { ShiftReport as DomainShiftReport } from '../../../domain/index.ts';
import { closed, Domain, Id, Name, Nullable, OneOf, Time, Words } from '../../../wire/index.ts';
import { Day } from './period.ts';

const Person = Type.Object({ id: Id, name: Type.String() });

/** GET /api/stores/:store/shifts: open ones first, then newest opening first. Days are those of the opening. */
export const ShiftsQuery = Type.Object(
  {
    from: Type.Optional(Day),
    to: Type.Optional(Day),
    registerId: Type.Optional(Id),
    state: Type.Optional(OneOf(['open', 'closed', 'incomplete'])),
    /** From an earlier answer's `next`. */
    before: Type.Optional(Type.String({ maxLength: 100 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  },
  closed,
);
export type ShiftsQuery = Static<typeof ShiftsQuery>;

export const ShiftSummary = Type.Object({
  id: Id,
  registerId: Id,
  registerName: Name,
  openedAt: Time,
  openedBy: Person,
  float_haler: Type.Integer(),
  /** Null while it is open. */
  closed: Nullable(
    Type.Object({
      at: Time,
      by: Person,
      zNumber: Type.Integer(),
      counted_haler: Type.Integer(),
      /** Counted less expected: negative when money is missing. */
      difference_haler: Type.Integer(),
      /** Receipts by the register's own Z report. */
      receiptCount: Type.Integer(),
    }),
  ),
  /**
   * `open`: goes on, figures are of the receipts that have come so far. `whole`: closed, and what has come agrees with
   * the Z report to the haléř. `incomplete`: closed, and does not; `lacks` says what.
   */
  state: OneOf(['open', 'whole', 'incomplete']),
  lacks: Nullable(Words),
  /** Receipts held here, reversals included. */
  receiptCount: Type.Integer(),
  /** By the Z report of a closed shift, otherwise by the receipts held. */
  takings_haler: Type.Integer(),
  expected_haler: Type.Integer(),
});
export type ShiftSummary = Static<typeof ShiftSummary>;
export const ShiftList = Type.Object({ shifts: Type.Array(ShiftSummary), next: Nullable(Type.String()) });
export type ShiftList = Static<typeof ShiftList>;

/** GET /api/stores/:store/shifts/:id */
export const ShiftView = Type.Object({
  ...ShiftSummary.properties,
  /** Z as the register reported it, or, of an open shift, X reckoned from what has come. */
  report: Domain<DomainShiftReport>('domain/shift.ts, ShiftReport'),
  kind: OneOf(['x', 'z']),
  /** Of a shift that is closed and incomplete: the same report reckoned from what is held here. */
  held: Nullable(Domain<DomainShiftReport>('domain/shift.ts, ShiftReport')),
  /** Bills carried over to the next shift; null while it is open. */
  openBills: Nullable(Type.Integer()),
  /** Staff id to name, of everyone whom the report knows by an id. */
  staff: Type.Record(Type.String(), Type.String()),
  categories: Type.Record(Type.String(), Type.String()),
});
export type ShiftView = Static<typeof ShiftView>;
