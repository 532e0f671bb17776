export const ROLES = ['waiter', 'manager', 'technician'] as const;
export type Role = (typeof ROLES)[number];

export interface Staff {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly active: boolean;
}

/** What may be done. Names are the API's; the kiosk translates them. */
export const RIGHTS = [
  'sell',
  'discount',
  'price-override',
  'void-unordered',
  'void-ordered',
  'reverse-receipt',
  'take-over',
  'cash-movement',
  'open-drawer',
  'open-shift',
  'close-shift',
  'sold-out',
  'edit-items',
  'stock',
  'edit-staff',
  'appoint-managers',
  'settings',
  'devices',
  'pair-registers',
] as const;
export type Right = (typeof RIGHTS)[number];

const WAITER: readonly Right[] = ['sell', 'void-unordered', 'open-shift', 'close-shift', 'sold-out'];

/** A technician sets the box up and tests it, and touches neither money nor prices. */
const GRANTED: Readonly<Record<Role, readonly Right[]>> = {
  waiter: WAITER,
  manager: RIGHTS,
  technician: ['settings', 'devices', 'open-drawer', 'edit-staff', 'pair-registers'],
};

export function may(role: Role, right: Right): boolean {
  return GRANTED[role].includes(right);
}
