import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPlace, writePlace } from './place.ts';

describe('an address', () => {
  it('says store, page, what follows, and the question', () => {
    expect(readPlace('#/s1/receipts/r7?q=pivo+a+rum&eet=open')).toEqual({
      store: 's1',
      page: 'receipts',
      rest: ['r7'],
      query: { q: 'pivo a rum', eet: 'open' },
    });
    expect(readPlace('')).toEqual({ store: '', page: '', rest: [], query: {} });
  });

  it('comes back as it was written, whatever is in it', () => {
    const text = fc.string({ minLength: 1, unit: 'grapheme' });
    fc.assert(
      fc.property(
        text,
        text,
        fc.array(text, { maxLength: 3 }),
        fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), text, { noNullPrototype: true }),
        (store, page, rest, query) => {
          expect(readPlace(writePlace({ store, page, rest, query }))).toEqual({ store, page, rest, query });
        },
      ),
    );
  });

  it('that somebody has mangled opens something all the same', () => {
    expect(readPlace('#/s1/%E0%A4%A/x').page).toBe('%E0%A4%A');
  });
});
