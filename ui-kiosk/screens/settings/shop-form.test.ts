import { expect, test } from 'vitest';
import { linesOf, readShop, type ShopForm, shopPreview } from './shop-form.ts';

const form: ShopForm = {
  name: 'U Zlatého lva s.r.o.',
  place: '',
  address: 'Náměstí 1, Brno',
  ico: '123 45 678',
  dic: 'cz12345678',
  header: 'Vítejte',
  footer: 'Děkujeme\n\nPřijďte zas\n\n',
  logo: { width: 8, height: 1, bits: 'gA==' },
  iban: 'cz65 0800 0000 1920 0014 5399',
};

test('numbers are taken as people write them', () => {
  expect(readShop(form)).toEqual({
    patch: {
      seller: {
        name: 'U Zlatého lva s.r.o.',
        place: '',
        address: 'Náměstí 1, Brno',
        ico: '12345678',
        dic: 'CZ12345678',
      },
      receiptHeader: ['Vítejte'],
      receiptFooter: ['Děkujeme', '', 'Přijďte zas'],
      logo: { width: 8, height: 1, bits: 'gA==' },
      iban: 'CZ6508000000192000145399',
    },
  });
});

test('who pays no VAT has no DIČ', () => {
  const read = readShop({ ...form, dic: ' ' });
  expect('patch' in read && read.patch.seller?.dic).toBeNull();
});

test('faults by field', () => {
  const read = readShop({
    ...form,
    name: ' ',
    address: '',
    ico: '1234567',
    dic: 'SK1234567890',
    header: 'x'.repeat(49),
    footer: '1\n2\n3\n4\n5\n6\n7',
    iban: '19-2000145399/0800',
  });
  expect('faults' in read && Object.fromEntries(read.faults)).toEqual({
    name: 'missing',
    address: 'missing',
    ico: 'icoFault',
    dic: 'dicFault',
    header: 'linesFault',
    footer: 'linesFault',
    iban: 'ibanFault',
  });
});

test('without a logo and an account none is kept', () => {
  const read = readShop({ ...form, logo: null, iban: ' ' });
  expect('patch' in read && [read.patch.logo, read.patch.iban]).toEqual([null, null]);
});

test('no text is no line', () => {
  expect(linesOf(' \n ')).toEqual([]);
});

test('the likeness begins with the logo', () => {
  const words = { receipt: 'Účtenka', items: [], total: 'CELKEM' };
  expect(shopPreview(form, words).lines[0]).toEqual({
    kind: 'image',
    align: 'center',
    width: 8,
    height: 1,
    bits: 'gA==',
  });
  expect(shopPreview({ ...form, logo: null }, words).lines[0]?.kind).toBe('text');
});

test('the likeness fits its paper, too long lines go on under themselves', () => {
  const paper = shopPreview(
    { ...form, footer: 'x'.repeat(60) },
    { receipt: 'Účtenka', items: ['Ležák', 'Svíčková'], total: 'CELKEM' },
  );
  for (const line of paper.lines) {
    if (line.kind === 'text') {
      expect(line.spans.map((span) => span.text).join('').length).toBeLessThanOrEqual(paper.columns);
    }
  }
});
