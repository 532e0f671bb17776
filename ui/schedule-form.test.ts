import { expect, test } from 'vitest';
import { blankSchedule, dayRanges, readSchedule, readTime } from './schedule-form.ts';

const item = { itemId: 'i' };
const category = { categoryId: 'c' };
const blank = blankSchedule(item, 'standard');

test('times of day as people write them', () => {
  expect(['16', '16:30', ' 9.05', '1630', '0:00', '24:00', '16:60', '16:3', 'x', ''].map(readTime)).toEqual([
    '16:00',
    '16:30',
    '09:05',
    '16:30',
    '00:00',
    null,
    null,
    null,
    null,
    null,
  ]);
});

test('a price from a moment on', () => {
  expect(readSchedule({ ...blank, day: '2027-01-01', price: '65' }, item)).toEqual({
    draft: { kind: 'price', itemId: 'i', from: '2027-01-01T00:00', price_haler: 6_500 },
  });
  const read = readSchedule({ ...blank, time: 'x', price: '-1' }, item);
  expect('faults' in read && Object.fromEntries(read.faults)).toEqual({
    day: 'day',
    time: 'time',
    price: 'amount',
  });
});

test('a class of VAT from a moment on', () => {
  const form = { ...blank, kind: 'vat-class' as const, day: '2027-01-01', time: '6', vatClass: 'reduced' };
  expect(readSchedule(form, item)).toEqual({
    draft: { kind: 'vat-class', itemId: 'i', from: '2027-01-01T06:00', vatClass: 'reduced' },
  });
});

test('happy hours of an item and of a category', () => {
  const form = { ...blank, kind: 'happy-hour' as const, price: '45', weekdays: [5, 1], toTime: '2' };
  expect(readSchedule(form, item)).toEqual({
    draft: {
      kind: 'happy-hour',
      itemId: 'i',
      categoryId: null,
      weekdays: [1, 5],
      fromTime: '16:00',
      toTime: '02:00',
      price_haler: 4_500,
      percent_bp: null,
    },
  });
  const ofCategory = { ...blankSchedule(category, ''), percent: '12,5 %' };
  expect(readSchedule(ofCategory, category)).toMatchObject({
    draft: { itemId: null, categoryId: 'c', percent_bp: 1_250, price_haler: null },
  });
  for (const percent of ['0', '101', '', '-5']) {
    const read = readSchedule({ ...ofCategory, percent, weekdays: [] }, category);
    expect('faults' in read && Object.fromEntries(read.faults)).toEqual({
      percent: 'percent',
      weekdays: 'weekdays',
    });
  }
});

test('days in a row are told as one', () => {
  expect(dayRanges([5, 1, 2, 3, 7])).toEqual([
    [1, 3],
    [5, 5],
    [7, 7],
  ]);
});
