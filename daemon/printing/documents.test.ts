import { describe, expect, it } from 'vitest';
import { formatAmount } from '../../domain/index.ts';
import { type Document, encode, type Paper, paperText, profileWith, readPaper } from '../../drivers/index.ts';
import { receiptDocument, reportDocument, type Sheet } from '../../paper/index.ts';
import { billDocument } from './bill-document.ts';
import { cashDocument } from './cash-document.ts';
import { orderDocument } from './order-document.ts';
import * as samples from './samples.fixture.ts';
import { testDocument } from './test-document.ts';

/** Papers of 48, 42 and 32 characters. */
const models = ['generic-80', 'epson-tm-t88v', 'generic-58'] as const;

function print(make: (sheet: Sheet) => Document, model: string, more: Partial<Sheet> = {}): Paper {
  const profile = profileWith(model);
  const document = make({ columns: profile.columns, copy: false, insteadOf: null, ...more });
  const { bytes, substitutions } = encode(document, profile);
  expect(substitutions).toEqual([]);
  const paper = readPaper(bytes, profile);
  expect(paper.unknown).toEqual([]);
  return paper;
}

const shop = {
  header: ['Polední menu každý den 11–14'],
  footer: ['Děkujeme za návštěvu.', 'Wi-Fi: ulipy2026'],
};
const receipt = (which: typeof samples.lunch) => (sheet: Sheet) =>
  receiptDocument(which, { ...sheet, ...shop });

const bill =
  (which: typeof samples.billWithCode, qr = true) =>
  (sheet: Sheet) =>
    billDocument(which, { ...sheet, qr });

const papers: Record<string, (model: string) => Paper> = {
  'receipt-lunch': (model) => print(receipt(samples.lunch), model),
  'receipt-everything': (model) => print(receipt(samples.everything), model),
  'receipt-invoice': (model) => print(receipt(samples.invoice), model),
  'receipt-reversal': (model) => print(receipt(samples.reversal), model),
  'receipt-non-payer-copy': (model) => print(receipt(samples.nonPayer), model, { copy: true }),
  'order-new': (model) => print((sheet) => orderDocument(samples.order, sheet), model),
  'order-cancelled-stand-in': (model) =>
    print((sheet) => orderDocument(samples.cancellation, sheet), model, { insteadOf: 'Tiskárna kuchyň' }),
  'order-corrected': (model) => print((sheet) => orderDocument(samples.correction, sheet), model),
  'report-z': (model) => print((sheet) => reportDocument(samples.zPaper, sheet), model),
  'report-x': (model) => print((sheet) => reportDocument(samples.xPaper, sheet), model),
  'cash-out': (model) => print((sheet) => cashDocument(samples.cashPaper, sheet), model),
  'bill-counter': (model) => print(bill(samples.billAtCounter), model),
  'bill-table-code': (model) => print(bill(samples.billWithCode), model),
  test: (model) =>
    print(
      (sheet) =>
        testDocument({
          printer: 'Tiskárna účtenek',
          url: 'tcp://10.0.0.5:9100',
          model: 'Epson',
          columns: sheet.columns,
          codePage: 18,
          at: '2026-11-24T08:00:00+01:00',
        }),
      model,
    ),
};

/** Width of each text line in characters of normal width. */
function widths(paper: Paper): number[] {
  return paper.lines.flatMap((line) =>
    line.kind === 'text'
      ? [line.spans.reduce((sum, span) => sum + [...span.text].length * (span.width ?? 1), 0)]
      : [],
  );
}

/** The text of the line that begins with `left`, and how it is set. */
function lineOf(paper: Paper, left: string) {
  for (const line of paper.lines) {
    if (line.kind !== 'text') continue;
    const text = line.spans.map((span) => span.text).join('');
    if (text.startsWith(left)) return { text: text.replace(/\s+/g, ' ').trim(), span: line.spans[0] };
  }
  return undefined;
}

/** What the reader of paper gives back for an amount: a plain minus and plain spaces. */
const onPaper = (haler: number) => formatAmount(haler).replace('−', '-').replaceAll('\u00a0', ' ');

describe.each(Object.entries(papers))('%s', (name, paperOn) => {
  it('looks as it was proofread', async () => {
    const text = models
      .map((model) => `== ${profileWith(model).columns} znaků\n${paperText(paperOn(model))}`)
      .join('\n');
    await expect(text).toMatchFileSnapshot(`../../test/golden/${name}.txt`);
  });

  it.each(models)('never runs over the edge of the paper: %s', (model) => {
    const { columns } = profileWith(model);
    for (const width of widths(paperOn(model))) expect(width).toBeLessThanOrEqual(columns);
  });
});

