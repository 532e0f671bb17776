import type { Haler } from './money.ts';
import type { PaymentKind } from './payment.ts';
import { cashIn, foreignIn, type Receipt } from './receipt.ts';
import type { VatSum } from './vat.ts';
import { vatRecap } from './vat.ts';

export interface CashMovement {
  readonly id: string;
  readonly at: string;
  /** Into the drawer is positive, out of it negative. */
  readonly amount_haler: Haler;
  readonly reason: string;
  readonly staffId: string;
  readonly allowedBy: string;
}

/** From opening the register to its Z report. */
export interface Shift {
  readonly id: string;
  readonly registerId: string;
  readonly openedAt: string;
  readonly openedBy: string;
  readonly float_haler: Haler;
  readonly movements: readonly CashMovement[];
  readonly closed: ShiftClose | null;
}

export interface ShiftClose {
  readonly at: string;
  readonly by: string;
  /** The Z report's number: gapless per register, never starts again. */
  readonly zNumber: number;
  /** Counted blind, before anyone saw what was expected. */
  readonly counted_haler: Haler;
  readonly countedForeign: Readonly<Record<string, number>>;
}

/** What an X or a Z report says. */
export interface ShiftReport {
  readonly shiftId: string;
  readonly openedAt: string;
  readonly openedBy: string;
  readonly close: ShiftClose | null;
  readonly receiptCount: number;
  /** First and last number of the shift, reversals included. */
  readonly firstNumber: string | null;
  readonly lastNumber: string | null;
  readonly reversalCount: number;
  readonly reversed_haler: Haler;
  /** Sold less reversed, tips and rounding apart. */
  readonly takings_haler: Haler;
  readonly discounts_haler: Haler;
  readonly tips_haler: Haler;
  readonly rounding_haler: Haler;
  readonly recap: readonly VatSum[];
  readonly byPayment: readonly {
    readonly name: string;
    readonly kind: PaymentKind;
    readonly count: number;
    readonly amount_haler: Haler;
  }[];
  readonly byCategory: readonly { readonly categoryId: string; readonly amount_haler: Haler }[];
  readonly byStaff: readonly {
    readonly name: string;
    readonly count: number;
    readonly amount_haler: Haler;
  }[];
  readonly float_haler: Haler;
  readonly cashSales_haler: Haler;
  readonly cashIn_haler: Haler;
  readonly cashOut_haler: Haler;
  /** float + cash sales + in − out. */
  readonly expected_haler: Haler;
  readonly expectedForeign: Readonly<Record<string, number>>;
  readonly movements: readonly CashMovement[];
}

/** Adds up a shift from its receipts; `format` turns a receipt into its printed number. */
export function reportShift(
  shift: Shift,
  receipts: readonly Receipt[],
  format: (receipt: Receipt) => string,
): ShiftReport {
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const reversals = receipts.filter((r) => r.reverses !== null);
  const byPayment = new Map<
    string,
    { name: string; kind: PaymentKind; count: number; amount_haler: Haler }
  >();
  const byCategory = new Map<string, Haler>();
  const byStaff = new Map<string, { name: string; count: number; amount_haler: Haler }>();
  const foreign: Record<string, number> = {};

  for (const receipt of receipts) {
    for (const p of receipt.payments) {
      const row = byPayment.get(p.typeId) ?? { name: p.name, kind: p.kind, count: 0, amount_haler: 0 };
      byPayment.set(p.typeId, {
        ...row,
        count: row.count + 1,
        amount_haler: row.amount_haler + p.amount_haler,
      });
    }
    for (const l of receipt.lines) {
      byCategory.set(l.categoryId, (byCategory.get(l.categoryId) ?? 0) + l.amount_haler);
    }
    const row = byStaff.get(receipt.staff.id) ?? { name: receipt.staff.name, count: 0, amount_haler: 0 };
    byStaff.set(receipt.staff.id, {
      ...row,
      count: row.count + 1,
      amount_haler: row.amount_haler + receipt.total_haler,
    });
    for (const [currency, cents] of Object.entries(foreignIn(receipt))) {
      foreign[currency] = (foreign[currency] ?? 0) + cents;
    }
  }

  const cashSales_haler = sum(receipts.map(cashIn));
  const cashIn_haler = sum(shift.movements.filter((m) => m.amount_haler > 0).map((m) => m.amount_haler));
  const cashOut_haler = -sum(shift.movements.filter((m) => m.amount_haler < 0).map((m) => m.amount_haler));
  const first = receipts[0];
  const last = receipts.at(-1);
  return {
    shiftId: shift.id,
    openedAt: shift.openedAt,
    openedBy: shift.openedBy,
    close: shift.closed,
    receiptCount: receipts.length,
    firstNumber: first ? format(first) : null,
    lastNumber: last ? format(last) : null,
    reversalCount: reversals.length,
    reversed_haler: sum(reversals.map((r) => r.total_haler)),
    takings_haler: sum(receipts.map((r) => r.total_haler)),
    discounts_haler: sum(
      receipts.flatMap((r) => r.lines.map((l) => l.lineDiscount_haler + l.billDiscount_haler)),
    ),
    tips_haler: sum(receipts.map((r) => r.tip_haler)),
    rounding_haler: sum(receipts.map((r) => r.rounding_haler)),
    // Summed from the receipts' own figures, not computed anew: the report must agree with what was printed.
    recap: sumRecaps(receipts.map((r) => r.recap)),
    byPayment: [...byPayment.values()],
    byCategory: [...byCategory].map(([categoryId, amount_haler]) => ({ categoryId, amount_haler })),
    byStaff: [...byStaff.values()],
    float_haler: shift.float_haler,
    cashSales_haler,
    cashIn_haler,
    cashOut_haler: cashOut_haler === 0 ? 0 : cashOut_haler,
    expected_haler: shift.float_haler + cashSales_haler + cashIn_haler - cashOut_haler,
    expectedForeign: foreign,
    movements: shift.movements,
  };
}

/** Adds recapitulations rate by rate; base + VAT = total holds for the sum because it holds for each part. */
export function sumRecaps(recaps: readonly (readonly VatSum[])[]): VatSum[] {
  const rates = vatRecap(recaps.flat().map((s) => ({ rate_bp: s.rate_bp, amount_haler: s.total_haler })));
  return rates.map(({ rate_bp }) => {
    const parts = recaps.flat().filter((s) => s.rate_bp === rate_bp);
    const of = (key: 'base_haler' | 'vat_haler' | 'total_haler') => parts.reduce((a, s) => a + s[key], 0);
    return {
      rate_bp,
      base_haler: of('base_haler'),
      vat_haler: of('vat_haler'),
      total_haler: of('total_haler'),
    };
  });
}
