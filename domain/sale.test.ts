import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Bill,
  type BillEvent,
  cashIn,
  foldBill,
  foreignIn,
  formatReceiptNumber,
  isCash,
  type Payment,
  type PaymentType,
  type Receipt,
  type ReceiptBody,
  receiptBody,
  reportShift,
  reversedBody,
  type Settlement,
  type Shift,
  settle,
  sumBill,
  type Tender,
} from './index.ts';

const type = (id: string, kind: PaymentType['kind'], patch: Partial<PaymentType> = {}): PaymentType => ({
  id,
  name: id,
  kind,
  currency: 'CZK',
  rate_haler: null,
  registered: true,
  prepaid: false,
  active: true,
  ...patch,
});
const TYPES = [
  type('cash', 'cash'),
  type('card', 'card'),
  type('voucher', 'voucher'),
  type('invoice', 'transfer', { registered: false }),
  type('credit', 'voucher', { prepaid: true }),
  type('eur', 'foreign-cash', { currency: 'EUR', rate_haler: 2450 }),
  type('old', 'card', { active: false }),
  type('usd', 'foreign-cash', { currency: 'USD' }),
];

function paid(total: number, tip: number, tenders: readonly Tender[]): Settlement {
  const settlement = settle(total, tip, tenders, TYPES);
  if ('fault' in settlement) throw new Error(JSON.stringify(settlement));
  return settlement;
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

/** What people hand over: cash in whole crowns, euros in cents that are worth a crown, anything by card. */
const tender: fc.Arbitrary<Tender> = fc.oneof(
  fc.record({ typeId: fc.constant('cash'), amount: fc.integer({ min: 1, max: 400 }).map((n) => n * 100) }),
  fc.record({ typeId: fc.constant('eur'), amount: fc.integer({ min: 3, max: 2_000 }) }),
  fc.record({
    typeId: fc.constantFrom('card', 'voucher', 'invoice'),
    amount: fc.integer({ min: 1, max: 20_000 }),
  }),
);

/** A sum, a tip, and tenders of which many pay exactly, too little or too much. */
const payment = fc
  .tuple(
    fc.nat(60_000),
    fc.oneof(fc.constant(0), fc.nat(5_000)),
    fc.array(tender, { maxLength: 5 }),
    fc.nat(3),
  )
  .map(([total, tip, tenders, how]) => {
    const cashless = sum(
      tenders.filter((t) => t.typeId !== 'cash' && t.typeId !== 'eur').map((t) => t.amount),
    );
    const rest = total + tip - cashless;
    if (how === 1 && rest > 0) tenders.push({ typeId: 'card', amount: rest });
    if (how === 2 && rest > 0) tenders.push({ typeId: 'cash', amount: Math.ceil(rest / 100) * 100 });
    if (how === 3 && rest > 0) tenders.push({ typeId: 'eur', amount: Math.ceil((rest * 100) / 2450) + 5 });
    return { total, tip, tenders };
  });

describe('paying', () => {
  test('what is paid is total, tip and rounding, in whatever way it is paid', () => {
    fc.assert(
      fc.property(payment, ({ total, tip, tenders }) => {
        const settlement = settle(total, tip, tenders, TYPES);
        if ('fault' in settlement) return;
        const { payments, rounding_haler, change_haler, toPay_haler } = settlement;
        expect(payments).toHaveLength(tenders.length);
        expect(toPay_haler).toBe(total + tip + rounding_haler);
        expect(sum(payments.map((p) => p.amount_haler))).toBe(toPay_haler);
        expect(sum(payments.map((p) => p.change_haler))).toBe(change_haler);
        for (const p of payments) {
          expect(p.amount_haler).toBe(p.tendered_haler - p.change_haler);
          expect(p.amount_haler).toBeGreaterThanOrEqual(0);
          expect(p.change_haler).toBeGreaterThanOrEqual(0);
          if (!isCash(p.kind)) expect(p.change_haler).toBe(0);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('only what is paid in cash is rounded, to whole crowns, by at most half of one', () => {
    fc.assert(
      fc.property(payment, ({ total, tip, tenders }) => {
        const settlement = settle(total, tip, tenders, TYPES);
        if ('fault' in settlement) return;
        const cash = settlement.payments.filter((p) => isCash(p.kind));
        const cashless = settlement.payments.filter((p) => !isCash(p.kind));
        for (const p of cashless) {
          const given = tenders[settlement.payments.indexOf(p)] as Tender;
          expect(p.amount_haler).toBe(given.amount);
        }
        if (cash.length === 0) expect(settlement.rounding_haler).toBe(0);
        expect(Math.abs(settlement.rounding_haler)).toBeLessThanOrEqual(50);
        expect(sum(cash.map((p) => p.amount_haler)) % 100).toBe(0);
        // There are no haléř coins to give back.
        expect(settlement.change_haler % 100).toBe(0);
        for (const p of cash) expect([p.change_haler % 100, p.tendered_haler % 100]).toEqual([0, 0]);
      }),
      { numRuns: 500 },
    );
  });

  test('a fault says truly what is missing or too much', () => {
    fc.assert(
      fc.property(payment, ({ total, tip, tenders }) => {
        const settlement = settle(total, tip, tenders, TYPES);
        if (!('fault' in settlement)) return;
        const cashless = sum(
          tenders.filter((t) => t.typeId !== 'cash' && t.typeId !== 'eur').map((t) => t.amount),
        );
        if (settlement.fault === 'overpaid') {
          expect(settlement.surplus_haler).toBe(cashless - total - tip);
          expect(settlement.surplus_haler).toBeGreaterThan(0);
        } else if (settlement.fault === 'underpaid') {
          expect(settlement.missing_haler).toBeGreaterThan(0);
          // With what is missing, and not with less, it is paid: by cash when some is given already, else by card.
          const cash = tenders.some((t) => t.typeId === 'cash' || t.typeId === 'eur');
          const more = (amount: number) =>
            settle(total, tip, [...tenders, { typeId: cash ? 'cash' : 'card', amount }], TYPES);
          expect(more(settlement.missing_haler)).not.toHaveProperty('fault');
          if (settlement.missing_haler > 100)
            expect(more(settlement.missing_haler - 100)).toHaveProperty('fault');
        } else {
          throw new Error('tenders are good');
        }
      }),
      { numRuns: 500 },
    );
  });

  test.each<[string, number, number, [string, number][], Partial<Settlement>]>([
    [
      'cash, rounded down',
      23_949,
      0,
      [['cash', 50_000]],
      { rounding_haler: -49, toPay_haler: 23_900, change_haler: 26_100 },
    ],
    [
      'cash, half a crown up',
      23_950,
      0,
      [['cash', 24_000]],
      { rounding_haler: 50, toPay_haler: 24_000, change_haler: 0 },
    ],
    ['a card is never rounded', 23_949, 0, [['card', 23_949]], { rounding_haler: 0, toPay_haler: 23_949 }],
    [
      'a card and the rest in cash',
      23_949,
      0,
      [
        ['card', 20_000],
        ['cash', 4_000],
      ],
      { rounding_haler: -49, change_haler: 100 },
    ],
    ['a tip on top', 23_900, 1_100, [['card', 25_000]], { toPay_haler: 25_000 }],
    [
      'ten euros, change in crowns',
      20_000,
      0,
      [['eur', 1_000]],
      { change_haler: 4_500, toPay_haler: 20_000 },
    ],
    // 5 EUR are 122,50 Kč; nobody can give back half a crown.
    ['five euros', 10_000, 0, [['eur', 500]], { change_haler: 2_300, toPay_haler: 10_000 }],
    ['five euros exactly', 12_250, 0, [['eur', 500]], { rounding_haler: 50, change_haler: 0 }],
    [
      'change from the last cash',
      10_000,
      0,
      [
        ['eur', 400],
        ['cash', 20_000],
      ],
      { change_haler: 19_800 },
    ],
    ['nothing to pay', 0, 0, [], { toPay_haler: 0, payments: [] }],
  ])('%s', (_, total, tip, tenders, expected) => {
    expect(
      paid(
        total,
        tip,
        tenders.map(([typeId, amount]) => ({ typeId, amount })),
      ),
    ).toMatchObject(expected);
  });

  test('change comes out of the last cash first', () => {
    const { payments } = paid(5_000, 0, [
      { typeId: 'cash', amount: 10_000 },
      { typeId: 'eur', amount: 1_000 },
    ]);
    expect(payments.map((p) => p.change_haler)).toEqual([5_000, 24_500]);
  });

  test('tenders that are none are refused', () => {
    for (const amount of [0, -1, 0.5, Number.NaN]) {
      expect(settle(100, 0, [{ typeId: 'card', amount }], TYPES)).toEqual({
        fault: 'bad-amount',
        typeId: 'card',
      });
    }
    // There are no coins of haléře: a cash tender with them is a slip of the finger.
    for (const amount of [5_050, 99, 1]) {
      expect(settle(5_000, 0, [{ typeId: 'cash', amount }], TYPES)).toEqual({
        fault: 'bad-amount',
        typeId: 'cash',
      });
    }
    // Two cents are worth 49 haléř, which is no crown; three are worth one.
    expect(settle(40, 0, [{ typeId: 'eur', amount: 2 }], TYPES)).toEqual({
      fault: 'bad-amount',
      typeId: 'eur',
    });
    expect(settle(100, 0, [{ typeId: 'eur', amount: 3 }], TYPES)).not.toHaveProperty('fault');
    expect(settle(5_000, 0, [{ typeId: 'card', amount: 5_050 }], TYPES)).toMatchObject({ fault: 'overpaid' });
    for (const typeId of ['old', 'nobody', 'usd']) {
      expect(settle(100, 0, [{ typeId, amount: 100 }], TYPES)).toEqual({ fault: 'unknown-type', typeId });
    }
    expect(settle(100, 0, [], TYPES)).toEqual({ fault: 'underpaid', missing_haler: 100 });
    // No change from a card, not even a haléř, and cash beside it does not help.
    for (const cash of [[], [{ typeId: 'cash', amount: 100 }]]) {
      const tenders = [{ typeId: 'card', amount: 101 }, ...cash];
      expect(settle(100, 0, tenders, TYPES)).toEqual({ fault: 'overpaid', surplus_haler: 1 });
    }
  });
});

const by = { at: '2026-11-24T12:00:00+01:00', staffId: 'jana' };
const line = fc.record({
  price: fc.integer({ min: 0, max: 20_000 }),
  quantity: fc.integer({ min: 1, max: 3_000 }),
  rate_bp: fc.constantFrom(2100, 1200, 0),
  categoryId: fc.constantFrom('pivo', 'hlavni'),
});

function billOf(
  lines: readonly { price: number; quantity: number; rate_bp: number; categoryId: string }[],
  off: number,
): Bill {
  const events: BillEvent[] = [
    { ...by, kind: 'opened', tableId: null, guests: null },
    ...lines.map(
      ({ price, quantity, rate_bp, categoryId }, i): BillEvent => ({
        ...by,
        kind: 'line-added',
        lineId: `l${i}`,
        quantity,
        note: '',
        from: null,
        item: {
          itemId: `i${i}`,
          name: `Položka ${i}`,
          shortName: `P${i}`,
          unitPrice_haler: price,
          unit: 'kg',
          vatClass: 'c',
          rate_bp,
          categoryId,
          route: null,
        },
      }),
    ),
  ];
  if (off > 0) {
    const discount = { kind: 'percent', percent_bp: off } as const;
    events.push({ ...by, kind: 'line-discount', lineId: 'l0', discount, allowedBy: 'petr' });
    events.push({ ...by, kind: 'bill-discount', discount, allowedBy: 'petr' });
  }
  return foldBill('b', events) as Bill;
}

/** A paid sale: what goes on the receipt. */
const sale: fc.Arbitrary<ReceiptBody> = fc
  .tuple(
    fc.array(line, { minLength: 1, maxLength: 6 }),
    fc.nat(10_000),
    fc.nat(2_000),
    fc.constantFrom('cash', 'card', 'eur', 'both'),
  )
  .map(([lines, off, tip, how]) => {
    const bill = billOf(lines, off);
    const total = sumBill(bill).total_haler;
    const due = total + tip;
    const half = Math.floor(due / 2);
    const tenders: Tender[] = {
      cash: [{ typeId: 'cash', amount: Math.ceil(due / 100) * 100 + 5_000 }],
      card: [{ typeId: 'card', amount: due }],
      eur: [{ typeId: 'eur', amount: Math.ceil((due * 100) / 2450) + 300 }],
      both: [
        { typeId: 'card', amount: half },
        { typeId: 'cash', amount: Math.ceil(due / 100) * 100 },
      ],
    }[how].filter((t) => t.amount > 0);
    return receiptBody(bill, sumBill(bill), paid(total, tip, tenders), tip);
  });

let seq = 0;
function receipt(body: ReceiptBody, staff = 'jana', reverses: Receipt['reverses'] = null): Receipt {
  seq += 1;
  return {
    id: `r${seq}`,
    number: { series: 'R1', year: 2026, seq },
    issuedAt: by.at,
    registerId: 'r1',
    shiftId: 's',
    billId: 'b',
    staff: { id: staff, name: staff },
    table: null,
    seller: { name: 'x', place: '', address: 'x', ico: '99999994', dic: null },
    buyer: null,
    ...body,
    reverses,
  };
}

function reversal(of: Receipt): Receipt {
  return receipt(reversedBody(of), 'petr', { receiptId: of.id, number: of.number, reason: 'omyl' });
}

describe('a receipt', () => {
  test('adds up from its lines and to its payments', () => {
    fc.assert(
      fc.property(sale, (body) => {
        expect(sum(body.lines.map((l) => l.amount_haler))).toBe(body.total_haler);
        expect(sum(body.recap.map((r) => r.total_haler))).toBe(body.total_haler);
        expect(sum(body.lines.map((l) => l.billDiscount_haler))).toBe(body.discount_haler);
        expect(body.toPay_haler).toBe(body.total_haler + body.tip_haler + body.rounding_haler);
        expect(sum(body.payments.map((p) => p.amount_haler))).toBe(body.toPay_haler);
      }),
    );
  });

  test('and its reversal come to nothing, in every figure', () => {
    fc.assert(
      fc.property(sale, (body) => {
        const back = reversedBody(receipt(body));
        for (const key of [
          'total_haler',
          'tip_haler',
          'rounding_haler',
          'toPay_haler',
          'discount_haler',
        ] as const) {
          expect(body[key] + back[key]).toBe(0);
        }
        body.lines.forEach((l, i) => {
          const other = back.lines[i] as (typeof back.lines)[number];
          expect(other.unitPrice_haler).toBe(l.unitPrice_haler);
          for (const key of [
            'quantity',
            'gross_haler',
            'lineDiscount_haler',
            'billDiscount_haler',
            'amount_haler',
          ] as const) {
            expect(l[key] + other[key]).toBe(0);
          }
        });
        body.recap.forEach((r, i) => {
          const other = back.recap[i] as (typeof back.recap)[number];
          expect(other.rate_bp).toBe(r.rate_bp);
          for (const key of ['base_haler', 'vat_haler', 'total_haler'] as const)
            expect(r[key] + other[key]).toBe(0);
          expect(other.base_haler + other.vat_haler).toBe(other.total_haler);
        });
        body.payments.forEach((p, i) => {
          const other = back.payments[i] as Payment;
          expect(p.amount_haler + other.amount_haler).toBe(0);
          expect([other.typeId, other.registered, other.change_haler]).toEqual([p.typeId, p.registered, 0]);
        });
        expect(sum(back.payments.map((p) => p.amount_haler))).toBe(back.toPay_haler);
        // What is written is read back as the same: no -0 anywhere.
        expect(JSON.parse(JSON.stringify(back))).toEqual(back);
      }),
    );
  });

  test('crowns that came in go out again; euros stay, and their worth goes out in crowns', () => {
    fc.assert(
      fc.property(sale, (body) => {
        const back = reversedBody(receipt(body));
        const euros = body.payments.filter((p) => p.foreign !== null);
        expect(cashIn(body) + cashIn(back)).toBe(0 - sum(euros.map((p) => p.tendered_haler)));
        expect(foreignIn(back)).toEqual({});
        // The guest is as before: what the drawer holds more is what the euros are worth.
        const crowns = body.payments.filter((p) => p.kind === 'cash');
        expect(cashIn(body)).toBe(sum(crowns.map((p) => p.tendered_haler)) - body.change_haler);
      }),
    );
  });

  test('euros are counted in cents, crowns apart from them', () => {
    const bill = billOf([{ price: 20_000, quantity: 1000, rate_bp: 2100, categoryId: 'c' }], 0);
    const tenders = [
      { typeId: 'eur', amount: 500 },
      { typeId: 'eur', amount: 500 },
    ];
    const body = receiptBody(bill, sumBill(bill), paid(20_000, 0, tenders), 0);
    expect(foreignIn(body)).toEqual({ EUR: 1000 });
    expect(cashIn(body)).toBe(-4_600);
  });

  test('keeps which of it is a voucher sold, and which was paid by one, also when it is taken back', () => {
    const bill = billOf([{ price: 20_000, quantity: 1000, rate_bp: 0, categoryId: 'c' }], 0);
    const [first] = bill.lines;
    if (!first) throw new Error('no line');
    const voucher = { ...bill, lines: [{ ...first, item: { ...first.item, prepaid: true as const } }] };
    const tenders = [
      { typeId: 'credit', amount: 5_000 },
      { typeId: 'card', amount: 15_000 },
    ];
    const body = receiptBody(voucher, sumBill(voucher), paid(20_000, 0, tenders), 0);
    for (const { lines, payments } of [body, reversedBody(receipt(body))]) {
      expect(lines.map((line) => line.prepaid)).toEqual([true]);
      expect(payments.map((one) => one.prepaid)).toEqual([true, undefined]);
    }
    expect(receiptBody(bill, sumBill(bill), paid(20_000, 0, tenders), 0).lines[0]).not.toHaveProperty(
      'prepaid',
    );
  });

  test('has a number that EET takes as porad_cis', () => {
    expect(formatReceiptNumber({ series: 'R1', year: 2026, seq: 123 })).toBe('R1-2026-000123');
    expect(formatReceiptNumber({ series: 'R1', year: 2026, seq: 1_234_567 })).toBe('R1-2026-1234567');
  });
});

describe('a shift', () => {
  const shiftOf = (movements: readonly number[], float_haler: number): Shift => ({
    id: 's',
    registerId: 'r1',
    openedAt: by.at,
    openedBy: 'jana',
    float_haler,
    closed: null,
    movements: movements.map((amount_haler, i) => ({
      id: `m${i}`,
      at: by.at,
      amount_haler,
      reason: 'x',
      staffId: 'jana',
      allowedBy: 'petr',
    })),
  });
  const day = fc.record({
    sales: fc.array(fc.tuple(sale, fc.constantFrom('jana', 'petr'), fc.boolean()), { maxLength: 8 }),
    movements: fc.array(fc.integer({ min: -50_000, max: 50_000 }), { maxLength: 5 }),
    float_haler: fc.nat(500_000),
  });

  test('adds up, whichever way it is looked at', () => {
    fc.assert(
      fc.property(day, ({ sales, movements, float_haler }) => {
        const receipts = sales.flatMap(([body, staff, takenBack]) => {
          const one = receipt(body, staff);
          return takenBack ? [one, reversal(one)] : [one];
        });
        const report = reportShift(shiftOf(movements, float_haler), receipts, (r) =>
          formatReceiptNumber(r.number),
        );
        const takings = sum(receipts.map((r) => r.total_haler));
        expect(report.takings_haler).toBe(takings);
        for (const parts of [report.byCategory, report.byStaff]) {
          expect(sum(parts.map((p) => p.amount_haler))).toBe(takings);
        }
        expect(sum(report.recap.map((r) => r.total_haler))).toBe(takings);
        for (const r of report.recap) expect(r.base_haler + r.vat_haler).toBe(r.total_haler);
        expect(sum(report.byPayment.map((p) => p.amount_haler))).toBe(
          takings + report.tips_haler + report.rounding_haler,
        );
        const lines = receipts.flatMap((r) => r.lines);
        expect(report.discounts_haler).toBe(sum(lines.map((l) => l.gross_haler - l.amount_haler)));
        expect(sum(report.byStaff.map((p) => p.count))).toBe(receipts.length);
        expect(sum(report.byPayment.map((p) => p.count))).toBe(sum(receipts.map((r) => r.payments.length)));
        expect(report.receiptCount).toBe(receipts.length);
        expect(report.reversalCount).toBe(sales.filter(([, , back]) => back).length);
        expect(report.reversed_haler).toBe(sum(receipts.filter((r) => r.reverses).map((r) => r.total_haler)));
        expect([report.firstNumber, report.lastNumber]).toEqual(
          receipts.length === 0
            ? [null, null]
            : [receipts[0], receipts.at(-1)].map((r) => formatReceiptNumber((r as Receipt).number)),
        );
        // The drawer, counted coin by coin in the order of events.
        let drawer = float_haler;
        let cents = 0;
        for (const r of receipts) {
          for (const p of r.payments) {
            if (p.kind === 'cash') drawer += p.tendered_haler;
            if (p.kind === 'foreign-cash' && p.foreign) cents += p.foreign.tendered_cents;
            if (p.kind === 'foreign-cash' && !p.foreign) drawer += p.tendered_haler;
            drawer -= p.change_haler;
          }
        }
        for (const amount of movements) drawer += amount;
        expect(report.expected_haler).toBe(drawer);
        expect(report.expectedForeign.EUR ?? 0).toBe(cents);
        expect(report.cashIn_haler - report.cashOut_haler).toBe(sum(movements));
        expect(report.cashOut_haler).toBeGreaterThanOrEqual(0);
        expect(JSON.parse(JSON.stringify(report))).toEqual(report);
      }),
    );
  });

  test('in which everything was taken back has no takings', () => {
    fc.assert(
      fc.property(fc.array(sale, { minLength: 1, maxLength: 6 }), (bodies) => {
        const receipts = bodies.map((body) => receipt(body));
        const all = [...receipts, ...receipts.map(reversal)];
        const report = reportShift(shiftOf([], 0), all, (r) => r.id);
        for (const r of report.recap) expect([r.base_haler, r.vat_haler, r.total_haler]).toEqual([0, 0, 0]);
        expect([
          report.takings_haler,
          report.tips_haler,
          report.rounding_haler,
          report.discounts_haler,
        ]).toEqual([0, 0, 0, 0]);
        for (const p of report.byPayment) expect(p.amount_haler).toBe(0);
      }),
    );
  });
});
