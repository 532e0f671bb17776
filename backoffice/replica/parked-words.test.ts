import { expect, test } from 'vitest';
import { createBooks } from '../books/projection.ts';
import { createPriceListProjection } from '../price-list/projection.ts';
import { createStockProjection } from '../stock/projection.ts';
import { parkedWords } from './parked-words.ts';

const projections = [createBooks(), createPriceListProjection(), createStockProjection()];

test('whatever a row is put aside for is told in words of its own, in both languages', () => {
  const told = [
    'form',
    'characters',
    'differs',
    ...projections.map(({ name }) => name),
    'some later part',
  ].map((what) => parkedWords({ what, kind: 'receipt' }));
  expect(new Set(told.map(({ text, meaning, hint }) => JSON.stringify([text, meaning, hint]))).size).toBe(7);
  for (const { about, ...words } of told) {
    expect(about).toEqual({ cs: 'Účtenka', en: 'Receipt' });
    for (const { cs, en } of Object.values(words)) {
      expect(cs).toMatch(/^\p{Lu}.*\.$/u);
      expect(en).toMatch(/^\p{Lu}.*\.$/u);
      expect(cs).not.toBe(en);
    }
  }
});

test('what nobody here has a name for is a record', () => {
  for (const kind of [null, 'constructor', 'of-tomorrow']) {
    expect(parkedWords({ what: 'constructor', kind })).toMatchObject({
      about: { cs: 'Záznam', en: 'Record' },
      text: { en: expect.stringContaining('cannot read') },
    });
  }
});
