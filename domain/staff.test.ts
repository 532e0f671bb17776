import { expect, test } from 'vitest';
import { may, RIGHTS, ROLES } from './index.ts';

test('a manager may do everything', () => {
  expect(RIGHTS.filter((right) => !may('manager', right))).toEqual([]);
});

test('a waiter sells, and asks for what takes money away or changes prices', () => {
  const needsManager = [
    'discount',
    'price-override',
    'void-ordered',
    'reverse-receipt',
    'take-over',
    'cash-movement',
    'open-drawer',
    'edit-items',
    'stock',
    'edit-staff',
    'appoint-managers',
    'settings',
    'devices',
    'pair-registers',
  ];
  expect(RIGHTS.filter((right) => !may('waiter', right))).toEqual(needsManager);
});

test('a technician touches neither money nor prices', () => {
  for (const right of [
    'sell',
    'discount',
    'price-override',
    'reverse-receipt',
    'cash-movement',
    'edit-items',
    'stock',
    'close-shift',
    'appoint-managers',
  ] as const) {
    expect(may('technician', right)).toBe(false);
  }
  expect(may('technician', 'devices')).toBe(true);
});

test('every right is somebody’s', () => {
  for (const right of RIGHTS) expect(ROLES.some((role) => may(role, right))).toBe(true);
});
