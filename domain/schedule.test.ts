import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type HappyHour, happyPrice, isHappy, type Planned, planInEffect } from './schedule.ts';

const hour = (more: Partial<HappyHour>): HappyHour => ({
  id: 'h',
  weekdays: [1, 2, 3, 4, 5],
  fromTime: '16:00',
  toTime: '18:00',
  price_haler: null,
  percent_bp: 2_000,
  ...more,
});
const on = (weekday: number, time: string, more: Partial<HappyHour> = {}) =>
  isHappy(hour(more), { weekday, time });

test('a happy hour begins on its minute and ends before its end', () => {
  expect([on(1, '15:59'), on(1, '16:00'), on(1, '17:59'), on(1, '18:00')]).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect([on(5, '17:00'), on(6, '17:00')]).toEqual([true, false]);
});

test('one over midnight belongs to the day on which it began', () => {
  const late = { weekdays: [7], fromTime: '22:00', toTime: '02:00' };
  expect([on(7, '21:59', late), on(7, '22:00', late), on(1, '01:59', late), on(1, '02:00', late)]).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect([on(7, '01:00', late), on(1, '22:00', late)]).toEqual([false, false]);
});

test('from and to alike is a whole day', () => {
  const day = { weekdays: [3], fromTime: '06:00', toTime: '06:00' };
  expect([on(3, '05:59', day), on(3, '06:00', day), on(4, '05:59', day), on(4, '06:00', day)]).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test('of several happy hours the guest gets the best, and nothing is dearer', () => {
  const best = happyPrice(6_200, [hour({ id: 'a' }), hour({ id: 'b', price_haler: 4_500 })]);
  expect(best).toMatchObject({ price_haler: 4_500, hour: { id: 'b' } });
  expect(happyPrice(6_200, [hour({ price_haler: 7_000 })])).toBeUndefined();
  expect(happyPrice(6_200, [hour({ price_haler: 6_200 })])).toBeUndefined();
  expect(happyPrice(6_200, [])).toBeUndefined();
  // 12.5 % of 33,33 is 4,16625.
  expect(happyPrice(3_333, [hour({ percent_bp: 1_250 })])?.price_haler).toBe(2_916);
  expect(happyPrice(6_200, [hour({ percent_bp: 10_000 })])?.price_haler).toBe(0);
});

test('in whichever order happy hours come, the price and its reason are the same', () => {
  const hours = fc.uniqueArray(
    fc.record({
      id: fc.string({ minLength: 1, maxLength: 3 }),
      price_haler: fc.option(fc.integer({ min: 0, max: 300 })),
      percent_bp: fc.integer({ min: 1, max: 10_000 }),
    }),
    { selector: (one) => one.id, maxLength: 6 },
  );
  fc.assert(
    fc.property(hours, fc.integer({ min: 0, max: 300 }), (some, regular) => {
      const all = some.map((one) => hour(one));
      const found = happyPrice(regular, all);
      expect(happyPrice(regular, [...all].reverse())).toEqual(found);
      if (found) expect(found.price_haler).toBeLessThan(regular);
    }),
  );
});

const plan = (id: string, from_ms: number, value: number): Planned<number> => ({ id, from_ms, value });

test('a plan holds from its moment on, until the next one or a change by hand', () => {
  const plans = [plan('a', 100, 65), plan('b', 200, 70)];
  const at = (now_ms: number, byHand_ms: number | null = null) =>
    planInEffect(plans, byHand_ms, now_ms)?.value;
  expect([at(99), at(100), at(199), at(200)]).toEqual([undefined, 65, 65, 70]);
  expect([at(150, 50), at(150, 100), at(150, 120), at(250, 120)]).toEqual([65, undefined, undefined, 70]);
});

test('which plan holds does not depend on the order in which plans came', () => {
  const plans = fc.uniqueArray(
    fc.record({ id: fc.string({ maxLength: 2 }), from_ms: fc.integer({ min: 0, max: 20 }), value: fc.nat() }),
    { selector: (one) => one.id },
  );
  const moment = fc.integer({ min: 0, max: 20 });
  fc.assert(
    fc.property(plans, fc.option(moment), moment, (some, byHand, now) => {
      expect(planInEffect([...some].reverse(), byHand, now)).toEqual(planInEffect(some, byHand, now));
    }),
  );
});
