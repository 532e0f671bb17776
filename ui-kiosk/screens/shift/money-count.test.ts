import { expect, test } from 'vitest';
import { adjusted, countedSum, nextPiece, pieceCount } from './money-count.ts';

test('the sum is pieces times their worth, in haléře', () => {
  expect(countedSum({})).toBe(0);
  expect(countedSum({ 5000: '1', 200: '3', 1: '7' })).toBe(560_700);
});

test('what is not a count counts as none', () => {
  expect(pieceCount({ 100: '' }, 100)).toBe(0);
  expect(pieceCount({ 100: '-2' }, 100)).toBe(0);
  expect(pieceCount({ 100: '123456' }, 100)).toBe(9_999);
});

test('plus and minus stop at none and at the limit', () => {
  expect(adjusted({}, 50, 1)).toEqual({ 50: '1' });
  expect(adjusted({ 50: '1' }, 50, -1)).toEqual({ 50: '' });
  expect(adjusted({}, 50, -1)).toEqual({ 50: '' });
  expect(adjusted({ 50: '9999' }, 50, 1)).toEqual({ 50: '9999' });
});

test('Enter walks through all pieces and comes back', () => {
  expect(nextPiece(5000)).toBe(2000);
  expect(nextPiece(100)).toBe(50);
  expect(nextPiece(1)).toBe(5000);
});
