import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PairingAnswer, type PairingRequest, parseAnswer, parseRequest } from './message.ts';

const request: PairingRequest = {
  registerId: 'Bar_1',
  name: 'Pokladna u baru',
  series: 'R2',
  csr: '-----BEGIN CERTIFICATE REQUEST-----',
  version: '0.1.0',
  proto: 1,
  origin: 'o-2',
};
const joined: PairingAnswer = {
  is: 'joined',
  storeId: '0123456789abc',
  caKey: 'a',
  caCert: 'b',
  cert: 'c',
  payload: { sponsor: 'o-1' },
};
const refused: PairingAnswer = { is: 'refused', code: 'id-taken', cs: 'Obsazeno.', en: 'Taken.' };

test('what one says is what the other hears, without what it does not know', () => {
  expect(parseRequest(JSON.stringify({ ...request, later: 1 }))).toEqual(request);
  for (const answer of [joined, { ...joined, payload: null }, refused]) {
    expect(parseAnswer(JSON.stringify({ ...answer, later: 1 }))).toEqual(answer);
  }
  const later = { is: 'rejected', fault: 'of a later version' };
  expect(parseAnswer(JSON.stringify(later))).toEqual(later);
});

describe('is not taken for', () => {
  test('a request or an answer: whatever JSON there is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        expect([parseRequest(text), parseAnswer(text)]).toEqual([undefined, undefined]);
      }),
    );
  });

  const wrong = fc.constantFrom<unknown>(undefined, null, '', 1.5, [], {}, 'x'.repeat(9_000), '../x', 'á b');
  test('a request: one with any field wrong', () => {
    // A name may be anything that people write.
    const field = fc.constantFrom('registerId', 'series', 'proto', 'origin');
    fc.assert(
      fc.property(field, wrong, (name, value) => {
        expect(parseRequest(JSON.stringify({ ...request, [name]: value }))).toBe(undefined);
      }),
    );
    for (const name of ['name', 'csr', 'version']) {
      for (const value of [undefined, null, '', 1, 'x'.repeat(9_000)]) {
        expect(parseRequest(JSON.stringify({ ...request, [name]: value }))).toBe(undefined);
      }
    }
  });

  test('an answer: one that lacks a field', () => {
    for (const [whole, fields] of [
      [joined, ['is', 'storeId', 'caKey', 'caCert', 'cert']],
      [refused, ['is', 'code', 'cs', 'en']],
    ] as const) {
      for (const name of fields) {
        for (const value of [undefined, null, '', 1, 'x'.repeat(9_000)]) {
          expect(parseAnswer(JSON.stringify({ ...whole, [name]: value }))).toBe(undefined);
        }
      }
    }
  });
});
