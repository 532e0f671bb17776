import { expect, test } from 'vitest';
import { dateWords, dayOf, dayWords, momentWords, readDay, shiftDay, timeOf } from './when.ts';

test('a time is read as the register wrote it', () => {
  const at = '2026-11-24T00:05:09+01:00';
  expect(dayOf(at)).toBe('2026-11-24');
  expect(timeOf(at)).toBe('00:05');
  expect(momentWords(at)).toBe('24.\u00a011.\u00a02026 00:05');
  expect(dateWords('2026-01-02')).toBe('2.\u00a01.\u00a02026');
});

test('days move over months, years and the change of clocks', () => {
  expect(shiftDay('2026-03-01', -1)).toBe('2026-02-28');
  expect(shiftDay('2026-12-31', 1)).toBe('2027-01-01');
  expect(shiftDay('2026-03-29', 1)).toBe('2026-03-30');
  expect(shiftDay('2026-10-25', -1)).toBe('2026-10-24');
});

test('near days have names', () => {
  expect(dayWords('2026-11-24', '2026-11-24', 'cs')).toBe('dnes');
  expect(dayWords('2026-10-31', '2026-11-01', 'cs')).toBe('včera');
  expect(dayWords('2026-11-21', '2026-11-24', 'cs')).toMatch(/^sobota 21\.\s?11\.\s?2026$/);
  expect(dayWords('2026-11-21', '2026-11-24', 'en')).toMatch(/Saturday/);
});

test('a day is read as people write it', () => {
  for (const text of ['24. 11. 2026', '24.11.2026', '24,11,26', ' 24/11/2026 ', dateWords('2026-11-24')]) {
    expect(readDay(text)).toBe('2026-11-24');
  }
  expect(readDay('1.2.2026')).toBe('2026-02-01');
  for (const text of ['', '24. 11.', '31. 6. 2026', '29. 2. 2027', '0. 1. 2026', '1. 13. 2026', 'dnes']) {
    expect(readDay(text)).toBeNull();
  }
});
