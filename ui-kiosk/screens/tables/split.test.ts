import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  applyBillEvent,
  type Bill,
  type BillEvent,
  freezeItem,
  type Item,
  sumBill,
} from '../../../domain/index.ts';
import { moveAll, moveOne, movingTotal, takeBackOne, trim } from './split.ts';

const item: Item = {
  id: 'pivo',
  name: 'Pivo',
  shortName: 'Pivo',
  price_haler: 4_950,
  vatClass: 'standard',
  categoryId: 'c',
  unit: 'ks',
  plu: null,
  eans: [],
  weighedEanPrefix: null,
  labels: [],
  allergens: [],
  hue: null,
  route: null,
  soldOut: false,
  openPrice: false,
  stocked: false,
  prepaid: false,
};

function billOf(...quantities: number[]): Bill {
  const about = { at: '2026-11-24T12:00:00+01:00', staffId: 'jana' };
  let bill = applyBillEvent(undefined, 'b', { ...about, kind: 'opened', tableId: null, guests: null });
  quantities.forEach((quantity, i) => {
    const event = {
      kind: 'line-added',
      lineId: `l${i}`,
      item: freezeItem(item, null, 2100),
      quantity,
      note: '',
    };
    bill = applyBillEvent(bill, 'b', { ...about, ...event, from: null } as BillEvent);
  });
  return bill;
}

test('one tap moves one piece, another takes it back', () => {
  const bill = billOf(3000);
  let moving = moveOne(bill, new Map(), 'l0');
  moving = moveOne(bill, moving, 'l0');
  expect(moving.get('l0')).toBe(2000);
  moving = takeBackOne(moving, 'l0');
  expect(moving.get('l0')).toBe(1000);
  expect(takeBackOne(moving, 'l0').size).toBe(0);
});

test('never more than there is', () => {
  const bill = billOf(1000);
  const moving = moveOne(bill, moveOne(bill, new Map(), 'l0'), 'l0');
  expect(moving.get('l0')).toBe(1000);
});

test('a weighed line moves whole and comes back whole', () => {
  const bill = billOf(345);
  const moving = moveOne(bill, new Map(), 'l0');
  expect(moving.get('l0')).toBe(345);
  expect(takeBackOne(moving, 'l0').size).toBe(0);
});

test('what somebody else took off meanwhile does not move', () => {
  const bill = billOf(2000, 1000);
  const after: Bill = { ...bill, lines: bill.lines.map((l) => (l.id === 'l0' ? { ...l, moved: 1000 } : l)) };
  expect([...trim(after, moveAll(bill))]).toEqual([
    ['l0', 1000],
    ['l1', 1000],
  ]);
});

test('all of it comes to the whole bill', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 8 }),
      (quantities) => {
        const bill = billOf(...quantities);
        const sum = sumBill(bill);
        expect(movingTotal(sum, moveAll(bill))).toBe(sum.total_haler);
      },
    ),
  );
});
