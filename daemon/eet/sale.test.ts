import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Bill,
  MAX_AMOUNT_HALER,
  type PaymentType,
  type Receipt,
  receiptBody,
  reversedBody,
  settle,
  sumBill,
  type Tender,
} from '../../domain/index.ts';
import { faultsOf, identityOf } from '../../eet/index.ts';
import type { EetSettings } from '../http/contract.ts';
import * as samples from '../printing/samples.fixture.ts';
import { reversalOf, saleIdentity, saleOf } from './sale.ts';

const settings: EetSettings = {
  environment: 'production',
  eic: 'CZ00000019',
  unitId: '11',
  delegatingEic: null,
  delegatedByMany: false,
  wait_s: 2,
};
const [cash] = samples.lunch.payments;
if (!cash) throw new Error('lunch is paid in cash');
const paid = (amount_haler: number, more: Partial<Receipt['payments'][number]> = {}) => ({
  ...cash,
  amount_haler,
  tendered_haler: amount_haler,
  change_haler: 0,
  ...more,
});
const totalOf = (receipt: Receipt) => saleOf(receipt, settings)?.total;

describe('a receipt as it is registered', () => {
  it('is frozen with whose it is, where and when', () => {
    const sale = saleOf(samples.lunch, settings);
    expect(sale).toEqual({
      eic: 'CZ00000019',
      unitId: '11',
      registerId: 'pokladna-1',
      number: 'R1-2026-000123',
      soldAt: '2026-11-24T12:34:05+01:00',
      total: '403.00',
    });
    expect(sale && saleIdentity(sale)).toBe(
      'CZ00000019|11|pokladna-1|R1-2026-000123|2026-11-24T12:34:05+01:00|403.00',
    );
  });

  it('names on whose behalf it is registered', () => {
    const delegated = { ...settings, delegatingEic: 'CZ1234567890', delegatedByMany: true };
    expect(saleOf(samples.lunch, delegated)).toMatchObject({
      delegatingEic: 'CZ1234567890',
      delegatedByMany: true,
    });
  });

  it('is what was received, rounding in and tip out', () => {
    // 150,00 by card and 150,00 in euro, of which 24,00 is a tip; 275,79 was rounded by 0,21.
    expect(totalOf(samples.everything)).toBe('276.00');
  });

  it('leaves out what is paid by invoice, and a receipt of nothing else is not registered', () => {
    expect(totalOf(samples.invoice)).toBeUndefined();
    const half = {
      ...samples.lunch,
      payments: [paid(10_305), paid(29_995, { registered: false })],
    };
    expect(totalOf(half)).toBe('103.05');
    expect(totalOf({ ...samples.lunch, payments: [], total_haler: 0 })).toBeUndefined();
  });

  it('takes the tip out of the registered part first', () => {
    const payments = [paid(10_000), paid(40_000, { registered: false })];
    expect(totalOf({ ...samples.lunch, payments, tip_haler: 9_999 })).toBe('0.01');
    expect(totalOf({ ...samples.lunch, payments, tip_haler: 10_000 })).toBeUndefined();
    expect(totalOf({ ...samples.lunch, payments, tip_haler: 30_000 })).toBeUndefined();
  });

  it('says how much of it bought a voucher, and how much was drawn from one', () => {
    const [beer] = samples.lunch.lines;
    if (!beer) throw new Error('lunch has lines');
    const voucher = { ...beer, amount_haler: 30_000, prepaid: true as const };
    const drawing = paid(5_050, { prepaid: true });
    const lines = [beer, voucher];
    const receipt = { ...samples.lunch, lines, payments: [paid(37_350), drawing] };
    expect(saleOf(receipt, settings)).toMatchObject({ total: '424.00', prepaid: '300.00', drawn: '50.50' });
    // Most of the voucher is paid by invoice: not more than the whole that is registered.
    const invoiced = { ...receipt, payments: [paid(32_400, { registered: false }), paid(10_000)] };
    expect(saleOf(invoiced, settings)).toMatchObject({ total: '100.00', prepaid: '100.00' });
    expect(saleOf(invoiced, settings)).not.toHaveProperty('drawn');
  });

  it('fits the authority at the edge of what a receipt can come to', () => {
    const most = { ...samples.lunch, payments: [paid(MAX_AMOUNT_HALER + 1)] };
    expect(totalOf(most)).toBe('99999999.99');
  });
});

const types: readonly PaymentType[] = [
  { id: 'cash', kind: 'cash', registered: true, prepaid: false },
  { id: 'card', kind: 'card', registered: true, prepaid: false },
  { id: 'invoice', kind: 'transfer', registered: false, prepaid: false },
  { id: 'voucher', kind: 'voucher', registered: true, prepaid: true },
  { id: 'old-voucher', kind: 'voucher', registered: false, prepaid: true },
].map((type) => ({ ...type, name: type.id, currency: 'CZK', rate_haler: null, active: true }) as PaymentType);

const NO_BILL: Bill = {
  id: 'b',
  state: 'open',
  tableId: null,
  guests: null,
  openedAt: samples.lunch.issuedAt,
  openedBy: 's',
  lines: [],
  discount: null,
  payments: [],
  claim: null,
  version: 1,
};

