/**
 * The kiosk API: every request and answer, once. From these schemas come the validators, the types (the kiosk
 * imports them as types only) and /api/openapi.json. Money is a whole number of haléře, a quantity a whole
 * number of thousandths, time RFC 3339 with offset. Errors are `Problem` documents (RFC 9457).
 *
 * A request that needs a right which the signed-in person lacks is answered 403 `needs-approval` with the
 * right's name; repeat it with the header `X-Approval` and a token from POST /api/approval.
 * Requests that move money carry `Idempotency-Key` (a UUID): the same key twice is one deed and one answer.
 */
import { type Static, Type } from 'typebox';
import {
  type Bill as DomainBill,
  type BillSum as DomainBillSum,
  type Receipt as DomainReceipt,
  type Shift as DomainShift,
  type ShiftReport as DomainShiftReport,
  MAX_AMOUNT_HALER,
  RIGHTS,
  ROLES,
} from '../../domain/index.ts';
import type { Paper } from '../../drivers/index.ts';
import { ClaimView } from './contract/books.ts';
import {
  Amount,
  closed,
  Domain,
  Id,
  Name,
  Nullable,
  OneOf,
  Pin,
  Price,
  Quantity,
  Reason,
  ShortText,
  Time,
  Words,
} from './contract/fields.ts';

export * from './contract/books.ts';
export * from './contract/price-list.ts';
export * from './contract/schedule.ts';
export * from './contract/siblings.ts';
export * from './contract/stock.ts';
export { Words };

export const Problem = Type.Object({
  /** `urn:kasad:<code>`. */
  type: Type.String(),
  /** What happened and what it means for the sale, in Czech; `titleEn` in English. */
  title: Type.String(),
  titleEn: Type.String(),
  status: Type.Integer(),
  code: Type.String(),
  /** What to do, likewise. */
  hint: Type.String(),
  hintEn: Type.String(),
  /** With `needs-approval`. */
  right: Type.Optional(OneOf(RIGHTS)),
});
export type Problem = Static<typeof Problem>;

// ---- people

export const StaffView = Type.Object({
  id: Id,
  name: Name,
  role: OneOf(ROLES),
  active: Type.Boolean(),
});
export type StaffView = Static<typeof StaffView>;

/** A PIN goes in and never comes out. */
export const StaffDraft = Type.Object(
  { name: Name, role: OneOf(ROLES), pin: Pin, active: Type.Optional(Type.Boolean()) },
  closed,
);
export const StaffPatch = Type.Partial(StaffDraft, closed);

export const SignIn = Type.Object({ staffId: Id, pin: Pin }, closed);
export const Session = Type.Object({ staff: StaffView, rights: Type.Array(OneOf(RIGHTS)) });
export type Session = Static<typeof Session>;

export const ApprovalRequest = Type.Object({ staffId: Id, pin: Pin, right: OneOf(RIGHTS) }, closed);
/**
 * Good for one minute, in this session, for the first of two things it is used for: one deed, which uses it up, or
 * reading, as often as needed. Reading is GET, and printing what GET would show (a report); a token that was used
 * for reading lends no deed any more.
 */
export const Approval = Type.Object({ token: Type.String(), approvedBy: StaffView });
export type Approval = Static<typeof Approval>;

// ---- price list

/** POST /api/items/import, body text/csv (any of the accepted encodings), ?apply=false only checks. */
export const ImportResult = Type.Object({
  applied: Type.Boolean(),
  added: Type.Integer(),
  changed: Type.Integer(),
  unchanged: Type.Integer(),
  faults: Type.Array(Type.Object({ line: Type.Integer(), column: Nullable(Type.String()), message: Words })),
});
export type ImportResult = Static<typeof ImportResult>;

// ---- bills

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

// ---- receipts

export const PRINT_STATES = ['queued', 'sending', 'printed', 'failed', 'unknown', 'cancelled'] as const;
export const PrintJobView = Type.Object({
  id: Id,
  printerId: Id,
  printerName: Name,
  /** `receipt`, `order`, `report`, `test`, `bill` (printed before paying). */
  kind: OneOf(['receipt', 'order', 'report', 'test', 'bill']),
  /** `Účtenka R1-2026-000123`, `Objednávka 14 · Stůl 3`. */
  title: Words,
  copy: Type.Boolean(),
  state: OneOf(PRINT_STATES),
  proof: Nullable(OneOf(['process-id', 'fence', 'none'])),
  attempts: Type.Integer(),
  /** Why it is not printed; null when nothing is wrong. */
  reason: Nullable(Words),
  hint: Nullable(Words),
  createdAt: Time,
  /** Set when another printer stands in: the printer it was meant for. */
  insteadOf: Nullable(Id),
});
export type PrintJobView = Static<typeof PrintJobView>;

