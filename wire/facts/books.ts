import { type TSchema, Type } from 'typebox';
import type { BillEvent, CashMovement, Receipt, Shift, ShiftReport } from '../../domain/index.ts';
import { factReader } from '../fact-reader.ts';

/** A Z report as the register that closed the shift keeps it. */
export interface KeptReport {
  readonly report: ShiftReport;
  /** Bills carried over to the next shift. */
  readonly openBills: number;
  readonly registerName?: string;
}

/**
 * The books' facts as they come from other registers: read once here, then trusted. What newer versions add is left
 * as it is; what lacks something that the books reckon with is not taken for a thing of the trade.
 */
export interface BookReader {
  receipt(body: string): Receipt | undefined;
  shift(body: string): Shift | undefined;
  report(body: string): KeptReport | undefined;
  cash(body: string): (CashMovement & { readonly shiftId: string }) | undefined;
  billEvent(body: string): BillEvent | undefined;
}

export function createBookReader(): BookReader {
  return {
    receipt: factReader<Receipt>(() => ReceiptFact),
    shift: factReader<Shift>(() => ShiftFact),
    report: factReader<KeptReport>(() => ReportFact),
    cash: factReader<CashMovement & { readonly shiftId: string }>(() => CashFact),
    billEvent: factReader<BillEvent>(() => BillEventFact),
  };
}

const Text = Type.String();
const Whole = Type.Integer({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER });
const Positive = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
const Natural = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const OrNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
/** RFC 3339 with offset, as the books write it. */
const At = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(?:Z|[+-]\\d{2}:\\d{2})$' });

const Discount = OrNull(
  Type.Union([
    Type.Object({ kind: Type.Literal('percent'), percent_bp: Type.Integer({ minimum: 1, maximum: 10_000 }) }),
    Type.Object({ kind: Type.Literal('amount'), amount_haler: Positive }),
  ]),
);
const Quantities = Type.Array(Type.Object({ lineId: Text, quantity: Whole }));
const by = { at: At, staffId: Text };
const lineBy = { ...by, lineId: Text };

const BillEventFact = Type.Union([
  Type.Object({ ...by, kind: Type.Literal('opened'), tableId: OrNull(Text), guests: OrNull(Natural) }),
  Type.Object({
    ...lineBy,
    kind: Type.Literal('line-added'),
    item: Type.Object({
      itemId: Text,
      name: Text,
      shortName: Text,
      unitPrice_haler: Natural,
      unit: Text,
      vatClass: Text,
      rate_bp: Natural,
      categoryId: Text,
      route: OrNull(Text),
      prepaid: Type.Optional(Type.Literal(true)),
    }),
    quantity: Positive,
    note: Text,
    from: OrNull(Type.Object({ billId: Text, lineId: Text })),
  }),
  Type.Object({
    ...lineBy,
    kind: Type.Literal('line-quantity'),
    quantity: Positive,
    was: Type.Optional(Positive),
  }),
  Type.Object({ ...lineBy, kind: Type.Literal('line-note'), note: Text }),
  Type.Object({ ...lineBy, kind: Type.Literal('line-price'), unitPrice_haler: Natural }),
  Type.Object({ ...lineBy, kind: Type.Literal('line-discount'), discount: Discount }),
  Type.Object({ ...lineBy, kind: Type.Literal('line-voided'), quantity: Positive }),
  Type.Object({ ...lineBy, kind: Type.Literal('line-moved'), quantity: Positive, toBillId: Text }),
  Type.Object({ ...by, kind: Type.Literal('ordered'), lines: Quantities }),
  Type.Object({ ...by, kind: Type.Literal('bill-discount'), discount: Discount }),
  Type.Object({ ...by, kind: Type.Literal('table'), tableId: OrNull(Text) }),
  Type.Object({ ...by, kind: Type.Literal('guests'), guests: OrNull(Natural) }),
  Type.Object({ ...by, kind: Type.Literal('claimed'), registerId: Text, takesOver: Type.Boolean() }),
  Type.Object({ ...by, kind: Type.Literal('released'), registerId: Text }),
  Type.Object({ ...by, kind: Type.Literal('paid'), receiptId: Text, lines: Type.Optional(Quantities) }),
  Type.Object({ ...by, kind: Type.Literal('payment-reversed'), receiptId: Text }),
  Type.Object({ ...by, kind: Type.Literal('excess-settled') }),
  Type.Object({ ...by, kind: Type.Literal('discarded') }),
]);

