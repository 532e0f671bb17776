import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Receipt } from '../../../domain/index.ts';
import { createTill, SELLER } from '../../books/trade.fixture.ts';
import { pohodaPack } from './pack.ts';
import { sharesOf } from './shares.ts';
import { readPack } from './structure.fixture.ts';

const period = { from: '2026-11-01', to: '2026-11-30' };

async function packed(
  receipts: readonly Receipt[],
  detail: 'days' | 'receipts' = 'days',
  cashAccount = 'HP',
): Promise<string> {
  async function* each() {
    yield* receipts;
  }
  let xml = '';
  for await (const piece of pohodaPack(each(), { period, detail, ico: SELLER.ico, cashAccount }))
    xml += piece;
  return xml;
}

/** Everything that a pack can hold: two days, every way to pay, a reversal, a buyer, a seller who is no payer. */
function trade(): Receipt[] {
  const till = createTill('bar', { series: 'B1' });
  till.open('2026-11-23T08:00:00+01:00');
  const sell = (day: number, more: Partial<Parameters<typeof till.sell>[0]>) =>
    till.sell({
      at: `2026-11-${day}T12:00:00+01:00`,
      lines: [
        ['pivo', 3000],
        ['syr', 345],
        ['poukaz', 1000],
      ],
      ...more,
    });
  const first = sell(23, { tip_haler: 1_234, by: 'mixed', discount: { kind: 'percent', percent_bp: 1_000 } });
  sell(23, { by: 'card', tip_haler: 500 });
  sell(23, { by: 'eur' });
  const buyer = {
    name: 'Novák & syn <s.r.o.> "U"',
    address: 'Ulice 1, Praha',
    ico: '87654321',
    dic: 'CZ87654321',
  };
  const invoice = sell(24, { by: 'invoice', buyer });
  till.reverse(first, '2026-11-24T13:00:00+01:00');
  till.reverse(invoice, '2026-11-24T14:00:00+01:00');
  sell(24, { seller: { ...SELLER, dic: null } });
  return till.receipts;
}

describe('A pack for POHODA', () => {
  test.each(['days', 'receipts'] as const)('by %s keeps to the published structure', async (detail) => {
    const { faults, items } = readPack(await packed(trade(), detail));
    expect(faults).toEqual([]);
    expect(items.length).toBeGreaterThan(10);
  });

  // Stormware's schemas, data.xsd and all that it names, in a folder: www.stormware.cz/xml.
  const schemas = process.env.KASAD_POHODA_XSD;
  test.runIf(schemas !== undefined)('is valid by the schemas themselves', async () => {
    for (const detail of ['days', 'receipts'] as const) {
      const input = await packed(trade(), detail);
      execFileSync('xmllint', ['--noout', '--schema', `${schemas}/data.xsd`, '-'], { input, stdio: 'pipe' });
    }
  });

  test.each(['days', 'receipts'] as const)('by %s adds up to the receipts', async (detail) => {
    const receipts = trade();
    const { items } = readPack(await packed(receipts, detail));
    const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
    const payers = receipts.filter(({ seller }) => seller.dic !== null);
    expect(sum(items.map(({ sum_haler }) => sum_haler))).toBe(
      sum(receipts.map(({ toPay_haler }) => toPay_haler)),
    );
    expect(sum(items.map(({ vat_haler }) => vat_haler))).toBe(
      sum(payers.flatMap(({ recap }) => recap.map(({ vat_haler }) => vat_haler))),
    );
    for (const { base_haler, vat_haler, sum_haler } of items) expect(base_haler + vat_haler).toBe(sum_haler);
  });

  test('tells cash, other payments and buyers apart, and leaves out what XML has no place for', async () => {
    const xml = await packed(trade(), 'receipts', 'K<1');
    expect(xml.match(/<vch:voucher /g)).toHaveLength(4);
    expect(xml).toContain('<vch:cashAccount><typ:ids>K&lt;1</typ:ids></vch:cashAccount>');
    expect(xml).toContain('<typ:company>Novák &amp; syn &lt;s.r.o.&gt; &quot;U&quot;</typ:company>');
    expect(xml).toContain(
      '<inv:invoiceType>issuedInvoice</inv:invoiceType><inv:number><typ:numberRequested>B1-2026-000004<',
    );
    expect(xml).toContain('<inv:invoiceType>issuedCreditNotice</inv:invoiceType>');
    expect(xml).toContain('<inv:paymentType><typ:paymentType>creditcard</typ:paymentType></inv:paymentType>');

    const till = createTill('bar');
    till.open('2026-11-23T08:00:00+01:00');
    const buyer = { name: `a\u0001\ud800\u{1f600}${'x'.repeat(300)}`, address: '\r\n', ico: null, dic: null };
    till.sell({ at: '2026-11-23T12:00:00+01:00', lines: [['pivo', 1000]], buyer });
    const { faults } = readPack(await packed(till.receipts));
    expect(faults).toEqual([]);
  });

  test('is nothing without receipts', async () => {
    expect(await packed([])).toBe('');
  });

  test('shares of a receipt add up to it, whatever it was paid with', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.constantFrom('pivo', 'kava', 'svickova', 'syr', 'poukaz'),
            fc.integer({ min: 1, max: 9_999 }),
          ),
          { minLength: 1, maxLength: 6 },
        ),
        fc.integer({ min: 0, max: 20_000 }),
        fc.constantFrom('cash', 'card', 'mixed', 'eur', 'invoice'),
        fc.boolean(),
        (lines, tip_haler, by, back) => {
          const till = createTill('bar');
          till.open('2026-11-23T08:00:00+01:00');
          const sale = till.sell({ at: '2026-11-23T12:00:00+01:00', lines, tip_haler, by });
          const receipt = back ? till.reverse(sale, '2026-11-23T13:00:00+01:00') : sale;
          const shares = sharesOf(receipt);
          shares.forEach((share, i) => {
            const paid = share.rates.reduce((sum, { total_haler }) => sum + total_haler, 0);
            expect(paid + share.tip_haler + share.rounding_haler).toBe(receipt.payments[i]?.amount_haler);
          });
          for (const { rate_bp, base_haler, vat_haler, total_haler } of receipt.recap) {
            const own = shares.flatMap(({ rates }) => rates.filter((one) => one.rate_bp === rate_bp));
            expect(own.reduce((sum, one) => sum + one.total_haler, 0)).toBe(total_haler);
            expect(own.reduce((sum, one) => sum + one.vat_haler, 0)).toBe(vat_haler);
            expect(own.reduce((sum, one) => sum + one.base_haler, 0)).toBe(base_haler);
          }
          expect(shares.reduce((sum, one) => sum + one.tip_haler, 0)).toBe(receipt.tip_haler);
        },
      ),
    );
  });
});