describe.each(models)('a receipt on %s', (model) => {
  it('says who sells, what, when and for how much', () => {
    const text = paperText(print(receipt(samples.lunch), model));
    for (const must of [
      'Hospoda U Lípy s.r.o.',
      'Žižkova 12, 130 00 Praha 3',
      'IČO 12345678',
      'DIČ CZ12345678',
      'Daňový doklad - zjednodušený',
      'R1-2026-000123',
      '24. 11. 2026 12:34',
      'Jana Dvořáková',
      '2 ks × 62,00',
    ]) {
      expect(text).toContain(must);
    }
    expect(text.replace(/\s+/g, ' ')).toContain('Svíčková na smetaně, houskový knedlík,'.split(',')[0]);
  });

  it('adds up: lines to the total, the recapitulation to the total, money given to change', () => {
    const paper = print(receipt(samples.lunch), model);
    expect(lineOf(paper, 'CELKEM')?.text).toBe('CELKEM 403,00 Kč');
    expect(lineOf(paper, 'Pilsner')?.text).toMatch(/124,00 A$/);
    expect(lineOf(paper, 'Svíčková')?.text).toMatch(/189,00 B$/);
    expect(lineOf(paper, 'Polévka')?.text).toBe('Polévka dne 90,00 B');
    // 124,00 + 189,00 + 90,00 = 403,00; 102,48 + 21,52 + 249,11 + 29,89 = 403,00; 500,00 − 97,00 = 403,00.
    expect(lineOf(paper, 'A 21 %')?.text).toBe('A 21 % 102,48 21,52 124,00');
    expect(lineOf(paper, 'B 12 %')?.text).toBe('B 12 % 249,11 29,89 279,00');
    expect(lineOf(paper, 'Hotově')?.text).toBe('Hotově 500,00');
    expect(lineOf(paper, 'Vráceno')?.text).toBe('Vráceno 97,00 Kč');
  });

  it('shows discounts, tip, rounding, euro with its rate, and change', () => {
    const paper = print(receipt(samples.everything), model);
    const text = paperText(paper);
    expect(lineOf(paper, '  Sleva')?.text).toBe('Sleva -13,42 B');
    expect(lineOf(paper, 'Mezisoučet')?.text).toBe('Mezisoučet 285,79');
    expect(lineOf(paper, 'Sleva na účet')?.text).toBe('Sleva na účet -10,00');
    expect(lineOf(paper, 'CELKEM')?.text).toBe('CELKEM 275,79 Kč');
    expect(lineOf(paper, 'Spropitné')?.text).toBe('Spropitné 24,00');
    expect(lineOf(paper, 'Zaokrouhlení')?.text).toBe('Zaokrouhlení 0,21');
    expect(lineOf(paper, 'K úhradě')?.text).toBe('K úhradě 300,00 Kč');
    expect(lineOf(paper, 'Platební karta')?.text).toBe('Platební karta 150,00');
    expect(lineOf(paper, 'Hotově EUR')?.text).toBe('Hotově EUR 245,00');
    expect(text).toContain('10,00 EUR, kurz 24,50 Kč');
    expect(text).toContain('0,345 kg × 389,00');
    expect(lineOf(paper, 'Vráceno')?.text).toBe('Vráceno 95,00 Kč');
  });

  it('has nothing larger than the total', () => {
    const paper = print(receipt(samples.lunch), model);
    const size = (span: { width?: number; height?: number } | undefined) =>
      (span?.width ?? 1) * (span?.height ?? 1);
    const total = size(lineOf(paper, 'CELKEM')?.span);
    expect(total).toBeGreaterThanOrEqual(2);
    for (const line of paper.lines) {
      if (line.kind === 'text') for (const span of line.spans) expect(size(span)).toBeLessThanOrEqual(total);
    }
  });

  it('names the buyer on a full document, with unit prices without tax', () => {
    const paper = print(receipt(samples.invoice), model);
    const text = paperText(paper);
    expect(text).toContain('Faktura - daňový doklad');
    expect(text).not.toContain('zjednodušený');
    expect(text).toContain('IČO 87654321  DIČ CZ87654321');
    // 890,00 / 1,12 = 794,642… ; 62,00 / 1,21 = 51,239…
    expect(text).toContain('bez DPH 794,64 / porce');
    expect(text).toContain('bez DPH 51,24 / ks');
    for (const { base_haler, vat_haler, total_haler } of samples.invoice.recap) {
      for (const amount of [base_haler, vat_haler, total_haler]) expect(text).toContain(onPaper(amount));
    }
  });

  it('refers to what it reverses, and says why', () => {
    const text = paperText(print(receipt(samples.reversal), model));
    expect(text).toContain('STORNO dokladu č. R1-2026-000123');
    expect(text).toContain('Důvod: Namarkováno na jiný stůl');
    expect(text).toContain('Opravný daňový doklad');
    expect(text).toMatch(/CELKEM +-403,00 Kč/);
    expect(text).toMatch(/Hotově +-403,00/);
  });

  it('states no rates for a seller who pays no VAT', () => {
    const text = paperText(print(receipt(samples.nonPayer), model));
    expect(text).toContain('Neplátce DPH');
    expect(text).not.toMatch(/DIČ|Sazba|Základ|Daňový|\d %/);
  });

  it('marks a copy and a stand-in', () => {
    const text = paperText(print(receipt(samples.lunch), model, { copy: true, insteadOf: 'Bar' }));
    expect(text).toContain('KOPIE');
    expect(text).toContain('NÁHRADNÍ TISK');
    expect(text).toContain('Patří na: Bar');
    expect(paperText(print(receipt(samples.lunch), model))).not.toMatch(/KOPIE|NÁHRADNÍ/);
  });
});

