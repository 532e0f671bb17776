import { expect, test } from 'vitest';
import { isUneasy, spanWords } from './time-left.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

test('time left in hours, below one hour to the second, never more than there is', () => {
  expect(plain(spanWords(47 * 3_600 + 59 * 60 + 59.9))).toBe('47 h 59 min');
  expect(plain(spanWords(3_600))).toBe('1 h 00 min');
  expect(plain(spanWords(3_599.9))).toBe('59 min 59 s');
  expect(plain(spanWords(65))).toBe('1 min 05 s');
  expect(plain(spanWords(0))).toBe('0 min 00 s');
});

test('what is late is told by the same words', () => {
  expect(plain(spanWords(-2 * 3_600 - 5 * 60))).toBe('2 h 05 min');
});

test('uneasy once twelve of the 48 hours are gone', () => {
  expect(isUneasy(36 * 3_600)).toBe(false);
  expect(isUneasy(36 * 3_600 - 1)).toBe(true);
  expect(isUneasy(-1)).toBe(true);
});