const Named = Type.Object({ id: Text, name: Text });
const ReceiptNumber = Type.Object({ series: Text, year: Natural, seq: Natural });
const Foreign = Type.Object({ currency: Text, tendered_cents: Whole });
const Recap = Type.Array(
  Type.Object({ rate_bp: Natural, base_haler: Whole, vat_haler: Whole, total_haler: Whole }),
);

const ReceiptFact = Type.Object({
  id: Text,
  number: ReceiptNumber,
  issuedAt: At,
  registerId: Text,
  shiftId: Text,
  billId: OrNull(Text),
  staff: Named,
  table: OrNull(Text),
  seller: Type.Object({ name: Text, place: Text, address: Text, ico: Text, dic: OrNull(Text) }),
  buyer: OrNull(Type.Object({ name: Text, address: Text, ico: OrNull(Text), dic: OrNull(Text) })),
  lines: Type.Array(
    Type.Object({
      itemId: Text,
      name: Text,
      categoryId: Text,
      unit: Text,
      unitPrice_haler: Whole,
      quantity: Whole,
      rate_bp: Natural,
      gross_haler: Whole,
      lineDiscount_haler: Whole,
      billDiscount_haler: Whole,
      amount_haler: Whole,
      staffId: Text,
      prepaid: Type.Optional(Type.Literal(true)),
    }),
  ),
  discount_haler: Whole,
  total_haler: Whole,
  recap: Recap,
  payments: Type.Array(
    Type.Object({
      typeId: Text,
      name: Text,
      kind: Text,
      prepaid: Type.Optional(Type.Literal(true)),
      amount_haler: Whole,
      tendered_haler: Whole,
      change_haler: Whole,
      foreign: OrNull(Foreign),
    }),
  ),
  tip_haler: Whole,
  rounding_haler: Whole,
  toPay_haler: Whole,
  change_haler: Whole,
  reverses: OrNull(Type.Object({ receiptId: Text, number: ReceiptNumber, reason: Text })),
});

const ShiftFact = Type.Object({
  id: Text,
  registerId: Text,
  openedAt: At,
  openedBy: Text,
  float_haler: Whole,
});

const cashFields = {
  id: Text,
  at: At,
  amount_haler: Whole,
  reason: Text,
  staffId: Text,
  allowedBy: Text,
};
const CashFact = Type.Object({ ...cashFields, shiftId: Text });

const ReportFact = Type.Object({
  openBills: Natural,
  report: Type.Object({
    shiftId: Text,
    openedAt: At,
    openedBy: Text,
    close: Type.Object({
      at: At,
      by: Text,
      zNumber: Positive,
      counted_haler: Whole,
      countedForeign: Type.Record(Text, Whole),
    }),
    receiptCount: Natural,
    firstNumber: OrNull(Text),
    lastNumber: OrNull(Text),
    reversalCount: Natural,
    reversed_haler: Whole,
    takings_haler: Whole,
    discounts_haler: Whole,
    tips_haler: Whole,
    rounding_haler: Whole,
    recap: Recap,
    byPayment: Type.Array(Type.Object({ name: Text, kind: Text, count: Natural, amount_haler: Whole })),
    byCategory: Type.Array(Type.Object({ categoryId: Text, amount_haler: Whole })),
    byStaff: Type.Array(Type.Object({ name: Text, count: Natural, amount_haler: Whole })),
    float_haler: Whole,
    cashSales_haler: Whole,
    cashIn_haler: Whole,
    cashOut_haler: Whole,
    expected_haler: Whole,
    expectedForeign: Type.Record(Text, Whole),
    movements: Type.Array(Type.Object(cashFields)),
  }),
});
