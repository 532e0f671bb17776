/* Bills and paying them, as the kiosk API has them. */
import { type Static, Type } from 'typebox';
import {
  type Bill as DomainBill,
  type BillSum as DomainBillSum,
  MAX_AMOUNT_HALER,
} from '../../../domain/index.ts';
import {
  closed,
  Domain,
  Id,
  Name,
  Nullable,
  Price,
  Quantity,
  Reason,
  ShortText,
} from '../../../wire/index.ts';
import { ClaimView } from './books.ts';

export const Discount = Type.Union([
  Type.Object(
    { kind: Type.Literal('percent'), percent_bp: Type.Integer({ minimum: 1, maximum: 10_000 }) },
    closed,
  ),
  Type.Object(
    { kind: Type.Literal('amount'), amount_haler: Type.Integer({ minimum: 1, maximum: MAX_AMOUNT_HALER }) },
    closed,
  ),
]);

export const BillView = Type.Object({
  bill: Domain<DomainBill>('domain/bill.ts, Bill'),
  sum: Domain<DomainBillSum>('domain/bill.ts, BillSum'),
  /** Set while another register takes the money for it. */
  claim: Nullable(ClaimView),
});
export type BillView = Static<typeof BillView>;

/** Without a table: a sale over the counter. At most one open bill a table; asking again answers that one. */
export const BillDraft = Type.Object(
  { tableId: Nullable(Id), guests: Nullable(Type.Integer({ minimum: 1, maximum: 999 })) },
  closed,
);
export const BillPatch = Type.Partial(
  Type.Object({
    tableId: Nullable(Id),
    guests: Nullable(Type.Integer({ minimum: 1, maximum: 999 })),
    discount: Nullable(Discount),
  }),
  closed,
);
/** The kiosk makes `lineId`, so that a repeated request adds one line. Either an item or a scanned code. */
export const LineDraft = Type.Object(
  {
    lineId: Type.String({ format: 'uuid' }),
    itemId: Type.Optional(Id),
    code: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    quantity: Type.Optional(Quantity),
    /** Only for items with an open price. */
    unitPrice_haler: Type.Optional(Price),
    note: Type.Optional(ShortText),
  },
  closed,
);
export type LineDraft = Static<typeof LineDraft>;
export const LinePatch = Type.Partial(
  Type.Object({ quantity: Quantity, note: ShortText, discount: Nullable(Discount), unitPrice_haler: Price }),
  closed,
);
export type LinePatch = Static<typeof LinePatch>;
export const VoidRequest = Type.Object({ quantity: Quantity, reason: Reason }, closed);
/** Moves lines to another bill: of `toBillId`, or of `tableId`, or a new one without a table. */
export const SplitRequest = Type.Object(
  {
    toBillId: Type.Optional(Id),
    tableId: Type.Optional(Id),
    lines: Type.Array(Type.Object({ lineId: Id, quantity: Quantity }, closed), {
      minItems: 1,
      maxItems: 500,
    }),
  },
  closed,
);
export const SplitResult = Type.Object({ from: BillView, to: BillView });
export type SplitResult = Static<typeof SplitResult>;

export const Buyer = Type.Object(
  {
    name: Name,
    address: Type.String({ minLength: 1, maxLength: 200 }),
    ico: Nullable(Type.String({ pattern: '^[0-9]{8}$' })),
    dic: Nullable(Type.String({ pattern: '^[A-Z]{2}[0-9A-Z]{2,12}$' })),
  },
  closed,
);
export const PayRequest = Type.Object(
  {
    /** Haléře; cents for foreign cash. Empty when the bill comes to nothing. */
    tenders: Type.Array(
      Type.Object({ typeId: Id, amount: Type.Integer({ minimum: 1, maximum: MAX_AMOUNT_HALER }) }, closed),
      { maxItems: 20 },
    ),
    tip_haler: Price,
    /** The total that the screen showed: when the bill has changed since, nothing is paid (409 `bill-changed`). */
    expectedTotal_haler: Price,
    buyer: Type.Optional(Nullable(Buyer)),
    /** Overrides the shop's setting for this sale. */
    print: Type.Optional(Type.Boolean()),
  },
  closed,
);
export type PayRequest = Static<typeof PayRequest>;