describe.each(models)('a bill before paying on %s', (model) => {
  it('says that it is no receipt, and has neither a number nor VAT', () => {
    for (const which of [samples.billAtCounter, samples.billWithCode]) {
      const text = paperText(print(bill(which), model));
      expect(text).toContain('ÚČET - NENÍ DAŇOVÝ DOKLAD');
      expect(text).not.toMatch(/Doklad č|Sazba|Základ|DPH|IČO|\d,\d\d [AB]$/m);
    }
  });

  it('adds up, worked out by hand', () => {
    const paper = print(bill(samples.billWithCode), model);
    expect(lineOf(paper, 'Sýr')?.text).toBe('Sýr Blaťácké zlato 134,21');
    expect(lineOf(paper, '  Sleva')?.text).toBe('Sleva -13,42');
    expect(lineOf(paper, 'Víno')?.text).toMatch(/165,00$/);
    expect(lineOf(paper, 'Mezisoučet')?.text).toBe('Mezisoučet 285,79');
    expect(lineOf(paper, 'Sleva na účet')?.text).toBe('Sleva na účet -10,00');
    expect(lineOf(paper, 'CELKEM')?.text).toBe('CELKEM 275,79 Kč');
    expect(lineOf(paper, 'Stůl')?.text).toBe('Stůl 5');
  });

  it('carries a code for payment only when there is an account, a sum, and a printer that draws it', () => {
    const codes = (paper: Paper) => paper.lines.flatMap((line) => (line.kind === 'qr' ? [line.data] : []));
    expect(codes(print(bill(samples.billWithCode), model))).toEqual([
      'SPD*1.0*ACC:CZ6508000000192000145399*AM:275.79*CC:CZK*MSG:UCET STUL 5 HOSPODA U LIPY',
    ]);
    const free = { ...samples.billWithCode, total_haler: 0 };
    for (const without of [bill(samples.billAtCounter), bill(free), bill(samples.billWithCode, false)]) {
      const paper = print(without, model);
      expect(codes(paper)).toEqual([]);
      expect(paperText(paper)).not.toContain('QR');
    }
  });
});

it.each(models)('a logo comes out at the top of a receipt, dot by dot: %s', (model) => {
  // Not symmetrical in any direction: 16 dots wide, 3 high.
  const bits = Uint8Array.of(0b11110000, 0b00000001, 0b10000000, 0b00000011, 0xff, 0b01010101);
  const logo = { width: 16, height: 3, bits };
  const paper = print((sheet) => receiptDocument(samples.lunch, { ...sheet, ...shop, logo }), model);
  expect(paper.lines[0]).toEqual({
    kind: 'image',
    align: 'center',
    width: 16,
    height: 3,
    bits: Buffer.from(bits).toString('base64'),
  });
  const without = print(receipt(samples.lunch), model);
  expect(paper.lines.slice(1)).toEqual(without.lines);
});

