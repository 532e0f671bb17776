import { expect, test } from 'vitest';
import { idleWedge, readDigits, wedgeKey } from './wedge.ts';

/** Types keys with a gap before each; answers the codes that came out. */
function type(keys: readonly string[], gap_ms: number, start_ms = 1_000): string[] {
  let wedge = idleWedge;
  const codes: string[] = [];
  keys.forEach((key, i) => {
    const step = wedgeKey(wedge, key, start_ms + i * gap_ms);
    wedge = step.next;
    if (step.code !== null) codes.push(step.code);
  });
  return codes;
}

test('a burst ended by Enter is a code', () => {
  expect(type([...'8593803216012', 'Enter'], 10)).toEqual(['8593803216012']);
});

test('a slow scanner is understood', () => {
  expect(type([...'5449000000996', 'Enter'], 40)).toEqual(['5449000000996']);
});

test('a person typing the same digits is not a scanner', () => {
  expect(type([...'8593803216012', 'Enter'], 80)).toEqual([]);
});

test('a quick short number and Enter is a PLU typed by hand', () => {
  expect(type([...'12345', 'Enter'], 10)).toEqual([]);
});

test('Enter that comes late belongs to the person', () => {
  let wedge = idleWedge;
  for (const [i, key] of [...'8593803216012'].entries()) wedge = wedgeKey(wedge, key, i * 10).next;
  expect(wedgeKey(wedge, 'Enter', 12 * 10 + 41).code).toBeNull();
});

test('what was typed before the burst is no part of the code', () => {
  let wedge = wedgeKey(idleWedge, 'p', 0).next;
  wedge = wedgeKey(wedge, 'i', 200).next;
  for (const [i, key] of [...'8593803216012'].entries()) wedge = wedgeKey(wedge, key, 400 + i * 8).next;
  expect(wedgeKey(wedge, 'Enter', 400 + 13 * 8).code).toBe('8593803216012');
});

test('Shift between the letters of a code says nothing', () => {
  expect(type(['Shift', 'A', 'B', 'Shift', 'C', '1', '2', '3', 'Enter'], 8)).toEqual(['ABC123']);
});

test('the first key of a burst is told, so that a field can be put back', () => {
  expect(wedgeKey(idleWedge, '8', 50).begins).toBe(true);
  const after = wedgeKey(idleWedge, '8', 50).next;
  expect(wedgeKey(after, '5', 60).begins).toBe(false);
  expect(wedgeKey(after, '5', 200).begins).toBe(true);
});

test('a cat on the keyboard does not fill the memory', () => {
  let wedge = idleWedge;
  for (let i = 0; i < 10_000; i++) wedge = wedgeKey(wedge, 'x', i).next;
  expect(wedge.typed.length).toBeLessThanOrEqual(64);
});

test('digits that a Czech layout turned into letters are read back', () => {
  expect(readDigits('+ěščřžýáíé')).toBe('1234567890');
  expect(readDigits('8593803216012')).toBe('8593803216012');
  expect(readDigits('čaj')).toBe('čaj');
});