function billLine(
  id: string,
  { price_haler, quantity, prepaid }: { price_haler: number; quantity: number; prepaid: boolean },
): Bill['lines'][number] {
  return {
    id,
    item: {
      itemId: id,
      name: id,
      shortName: id,
      unitPrice_haler: price_haler,
      unit: 'ks',
      vatClass: 'standard',
      rate_bp: 2100,
      categoryId: 'c',
      route: null,
      ...(prepaid ? { prepaid: true as const } : {}),
    },
    added: quantity,
    voided: 0,
    moved: 0,
    paid: 0,
    excess: 0,
    ordered: 0,
    note: '',
    discount: null,
    staffId: 's',
    addedAt: samples.lunch.issuedAt,
  };
}

/** A receipt as the register makes it of a bill, lines and ways of paying as they come. */
const receipts: fc.Arbitrary<Receipt> = fc
  .record({
    lines: fc.array(
      fc.record({
        price_haler: fc.integer({ min: 0, max: 90_000 }),
        quantity: fc.integer({ min: 1, max: 5_000 }),
        prepaid: fc.boolean(),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    tip_haler: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 50_000 })),
    shares: fc.array(
      fc.tuple(
        fc.constantFrom('card', 'invoice', 'voucher', 'old-voucher'),
        fc.double({ min: 0, max: 1, noNaN: true }),
      ),
      { maxLength: 3 },
    ),
    number: fc.record({
      series: fc.stringMatching(/^[A-Z0-9]{1,8}$/),
      year: fc.integer({ min: 1970, max: 2199 }),
      seq: fc.integer({ min: 1, max: 99_999_999 }),
    }),
    registerId: fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/),
  })
  .map(({ lines, tip_haler, shares, number, registerId }) => {
    const bill: Bill = { ...NO_BILL, lines: lines.map((line, i) => billLine(`l${i}`, line)) };
    const sum = sumBill(bill);
    let left = sum.total_haler + tip_haler;
    const tenders: Tender[] = [];
    for (const [typeId, share] of shares) {
      const amount = Math.floor(left * share);
      if (amount > 0) tenders.push({ typeId, amount });
      left -= amount;
    }
    const crowns = Math.ceil(left / 100) * 100;
    if (crowns > 0) tenders.push({ typeId: 'cash', amount: crowns });
    const settlement = settle(sum.total_haler, tip_haler, tenders, types);
    if ('fault' in settlement) throw new Error(settlement.fault);
    return { ...samples.lunch, number, registerId, ...receiptBody(bill, sum, settlement, tip_haler) };
  });

const back = (receipt: Receipt): Receipt => ({
  ...receipt,
  ...reversedBody(receipt),
  reverses: { receiptId: receipt.id, number: receipt.number, reason: 'omyl' },
});

describe('laws of what is registered', () => {
  it('the authority would refuse none of it, and knows it by the same six values', () => {
    let registered = 0;
    fc.assert(
      fc.property(receipts, fc.boolean(), (receipt, reversal) => {
        const sold = saleOf(receipt, settings);
        if (!sold) return;
        const sale = reversal ? reversalOf(back(receipt), sold) : sold;
        registered++;
        expect(faultsOf(sale)).toEqual([]);
        expect(saleIdentity(sale)).toBe(identityOf(sale));
      }),
    );
    expect(registered).toBeGreaterThan(50);
  });

  it('a reversal is the exact negative of the sale, and taken back itself the sale again', () => {
    fc.assert(
      fc.property(receipts, (receipt) => {
        const sale = saleOf(receipt, settings);
        if (!sale) return;
        const reversal = reversalOf(back(receipt), sale);
        for (const key of ['total', 'prepaid', 'drawn'] as const) {
          expect(reversal[key]).toBe(sale[key] && `-${sale[key]}`);
        }
        expect(reversalOf(receipt, reversal)).toEqual(sale);
      }),
    );
  });

  it('nothing of a reversal is reckoned from what is set now', () => {
    const delegated = { ...settings, delegatingEic: 'CZ1234567890', delegatedByMany: true };
    const sold = saleOf(samples.lunch, delegated);
    const number = { series: 'R2', year: 2027, seq: 5 };
    const later = {
      ...back(samples.lunch),
      registerId: 'bar',
      number,
      issuedAt: '2027-01-02T10:00:00+01:00',
    };
    expect(sold && reversalOf(later, sold)).toEqual({
      ...sold,
      registerId: 'bar',
      number: 'R2-2027-000005',
      soldAt: '2027-01-02T10:00:00+01:00',
      total: '-403.00',
    });
  });

  it('what is registered and what is not are together what was received, tip out', () => {
    fc.assert(
      fc.property(receipts, (receipt) => {
        const registered = receipt.payments
          .filter((p) => p.registered)
          .reduce((s, p) => s + p.amount_haler, 0);
        const total = Math.round(Number(saleOf(receipt, settings)?.total ?? 0) * 100);
        expect(total).toBe(Math.max(0, registered - receipt.tip_haler));
        expect(total).toBeLessThanOrEqual(Math.max(0, receipt.total_haler + receipt.rounding_haler));
      }),
    );
  });
});
