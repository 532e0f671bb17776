import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isBlank, logoOf, logoSize } from './logo-dots.ts';

/** A picture of greys, a digit a dot: 0 black to 9 white. */
function picture(...rows: string[]) {
  const width = rows[0]?.length ?? 0;
  const data = [...rows.join('')].flatMap((digit) => {
    const grey = Math.round((Number(digit) * 255) / 9);
    return [grey, grey, grey, 255];
  });
  return { data, width, height: rows.length };
}

const dots = (bits: string) => [...atob(bits)].map((byte) => byte.charCodeAt(0).toString(2).padStart(8, '0'));

test('black and white stay where they are', () => {
  const logo = logoOf(picture('0099999900000009', '9999999990909090'));
  expect([logo.width, logo.height]).toEqual([16, 2]);
  expect(dots(logo.bits)).toEqual(['11000000', '11111110', '00000000', '01010101']);
  expect(isBlank(logo)).toBe(false);
  expect(isBlank(logoOf(picture('99999999')))).toBe(true);
});

test('dark colours are solid black, light ones clean paper', () => {
  const red = [255, 0, 0, 255];
  const yellow = [255, 255, 0, 255];
  const white = [255, 255, 255, 255];
  const data = [red, white, white, yellow, white, white, white, white].flat();
  // Seen as 76 and 226 of 255.
  expect(dots(logoOf({ data, width: 8, height: 1 }).bits)).toEqual(['10000000']);
});

test('the error of a grey goes to its neighbours, worked out by hand', () => {
  // 5 is 142, which is (142 − 80) × 255 / 140 = 112,9: black, gives on 7/16, 49,4. The next has 162,3: white, owes
  // 92,7, of which 40,5 to the third: 72,4, black.
  expect(dots(logoOf(picture('55599999')).bits)[0]?.slice(0, 3)).toBe('101');
});

test('a grey comes out as so much black', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9 }), (grey) => {
      const { bits } = logoOf(picture(...Array<string>(64).fill(String(grey).repeat(64))));
      const black = dots(bits).join('').replaceAll('0', '').length / 64 ** 2;
      const light = Math.min(1, Math.max(0, ((grey * 255) / 9 - 80) / 140));
      expect(black).toBeCloseTo(1 - light, 1);
    }),
  );
});

test('fits every printer, keeps its shape, is never enlarged', () => {
  expect(logoSize({ width: 768, height: 200 })).toEqual({ width: 384, height: 100, ground: 384 });
  expect(logoSize({ width: 1000, height: 1000 })).toEqual({ width: 256, height: 256, ground: 256 });
  expect(logoSize({ width: 100, height: 50 })).toEqual({ width: 100, height: 50, ground: 104 });
  expect(logoSize({ width: 10_000, height: 1 })).toEqual({ width: 384, height: 1, ground: 384 });
  expect(logoSize({ width: 1, height: 10_000 })).toEqual({ width: 1, height: 256, ground: 8 });
});
