import { expect, test } from 'vitest';
import { press, pressPin } from './press.ts';

const type = (keys: string, decimals: number): string =>
  [...keys].reduce((text, key) => press(text, key, decimals), '');

test.each([
  ['12', 0, '12'],
  ['0012', 2, '12'],
  ['12,50', 2, '12,50'],
  ['12,505', 2, '12,50'],
  ['0,345', 3, '0,345'],
  [',5', 2, '0,5'],
  ['1,,5', 2, '1,5'],
  ['1.5', 2, '1,5'],
  ['1,5', 0, '15'],
])('keys %s with %i decimals', (keys, decimals, text) => {
  expect(type(keys, decimals)).toBe(text);
});

test('erases one and all', () => {
  expect(press('12,5', 'Backspace', 2)).toBe('12,');
  expect(press('12,5', 'Delete', 2)).toBe('');
});

test('two noughts are two digits', () => {
  expect(press('5', '00', 0)).toBe('500');
  expect(press('5,0', '00', 2)).toBe('5,0');
});

test('has an end', () => {
  expect(type('1234567890123', 0)).toBe('12345678901');
});

test('a PIN keeps its leading zeros and takes nothing but digits', () => {
  const type = (keys: readonly string[]) => keys.reduce((text, key) => pressPin(text, key, 8), '');
  expect(type([...'0042'])).toBe('0042');
  expect(type([...'0000'])).toBe('0000');
  expect(type([...'12,3.4'])).toBe('1234');
  expect(type([...'1234567890'])).toBe('12345678');
  expect(type(['1', '2', 'Backspace', '3'])).toBe('13');
  expect(type(['1', 'Delete', '0'])).toBe('0');
});
