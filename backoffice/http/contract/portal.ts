/* The portal: takings of any period beside those before it, as the backoffice API has them. */
import { type Static, Type } from 'typebox';
import { closed, Name, Nullable } from '../../../wire/index.ts';
import { Day } from './period.ts';

/** GET /api/stores/:store/portal. Both days are in it; at most 400 of them. */
export const PortalQuery = Type.Object({ from: Day, to: Day }, closed);
export type PortalQuery = Static<typeof PortalQuery>;

/**
 * What was taken. Reversals subtract, here as everywhere in the portal: of a sale and its reversal nothing is left.
 * Tips and rounding are no takings.
 */
export const Taking = Type.Object({
  /** Receipts less reversals; of categories and items, lines; of payments, payments; of VAT, receipts with the rate. */
  count: Type.Integer(),
  amount_haler: Type.Integer(),
});
export type Taking = Static<typeof Taking>;

const both = { now: Taking, before: Taking };
/** One part of the takings. `key` is an id, and stays when the name is changed. */
export const TakingPart = Type.Object({ key: Type.String(), name: Name, ...both });
export type TakingPart = Static<typeof TakingPart>;

export const PortalView = Type.Object({
  from: Day,
  to: Day,
  /** The same weekdays before: one week back, or as many whole weeks as the period is long. */
  before: Type.Object({ from: Day, to: Day }),
  total: Type.Object(both),
  /** Of `total`: what was taken back. Its amount is negative. */
  reversed: Type.Object(both),
  /** Given off; positive. */
  discounts: Type.Object(both),
  tips: Type.Object(both),
  rounding: Type.Object(both),
  /** Every day of the period, also those without takings; `before` is the same weekday before. */
  days: Type.Array(Type.Object({ day: Day, dayBefore: Day, ...both })),
  /** 24 of them, 0 to 23. */
  hours: Type.Array(Type.Object({ hour: Type.Integer({ minimum: 0, maximum: 23 }), ...both })),
  /** Highest amount first, as all that follow. Payments hold tips and rounding too. `kind` is a PaymentKind. */
  payments: Type.Array(Type.Object({ ...TakingPart.properties, kind: Type.String() })),
  /** Highest rate first; always base + VAT = amount. */
  vat: Type.Array(
    Type.Object({
      rate_bp: Type.Integer(),
      now: Type.Object({ ...Taking.properties, base_haler: Type.Integer(), vat_haler: Type.Integer() }),
      before: Type.Object({ ...Taking.properties, base_haler: Type.Integer(), vat_haler: Type.Integer() }),
    }),
  ),
  categories: Type.Array(TakingPart),
  /** The hundred that brought most; `itemCount` of them were sold. */
  items: Type.Array(
    Type.Object({
      key: Type.String(),
      name: Name,
      unit: Type.String(),
      now: Type.Object({ ...Taking.properties, quantity_thousandths: Type.Integer() }),
      before: Type.Object({ ...Taking.properties, quantity_thousandths: Type.Integer() }),
    }),
  ),
  itemCount: Type.Integer(),
  staff: Type.Array(TakingPart),
  registers: Type.Array(TakingPart),
  /** The newest receipt of the period; null without any. */
  latest: Nullable(
    Type.Object({
      id: Type.String(),
      number: Type.String(),
      issuedAt: Type.String(),
      total_haler: Type.Integer(),
    }),
  ),
});
export type PortalView = Static<typeof PortalView>;