export const ReceiptView = Type.Object({
  receipt: Domain<DomainReceipt>('domain/receipt.ts, Receipt'),
  number: Type.String(),
  /** Where it was made. */
  registerName: Name,
  /** The receipt that took this one back. */
  reversedBy: Nullable(Type.Object({ id: Id, number: Type.String() })),
  jobs: Type.Array(PrintJobView),
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
});
export type ReceiptSummary = Static<typeof ReceiptSummary>;
export const ReceiptList = Type.Object({
  receipts: Type.Array(ReceiptSummary),
  next: Nullable(Type.String()),
});
export type ReceiptList = Static<typeof ReceiptList>;
export const ReverseRequest = Type.Object({ reason: Reason, print: Type.Optional(Type.Boolean()) }, closed);

// ---- shifts

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

// ---- devices

export const DeviceView = Type.Object({
  id: Id,
  kind: OneOf(['printer', 'drawer', 'display', 'scale', 'scanner']),
  name: Name,
  url: Type.String(),
  profile: Nullable(Type.String()),
  state: OneOf(['up', 'connecting', 'down', 'attention']),
  /** One sentence: what it is doing or why it is not. */
  sentence: Words,
  hint: Nullable(Words),
  /** For printers: what is printed here. */
  routes: Type.Array(Type.String()),
  /** For printers: the number sent by `ESC t` for CP852. */
  codePage: Nullable(Type.Integer()),
});
export type DeviceView = Static<typeof DeviceView>;
export const DevicePatch = Type.Partial(
  Type.Object({ codePage: Type.Integer({ minimum: 0, maximum: 255 }) }),
  closed,
);
export const TestRequest = Type.Object({ page: OneOf(['basic', 'code-pages']) }, closed);
export const DrawerRequest = Type.Object({ reason: Reason }, closed);
export const DrawerOpening = Type.Object({
  at: Time,
  /** `sale`, `cash` (put in or taken out), `no-sale`, `key` (opened without us), `test`. */
  why: Type.String(),
  reason: Type.String(),
  staff: Nullable(Type.String()),
  outcome: Words,
});
export type DrawerOpening = Static<typeof DrawerOpening>;
export const Weight = Type.Object({ grams: Type.Integer() });
export const JobDecision = Type.Object(
  {
    /** `printed`: it did come out. `reprint`: print again, marked KOPIE. `retry`: it surely did not. `cancel`: not needed. */
    decision: OneOf(['printed', 'reprint', 'retry', 'cancel']),
  },
  closed,
);

// ---- health and events

export const HealthPart = Type.Object({
  id: Id,
  /** `attention`: selling goes on, somebody should look. `fault`: selling does not go on. */
  state: OneOf(['ok', 'attention', 'fault']),
  cs: Type.String(),
  en: Type.String(),
  /** What to do; empty when nothing is to be done. */
  hintCs: Type.String(),
  hintEn: Type.String(),
});
export type HealthPart = Static<typeof HealthPart>;
/** One snapshot for /health, the status bar, the watchdog and the doctor. */
export const Health = Type.Object({
  state: OneOf(['ok', 'attention', 'fault']),
  cs: Type.String(),
  en: Type.String(),
  parts: Type.Array(HealthPart),
  version: Type.String(),
  uptime_s: Type.Integer(),
  at: Time,
});
export type Health = Static<typeof Health>;

/** GET /api/events: one JSON object per SSE `data:`; the receiver fetches what it needs. */
export type Event =
  | {
      readonly kind: 'bill';
      readonly billId: string;
      readonly version: number;
      readonly state: 'open' | 'paid' | 'discarded';
    }
  | { readonly kind: 'receipt'; readonly receiptId: string }
  | { readonly kind: 'shift' }
  | { readonly kind: 'catalogue'; readonly version: number }
  | { readonly kind: 'job'; readonly job: PrintJobView }
  | { readonly kind: 'device'; readonly device: DeviceView }
  | { readonly kind: 'drawer'; readonly open: boolean | null }
  | { readonly kind: 'scan'; readonly code: string }
  /** Who may sign in, or as what, has changed: perhaps the one who is signed in on this screen. */
  | { readonly kind: 'staff' }
  | { readonly kind: 'siblings' }
  /** The level of at least one item. */
  | { readonly kind: 'stock' }
  | { readonly kind: 'health'; readonly health: Health };
