import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spayd } from './spayd.ts';

const iban = 'CZ6508000000192000145399';

test('a code says whom, how much and for what', () => {
  expect(spayd({ iban, amount_haler: 34_000, message: 'Účet Stůl 5 Hospoda U Lípy' })).toBe(
    'SPD*1.0*ACC:CZ6508000000192000145399*AM:340.00*CC:CZK*MSG:UCET STUL 5 HOSPODA U LIPY',
  );
  expect(spayd({ iban, amount_haler: 5, message: '' })).toBe(
    'SPD*1.0*ACC:CZ6508000000192000145399*AM:0.05*CC:CZK',
  );
  expect(spayd({ iban, amount_haler: 1_234_567, message: 'Dům * 50 % : „ZĎÁR“' })).toBe(
    'SPD*1.0*ACC:CZ6508000000192000145399*AM:12345.67*CC:CZK*MSG:DUM 50 ZDAR',
  );
});

test('a message ends after sixty characters', () => {
  const message = `Účet stůl 12 ${'Hospoda '.repeat(8)}`;
  expect(spayd({ iban, amount_haler: 100, message }).split('*MSG:')[1]).toBe(
    'UCET STUL 12 HOSPODA HOSPODA HOSPODA HOSPODA HOSPODA HOSPODA',
  );
  expect(spayd({ iban, amount_haler: 100, message: 'Ž'.repeat(61) }).split('*MSG:')[1]).toBe('Z'.repeat(60));
});

test('whatever a table is called, the code keeps to the standard', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 999_999_999 }),
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.stringMatching(/^[A-Zěščřžý *.:-]{0,120}$/, { size: 'max' }),
      ),
      (amount_haler, message) => {
        const text = spayd({ iban, amount_haler, message });
        // Alphanumeric mode of ISO/IEC 18004, two decimals, at most ten characters of amount and sixty of message.
        expect(text).toMatch(
          /^SPD\*1\.0\*ACC:CZ\d{22}\*AM:(?=[\d.]{4,10}\*)\d+\.\d{2}\*CC:CZK(\*MSG:[0-9A-Z./-]([0-9A-Z ./-]{0,58}[0-9A-Z./-])?)?$/,
        );
        expect(Number(/AM:([^*]+)/.exec(text)?.[1]) * 100).toBeCloseTo(amount_haler, 4);
      },
    ),
  );
});