it('claims no simplified document above 10 000 Kč', () => {
  const dear = { ...samples.lunch, total_haler: 1_000_001, toPay_haler: 1_000_001 };
  const atLimit = { ...samples.lunch, total_haler: 1_000_000, toPay_haler: 1_000_000 };
  expect(paperText(print(receipt(dear), 'generic-80'))).not.toContain('zjednodušený');
  expect(paperText(print(receipt(atLimit), 'generic-80'))).toContain('zjednodušený');
});

describe.each(models)('an order on %s', (model) => {
  it('is high, with the number and table in double size', () => {
    const paper = print((sheet) => orderDocument(samples.order, sheet), model);
    expect(lineOf(paper, 'č. 14')?.text).toBe('č. 14 Stůl 5');
    expect(lineOf(paper, 'č. 14')?.span).toMatchObject({ width: 2, height: 2, bold: true });
    for (const words of ['2× Svíčková', '1× Smažený', '0,5× Guláš', '   > jedna bez brusinek']) {
      expect(lineOf(paper, words)?.span).toMatchObject({ height: 2 });
    }
    expect(paperText(paper)).not.toContain('STORNO');
  });

  it('bears the series of its register where there are siblings, in one line with the table', () => {
    const order = { ...samples.order, number: 114, register: 'R2B' };
    const lines = paperText(print((sheet) => orderDocument(order, sheet), model)).split('\n');
    expect(lines[0]).toMatch(/^R2B\/114 +Stůl \S+$/);
  });

  it('cannot be taken for an order when it cancels one', () => {
    const paper = print((sheet) => orderDocument(samples.cancellation, sheet), model);
    const shouts = paper.lines.filter(
      (line) => line.kind === 'text' && line.spans.some((s) => s.invert && s.text.includes('STORNO')),
    );
    expect(shouts).toHaveLength(3);
    expect(lineOf(paper, 'STORNO 1×')?.text).toBe('STORNO 1× Svíčková na smetaně');
  });

  it('says of each line of a correction which way it goes', () => {
    const paper = print((sheet) => orderDocument(samples.correction, sheet), model);
    expect(lineOf(paper, 'STORNO 1×')?.text).toBe('STORNO 1× Svíčková na smetaně');
    expect(lineOf(paper, 'PŘIDAT 1×')?.text).toBe('PŘIDAT 1× Řízek');
    expect(paperText(paper)).toContain('OPRAVA OBJEDNÁVKY');
  });
});

describe.each(models)('a report on %s', (model) => {
  const z = print((sheet) => reportDocument(samples.zPaper, sheet), model);

  it('agrees with itself, worked out by hand', () => {
    expect(lineOf(z, 'Tržba celkem')?.text).toBe('Tržba celkem 12 345,50');
    // 12 345,50 + 430,00 − 0,50 = 12 775,00 = 5 600 + 2 940 + 4 235
    expect(lineOf(z, 'Přijato celkem')?.text).toBe('Přijato celkem 12 775,00');
    // 2 000 + 5 600 + 500 − 1 200 = 6 900; counted 6 850.
    const inDrawer = paperText(z).split('Hotovost v zásuvce')[1];
    expect(inDrawer).toMatch(/Má být +6 900,00 Kč\n *Spočteno +6 850,00 Kč\n *Manko +-50,00 Kč/);
    expect(paperText(z).split('Hotovost EUR')[1]).toMatch(
      /Má být +120,00 EUR\n *Spočteno +125,00 EUR\n *Přebytek +5,00 EUR/,
    );
    expect(lineOf(z, 'Základ 21 %')?.text).toBe('Základ 21 % 4 132,23');
    expect(lineOf(z, 'DPH 12 %')?.text).toBe('DPH 12 % 787,02');
  });

  it('has a number and a signature when it closes the shift', () => {
    expect(paperText(z)).toContain('UZÁVĚRKA Z č. 87');
    expect(paperText(z)).toContain('Podpis: Petr Němec');
  });

  it('does not look closed when it is an X', () => {
    const x = paperText(print((sheet) => reportDocument(samples.xPaper, sheet), model));
    expect(x).toContain('PŘEHLED X');
    expect(x).not.toMatch(/UZÁVĚRKA|Spočteno|Manko|Podpis|Uzavřena/);
  });
});
